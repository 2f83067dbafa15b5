"""The sample consultations, against the labels that their author gave before any classifier saw them."""

from __future__ import annotations

import csv
import re
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

import pytest

from pipeline.classify import judge
from pipeline.recurrence import same_words
from pipeline.scanner import scan
from pipeline.segment import segment
from tests.conftest import DOCUMENTS, SAMPLES

if TYPE_CHECKING:
    from pipeline.records import Outcome


@pytest.fixture(scope="module")
def outcomes() -> dict[str, Outcome]:
    return {name: scan(SAMPLES / name) for name in DOCUMENTS}


NUMBER = re.compile(r"^\d{1,2}(?:\.\d{1,2})*\.? ")


def promised(outcome: Outcome) -> set[str]:
    """The texts of the promises found, without the numbers of their paragraphs."""
    return {NUMBER.sub("", " ".join(f.promise.statement.text.split())) for f in outcome.findings if f.kind == "promise"}


def expected(name: str) -> list[dict[str, str]]:
    with (SAMPLES / "expected.csv").open(encoding="utf-8-sig", newline="") as file:
        return [row for row in csv.DictReader(file) if row["file"] == name]


@pytest.mark.parametrize(
    ("name", "body", "nation"),
    [
        ("library-review.pdf", "council", "England"),
        ("urgent-care.docx", "icb", "England"),
        ("bus-and-ferry.html", "scottish-council", "Scotland"),
        ("social-care.odt", "welsh-council", "Wales"),
        ("local-plan.pdf", "council", "England"),
    ],
)
def test_body_nation_and_stage(outcomes: dict[str, Outcome], name: str, body: str, nation: str) -> None:
    situation = outcomes[name].situation
    assert (situation.body, situation.jurisdiction, situation.stage) == (body, nation, "consultation")


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_planted_statement_is_read_whole(outcomes: dict[str, Outcome], name: str) -> None:
    document = outcomes[name].document
    assert document is not None
    text = " ".join(document.text.split())
    lost = [row["text"] for row in expected(name) if " ".join(row["text"].split()) not in text]
    assert lost == []


def test_the_designed_plan_is_read_in_the_order_of_a_reader(outcomes: dict[str, Outcome]) -> None:
    truth = same_words((SAMPLES / "reading-order" / "local-plan.txt").read_text(encoding="utf-8")).split()
    document = outcomes["local-plan.pdf"].document
    read = same_words(document.text if document else "").split()
    blocks = SequenceMatcher(None, truth, read, autojunk=False).get_matching_blocks()
    assert sum(block.size for block in blocks) > 0.99 * len(truth)


def test_welsh_is_counted_and_not_assessed(outcomes: dict[str, Outcome]) -> None:
    outcome = outcomes["social-care.odt"]
    assert outcome.foreign["cy"] >= 4
    assert all(promise.statement.language == "en" for promise in outcome.commitments)
    assert outcome.document is not None
    assert outcome.document.left_out == {"comments": 1, "deletions": 1}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_planted_explicit_promises_are_caught(outcomes: dict[str, Outcome], name: str) -> None:
    flagged = [c.statement.text for c in outcomes[name].commitments if c.verdict.risk != "none"]
    found = {NUMBER.sub("", " ".join(text.split())) for text in flagged}
    planted = [row["text"] for row in expected(name) if row["risk"] == "explicit"]
    missed = [text for text in planted if text not in found]
    assert len(missed) <= len(planted) // 4, missed


@pytest.mark.parametrize("name", DOCUMENTS)
def test_few_findings_are_false(outcomes: dict[str, Outcome], name: str) -> None:
    planted = {row["text"] for row in expected(name) if row["risk"] != "none"}
    false = promised(outcomes[name]) - planted
    assert len(false) <= 4, false


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_span_quotes_the_document(outcomes: dict[str, Outcome], name: str) -> None:
    document = outcomes[name].document
    assert document is not None
    for statement in segment(document):
        assert document.text[statement.start : statement.end] == statement.text
    for promise in outcomes[name].commitments:
        for evidence in promise.verdict.evidence:
            assert promise.statement.text[evidence.start : evidence.end] == evidence.text
        assert judge(promise.statement) == promise.verdict
