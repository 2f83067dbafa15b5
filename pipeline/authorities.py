"""Which rules of the register cap a promise, and which lawful route it names."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.law import applicable, bodies, like, rule_by_id, with_parents
from pipeline.law_schema import ANY
from pipeline.phrases import matter_in
from pipeline.records import Rung

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.law_schema import Rule
    from pipeline.records import Situation, Statement

# The doctrine that a kept promise meets, in public law (on handing the power over, then on tying it) and in companies,
# associations and charities. The first two that speak of the body count: Kilby is a case on councils.
_PUBLIC_DOCTRINE = ("UK-DO-08", "UK-DO-21", "UK-DO-09")
_BOARD_DOCTRINE = ("UK-DO-20",)
_AT_MOST = 2
_RELIEF = "UK-DO-23"
_DENIED = re.compile(r"\b(?:no|not|without|never|instead of|rather than)\b[^.;:]{0,20}$")
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
    def lifts(self) -> bool:
        """Whether the route shares the decision and the text shows the power and who decides under it."""
        return self.rule.rung is Rung.CO_PRODUCTION and {"power", "delegate"} <= set(self.shown)


def capping_rules(statement: Statement, situation: Situation, decision: str) -> tuple[Rule, ...]:
    """The rule that keeps the decision with its decider, and behind it, where its source is weak, the best with a good one.

    A rule that the user added stands first, with the register's own behind it.
    """
    found = [
        rule
        for rule in applicable(situation, decision, near(statement))
        if (rule.effect == "reserves" and rule.speaks_of(_own(statement, situation)))
        or (rule.effect == "involves" and rule.decider)
    ]
    found = [rule for rule in found if rule.speaks_at(situation.stage)] or found
    lowering = _lowering(statement, situation, decision)
    ranked = sorted(found, key=lambda rule: _rank(rule, situation, decision, lowering)) or doctrine(situation)
    first = ranked[0]
    register = [rule for rule in ranked if rule not in situation.rules]
    if first in situation.rules:
        return (first, *register[:1])
    if not situation.jurisdiction and len(each := _of_each_nation(first, register)) > 1:
        return each
    strong = next((rule for rule in register if _carries(rule, first)), first)
    return (first,) if first is strong else (first, strong)


def _of_each_nation(first: Rule, register: Sequence[Rule]) -> tuple[Rule, ...]:
    """The first rule and, for each nation of which it does not speak, its like: the reader's nation is not known."""
    kept = [first]
    for rule in like(first, register):
        if not set(rule.jurisdictions) <= {nation for other in kept for nation in other.jurisdictions}:
            kept.append(rule)
    return tuple(kept)


def _carries(rule: Rule, first: Rule) -> bool:
    """Whether a rule's source can stand in for a weaker first one's: the same kind of rule, or an Act that names who decides.

    Where the first is law under change, or leaves less than co-design, only its like will do: a duty to involve settles neither.
    """
    if not rule.is_strong:
        return False
    return rule.effect == first.effect or (
        not first.moving and first.rung >= Rung.CO_DESIGN and _kind_of_law(rule.authority) == 0
    )


def ceiling_of(statement: Statement, situation: Situation, decision: str) -> Rung:
    """The highest rung that the register leaves without a route: co-design, or less for what the statement itself names."""
    return min([Rung.CO_DESIGN, *(rule.rung for rule in _lowering(statement, situation, decision))])


def _lowering(statement: Statement, situation: Situation, decision: str) -> list[Rule]:
    """Rules about the very subject of the statement, such as planning applications; a general one leaves room to co-design."""
    found = applicable(situation, decision, statement.text)
    return [rule for rule in found if rule.effect == "reserves" and rule.subjects and rule.rung < Rung.CO_DESIGN]


def doctrine(situation: Situation) -> Sequence[Rule]:
    """The doctrine that an objector could use if the promise were kept."""
    named = _PUBLIC_DOCTRINE if _in_public_law(situation) else _BOARD_DOCTRINE
    return [rule for rule in map(rule_by_id, named) if {*with_parents(situation.body), ANY} & {*rule.bodies}][:_AT_MOST]


def relief_is_limited(situation: Situation) -> bool:
    """Whether the courts that would hear of a broken promise may refuse relief because it made no difference."""
    return _in_public_law(situation) and rule_by_id(_RELIEF) in applicable(situation, ANY, "")


def _in_public_law(situation: Situation) -> bool:
    body = bodies().get(situation.body)
    return body is None or body.public_law


def named_route(statement: Statement, situation: Situation, decision: str, counterparty: str) -> Route | None:
    """The lawful route that the statement or its neighbours name for this counterparty, if any."""
    text = near(statement).lower()
    named = [
        (len(cue), rule)
        for rule in applicable(situation, decision, near(statement))
        if rule.effect == "permits"
        for cue in rule.cues
        if _is_offered(cue, text)
    ]
    longest = max((length for length, _ in named), default=None)  # the longest words name a route most nearly
    rule = next((rule for length, rule in named if length == longest and counterparty in rule.counterparties), None)
    if rule is None:
        return None
    return Route(rule, tuple(part for part in _PARTS if any(phrase in text for phrase in rule.shows.get(part, ()))))


def _is_offered(cue: str, text: str) -> bool:
    """Whether the text names a route other than to say that there is none."""
    return any(not _DENIED.search(text[: match.start()]) for match in re.finditer(rf"\b{re.escape(cue)}", text))


def _own(statement: Statement, situation: Situation) -> str:
    """What a statement itself is about, with its headings; with its neighbours where it names nothing (`it`, `this`).

    A rule that keeps one matter for one person must not be drawn over a promise by the sentence before it.
    """
    named = " ".join((*statement.section, statement.text)) if matter_in(statement.text) else near(statement)
    body = bodies().get(situation.body)
    return f"{body.concerns} {named}" if body else named


def near(statement: Statement) -> str:
    """The statement with its neighbours and headings, which together say what it is about."""
    return " ".join((*statement.section, statement.before, statement.text, statement.after))


def _rank(rule: Rule, situation: Situation, decision: str, lowering: Sequence[Rule]) -> tuple[int, ...]:
    """The order of precedence of `corpus/law/README.md`: lowest first, so what holds (False) before what does not."""
    chain = with_parents(situation.body)
    return (
        rule not in situation.rules,
        rule.effect != "reserves",
        _nation(rule, situation),
        rule not in lowering,
        decision not in rule.decisions,
        not rule.subjects,
        rule.bodies != (situation.body,),
        _kind_of_law(rule.authority),
        not rule.is_strong,
        next((place for place, code in enumerate(chain) if code in rule.bodies), len(chain)),
        len(rule.bodies),
    )


def _nation(rule: Rule, situation: Situation) -> int:
    """Where the nation is not known, the law of the one named first for the body stands before that of the others."""
    body = bodies().get(situation.body)
    if situation.jurisdiction or body is None:
        return 0
    return min(place for place, nation in enumerate((*body.jurisdictions, "")) if nation in (*rule.jurisdictions, ""))


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
