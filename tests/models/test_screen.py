"""The screen stops plain sentences, and passes what could carry a label."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from models import artefacts, screen, train_screen
from models.dataset import Labelled, corpus
from models.labels import CO_DESIGN, EXPLICIT, JOINT_LABELS, Joint
from models.screen import Screen, features
from pipeline.classify import NO_LABEL, classify
from pipeline.records import Statement, Zone

OTHER = Joint("other", "none", "none")


def passes(text: str, before: str) -> bool:
    return screen.load().score(features(text, before)) >= screen.load().threshold


@pytest.mark.parametrize(
    "text",
    [
        "Residents will have the final say on the new timetable.",
        "No scheme will go ahead without the agreement of the tenants' panel.",
        "We will decide together with patients and carers.",
        "Co\u2011designing the form took a year.",
    ],
)
def test_promises_and_the_term_itself_pass(text: str) -> None:
    assert passes(text, "")


@pytest.mark.parametrize(
    "text",
    [
        "The building was opened in 1974.",
        "Table 3 shows rainfall by month and by station since 1961.",
        "Applications doubled last year.",
    ],
)
def test_plain_sentences_are_stopped(text: str) -> None:
    assert not passes(text, "")


def test_a_quarter_of_the_corpus_documents_is_stopped_and_no_seen_promise() -> None:
    flow = [statement for statement in corpus() if statement.phenomenon == "flow"][::8]
    passed = [statement for statement in flow if passes(statement.text, statement.before)]
    assert len(passed) < 0.75 * len(flow)
    explicit = [statement for statement in flow if statement.label == EXPLICIT]
    assert sum(statement in passed for statement in explicit) >= 0.99 * len(explicit)


def test_what_is_stopped_has_no_label_and_what_always_counts_is_judged() -> None:
    plain, told = Statement("The building was opened in 1974."), Statement("The building was opened in 1975.")
    heading = Statement("Residents will have the final say.", zone=Zone.QUESTION)
    promises = classify([plain, told, heading], always=lambda statement: statement is told)
    assert [promise.statement for promise in promises] == [plain, told, heading]
    assert promises[0].verdict is NO_LABEL
    assert promises[1].verdict.stance == "report"
    assert promises[2].verdict is NO_LABEL


def test_the_threshold_is_the_lowest_score_that_may_not_be_lost() -> None:
    labels = [EXPLICIT, EXPLICIT, CO_DESIGN, OTHER, EXPLICIT]
    statements = [Labelled(str(n), "", "", "", label, 0, "s") for n, label in enumerate(labels)]
    rows = np.full((5, len(JOINT_LABELS)), 0.1)
    rows[4] = 0  # the linear model would not pass it on: nothing is lost
    scores = np.array([2.0, 1.0, 3.0, -5.0, -9.0])
    assert train_screen.threshold(statements, scores, rows) == 1.0
    lines = list(train_screen.losses(statements, scores, rows, 1.5))
    assert "stops 0.600 of all" in lines[0]
    assert "stops 1 of 2 co-production/explicit" in lines[1]


def test_it_is_read_back_as_it_was_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = Screen({"will decide": 0.5, "<we": -0.25}, -1.0, -0.5)
    (tmp_path / "artefact").mkdir()
    screen.save(made, tmp_path / "artefact" / "screen.npz")
    artefacts.write_manifest(tmp_path / "artefact")
    monkeypatch.setattr(artefacts, "_folder", lambda: tmp_path / "artefact")
    artefacts._manifest.cache_clear()
    screen.load.cache_clear()
    try:
        assert screen.load() == made
        assert screen.digest(screen.load()) == screen.digest(made)
    finally:
        screen.load.cache_clear()
        artefacts._manifest.cache_clear()
    assert features("They WILL decide", "We:") >= {"will decide", "<we", "will"}
