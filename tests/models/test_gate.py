"""The gate stops what plainly carries no label, and lets through what could, alone or with the screen."""

from __future__ import annotations

from math import inf

import pytest

from models import gate, screen
from models.dataset import corpus
from models.labels import EXPLICIT
from models.screen import features
from pipeline.classify import may_carry_label
from pipeline.records import Statement, Zone


@pytest.mark.parametrize(
    "text",
    [
        "Residents will have the final say on the new timetable.",
        "No scheme will go ahead without the agreement of the tenants' panel.",
        "We will decide together with patients and carers.",
        "If the ward meeting says no, the plan is dropped.",
    ],
)
def test_promises_pass(text: str) -> None:
    assert may_carry_label(Statement(text))


@pytest.mark.parametrize(
    "text",
    [
        "The council is required by law to publish the plan each year.",
        "Officers will work with suppliers to reduce the cost of repairs.",
        "The committee will consider the report at its next meeting.",
    ],
)
def test_what_passes_the_screen_and_is_no_promise_is_stopped(text: str) -> None:
    first = screen.load().score(features(text, ""))
    assert first >= screen.load().threshold
    assert not gate.load().passes(text, "", "", first)


def test_what_names_the_term_itself_passes_whatever_the_gate_makes_of_it() -> None:
    text = "Co-production is defined in Annex B."
    assert screen.load().score(features(text, "")) == inf
    assert may_carry_label(Statement(text))


def test_a_silent_zone_is_not_looked_at() -> None:
    assert not may_carry_label(Statement("Residents will have the final say.", zone=Zone.QUESTION))


def test_neighbours_count_and_far_ones_do_not() -> None:
    text = "the choice of contractor"
    alone, told = (gate.load().score(text, before, "") for before in ("", "Tenants will jointly decide, with us:"))
    assert told > alone
    assert gate.load().score(text, "x" * 500, "") == gate.load().score(text, "x" * 80, "")
    assert gate.load().score(text, "Tenants will jointly decide", "x") == told, "more is read than the convolutions reach"


def test_of_promises_met_in_training_nearly_none_is_stopped() -> None:
    explicit = [s for s in corpus() if s.label == EXPLICIT][::10]
    stopped = [s for s in explicit if not may_carry_label(Statement(s.text, s.before, s.after))]
    assert len(stopped) <= 0.01 * len(explicit)
