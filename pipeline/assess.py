"""Promise × Situation × law → Finding."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pipeline.authorities import capping_rules, ceiling_of, doctrine, named_route, near, relief_is_limited
from pipeline.law import NOT_ASSESSED, left_out
from pipeline.mending import FULL_COUNCIL, mender
from pipeline.records import Finding, Rung, Source
from pipeline.recurrence import finding_id, repeated
from pipeline.saving import saving_words, standing
from pipeline.topics import counterparty_of, decision_of
from pipeline.wording import Grounds, argument, beyond, options, weighs_little

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from pipeline.law_schema import Rule
    from pipeline.records import Option, Point, Promise, Situation

_STEPS = ("low", "medium", "high")
DECIDED = "decided"


def assess(promises: Iterable[Promise], situation: Situation) -> tuple[Finding, ...]:
    """Find the promises above their ceiling, in reading order. A promise made again is one finding with several places."""
    if situation.body in NOT_ASSESSED:
        return ()
    promises = tuple(promises)
    situation = standing(situation, promises)
    groups = repeated([promise for promise in promises if promise.verdict.label != "none"])
    promised = frozenset(promise.statement.text for promise in promises if promise.verdict.risk != "none")
    findings = (_finding(group, situation, promised) for group in groups)
    return tuple(finding for finding in findings if finding is not None)


def severity(
    risk: str,
    *,
    hedged: bool,
    route_named: bool,
    strong_authority: bool,
    saved: bool = False,
    light: bool = False,
    decided: bool = False,
) -> str:
    """How grave a promise is: the power given away, then clarity, gravity and the document's status, each one step at most.

    high: explicit and unhedged on a primary or official authority. medium: implied, or explicit but hedged or on a weaker
    authority. low: implied and hedged, or a lawful route is named but not shown in full, or saving words stand in the promise or
    beside it, since those consulted read the two together. One step lower where what is decided is light (a leaflet, a name),
    and where the decision has been taken and the words were unclear: nobody was led far by them.
    """
    unclear = hedged or risk == "implied"
    lowest = route_named or saved or (risk == "implied" and hedged)
    step = 0 if lowest else 2 if strong_authority and not unclear else 1
    return _STEPS[max(0, step - light - (decided and unclear))]


def _finding(group: list[Promise], situation: Situation, promised: Collection[str]) -> Finding | None:
    """The finding for one promise and its repetitions; None at or under the ceiling, or where the text shows a lawful route."""
    promise = group[0]
    decision, counterparty = decision_of(promise.statement), counterparty_of(promise)
    ceiling = ceiling_of(promise.statement, situation, decision)
    if promise.verdict.risk == "none":
        return _over_ceiling(group, situation, decision, counterparty, ceiling) if ceiling < Rung.CO_DESIGN else None
    route = named_route(promise.statement, situation, decision, counterparty)
    if route is not None and route.lifts:
        return None
    capping, behind = capping_rules(promise.statement, situation, decision), doctrine(situation)
    saving = _saving(group, promised)
    grounds = Grounds(
        promise,
        situation,
        decision,
        counterparty,
        capping,
        behind,
        route,
        saving,
        is_relief_limited=relief_is_limited(situation),
        lacks_nation=bool(left_out(situation, decision, near(promise.statement))),
    )
    routes = (route.rule,) if route else ()
    return Finding(
        finding_id=finding_id("promise", promise.statement.text),
        kind="promise",
        promise=promise,
        severity=severity(
            promise.verdict.risk,
            hedged=bool(promise.verdict.hedge),
            route_named=route is not None,
            strong_authority=grounds.is_strong,
            saved=bool(saving),
            light=weighs_little(promise, decision),
            decided=situation.status == DECIDED,
        ),
        argument=_argued(grounds),
        options=_mended(grounds),
        sources=(*sources("caps", capping), *sources("doctrine", behind), *sources("route", routes)),
        ceiling=ceiling,
        decision=decision,
        counterparty=counterparty,
        places=tuple(_place(promise) for promise in group),
    )


def _argued(grounds: Grounds) -> tuple[Point, ...]:
    """The argument; it takes nobody for the decider whom the document names and the law does not let decide."""
    situation = grounds.situation
    if not _misnamed(grounds, situation.decider):
        return argument(grounds)
    return argument(replace(grounds, situation=replace(situation, decider="")))


def _mended(grounds: Grounds) -> tuple[Option, ...]:
    """The ways to mend it; they name the one whose decision it is where the law lets nobody else take it."""
    if not _misnamed(grounds, mender(grounds.situation).strip("[]")):
        return options(grounds)
    first = grounds.rules[0]
    sole = FULL_COUNCIL if first.is_for_full_council else first.decider.removeprefix("the ")
    return options(replace(grounds, situation=replace(grounds.situation, decider=sole)))


def _misnamed(grounds: Grounds, decider: str) -> bool:
    """Whether somebody is named as decider where the law lets only another decide."""
    first = grounds.rules[0]
    is_set = first.is_for_one or (first.is_for_full_council and "cabinet" in decider.lower())
    return bool(decider) and is_set and decider.lower() not in first.decider.lower()


def _over_ceiling(group: list[Promise], situation: Situation, decision: str, counterparty: str, ceiling: Rung) -> Finding | None:
    """Co-design promised of what the register leaves only to consultation, such as the outcome of a planning application."""
    promise = group[0]
    if promise.verdict.label != "co-design":
        return None
    capping = capping_rules(promise.statement, situation, decision)
    grounds = Grounds(promise, situation, decision, counterparty, capping, (), None)
    steps, ways = beyond(grounds, ceiling)
    return Finding(
        finding_id=finding_id("over-ceiling", promise.statement.text),
        kind="over-ceiling",
        promise=promise,
        severity=_STEPS[0],
        argument=steps,
        options=ways,
        sources=sources("caps", capping),
        ceiling=ceiling,
        decision=decision,
        counterparty=counterparty,
        places=tuple(_place(promise) for promise in group),
    )


def sources(role: str, rules: Sequence[Rule]) -> tuple[Source, ...]:
    """The rules as a finding names them."""
    return tuple(Source(rule.id, role, rule.authority, rule.grade, rule.source, rule.review_by) for rule in rules)


def _saving(group: list[Promise], promised: Collection[str]) -> str:
    """Saving words that stand wherever the promise does: one place without them is enough for a reader to be misled."""
    found = [saving_words(promise.statement, promised) for promise in group]
    return found[0] if all(found) else ""


def _place(promise: Promise) -> str:
    statement = promise.statement
    where = f"p. {statement.page}" if statement.page else " > ".join(statement.section[-1:]) or "body"
    return f"{where} ({statement.start}-{statement.end})"
