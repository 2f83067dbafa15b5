"""What the shipped classifier must get right whatever else changes, and the properties of its output."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models import linear
from models.labels import JOINT_LABELS, Joint
from pipeline.classify import judge
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


def test_the_score_shown_is_the_score_explained() -> None:
    model = linear.load()
    found = linear.statement_features("Residents will decide the budget.", "", "")
    vector = model.vector(found)
    chosen, other = 0, 4
    added = sum(value for _, value in model.contributions(found, vector, chosen, other))
    probabilities = model.probabilities([vector])[0]
    import numpy as np

    base = float(model.intercept[chosen] - model.intercept[other]) / model.temperature
    assert np.log(probabilities[chosen] / probabilities[other]) == pytest.approx(base + added, abs=1e-3)
