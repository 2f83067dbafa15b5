"""What a report shows of an outcome, labelled by `corpus/wording/report.toml`: plain values for a template, nothing escaped."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from pipeline.language import plain_name
from pipeline.law import bodies
from pipeline.lexicon import plain
from pipeline.report.rows import verdict
from pipeline.report.visible import visible

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from pipeline.records import Finding, Outcome, Statement

_RANK = {"high": 0, "medium": 1, "low": 2}
_TOPS = {"high": 4, "medium": 14, "low": 20}  # where a mark on the map begins, of 60
_SHORT = 90
_BESIDE = 240


def document_view(outcome: Outcome, *, counsel: bool) -> dict[str, Any]:
    """Everything that the report of one document shows; with grounds and authorities where it is for counsel."""
    findings = [finding_view(finding, outcome, counsel=counsel) for finding in outcome.findings]
    findings.sort(key=lambda finding: _RANK[finding["severity"]])
    kinds = [(kind, label) for kind, label in words()["kinds"].items() if any(f["kind"] == kind for f in findings)]
    return {
        "name": visible(outcome.path.name),
        "verdict": visible(verdict(outcome) if counsel or not findings else _summary(findings)),
        "facts": list(facts(outcome)),
        "unread": [visible(line) for line in _unread(outcome)],
        "findings": findings,
        "kinds": kinds,
        "groups": [{"title": label, "findings": [f for f in findings if f["kind"] == kind]} for kind, label in kinds],
        "counsel": counsel,
    }


def finding_view(finding: Finding, outcome: Outcome, *, counsel: bool) -> dict[str, Any]:
    """Everything that is shown of one finding."""
    statement = finding.promise.statement
    length = max(len(outcome.document.text) if outcome.document else 0, 1)
    labels, names = words()["points"], words()["neutral"] + (words()["counsel"] if counsel else [])
    points = [point for point in finding.argument if finding.kind == "document" or point.name in names]
    again = finding.places[1:] if finding.kind != "document" else ()
    advice = "for counsel"
    options = [way for way in finding.options if counsel or way.tag != advice]
    return {
        "id": finding.finding_id,
        "anchor": finding.finding_id.lower(),
        "kind": finding.kind,
        "severity": finding.severity,
        "where": _where(statement),
        "section": visible(" › ".join(statement.section[-2:])),
        "words": visible(_shortened(statement.text, _SHORT)),
        "before": visible(_shortened(statement.before, _BESIDE)),
        "after": visible(_shortened(statement.after, _BESIDE)),
        "parts": list(_parts(finding)),
        "points": [
            {"label": labels.get(point.name, labels["document"]), "text": visible(point.text), "nature": point.nature}
            for point in points
        ],
        "options_title": "Courses open" if any(way.tag == advice for way in options) else "How it could be worded",
        "options": [{"name": way.name, "tag": way.tag, "text": visible(way.text)} for way in options],
        "sources": [
            {
                "rule": source.rule,
                "authority": source.authority,
                "role": words()["roles"][source.role],
                "grade": source.grade,
                "review_by": _day(source.review_by),
                "url": source.url,
            }
            for source in finding.sources
        ],
        "again": visible("; ".join(place.rpartition(" (")[0] for place in again)),
        "review": finding.promise.verdict.review,
        "at": round(995 * statement.start / length),
        "top": _TOPS[finding.severity],
    }


def _summary(findings: list[dict[str, Any]]) -> str:
    """What there is to look at, without a word on how grave it is: drafting notes may be disclosed."""
    whole = sum(finding["kind"] == "document" for finding in findings)
    words_at = len(findings) - whole
    on_words = f"{words_at} passage{'' if words_at == 1 else 's'} to look at"
    return f"{on_words}, and {whole} note{'' if whole == 1 else 's'} on the document as a whole."


def _parts(finding: Finding) -> Iterator[dict[str, Any]]:
    """The statement in pieces, those marked that made the verdict."""
    text, at = finding.promise.statement.text, 0
    for evidence in sorted(finding.promise.verdict.evidence, key=lambda evidence: evidence.start):
        if evidence.start >= at:
            yield {"text": visible(text[at : evidence.start]), "marked": False}
            yield {"text": visible(text[evidence.start : evidence.end]), "marked": True}
            at = evidence.end
    yield {"text": visible(text[at:]), "marked": False}


def facts(outcome: Outcome) -> Iterator[dict[str, str]]:
    """What the document is taken for, each with the words that showed it."""
    situation, labels = outcome.situation, words()["facts"]
    body = bodies().get(situation.body)
    name = situation.body_name and f"{situation.body_name} ({body.name if body else situation.body})"
    values = {
        "body": name or (body.name if body and situation.body != "unknown" else ""),
        "jurisdiction": situation.jurisdiction,
        "stage": plain("stages", situation.stage) if situation.stage else "",
        "status": plain("statuses", situation.status) if situation.status else "",
        "decider": situation.decider,
    }
    for field, value in values.items():
        shown = situation.found.get(field, "") if field not in ("body", "decider") else ""
        yield {"label": labels[field], "value": visible(value or "not found"), "words": visible(shown if value else "")}
    for kind, when in situation.dates.items():
        yield {"label": labels[kind], "value": _day(when), "words": visible(situation.found.get(f"date of {kind}", ""))}


def _unread(outcome: Outcome) -> Iterator[str]:
    if outcome.cause:
        yield f"{outcome.cause[:1].upper()}{outcome.cause[1:]}."
    for code, count in outcome.foreign.items():
        yield f"{count:,} statements in {plain_name(code)} were read and not assessed."
    for what, count in (outcome.document.left_out if outcome.document else {}).items():
        yield words()["left_out"][what].format(count=f"{count:,}")


def _where(statement: Statement) -> str:
    if statement.page:
        return f"Page {statement.page}"
    return visible(statement.section[-1]) if statement.section else "In the text"


def _day(when: date) -> str:
    return f"{when.day} {when:%B %Y}"


def _shortened(text: str, length: int) -> str:
    text = " ".join(text.split())
    return text if len(text) <= length else f"{text[: length - 1].rstrip()}…"


@cache
def words() -> dict[str, Any]:
    """The labels of the reports."""
    return tomllib.loads((files("corpus") / "wording" / "report.toml").read_text(encoding="utf-8"))
