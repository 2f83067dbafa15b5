"""Which words made the verdict: the stretch of the statement to which the features that fired gave most weight."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.labels import JOINT_LABELS, Joint
from models.text import tokens
from pipeline.records import Evidence

if TYPE_CHECKING:
    from collections.abc import Sequence

    from models.features import Feature
    from models.linear import LinearModel

_PLAIN_COMMITMENT = JOINT_LABELS.index(Joint("commitment", "none", "none"))
_FEWEST_WORDS = 2


def evidence(
    text: str, found: Sequence[Feature], model: LinearModel, vector: dict[int, float], chosen: int
) -> tuple[Evidence, ...]:
    """The words that speak most for the chosen label over an ordinary commitment; empty where nothing in the text does.

    Each feature's weight is shared among the words that it covers; the stretch of words with the greatest sum is the evidence
    (Kadane's maximum subarray).
    """
    words = tokens(text)
    if chosen == _PLAIN_COMMITMENT or not words:
        return ()
    place = {word.start: at for at, word in enumerate(words)}
    scores = [0.0] * len(words)
    for feature, added in model.contributions(found, vector, chosen, _PLAIN_COMMITMENT):
        if feature.end:
            covered = [at for start, at in place.items() if feature.start <= start < feature.end]
            for at in covered:
                scores[at] += added / len(covered)
    first, last, weight = _heaviest(scores)
    first, last = _widened(first, last, len(words))
    start, end = words[first].start, words[last].end
    return (Evidence(start, end, text[start:end], round(weight, 3)),) if weight > 0 else ()


def _heaviest(scores: list[float]) -> tuple[int, int, float]:
    """The first and last place of the stretch with the greatest sum, and that sum. Each word costs its share of the mean."""
    mean = sum(scores) / len(scores)
    best, best_span, running, start = float("-inf"), (0, 0), 0.0, 0
    for at, score in enumerate(scores):
        if running <= 0:
            running, start = 0.0, at
        running += score - max(mean, 0)
        if running > best:
            best, best_span = running, (start, at)
    return *best_span, sum(scores[best_span[0] : best_span[1] + 1])


def _widened(first: int, last: int, count: int) -> tuple[int, int]:
    """At least two words, since one alone quotes badly."""
    while last - first + 1 < min(_FEWEST_WORDS, count):
        first, last = (first - 1, last) if first else (first, last + 1)
    return first, last
