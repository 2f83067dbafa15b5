"""The law register and the list of bodies, read from `corpus/law/` and checked on load.

The register holds rules in plain words with their authority. What may be shared is the tool's inference from them, never the
law's own text. See `corpus/law/README.md` for every key and for the order of precedence.
"""

from __future__ import annotations

from datetime import date
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from pipeline.errors import DataError
from pipeline.law_schema import ANY, JURISDICTIONS, Body, Rule, parse_body, parse_rule, parse_toml

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from pipeline.records import Situation

OUTSIDE_UK = "outside-uk"
UNKNOWN = "unknown"
NOT_ASSESSED = {
    OUTSIDE_UK: "the body is outside the United Kingdom",
    "political-party": "a party's manifesto consults nobody on a decision of its own",
}
REGISTER_DATE = date(2026, 11, 22)
_BINDING = ("reserves", "involves")  # effects that hold a decision or a duty; routes and doctrine are only offered
_FILES = ("england", "scotland", "wales", "northern-ireland", "doctrine")


@cache
def rules() -> tuple[Rule, ...]:
    """Every rule of the register, in the order of the files.

    Raises:
        DataError: a rule breaks the schema; the message names file and rule.
    """
    found = [parse_rule(table, f"corpus/law/{name}.toml", _codes()) for name in _FILES for table in _read(f"{name}.toml")["rule"]]
    if len({rule.id for rule in found}) != len(found):
        raise DataError("corpus/law: two rules share an id")
    return tuple(found)


def rules_of(path: Path) -> tuple[Rule, ...]:
    """The user's own rules, such as a scheme of delegation: a file with the keys of the register.

    Raises:
        DataError: it cannot be read, holds no rule, breaks the schema or takes an id of the register.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise DataError(f"{path.as_posix()}: cannot be read ({error})") from None
    tables = parse_toml(text, path.as_posix()).get("rule", [])
    if not tables:
        raise DataError(f"{path.as_posix()}: holds no [[rule]]")
    found = tuple(parse_rule(table, path.as_posix(), _codes()) for table in tables)
    if taken := {rule.id for rule in rules()} & {rule.id for rule in found}:
        raise DataError(f"{path.as_posix()}: {', '.join(sorted(taken))} is the id of a rule of the register")
    return found


@cache
def rule_by_id(rule_id: str) -> Rule:
    """One rule of the register."""
    return next(rule for rule in rules() if rule.id == rule_id)


@cache
def bodies() -> dict[str, Body]:
    """The kinds of body, by code."""
    return {table["code"]: parse_body(table) for table in _read("bodies.toml")["body"]}


def resolve_body(words: str) -> str:
    """The code for a body given as a code or in words; empty for empty.

    Raises:
        ValueError: the words name no kind of body.
    """
    wanted = " ".join(words.lower().split())
    for code, body in bodies().items():
        if wanted in (code, body.name.lower(), *(alias.lower() for alias in body.aliases)):
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


def overdue(today: date | None) -> tuple[Rule, ...]:
    """The rules that should have been looked at again before that day."""
    return tuple(rule for rule in rules() if today is not None and rule.review_by < today)


def applicable(situation: Situation, decision: str, text: str) -> list[Rule]:
    """The rules in force that speak to this body, place, decision and text: the user's own first.

    What is not known excludes nothing that is general, but a kind of body found in one nation takes no law of another. Without a
    date the law is taken as the register has it.
    """
    found = _speaking(situation, decision, text)
    return [rule for rule in found if not _is_local(rule, found, situation)]


def left_out(situation: Situation, decision: str, text: str) -> list[Rule]:
    """The rules that bind such a body in one nation and are not counted, because the nation is not known."""
    found = _speaking(situation, decision, text)
    return [rule for rule in found if _is_local(rule, found, situation)]


def _speaking(situation: Situation, decision: str, text: str) -> list[Rule]:
    """The rules in force that may speak to this body and decision, in whichever nation."""
    codes = (*with_parents(situation.body), ANY)
    on = situation.as_at or REGISTER_DATE
    body = bodies().get(situation.body)
    text = f"{body.concerns} {text}" if body else text
    return [
        rule
        for rule in (*situation.rules, *rules())
        if (not situation.jurisdiction or situation.jurisdiction in rule.jurisdictions)
        and not _nations(situation).isdisjoint(rule.jurisdictions)
        and any(code in rule.bodies for code in codes)
        and (decision in rule.decisions or ANY in rule.decisions)
        and rule.in_force(on)
        and rule.speaks_of(text)
    ]


def _is_local(rule: Rule, among: Iterable[Rule], situation: Situation) -> bool:
    """Whether a binding rule of the register holds only in some of the nations, and it is not known which of them counts."""
    binds = rule.effect in _BINDING and rule not in situation.rules
    return not situation.jurisdiction and binds and not _everywhere(rule, among, situation)


def _everywhere(rule: Rule, among: Iterable[Rule], situation: Situation) -> bool:
    """Whether a rule, or its like, is law wherever such a body can exist: what is law in one nation must not bind all."""
    return _nations(situation) <= {nation for other in like(rule, among) for nation in other.jurisdictions}


def like(rule: Rule, among: Iterable[Rule]) -> list[Rule]:
    """The rules that say of the same decisions and subjects what a rule says; the rule itself is one."""
    return [r for r in among if (r.effect, r.decisions, r.subjects) == (rule.effect, rule.decisions, rule.subjects)]


def _nations(situation: Situation) -> frozenset[str]:
    """The nations in which such a body can exist; all of them for a kind that the register does not have."""
    body = bodies().get(situation.body)
    return frozenset(body.jurisdictions if body else JURISDICTIONS)


@cache
def _codes() -> frozenset[str]:
    return frozenset({*bodies(), *(body.parent for body in bodies().values())})


def _read(name: str) -> dict[str, Any]:
    return parse_toml((files("corpus") / "law" / name).read_text(encoding="utf-8"), f"corpus/law/{name}")
