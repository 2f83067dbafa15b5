"""The law register and the list of bodies, read from `corpus/law/` and checked on load.

The register holds rules in plain words with their authority. What may be shared is the tool's inference from them, never the
law's own text. See `corpus/law/README.md` for every key and for the order of precedence.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field, fields
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from pipeline.errors import DataError
from pipeline.records import Rung

if TYPE_CHECKING:
    from datetime import date
    from importlib.resources.abc import Traversable

OUTSIDE_UK = "outside-uk"
UNKNOWN = "unknown"
JURISDICTIONS = ("England", "Scotland", "Wales", "Northern Ireland")
EFFECTS = ("reserves", "permits", "involves", "mandates-coproduction", "doctrine")
GRADES = ("primary", "primary-older", "official", "secondary", "unchecked")
STRONG_GRADES = ("primary", "official")
_ANY = "any"
_FILES = ("england", "scotland", "wales", "northern-ireland", "doctrine")


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of the register: who decides what, who else may be let in, on what authority."""

    id: str
    jurisdictions: tuple[str, ...]
    effect: str
    bodies: tuple[str, ...]
    decisions: tuple[str, ...]
    subjects: tuple[str, ...]
    stages: tuple[str, ...]
    counterparties: tuple[str, ...]
    decider: str
    delegates: tuple[str, ...]
    floor: str
    ceiling: str
    route: str
    cues: tuple[str, ...]
    authority: str
    plain: str
    grade: str
    source: str
    review_by: date
    moving: bool
    start: date | None = None
    end: date | None = None
    shows: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def speaks_of(self, text: str) -> bool:
        """Whether the rule's subject is what a text is about; a rule without a subject speaks of everything."""
        return not self.subjects or re.search(rf"\b(?:{'|'.join(self.subjects)})", text, re.IGNORECASE) is not None

    @property
    def rung(self) -> Rung:
        """The highest rung that the tool infers from this rule for the counterparties it names."""
        return Rung[self.ceiling.upper().replace("-", "_")]


@dataclass(frozen=True, slots=True)
class Body:
    """A kind of body that consults."""

    code: str
    name: str
    parent: str
    jurisdictions: tuple[str, ...]
    aliases: tuple[str, ...]
    deciders: tuple[str, ...]
    decider_phrase: str
    public_law: bool
    status_note: str


@cache
def rules() -> tuple[Rule, ...]:
    """Every rule of the register, in the order of the files.

    Raises:
        DataError: a rule breaks the schema; the message names file and rule.
    """
    found = [_rule(table, name) for name in _FILES for table in _read(f"{name}.toml")["rule"]]
    if len({rule.id for rule in found}) != len(found):
        raise DataError("corpus/law: two rules share an id")
    return tuple(found)


@cache
def bodies() -> dict[str, Body]:
    """The kinds of body, by code."""
    return {table["code"]: Body(**_frozen(table)) for table in _read("bodies.toml")["body"]}


def resolve_body(words: str) -> str:
    """The code for a body given as a code or in words; empty for empty.

    Raises:
        ValueError: the words name no kind of body.
    """
    wanted = " ".join(words.lower().split())
    for code, body in bodies().items():
        if wanted in (code, body.name.lower(), *body.aliases):
            return code
    if not wanted:
        return ""
    raise ValueError(f"'{words}' names no kind of body; give one of: {', '.join(bodies())}")


def resolve_jurisdiction(words: str) -> str:
    """The nation's name as the register spells it; empty for empty.

    Raises:
        ValueError: not one of the four nations.
    """
    for nation in ("", *JURISDICTIONS):
        if words.strip().lower() == nation.lower():
            return nation
    raise ValueError(f"'{words}' is not one of {', '.join(JURISDICTIONS)}")


def with_parents(code: str) -> tuple[str, ...]:
    """A body's code and those of the kinds it belongs to, narrowest first: `county-council`, `council`."""
    chain = [code]
    while code in bodies() and bodies()[code].parent:
        code = bodies()[code].parent
        chain.append(code)
    return tuple(chain)


def applicable(body: str, jurisdiction: str, decision: str, text: str) -> list[Rule]:
    """The rules that speak to this body, place, decision and text. What is not known excludes nothing that is general."""
    codes = (*with_parents(body), _ANY)
    return [
        rule
        for rule in rules()
        if (not jurisdiction or jurisdiction in rule.jurisdictions)
        and any(code in rule.bodies for code in codes)
        and (decision in rule.decisions or _ANY in rule.decisions)
        and rule.speaks_of(text)
    ]


def _folder() -> Traversable:
    return files("corpus") / "law"


def _read(name: str) -> dict[str, Any]:
    try:
        return tomllib.loads((_folder() / name).read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise DataError(f"corpus/law/{name}: {error}") from None


def _frozen(table: dict[str, Any]) -> dict[str, Any]:
    return {key: tuple(value) if isinstance(value, list) else value for key, value in table.items()}


_REQUIRED = frozenset(f.name for f in fields(Rule)) - {"start", "end", "shows"}
_CHOICES = {"effect": EFFECTS, "grade": GRADES, "ceiling": tuple(rung.plain for rung in Rung)}


def _rule(table: dict[str, Any], name: str) -> Rule:
    where = f"corpus/law/{name}.toml, rule {table.get('id', '(no id)')}"
    table = _frozen(table)
    if missing := _REQUIRED - table.keys():
        raise DataError(f"{where}: missing {', '.join(sorted(missing))}")
    for key, choices in _CHOICES.items():
        if table[key] not in choices:
            raise DataError(f"{where}: {key} is {table[key]!r}, which is none of {', '.join(choices)}")
    known = {_ANY, *bodies(), *(body.parent for body in bodies().values())}
    if unknown := set(table["bodies"]) - known:
        raise DataError(f"{where}: unknown body {', '.join(sorted(unknown))}")
    if unknown := set(table["jurisdictions"]) - set(JURISDICTIONS):
        raise DataError(f"{where}: unknown jurisdiction {', '.join(sorted(unknown))}")
    shows = {key: tuple(values) for key, values in table.pop("shows", {}).items()}
    start, end = table.pop("from", None), table.pop("to", None)
    if unknown := table.keys() - _REQUIRED:
        raise DataError(f"{where}: unknown key {', '.join(sorted(unknown))}")
    return Rule(**table, start=start, end=end, shows=shows)
