"""What a document shows as a whole: contradictions, labels against substance, claims to be shown, who decides left unsaid.

One finding of each kind at most but for contradictions, since they are about the document and not about a sentence.
"""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from pipeline.assess import sources
from pipeline.authorities import capping_rules
from pipeline.find_decider import reserves
from pipeline.law import applicable
from pipeline.lexicon import sought
from pipeline.records import Finding, Option, Point, Promise, Verdict, Zone
from pipeline.recurrence import finding_id
from pipeline.saving import is_about, nearest, standing
from pipeline.topics import decision_of, is_light
from pipeline.wording import quoted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from pipeline.law_schema import Rule
    from pipeline.records import Situation, Statement

_QUOTE = 200
_NEAR = 1_500  # characters: a reservation nearer than that stands beside the promise
_LATE_STAGES = ("consultation", "consideration", "decision", "delivery")
_LATE_STATUSES = ("live", "closed", "decided")
_SURE = 0.7
_NONE = Verdict("other", "none", "none", 0, 1.0, False)
_OWN_WORDS = (Zone.BODY, Zone.HEADING, Zone.DEFINITION)


def document_findings(promises: Sequence[Promise], promised: Sequence[Finding], situation: Situation) -> Iterator[Finding]:
    """The findings of kind `document`, in a fixed order. `promises` are all statements; `promised` what `assess` found."""
    yield from _contradictions(promised, standing(situation, promises))
    for kind, may_show in _KINDS.items():
        pattern = sought("document_findings").get(kind)
        shown = (p for p in promises if may_show(p, situation) and (not pattern or pattern.search(_read_for(kind, p))))
        weighty = (p for p in shown if kind != "settled" or not is_light(decision_of(p.statement)))
        yield from _first(kind, weighty, situation)
    yield from _undecided(promises, situation)
    yield from _asked(promised, situation)


def rests_on_stance(statement: Statement) -> bool:
    """Whether a finding on the whole document could rest on this statement's stance, so that it has to be known."""
    small = statement.text.lower()
    return any(sought("document_findings")[kind].search(statement.text, small) for kind in _BY_STANCE)


def _read_for(kind: str, promise: Promise) -> str:
    """Where the words of a kind must stand: in the statement, or for `consulted` after it, unless on another matter."""
    statement = promise.statement
    if kind != "consulted":
        return statement.text
    is_other = sought("document_findings")["asked_on"].search(statement.after) and not is_about(statement.after, statement)
    return statement.text if is_other else f"{statement.text} {statement.after}"


def _is_late(promise: Promise, situation: Situation) -> bool:
    """Co-design promised of what is already out for consultation or past it: the time to shape it is mostly gone."""
    late = situation.stage in _LATE_STAGES[1:] or situation.status in _LATE_STATUSES
    return late and promise.verdict.label == "co-design" and _is_sure(promise)


def _is_told_after(promise: Promise, situation: Situation) -> bool:
    return situation.status == "decided" and promise.verdict.risk != "none" and _is_sure(promise)


def _is_sure(promise: Promise) -> bool:
    """Whether a label is sure enough to rest a finding about the whole document on it."""
    return promise.verdict.confidence >= _SURE


def _is_own(promise: Promise, _: Situation) -> bool:
    return promise.statement.zone in _OWN_WORDS


# What a statement must be for a kind of finding; the words that it must hold are in the lexicon.
_KINDS: dict[str, Callable[[Promise, Situation], bool]] = {
    "heading": lambda p, _: p.statement.zone is Zone.HEADING,
    "claimed": lambda p, _: p.verdict.stance == "report",
    "settled": lambda p, _: p.verdict.stance == "report",
    "defined": lambda p, _: p.verdict.stance == "definition",
    "consulted": lambda p, _: p.verdict.risk == "implied" and _is_sure(p),
    "shared": lambda p, _: p.verdict.risk == "explicit" and _is_sure(p),
    "staff": _is_own,
    "agencies": _is_own,
    "late": _is_late,
    "taken": _is_told_after,
}


