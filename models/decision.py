"""From probabilities to one verdict: the flag is decided first, because a missed promise costs more than a wrong label."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from models.labels import EXPLICIT, IMPLIED, JOINT_LABELS

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class Sensitivity(StrEnum):
    """How readily a statement is flagged."""

    CAREFUL = "careful"
    BALANCED = "balanced"
    STRICT = "strict"


THRESHOLDS = {Sensitivity.CAREFUL: 0.2, Sensitivity.BALANCED: 0.4, Sensitivity.STRICT: 0.8}
"""Probability of explicit or implied from which a statement is flagged. A missed promise is taken to cost as much as four false
alarms (careful), one and a half (balanced) or a quarter of one (strict): the threshold is 1 / (1 + that)."""
REVIEW_MARGIN = 0.2
"""How near the threshold a statement is marked for review."""

_EXPLICIT, _IMPLIED = JOINT_LABELS.index(EXPLICIT), JOINT_LABELS.index(IMPLIED)


def flag_probability(probabilities: NDArray[np.float64]) -> float:
    """Probability that a statement promises a share in a decision, explicitly or by the term."""
    return float(probabilities[_EXPLICIT] + probabilities[_IMPLIED])


def choose(probabilities: NDArray[np.float64], threshold: float) -> int:
    """The joint label: explicit or implied where their sum reaches the threshold, else the likeliest of the rest."""
    if flag_probability(probabilities) >= threshold:
        return _EXPLICIT if probabilities[_EXPLICIT] >= probabilities[_IMPLIED] else _IMPLIED
    rest = probabilities.copy()
    rest[[_EXPLICIT, _IMPLIED]] = -1
    return int(rest.argmax())


def needs_review(probabilities: NDArray[np.float64], threshold: float) -> bool:
    """Whether a statement is so near the threshold that a person should look."""
    return abs(flag_probability(probabilities) - threshold) < REVIEW_MARGIN
