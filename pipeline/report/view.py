"""What a report shows of an outcome, labelled by `corpus/wording/report.toml`: plain values for HTML and PDF, nothing escaped.

A neutral report may be disclosed. It holds the words, what is unclear, who decides and the options; severity, grounds and
authorities are put together for counsel only, so that no template can show them by mistake.
"""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from pipeline.language import plain_name
from pipeline.law import bodies
from pipeline.lexicon import plain
from pipeline.report.note import decides, offered, promised, unclear
from pipeline.report.note import words as note_words
from pipeline.report.rows import verdict
from pipeline.report.visible import visible

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from pipeline.decisions import Decisions
    from pipeline.records import Document, Finding, Option, Outcome, Statement

_RANK = {"high": 0, "medium": 1, "low": 2}
_TALL = {"high": 52, "medium": 32, "low": 20}  # of the 60 units of the map's height
_SHORT = 90
_BESIDE = 240
_TICKS = 8  # page numbers under the map, at most
_WIDE = 1000  # units of the map's width


def document_view(outcome: Outcome, decisions: Decisions, *, counsel: bool) -> dict[str, Any]:
    """Everything that the report of one document shows; with grounds and authorities where it is for counsel."""
    found = [finding_view(finding, outcome, decisions, counsel=counsel) for finding in outcome.findings]
    if counsel:
        found.sort(key=lambda finding: _RANK[finding["severity"]])
    kinds = [(kind, label) for kind, label in words()["kinds"].items() if any(f["kind"] == kind for f in found)]
    return {
        "name": visible(outcome.path.name),
        "title": "Counsel’s report" if counsel else "Drafting notes",
        "verdict": visible(verdict(outcome) if counsel else neutral_verdict(outcome)),
        "settled": sum(decisions.settles(f.finding_id, outcome.path.as_posix()) for f in outcome.findings),
        "facts": list(facts(outcome)),
        "unread": [visible(line) for line in _unread(outcome)],
        "findings": found,
        "ticks": _ticks(outcome.document),
        "kinds": kinds,
        "groups": [{"title": label, "findings": [f for f in found if f["kind"] == kind]} for kind, label in kinds],
        "published": note_words("published"),
        "counsel": counsel,
    }


def neutral_verdict(outcome: Outcome) -> str:
    """What there is to look at, without a word on how grave it is."""
    if not outcome.findings:
        return verdict(outcome)
    whole = sum(finding.kind == "document" for finding in outcome.findings)
    words_at = len(outcome.findings) - whole
    return to_look_at(words_at, whole, "the document")


def to_look_at(passages: int, notes: int, of: str) -> str:
    """How many passages there are, and how many notes on a document, or on documents, as a whole."""
    on_words = f"{passages:,} passage{'' if passages == 1 else 's'} to look at"
    return f"{on_words}, and {notes:,} note{'' if notes == 1 else 's'} on {of} as a whole."


def place(statement: Statement) -> str:
    """Where a statement stands, for a heading."""
    if statement.page:
        return f"Page {statement.page}"
    return visible(statement.section[-1]) if statement.section else "In the text"


def shortened(text: str, length: int = _SHORT) -> str:
    """The beginning of a text, in one line."""
    text = " ".join(text.split())
    return text if len(text) <= length else f"{text[: length - 1].rstrip()}…"


def finding_view(finding: Finding, outcome: Outcome, decisions: Decisions | None = None, *, counsel: bool) -> dict[str, Any]:
    """Everything that is shown of one finding."""
    statement = finding.promise.statement
    again = finding.places[1:] if finding.kind != "document" else ()
    return {
        "id": finding.finding_id,
        "anchor": finding.finding_id.lower(),
        "kind": finding.kind,
        "where": place(statement),
        "section": visible(" › ".join(statement.section[-2:])),
        "words": visible(shortened(statement.text)),
        "before": visible(shortened(statement.before, _BESIDE)),
        "after": visible(shortened(statement.after, _BESIDE)),
        "parts": list(_parts(finding)),
        "again": visible("; ".join(place.rpartition(" (")[0] for place in again)),
        "decided": visible(decisions.sentence(finding.finding_id, outcome.path.as_posix())) if decisions else "",
        "at": _along(statement.start, outcome.document),
        "tall": _TALL[finding.severity] if counsel else _TALL["medium"],
        **(_argued(finding) if counsel else _neutral(finding)),
    }


def _neutral(finding: Finding) -> dict[str, Any]:
    """A drafting note, as on a marked copy."""
    labels = words()["points"]
    points = (("promised", promised(finding)), ("unclear", unclear(finding)), ("decides", decides(finding)))
    return {
        "points": [{"label": labels[name], "text": visible(_opening(text))} for name, text in points if text],
        "options_title": words()["options"]["wording"],
        "options": [_option(finding, way) for way in offered(finding)],
    }


def _argued(finding: Finding) -> dict[str, Any]:
    """Severity, the argument step by step, authorities with their grades, and every option."""
    labels, natures = words()["points"], words()["natures"]
    published = len(offered(finding)) < len(finding.options)
    return {
        "severity": finding.severity,
        "review": finding.promise.verdict.review,
        "points": [
            {
                "label": labels.get(point.name, labels["document"]),
                "text": visible(_opening(point.text)),
                "nature": natures[point.nature],
            }
            for point in finding.argument
        ],
        "options_title": words()["options"]["courses" if published else "wording"],
        "options": [_option(finding, way) for way in finding.options],
        "sources": authorities_view(finding),
    }


def _opening(text: str) -> str:
    """A step set on a line of its own begins with a capital letter."""
    return text[:1].upper() + text[1:]


def authorities_view(finding: Finding) -> list[dict[str, str]]:
    """What a finding rests on, with grades."""
    return [
        {
            "rule": source.rule,
            "authority": source.authority,
            "role": words()["roles"][source.role],
            "grade": source.grade,
            "review_by": _day(source.review_by),
            "url": source.url,
            "seen": words()["addresses"]["unchecked" if source.grade == "unchecked" else "checked"],
        }
        for source in finding.sources
    ]


def _option(finding: Finding, way: Option) -> dict[str, str]:
    """An option as it is shown; on the document as a whole it is advice, which neither states nor promises anything."""
    shown = words()["advice"] if finding.kind == "document" else {"name": way.name, "tag": way.tag}
    return {"name": shown["name"], "tag": shown["tag"], "text": visible(way.text)}


def _along(start: int, document: Document | None) -> int:
    """How far along the document an offset is, in units of the map."""
    return round((_WIDE - 5) * min(start / max(len(document.text), 1), 1)) if document else 0


def _ticks(document: Document | None) -> list[dict[str, Any]]:
    """Where pages begin on the map, some of them; none for formats without pages."""
    begins: dict[int, int] = {}
    for block in document.blocks if document else ():
        if block.page:
            begins.setdefault(block.page, block.start)
    pages = sorted(begins)
    step = max(1, -(-len(pages) // _TICKS))
    return [{"page": page, "at": _along(begins[page], document)} for page in pages[::step]]


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


def _day(when: date) -> str:
    return f"{when.day} {when:%B %Y}"


@cache
def words() -> dict[str, Any]:
    """The labels of the reports."""
    return tomllib.loads((files("corpus") / "wording" / "report.toml").read_text(encoding="utf-8"))
