"""What a document shows as a whole: contradictions, headings that promise, claims that must be shown, who decides left unsaid.

One finding of each kind at most but for contradictions, since they are about the document and not about a sentence.
"""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from pipeline.authorities import capping_rules, near
from pipeline.law import applicable
from pipeline.lexicon import patterns
from pipeline.records import Finding, Promise, Verdict, Zone
from pipeline.recurrence import finding_id, same_words
from pipeline.topics import decision_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pipeline.law import Rule
    from pipeline.records import Situation, Statement

_QUOTE = 200
_COMMON = 2  # words of substance that a promise and a reservation must share to be about one decision
_SMALL = 5  # letters: shorter words carry no subject
_NEAR = 1_500  # characters: a reservation nearer than that stands beside the promise
_NONE = Verdict("other", "none", "none", 0, 1.0, False)


def document_findings(promises: Sequence[Promise], promised: Sequence[Finding], situation: Situation) -> Iterator[Finding]:
    """The findings of kind `document`, in a fixed order."""
    yield from _contradictions(promised, situation)
    yield from _first("heading", [p for p in promises if p.statement.zone is Zone.HEADING], situation)
    reports = [p for p in promises if p.verdict.stance == "report"]
    yield from _first("claimed", reports, situation)
    yield from _first("settled", reports, situation)
    yield from _undecided(promises, situation)
    yield from _asked(promised, situation)


def _contradictions(promised: Sequence[Finding], situation: Situation) -> Iterator[Finding]:
    """A promise in one place, and in another the same decision kept."""
    for finding in promised:
        promise = finding.promise
        if promise.verdict.risk != "explicit":
            continue
        far = [s for s in situation.reservations if abs(s.start - promise.statement.start) > _NEAR]
        against = max(far, key=lambda s: len(_subject(s) & _subject(promise.statement)), default=None)
        if against is not None and len(_subject(against) & _subject(promise.statement)) >= _COMMON:
            yield _finding("contradiction", promise, situation, against)


def _first(kind: str, promises: Sequence[Promise], situation: Situation) -> Iterator[Finding]:
    pattern = patterns("document_findings")[kind]
    for promise in promises:
        if pattern.search(promise.statement.text):
            yield _finding(kind, promise, situation)
            return


def _undecided(promises: Sequence[Promise], situation: Situation) -> Iterator[Finding]:
    taking_part = [p for p in promises if p.verdict.label != "none"]
    if taking_part and not situation.decider and not situation.reservations:
        yield _finding("undecided", taking_part[0], situation)


def _asked(promised: Sequence[Finding], situation: Situation) -> Iterator[Finding]:
    """Law or guidance that asks for co-production of what a promise is about."""
    if not situation.jurisdiction:
        return
    for finding in promised:
        statement = finding.promise.statement
        rules = applicable(situation.body, situation.jurisdiction, decision_of(statement), near(statement))
        asking = [rule for rule in rules if rule.effect == "mandates-coproduction"]
        if asking:
            yield _finding("asked", finding.promise, situation, rules=asking[:1])
            return


def _finding(
    kind: str, promise: Promise, situation: Situation, against: Statement | None = None, rules: Sequence[Rule] = ()
) -> Finding:
    words, statement = _wording()[kind], promise.statement
    if kind == "settled":
        rules = capping_rules(statement, situation, decision_of(statement))
    authority = "; ".join(rule.authority for rule in rules)
    names = {
        "first": _quoted(statement.text),
        "second": _quoted(against.text) if against else "",
        "where": _where(statement),
        "elsewhere": _where(against) if against else "",
        "authority": authority,
    }
    return Finding(
        finding_id=finding_id(kind, statement.text),
        kind="document",
        promise=Promise(statement, _NONE),
        severity=words["severity"],
        authority=authority,
        reason=words["reason"].format(**names),
        suggestion=words["suggestion"],
        rules=tuple(rule.id for rule in rules),
        places=tuple(_where(s) for s in (statement, against) if s is not None),
    )


def _subject(statement: Statement) -> set[str]:
    """The words of substance of a statement and its nearest heading, cut to their beginnings."""
    words = same_words(f"{statement.text} {' '.join(statement.section[-1:])}").split()
    return {word[:_SMALL] for word in words if len(word) >= _SMALL}


def _where(statement: Statement) -> str:
    if statement.page:
        return f"Page {statement.page}"
    return f"“{statement.section[-1]}”" if statement.section else f"Character {statement.start}"


def _quoted(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _QUOTE else f"{text[: _QUOTE - 1].rstrip()}…"


@cache
def _wording() -> dict[str, Any]:
    return tomllib.loads((files("corpus") / "wording" / "document.toml").read_text(encoding="utf-8"))
