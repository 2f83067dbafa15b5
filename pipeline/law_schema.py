"""What a rule and a kind of body are, and the checks that a register file passes when it is read."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING, Any

from pipeline.errors import DataError
from pipeline.records import Rung

if TYPE_CHECKING:
    from collections.abc import Container
    from datetime import date

ANY = "any"
JURISDICTIONS = ("England", "Scotland", "Wales", "Northern Ireland")
EFFECTS = ("reserves", "permits", "involves", "mandates-coproduction", "doctrine")
GRADES = ("primary", "primary-older", "official", "secondary", "unchecked")
STRONG_GRADES = ("primary", "official")


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

    def in_force(self, on: date) -> bool:
        """Whether the rule was law on that day; one without dates counts as law."""
        return (self.start is None or self.start <= on) and (self.end is None or on <= self.end)

    def speaks_at(self, stage: str) -> bool:
        """Whether the rule has a say at that stage; at one unknown every rule has."""
        return not stage or ANY in self.stages or stage in self.stages

    @property
    def is_for_one(self) -> bool:
        """Whether nobody but the decider may be given the decision."""
        return any(name.startswith("nobody else") for name in self.delegates)

    @property
    def is_for_full_council(self) -> bool:
        """Whether all councillors together decide, and not whoever they have delegated to."""
        return "full council" in self.decider and "acting through" not in self.decider

    @property
    def is_strong(self) -> bool:
        """Whether the rule's source may carry a high-severity finding on its own."""
        return self.grade in STRONG_GRADES and not self.moving

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
    mentioned: bool = False
    also_in: tuple[str, ...] = ()
    used_in: dict[str, list[str]] = field(default_factory=dict)
    prefixes: tuple[str, ...] = ()
    concerns: str = ""
    signs: tuple[str, ...] = ()


_REQUIRED = frozenset(f.name for f in fields(Rule)) - {"start", "end", "shows"}
_CHOICES = {"effect": EFFECTS, "grade": GRADES, "ceiling": tuple(rung.plain for rung in Rung)}


def parse_toml(text: str, name: str) -> dict[str, Any]:
    """A register file as tables.

    Raises:
        DataError: it is not well-formed TOML; the message names the file.
    """
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise DataError(f"{name}: {error}") from None


def parse_body(table: dict[str, Any]) -> Body:
    """One kind of body from its table."""
    return Body(**_frozen(table))


def parse_rule(table: dict[str, Any], name: str, codes: Container[str]) -> Rule:
    """One rule from its table; `codes` are the bodies it may name.

    Raises:
        DataError: a key is missing, unknown or holds what it may not; the message names file and rule.
    """
    where = f"{name}, rule {table.get('id', '(no id)')}"
    table = _frozen(table)
    shows = {key: tuple(values) for key, values in table.pop("shows", {}).items()}
    start, end = table.pop("from", None), table.pop("to", None)
    if missing := _REQUIRED - table.keys():
        raise DataError(f"{where}: missing {', '.join(sorted(missing))}")
    if unknown := table.keys() - _REQUIRED:
        raise DataError(f"{where}: unknown key {', '.join(sorted(unknown))}")
    for key, choices in _CHOICES.items():
        if table[key] not in choices:
            raise DataError(f"{where}: {key} is {table[key]!r}, which is none of {', '.join(choices)}")
    if strange := [code for code in table["bodies"] if code != ANY and code not in codes]:
        raise DataError(f"{where}: unknown body {', '.join(strange)}")
    if strange := sorted(set(table["jurisdictions"]) - set(JURISDICTIONS)):
        raise DataError(f"{where}: unknown jurisdiction {', '.join(strange)}")
    return Rule(**table, start=start, end=end, shows=shows)


def _frozen(table: dict[str, Any]) -> dict[str, Any]:
    return {key: tuple(value) if isinstance(value, list) else value for key, value in table.items()}
