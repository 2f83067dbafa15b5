"""Outcome → Marks: which words of a document are marked, each with its note. The writers of marked copies share them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.decisions import Decisions
from pipeline.report.note import drafting_note

if TYPE_CHECKING:
    from pipeline.records import Finding, Outcome, Statement


@dataclass(frozen=True, slots=True)
class Mark:
    """A passage and its note. `spans` are the words to mark, as offsets in `Document.text`, in order and apart."""

    statement: Statement
    spans: tuple[tuple[int, int], ...]
    note: str
    name: str


def marks(outcome: Outcome, decisions: Decisions | None = None) -> list[Mark]:
    """One mark for each statement with findings, in reading order. Several findings on one statement share a mark.

    A note ends with what was decided about its finding.
    """
    groups: dict[tuple[int, int], list[Finding]] = {}
    for finding in outcome.findings:
        statement = finding.promise.statement
        groups.setdefault((statement.start, statement.end), []).append(finding)
    file, kept = outcome.path.as_posix(), decisions or Decisions()
    decided = {finding.finding_id: kept.sentence(finding.finding_id, file) for finding in outcome.findings}
    return [_mark(group, decided) for _, group in sorted(groups.items())]


def _mark(findings: list[Finding], decided: dict[str, str]) -> Mark:
    statement = findings[0].promise.statement
    evidence = sorted((e.start, e.end) for finding in findings for e in finding.promise.verdict.evidence if e.end > e.start)
    spans = _apart(evidence) or [(0, len(statement.text))]
    return Mark(
        statement,
        tuple((statement.start + start, statement.start + end) for start, end in spans),
        "\n\n".join(f"{drafting_note(finding)}\n{decided[finding.finding_id]}".rstrip() for finding in findings),
        findings[0].finding_id,
    )


def _apart(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The spans with those that overlap or touch made one."""
    merged: list[tuple[int, int]] = []
    for start, end in spans:
        if merged and start <= merged[-1][1] + 1:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged
