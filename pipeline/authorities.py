"""Which rules of the register cap a promise, and which lawful route it names."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from pipeline.law import STRONG_GRADES, UNKNOWN, Rule, applicable, bodies, rules, with_parents

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.records import Situation, Statement

# The doctrine that a kept promise meets, in public law and in companies, associations and charities.
_PUBLIC_DOCTRINE = ("UK-DO-08", "UK-DO-21")
_BOARD_DOCTRINE = ("UK-DO-20",)
_PARTS = ("power", "delegate", "limits", "override")


@dataclass(frozen=True, slots=True)
class Route:
    """A lawful way of sharing that the text names, with what of it the text shows."""

    rule: Rule
    shown: tuple[str, ...]

    @property
    def missing(self) -> tuple[str, ...]:
        """The parts of the route that the text does not show."""
        return tuple(part for part in _PARTS if part not in self.shown)

    @property
    def is_shown(self) -> bool:
        """Whether the text shows the power and who decides under it, which is what lifts the ceiling."""
        return {"power", "delegate"} <= set(self.shown)


def capping_rules(statement: Statement, situation: Situation, decision: str) -> tuple[Rule, ...]:
    """The rule that keeps the decision with its decider, and behind it, where its source is weak, the best with a good one."""
    body = situation.body if situation.body != UNKNOWN else ""
    found = [
        rule
        for rule in applicable(body, situation.jurisdiction, decision, near(statement))
        if rule.effect == "reserves" or (rule.effect == "involves" and rule.decider)
    ]
    ranked = sorted(found, key=lambda rule: _rank(rule, situation.body, decision)) or [_by_id("UK-DO-08")]
    first = ranked[0]
    strong = next((rule for rule in ranked if is_strong(rule) and rule.effect == first.effect), first)
    return (first,) if first is strong else (first, strong)


def doctrine(situation: Situation) -> Sequence[Rule]:
    """The doctrine that an objector could use if the promise were kept."""
    body = bodies().get(situation.body)
    public = body is None or body.public_law
    return [_by_id(rule_id) for rule_id in (_PUBLIC_DOCTRINE if public else _BOARD_DOCTRINE)]


def named_route(statement: Statement, situation: Situation, decision: str, counterparty: str) -> Route | None:
    """The lawful route that the statement or its neighbours name for this counterparty, if any."""
    text = near(statement).lower()
    for rule in applicable(situation.body, situation.jurisdiction, decision, near(statement)):
        if rule.effect == "permits" and counterparty in rule.counterparties and any(cue in text for cue in rule.cues):
            shown = tuple(part for part in _PARTS if any(phrase in text for phrase in rule.shows.get(part, ())))
            return Route(rule, shown)
    return None


def near(statement: Statement) -> str:
    """The statement with its neighbours and headings, which together say what it is about."""
    return " ".join((*statement.section, statement.before, statement.text, statement.after))


def is_strong(rule: Rule) -> bool:
    """Whether the rule's source may carry a high-severity finding on its own."""
    return rule.grade in STRONG_GRADES and not rule.moving


def _rank(rule: Rule, body: str, decision: str) -> tuple[int, int, int, int, int]:
    chain = with_parents(body)
    return (
        0 if rule.effect == "reserves" else 1,
        0 if decision in rule.decisions else 1,
        _kind_of_law(rule.authority),
        0 if is_strong(rule) else 1,
        next((place for place, code in enumerate(chain) if code in rule.bodies), len(chain)),
    )


_REGULATIONS = re.compile(r"Regulations|Order\b|\bSI \d|\bSSI \d")
_ACT = re.compile(r"\bAct\b.*\b\d{4}\b|\bAct \(")
_CASE = re.compile(r"\bv\b|\[\d{4}\]")


def _kind_of_law(authority: str) -> int:
    """Statute before regulations before guidance before cases."""
    if _ACT.search(authority) and not _CASE.search(authority):
        return 0
    if _REGULATIONS.search(authority):
        return 1
    return 3 if _CASE.search(authority) else 2


@cache
def _by_id(rule_id: str) -> Rule:
    return next(rule for rule in rules() if rule.id == rule_id)
