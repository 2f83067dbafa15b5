"""One document through all stages."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from models.decision import Sensitivity
from pipeline.assess import assess
from pipeline.classify import classify
from pipeline.document_findings import document_findings
from pipeline.errors import ReadError
from pipeline.extract import extract
from pipeline.find_body import reads_as_public
from pipeline.language import ENGLISH, plain_name
from pipeline.law import NOT_ASSESSED, UNKNOWN
from pipeline.records import NOTHING_GIVEN, Given, Outcome, Status
from pipeline.segment import segment
from pipeline.situate import situate

if TYPE_CHECKING:
    from pipeline.records import Document, Finding, Situation


def scan(path: str | Path, given: Given = NOTHING_GIVEN, sensitivity: Sensitivity = Sensitivity.BALANCED) -> Outcome:
    """Read one document and find its promises. Never raises for what a file holds: the outcome's status says what went wrong."""
    path = Path(path)
    try:
        document = extract(path)
    except ReadError as error:
        return Outcome(path, error.status, error.cause)
    statements = segment(document)
    english = [statement for statement in statements if statement.language == ENGLISH]
    foreign = Counter(statement.language for statement in statements if statement.language != ENGLISH)
    promises = tuple(classify(english, sensitivity))
    read = Outcome(
        path, Status.OK, "", document, statements=len(statements), foreign=dict(sorted(foreign.items())), promises=promises
    )
    return assess_again(read, given)


def assess_again(outcome: Outcome, given: Given = NOTHING_GIVEN) -> Outcome:
    """The outcome with situation, status and findings made anew from what was read, for what the user says of the document.

    An outcome without a document or its promises stays as it is.
    """
    document, promises = outcome.document, outcome.promises
    if document is None:
        return outcome
    situation = situate(document, [promise.statement for promise in promises], given)
    status, cause = _status(document, situation, len(promises), Counter(outcome.foreign))
    findings: tuple[Finding, ...] = ()
    if status is not Status.NOT_ASSESSED:
        promised = assess(promises, situation)
        findings = (*promised, *document_findings(promises, promised, situation))
    commitments = tuple(promise for promise in promises if promise.verdict.label != "none")
    return replace(outcome, status=status, cause=cause, situation=situation, commitments=commitments, findings=findings)


def _status(document: Document, situation: Situation, english: int, foreign: Counter[str]) -> tuple[Status, str]:
    if foreign.total() > english:
        return Status.NOT_ASSESSED, f"the text is mostly in {plain_name(foreign.most_common(1)[0][0])}"
    if situation.body in NOT_ASSESSED:
        return Status.NOT_ASSESSED, NOT_ASSESSED[situation.body]
    if situation.body == UNKNOWN and not reads_as_public(document.text):
        return Status.NOT_ASSESSED, "the text does not read as a public body's document; give --body to have it assessed"
    if document.warnings:
        return Status.PARTIAL, "; ".join(document.warnings)
    return Status.OK, ""