def _contradictions(promised: Sequence[Finding], situation: Situation) -> Iterator[Finding]:
    """A promise in one place, and in another the same decision kept."""
    for finding in promised:
        promise = finding.promise
        is_saved = any(point.name == "beside" for point in finding.argument)
        if promise.verdict.risk != "explicit" or is_saved:
            continue
        far = [s for s in situation.reservations if abs(s.start - promise.statement.start) > _NEAR]
        against = nearest(promise.statement, far)
        if against is not None:
            yield _finding("contradiction", promise, against)


def _first(kind: str, promises: Iterator[Promise], situation: Situation) -> Iterator[Finding]:
    promise = next(promises, None)
    if promise is not None:
        capping = capping_rules(promise.statement, situation, decision_of(promise.statement)) if kind in _CAPPED else ()
        yield _finding(kind, promise, rules=capping)


_BY_STANCE = ("claimed", "settled", "defined")
_CAPPED = ("settled", "staff", "agencies", "defined")  # kinds that lean on who decides


def _undecided(promises: Sequence[Promise], situation: Situation) -> Iterator[Finding]:
    """Taking part promised, and nowhere said who decides. An explicit promise says so: those to whom it is made."""
    says_who = sought("document_findings")["decider"]
    if situation.decider or situation.reservations or any(says_who.search(p.statement.text) for p in promises):
        return
    shaping = (p for p in promises if p.verdict.label != "none" and p.verdict.risk != "explicit" and _is_sure(p))
    taking_part = next((p for p in shaping if not _says_what_becomes_of_views(p.statement)), None)
    if taking_part is not None:
        yield _finding("undecided", taking_part)


def _says_what_becomes_of_views(statement: Statement) -> bool:
    """Whether a statement or a neighbour says who decides or how views count."""
    beside = (statement.text, statement.before, statement.after)
    return any(reserves(text) or sought("document_findings")["counted"].search(text) is not None for text in beside)


def _asked(promised: Sequence[Finding], situation: Situation) -> Iterator[Finding]:
    """Law or guidance that asks for co-production of what a promise to co-produce is about, by its own words or its headings.

    A promise of the last word is no co-production, and a neighbour is often about something else.
    """
    if not situation.jurisdiction:
        return
    for finding in promised:
        statement = finding.promise.statement
        if not sought("document_findings")["coproduced"].search(statement.text):
            continue
        rules = applicable(situation, decision_of(statement), " ".join((*statement.section, statement.text)))
        asking = [rule for rule in rules if rule.effect == "mandates-coproduction"]
        if asking:
            yield _finding("asked", finding.promise, rules=asking[:1])
            return


def _finding(kind: str, promise: Promise, against: Statement | None = None, rules: Sequence[Rule] = ()) -> Finding:
    words, statement = _wording()[kind], promise.statement
    names = {
        "first": quoted(statement.text, _QUOTE),
        "second": quoted(against.text, _QUOTE) if against else "",
        "where": _where(statement),
        "elsewhere": _where(against) if against else "",
        "authority": "; ".join(rule.authority for rule in rules),
    }
    return Finding(
        finding_id=finding_id(kind, statement.text),
        kind="document",
        promise=Promise(statement, _NONE),
        severity=words["severity"],
        argument=(Point(kind, "inference", words["reason"].format(**names)),),
        options=(Option("advice on drafting", "", words["suggestion"]),),
        sources=sources("asks" if kind == "asked" else "caps", rules),
        places=tuple(_where(s) for s in (statement, against) if s is not None),
    )


def _where(statement: Statement) -> str:
    if statement.page:
        return f"Page {statement.page}"
    return f"“{statement.section[-1]}”" if statement.section else f"Character {statement.start}"


@cache
def _wording() -> dict[str, Any]:
    return tomllib.loads((files("corpus") / "wording" / "document.toml").read_text(encoding="utf-8"))
