"""One document through all stages."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from models.decision import Sensitivity
from pipeline.assess import assess
from pipeline.classify import classify, judge_all
from pipeline.document_findings import document_findings, rests_on_stance
from pipeline.errors import ReadError
from pipeline.extract import extract
from pipeline.find_body import reads_as_public
from pipeline.language import ENGLISH, OTHER, language_of, plain_name
from pipeline.law import NOT_ASSESSED, UNKNOWN
from pipeline.records import HIDDEN_PROMISES, NOTHING_GIVEN, Given, Outcome, Statement, Status
from pipeline.segment import segment, sentence_spans
from pipeline.situate import situate

if TYPE_CHECKING:
    from pipeline.records import Document, Finding, Situation

_READ = 100_000  # characters that show a language
_UNSURE = 3


def scan(
    path: str | Path, given: Given = NOTHING_GIVEN, sensitivity: Sensitivity = Sensitivity.BALANCED, *, threads: int = 1
) -> Outcome:
    """Read one document and find its promises, judging so many statements at a time as there are `threads`.

    Never raises for what a file holds: the outcome's status says what went wrong.
    """
    path = Path(path)
    try:
        document = extract(path)
    except ReadError as error:
        return Outcome(path, error.status, error.cause)
    statements = segment(document)
    english = [statement for statement in statements if statement.language == ENGLISH]
    foreign = Counter(statement.language for statement in statements if statement.language != ENGLISH)
    document = _with_hidden_promises(document, sensitivity)
    promises = tuple(classify(english, sensitivity, always=rests_on_stance, threads=threads))
    read = Outcome(
        path,
        Status.OK,
        "",
        document,
        statements=len(statements),
        foreign=dict(sorted(foreign.items())),
        promises=promises,
        language=_language(document, statements),
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
    status, cause = _status(document, situation, outcome.language)
    findings: tuple[Finding, ...] = ()
    if status is not Status.NOT_ASSESSED:
        promised = assess(promises, situation)
        findings = (*promised, *document_findings(promises, promised, situation))
    commitments = tuple(promise for promise in promises if promise.verdict.label != "none")
    return replace(outcome, status=status, cause=cause, situation=situation, commitments=commitments, findings=findings)


def _with_hidden_promises(document: Document, sensitivity: Sensitivity) -> Document:
    """The document with a count of the commitments in its hidden text: where no page shows them, no finding can either."""
    hidden = [Statement(text[start:end]) for text in document.hidden for start, end in sentence_spans(text)]
    found = sum(verdict.label != "none" for verdict in judge_all(hidden, sensitivity))
    return replace(document, left_out={**document.left_out, HIDDEN_PROMISES: found}) if found else document


def _language(document: Document, statements: list[Statement]) -> str:
    """The language of most of the text, by its letters; of a text in pieces too short to tell, that of all of them together."""
    letters: Counter[str] = Counter()
    for statement in statements:
        letters[statement.language] += sum(map(str.isalpha, statement.text))
    letters[OTHER] //= _UNSURE  # lists of names and addresses hold the small words of no language
    most = max(letters, key=lambda code: letters[code], default=ENGLISH)
    if most != ENGLISH:
        return most
    whole = language_of(document.text[:_READ])
    return whole if whole != OTHER else ENGLISH  # that no language is recognised says nothing of names and numbers


def _status(document: Document, situation: Situation, language: str) -> tuple[Status, str]:
    if language != ENGLISH:
        return Status.NOT_ASSESSED, f"the text is mostly in {plain_name(language)}"
    if situation.body in NOT_ASSESSED:
        return Status.NOT_ASSESSED, NOT_ASSESSED[situation.body]
    if situation.body == UNKNOWN and not reads_as_public(document.text):
        return Status.NOT_ASSESSED, "the text does not read as a public body's document; give --body to have it assessed"
    if document.warnings:
        return Status.PARTIAL, "; ".join(document.warnings)
    return Status.OK, ""
