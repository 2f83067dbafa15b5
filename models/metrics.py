"""Figures that say how well verdicts agree with gold labels, with intervals and a keyword search to stand beside.

The definitions: the flag is risk ≠ none; `explicit_caught` counts gold explicit statements that got any flag; intervals are 95%
percentile bootstraps over documents (Efron and Tibshirani 1993), seeded.
"""

from __future__ import annotations

import random
import re
from collections import defaultdict
from typing import TYPE_CHECKING

import numpy as np

from models.labels import LABELS, STANCES, Joint

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from numpy.typing import NDArray

Pair = tuple[Joint, Joint]
"""Gold and predicted verdict of one statement."""

_RESAMPLES = 500
_PRODUCTION_WORDS = re.compile(
    r"co-?\s?-?(produc|commission)|shared? decision|decision[- ]mak\w+ together|decide together|final say",
    re.IGNORECASE,
)
_DESIGN_WORDS = re.compile(r"co-?\s?-?(design|creat)", re.IGNORECASE)


KEY_TERM = re.compile(
    r"\bco[\s\-\u2010\u2011\u2013]*(?:produc|design|creat|commission)"
    r"|decide together|final say|joint(?:ly)? deci|shared decision",
    re.IGNORECASE,
)
"""The terms of the trade, for slices: most promises do without them."""


def keyword_verdict(text: str) -> Joint:
    """What a search for key terms would say of a statement: the baseline."""
    if _PRODUCTION_WORDS.search(text):
        return Joint("commitment", "co-production", "implied")
    if _DESIGN_WORDS.search(text):
        return Joint("commitment", "co-design", "none")
    return Joint("other", "none", "none")


def precision_recall_f1(pairs: Iterable[tuple[bool, bool]]) -> tuple[float, float, float]:
    """Precision, recall and F1 of (gold, predicted) truth values; 0 where undefined."""
    both = only_gold = only_predicted = 0
    for gold, predicted in pairs:
        both += gold and predicted
        only_gold += gold and not predicted
        only_predicted += predicted and not gold
    precision = both / (both + only_predicted) if both + only_predicted else 0.0
    recall = both / (both + only_gold) if both + only_gold else 0.0
    f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
    return precision, recall, f1


def measure(pairs: Sequence[Pair]) -> dict[str, float]:
    """Every figure for a set of statements, in the order in which they are printed."""

    def score(test: Callable[[Joint], bool]) -> tuple[float, float, float]:
        return precision_recall_f1((test(gold), test(predicted)) for gold, predicted in pairs)

    figures: dict[str, float] = {}
    figures["flag_p"], figures["flag_r"], figures["flag_f1"] = score(lambda v: v.risk != "none")
    figures["explicit_p"], figures["explicit_r"], figures["explicit_f1"] = score(lambda v: v.risk == "explicit")
    caught = [predicted.risk != "none" for gold, predicted in pairs if gold.risk == "explicit"]
    figures["explicit_caught"] = sum(caught) / len(caught) if caught else 0.0
    for label in LABELS:
        figures[f"{label}_f1"] = score(lambda v, label=label: v.label == label)[2]  # type: ignore[misc]
    figures["label_macro_f1"] = sum(figures[f"{label}_f1"] for label in LABELS) / len(LABELS)
    by_stance = [score(lambda v, stance=stance: v.stance == stance)[2] for stance in STANCES]  # type: ignore[misc]
    figures["commitment_f1"], figures["stance_macro_f1"] = by_stance[0], sum(by_stance) / len(STANCES)
    return figures


def intervals(pairs: Sequence[Pair], documents: Sequence[str]) -> dict[str, tuple[float, float]]:
    """A 95% interval for each figure, resampling whole documents since statements of one document are alike."""
    by_document: dict[str, list[Pair]] = defaultdict(list)
    for pair, document in zip(pairs, documents, strict=True):
        by_document[document].append(pair)
    names, chance = list(by_document), random.Random(0)  # noqa: S311 - a bootstrap, not a secret
    drawn: dict[str, list[float]] = defaultdict(list)
    for _ in range(_RESAMPLES):
        sample = [pair for name in chance.choices(names, k=len(names)) for pair in by_document[name]]
        for figure, value in measure(sample).items():
            drawn[figure].append(value)
    low, high = int(0.025 * _RESAMPLES), int(0.975 * _RESAMPLES)
    return {figure: (sorted(values)[low], sorted(values)[high]) for figure, values in drawn.items()}


def expected_calibration_error(probabilities: NDArray[np.float64], truth: NDArray[np.bool_], bins: int = 10) -> float:
    """Mean distance between stated probability and observed share, over equally wide bins (Naeini et al. 2015)."""
    place = np.minimum((probabilities * bins).astype(int), bins - 1)
    gaps = [
        abs(float(probabilities[place == at].mean()) - float(truth[place == at].mean())) * float((place == at).mean())
        for at in range(bins)
        if (place == at).any()
    ]
    return sum(gaps)


def report(gold: Sequence[Joint], predicted: Sequence[Joint], texts: Sequence[str], documents: Sequence[str]) -> str:
    """The table that `overpromise evaluate` prints: ours with its interval, and the keyword search."""
    pairs = list(zip(gold, predicted, strict=True))
    ours, spread = measure(pairs), intervals(pairs, documents)
    baseline = measure([(label, keyword_verdict(text)) for label, text in zip(gold, texts, strict=True)])
    lines = [f"n={len(pairs)} statements, {len(set(documents))} documents"]
    lines += [
        f"{figure:18} ours {value:.3f} [{spread[figure][0]:.3f}, {spread[figure][1]:.3f}]  keyword {baseline[figure]:.3f}"
        for figure, value in ours.items()
    ]
    return "\n".join(lines)
