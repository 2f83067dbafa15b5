from __future__ import annotations

import pytest

from models.labels import CO_DESIGN, EXPLICIT, IMPLIED, JOINT_LABELS, Joint
from models.metrics import intervals, keyword_verdict, measure, precision_recall_f1

OTHER = Joint("other", "none", "none")


def test_figures_by_hand() -> None:
    pairs = [(EXPLICIT, IMPLIED), (EXPLICIT, OTHER), (IMPLIED, IMPLIED), (CO_DESIGN, CO_DESIGN), (OTHER, IMPLIED), (OTHER, OTHER)]
    figures = measure(pairs)
    assert figures["flag_p"] == pytest.approx(2 / 3)
    assert figures["flag_r"] == pytest.approx(2 / 3)
    assert figures["explicit_p"] == 0
    assert figures["explicit_caught"] == pytest.approx(1 / 2)
    assert figures["co-design_f1"] == 1
    assert figures["label_macro_f1"] == pytest.approx((2 / 3 + 1 + 1 / 2) / 3)


def test_nothing_to_measure_is_zero_and_not_an_error() -> None:
    assert precision_recall_f1([]) == (0.0, 0.0, 0.0)
    assert measure([])["explicit_caught"] == 0.0


def test_intervals_hold_the_figure_and_depend_on_documents() -> None:
    pairs = [(label, label) for label in JOINT_LABELS for _ in range(3)] + [(EXPLICIT, OTHER)] * 2
    documents = [str(i // 4) for i in range(len(pairs))]
    spread = intervals(pairs, documents)
    assert all(low <= measure(pairs)[figure] <= high for figure, (low, high) in spread.items() if figure == "flag_r")
    assert spread == intervals(pairs, documents)


@pytest.mark.parametrize(
    ("text", "verdict"),
    [("We will co-produce it", IMPLIED), ("co creating", CO_DESIGN), ("the final say", IMPLIED), ("nothing", OTHER)],
)
def test_the_keyword_baseline(text: str, verdict: Joint) -> None:
    assert keyword_verdict(text) == verdict
