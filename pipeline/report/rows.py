"""Outcome → rows of every table, with the columns of `pipeline/report/columns.py`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.language import plain_name
from pipeline.records import HIDDEN_PROMISES, Outcome, Status

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.records import Finding, Promise

Value = str | int | float | None
Row = dict[str, Value]
Rows = dict[str, list[Row]]
"""Rows by table."""

_UNDECIDED = {"decided": "", "decided_by": "", "decided_reason": "", "decided_until": ""}
"""Cells that decisions fill when the rows are written: they may change after the document was read."""


def document_row(outcome: Outcome) -> Row:
    """The one row that every file gets in `documents`."""
    situation, document = outcome.situation, outcome.document
    return {
        "file": outcome.path.as_posix(),
        "status": outcome.status.value,
        "cause": outcome.cause,
        "verdict": verdict(outcome),
        "pages": document.pages if document else 0,
        "statements": outcome.statements,
        "commitments": len(outcome.commitments),
        "findings": len(outcome.findings),
        "body": situation.body if document else "",
        "jurisdiction": situation.jurisdiction,
        "stage": situation.stage,
        "body_name": situation.body_name,
        "decider": situation.decider,
        "title": document.title if document else "",
        "media_type": document.media_type if document else "",
        "foreign": _counts(outcome.foreign),
        "left_out": _counts(document.left_out) if document else "",
    }


def commitment_rows(outcome: Outcome) -> Iterator[Row]:
    """One row for every co-design or co-production commitment."""
    for promise in outcome.commitments:
        yield {"file": outcome.path.as_posix(), **_promise_cells(promise), "kind": promise.statement.kind.value}


def finding_rows(outcome: Outcome) -> Iterator[Row]:
    """One row for every finding."""
    for finding in outcome.findings:
        yield {
            **_finding_cells(finding),
            "file": outcome.path.as_posix(),
            **_promise_cells(finding.promise),
            "kind": finding.kind,
            **_UNDECIDED,
        }


ROWS = {
    "documents": lambda outcome: iter((document_row(outcome),)),
    "commitments": commitment_rows,
    "findings": finding_rows,
}


def named(rows: Rows, name: str) -> Rows:
    """The rows, with the file's name put before what stands in `file`."""
    return {table: [{**row, "file": f"{name}{row['file']}"} for row in content] for table, content in rows.items()}


def verdict(outcome: Outcome) -> str:
    """What a file came to, in one plain sentence."""
    if not outcome.status.was_read:
        return f"Not read ({outcome.status.value}): {outcome.cause}."
    if outcome.status is Status.NOT_ASSESSED:
        return f"Read but not assessed: {outcome.cause}."
    if outcome.holds:
        return f"Holds {_counted(outcome.holds, 'document')}, each with a row of its own."
    promised = [finding for finding in outcome.findings if finding.kind == "promise"]
    rest = _counted(len(outcome.commitments), "co-design or co-production commitment") + _on_the_whole(outcome)
    over = sum(finding.kind == "over-ceiling" for finding in outcome.findings)
    if over:
        rest = f"{_counted(over, 'promise')} of co-design where the register leaves less; {rest}"
    if not promised and over:
        return f"{rest}."
    if not promised:
        return f"No promise of a shared decision found in {_counted(outcome.statements, 'statement')}; {rest}."
    grave = sum(finding.severity == "high" for finding in promised)
    found = f"{_counted(len(promised), 'promise')} of a decision for which the register records no power to share"
    return f"{found}, {grave} of high severity; {rest}."


def _counts(counts: dict[str, int]) -> str:
    return " ".join(f"{what}:{count}" for what, count in counts.items())


def _on_the_whole(outcome: Outcome) -> str:
    """What the verdict adds of the document as a whole, and of text in other languages."""
    whole = sum(finding.kind == "document" for finding in outcome.findings)
    parts = [f"; {_counted(whole, 'finding')} on the document as a whole"] if whole else []
    if outcome.foreign:
        foreign = (f"{_counted(count, 'statement')} in {plain_name(code)}" for code, count in outcome.foreign.items())
        parts.append(f"; not assessed: {', '.join(foreign)}")
    return "".join([*parts, *_unseen(outcome)])


def _unseen(outcome: Outcome) -> Iterator[str]:
    """What the verdict says of text that a reader does not see, or sees as something else."""
    counts = outcome.document.left_out if outcome.document else {}
    if counts.get("hidden"):
        promising = counts.get(HIDDEN_PROMISES, 0)
        held = f", which hold {_counted(promising, 'co-design or co-production commitment')}" if promising else ""
        yield f"; {_counted(counts['hidden'], 'stretch')} of hidden text left out{held}"
    if counts.get("overrides"):
        yield f"; {_counted(counts['overrides'], 'place')} shown in another order than stored"
    if counts.get("look-alikes"):
        yield f"; {_counted(counts['look-alikes'], 'word')} with letters of another alphabet that look Latin"


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 'es' if noun.endswith('ch') else 's'}"


def _promise_cells(promise: Promise) -> Row:
    statement, judged = promise.statement, promise.verdict
    return {
        "page": statement.page,
        "section": " > ".join(statement.section),
        "start": statement.start,
        "end": statement.end,
        "text": statement.text,
        "evidence": " … ".join(evidence.text for evidence in judged.evidence),
        "label": judged.label,
        "risk": judged.risk,
        "hedge": judged.hedge,
        "confidence": round(judged.confidence, 3),
        "review": int(judged.review),
        "before": statement.before,
        "after": statement.after,
        "ocr": None if statement.recognised is None else round(statement.recognised, 2),
    }


def _finding_cells(finding: Finding) -> Row:
    return {
        "finding_id": finding.finding_id,
        "severity": finding.severity,
        "authority": finding.authority,
        "reason": finding.reason,
        "suggestion": finding.suggestion,
        "rules": " ".join(finding.rules),
        "places": "; ".join(finding.places),
        "decision": finding.decision,
    }
