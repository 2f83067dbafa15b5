"""What the shipped classifier must get right whatever else changes, and the properties of its output."""

from __future__ import annotations

from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models import classifier, encoder, linear
from models.counterfactual import shortest_change
from models.decision import Sensitivity
from models.feature_rows import FeatureRows
from models.features import features, find
from models.labels import JOINT_LABELS, Joint
from pipeline.classify import judge, judge_all
from pipeline.records import Statement


@pytest.mark.parametrize(
    ("text", "label", "flagged"),
    [
        ("We will co-produce our new carers strategy with unpaid carers.", "co-production", True),
        ("Residents will have the final say on which of the three options is adopted.", "co-production", True),
        ("Nothing will go ahead unless the tenants' panel has agreed to it.", "co-production", True),
        ("We will co-design the new service with people who use it.", "co-design", False),
        ("We will consult residents on the options in May.", "none", False),
        ("The strategy was co-produced with carers in 2024.", "none", False),
        ("Cabinet will take the final decision in July.", "none", False),
        ("The bus leaves at nine.", "none", False),
        ("Should residents decide the budget?", "none", False),
    ],
)
def test_plain_cases(text: str, label: str, flagged: bool) -> None:
    verdict = judge(Statement(text))
    assert (verdict.label, verdict.risk != "none") == (label, flagged)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=200), st.text(max_size=60), st.text(max_size=60))
def test_any_text_gets_a_possible_verdict_whose_evidence_quotes_it(text: str, before: str, after: str) -> None:
    verdict = judge(Statement(text, before, after))
    assert Joint(verdict.stance, verdict.label, verdict.risk) in JOINT_LABELS
    assert 0 <= verdict.confidence <= 1
    assert not (verdict.hedge and verdict.stance != "commitment")
    for evidence in verdict.evidence:
        assert text[evidence.start : evidence.end] == evidence.text


@pytest.mark.parametrize(
    ("text", "hedge"),
    [("Where possible we will co-produce it.", 1), ("We aim to co-produce it.", 1), ("We will co-produce it with carers.", 0)],
)
def test_hedges(text: str, hedge: int) -> None:
    assert judge(Statement(text)).hedge == hedge


_WORDS = st.lists(
    st.sampled_from("residents will decide with us the theatre then … : ? 5 co-produce committee".split()), max_size=25
)


@settings(deadline=None)
@given(_WORDS, _WORDS, st.randoms(use_true_random=False))
def test_rows_are_those_of_the_features_spelled_out(some: list[str], others: list[str], chance: Random) -> None:
    text, before = " ".join(some), " ".join(others)
    spelled = features(text, before, text)
    names = sorted({name for name in [*spelled, *features(before, text)] if chance.random() < 0.5})
    rows = FeatureRows(names)
    for _ in range(2):  # words not met before, and then met
        assert sorted(rows.of(find(text, before, text))) == sorted(names.index(name) for name in spelled if name in names)


def test_the_linear_score_shown_is_the_score_explained() -> None:
    model = linear.load()
    vector = model.vector(find("Residents will decide the budget."))
    probabilities = model.probabilities([vector])[0]
    added = sum(model.contributions(vector, 0, 4).values())
    base = float(model.intercept[0] - model.intercept[4]) / model.temperature
    assert np.log(probabilities[0] / probabilities[4]) == pytest.approx(base + added, abs=1e-3)


def test_the_encoders_tokens_add_up_to_its_verdict() -> None:
    reading = encoder.load().read("Residents will decide the budget.")
    total = reading.added.sum(axis=0)
    assert reading.log_probabilities == pytest.approx(total - np.log(np.exp(total).sum()), abs=1e-6)
    assert np.exp(reading.log_probabilities).sum() == pytest.approx(1.0)
    assert all(0 <= start <= end for start, end in reading.spans)


def test_each_part_of_the_encoder_goes_on_from_the_one_before() -> None:
    before = "The council will not share the decision."
    *early, whole = encoder.load().readings("Residents will decide the budget.", before)
    assert [reading.is_whole for reading in early] == [False] * (len(encoder.ENDS) - 1)
    assert whole.is_whole
    for reading in (*early, whole):
        assert np.exp(reading.log_probabilities).sum() == pytest.approx(1.0)
    alone = encoder.load().read("Residents will decide the budget.")
    assert len(whole.added) == len(alone.added), "the tokens of neighbours are scored too"
    assert whole.log_probabilities != pytest.approx(alone.log_probabilities, abs=1e-3), "neighbours count for nothing"


def test_statements_are_judged_alike_alone_together_and_at_a_time() -> None:
    triples = [
        ("Residents will decide the budget.", "", ""),
        ("It rained.", "a", "b"),
        ("We will co-design the hub with you.", "", ""),
    ]
    together = classifier.judge(triples)
    for one, other in zip(together, classifier.judge(triples, threads=2), strict=True):
        assert (one.probabilities == other.probabilities).all()
    for triple, judged in zip(triples, together, strict=True):
        assert classifier.judge([triple])[0].probabilities == pytest.approx(judged.probabilities, abs=1e-9)


def test_each_stage_settles_what_it_may() -> None:
    statement = ("Residents will decide the budget.", "", "")
    linear_alone, looked, read = (
        classifier.judge([statement], settled)[0]
        for settled in (classifier.Settled(1.1, 0.0), classifier.Settled(0.0, 1.1), classifier.NOTHING)
    )
    assert (linear_alone.reading, looked.reading) == (None, None)
    assert read.reading is not None
    for judged in (linear_alone, looked, read):
        assert judged.probabilities.sum() == pytest.approx(1.0)
    assert linear_alone.probabilities == pytest.approx(classifier.linear_probabilities([statement])[0])
    assert looked.probabilities != pytest.approx(linear_alone.probabilities, abs=1e-3)
    assert read.probabilities != pytest.approx(looked.probabilities, abs=1e-3)


def test_in_scans_a_plain_fact_is_settled_early_and_a_promise_never() -> None:
    plain, promise = classifier.judge(
        [("The library has two floors.", "", ""), ("Residents will decide the budget.", "", "")], classifier.IN_SCANS
    )
    assert plain.reading is None
    assert promise.reading is not None


def test_what_flips_a_flag_is_said() -> None:
    change = shortest_change("No library will close until its Friends group has agreed.")
    assert change
    assert change in "No library will close until its Friends group has agreed."
    assert shortest_change("The bus leaves at nine.") == ""


def test_careful_flags_no_less_than_strict() -> None:
    texts = ["Residents will help decide the budget.", "The panel chooses which of the bids is funded.", "We will listen."]
    statements = [Statement(text) for text in texts]
    counts = [sum(v.risk != "none" for v in judge_all(statements, level)) for level in Sensitivity]
    assert counts == sorted(counts, reverse=True)
