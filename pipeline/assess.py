"""Promise × Situation × law → Finding."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.authorities import capping_rules, doctrine, named_route
from pipeline.records import Finding
from pipeline.recurrence import finding_id, repeated
from pipeline.topics import counterparty_of, decision_of
from pipeline.wording import Grounds, reason, suggestion

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pipeline.records import Promise, Situation


def assess(promises: Iterable[Promise], situation: Situation) -> tuple[Finding, ...]:
    """Find the promises above their ceiling, in reading order. A promise made again is one finding with several places."""
    groups = repeated([promise for promise in promises if promise.verdict.risk != "none"])
    findings = (_finding(group, situation) for group in groups)
    return tuple(finding for finding in findings if finding is not None)


def severity(risk: str, *, hedged: bool, route_named: bool, strong_authority: bool) -> str:
    """How grave a promise is: the power given away, lowered by a hedge, by a named route, and by an unchecked authority.

    high: explicit and unhedged on a primary or official authority. medium: implied, or explicit but hedged or on a weaker
    authority. low: implied and hedged, or a lawful route is named but not shown in full.
    """
    if route_named or (risk == "implied" and hedged):
        return "low"
    return "high" if risk == "explicit" and not hedged and strong_authority else "medium"


def _finding(group: list[Promise], situation: Situation) -> Finding | None:
    """The finding for one promise and its repetitions; None where the text shows a lawful route."""
    promise = group[0]
    decision, counterparty = decision_of(promise.statement), counterparty_of(promise)
    route = named_route(promise.statement, situation, decision, counterparty)
    if route is not None and route.is_shown:
        return None
    grounds = Grounds(
        promise,
        situation,
        decision,
        counterparty,
        capping_rules(promise.statement, situation, decision),
        doctrine(situation),
        route,
    )
    cited = (*grounds.rules, *grounds.doctrine, *((route.rule,) if route else ()))
    verdict = promise.verdict
    return Finding(
        finding_id=finding_id("promise", promise.statement.text),
        kind="promise",
        promise=promise,
        severity=severity(
            verdict.risk, hedged=bool(verdict.hedge), route_named=route is not None, strong_authority=grounds.is_strong
        ),
        authority=grounds.authority,
        reason=reason(grounds),
        suggestion=suggestion(verdict.risk, decision, counterparty, situation),
        rules=tuple(dict.fromkeys(rule.id for rule in cited)),
        places=tuple(_place(promise) for promise in group),
    )


def _place(promise: Promise) -> str:
    statement = promise.statement
    where = f"p. {statement.page}" if statement.page else " > ".join(statement.section[-1:]) or "body"
    return f"{where} ({statement.start}-{statement.end})"
