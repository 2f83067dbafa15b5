"""Which rules of the register cap a promise, and which lawful route it names."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.law import applicable, bodies, rule_by_id, with_parents
from pipeline.records import Rung

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.law_schema import Rule
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
    """The rule that keeps the decision with its decider, and behind it, where its source is weak, the best with a good one.

    A rule that the user added stands first, with the register's own behind it.
    """
    found = [
        rule
        for rule in applicable(situation, decision, near(statement))
        if rule.effect == "reserves" or (rule.effect == "involves" and rule.decider)
    ]
    ranked = sorted(found, key=lambda rule: _rank(rule, situation, decision)) or [rule_by_id("UK-DO-08")]
    first = ranked[0]
    register = [rule for rule in ranked if rule not in situation.rules and rule.effect == first.effect]
    if first in situation.rules:
        return (first, *register[:1])
    strong = next((rule for rule in register if rule.is_strong), first)
    return (first,) if first is strong else (first, strong)


def ceiling_of(statement: Statement, situation: Situation, decision: str) -> Rung:
    """The highest rung that the register leaves where no route is shown: co-design, or less for what the statement itself names.

    Only a rule about this very subject lowers it, such as that on planning applications; a general one leaves room to co-design.
    """
    lower = [
        rule.rung
        for rule in applicable(situation, decision, statement.text)
        if rule.effect == "reserves" and rule.subjects and decision in rule.decisions
    ]
    return min([Rung.CO_DESIGN, *lower])


def doctrine(situation: Situation) -> Sequence[Rule]:
    """The doctrine that an objector could use if the promise were kept."""
    body = bodies().get(situation.body)
    public = body is None or body.public_law
    return [rule_by_id(rule_id) for rule_id in (_PUBLIC_DOCTRINE if public else _BOARD_DOCTRINE)]


def named_route(statement: Statement, situation: Situation, decision: str, counterparty: str) -> Route | None:
    """The lawful route that the statement or its neighbours name for this counterparty, if any."""
    text = near(statement).lower()
    for rule in applicable(situation, decision, near(statement)):
        if rule.effect == "permits" and counterparty in rule.counterparties and any(cue in text for cue in rule.cues):
            shown = tuple(part for part in _PARTS if any(phrase in text for phrase in rule.shows.get(part, ())))
            return Route(rule, shown)
    return None


def near(statement: Statement) -> str:
    """The statement with its neighbours and headings, which together say what it is about."""
    return " ".join((*statement.section, statement.before, statement.text, statement.after))


def _rank(rule: Rule, situation: Situation, decision: str) -> tuple[int, ...]:
    """The order of precedence of `corpus/law/README.md`: lowest first."""
    chain = with_parents(situation.body)
    return (
        0 if rule in situation.rules else 1,
        0 if rule.effect == "reserves" else 1,
        0 if decision in rule.decisions else 1,
        _kind_of_law(rule.authority),
        0 if rule.is_strong else 1,
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
