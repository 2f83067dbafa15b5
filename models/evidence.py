"""Which words made the verdict: the stretch of the statement whose words added most to it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipeline.records import Evidence

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

_WORD = re.compile(r"\S+")
_FEWEST_WORDS = 2  # one word alone quotes badly
_EDGES = ' \t\n.,;:\u2026"\u201c\u201d()[]'


def heaviest_words(text: str, spans: NDArray[np.int64], added: NDArray[np.float64]) -> tuple[Evidence, ...]:
    """The stretch of whole words whose tokens added most above the mean; empty where no words added anything.

    `spans` is T × 2, the tokens' places in the text; `added` is what each added. Maximum subarray (Kadane).
    """
    words = [(match.start(), match.end()) for match in _WORD.finditer(text)]
    if not words:
        return ()
    scores = [float(added[(spans[:, 0] < end) & (spans[:, 1] > start)].sum()) for start, end in words]
    first, last = _widened(*_heaviest(scores), len(words))
    weight = sum(scores[first : last + 1])
    start, end = _trimmed(text, words[first][0], words[last][1])
    return (Evidence(start, end, text[start:end], round(weight, 3)),) if weight > 0 and start < end else ()


def _heaviest(scores: Sequence[float]) -> tuple[int, int]:
    """The first and last place of the stretch with the greatest sum, each word costing the mean."""
    mean = max(sum(scores) / len(scores), 0.0)
    best, best_span, running, start = float("-inf"), (0, 0), 0.0, 0
    for at, score in enumerate(scores):
        if running <= 0:
            running, start = 0.0, at
        running += score - mean
        if running > best:
            best, best_span = running, (start, at)
    return best_span


def _widened(first: int, last: int, count: int) -> tuple[int, int]:
    while last - first + 1 < min(_FEWEST_WORDS, count):
        first, last = (first - 1, last) if first else (first, last + 1)
    return first, last


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """The stretch without marks and space at its edges."""
    quoted = text[start:end]
    return start + len(quoted) - len(quoted.lstrip(_EDGES)), end - len(quoted) + len(quoted.rstrip(_EDGES))
