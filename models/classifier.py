"""The cascade: a linear model settles most statements; those that could carry a label are also read by the encoder.

Where both have read a statement their log-probabilities are averaged (logarithmic opinion pool; Genest and Zidek 1986). Both
explain themselves exactly: the linear model by its features, the encoder by its tokens.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from models import encoder, linear
from models.evidence import heaviest_words
from models.features import features
from models.labels import JOINT_LABELS, Joint

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from models.encoder import Reading
    from pipeline.records import Evidence

Triple = tuple[str, str, str]
"""A statement's text, what stands before it and what after."""

SETTLED = 0.02
"""Probability of any label below which the linear model's verdict stands in a scan; its loss is measured in models/CARD.md."""
ENCODER_SHARE = 0.6
"""Weight of the encoder where both have read; chosen by grouped cross-validation."""

LABELLED = tuple(at for at, joint in enumerate(JOINT_LABELS) if joint.label != "none")
_PLAIN = JOINT_LABELS.index(Joint("commitment", "none", "none"))
_TINY = 1e-9


class Judged(NamedTuple):
    """Probabilities by joint label, and what the encoder made of the words; None where it was not asked."""

    probabilities: NDArray[np.float64]
    reading: Reading | None


def judge(statements: Sequence[Triple], settled: float = 0.0) -> list[Judged]:
    """Judge statements together, in the order given; the encoder is asked where any label is at least as likely as `settled`.

    By default it is asked of every statement: it tells undertakings from reports better, also where there is no label.
    """
    if not statements:
        return []
    table = linear_probabilities(statements)
    asked = [at for at, row in enumerate(table) if row[list(LABELLED)].sum() >= settled]
    readings = dict(zip(asked, encoder.load().read([statements[at] for at in asked]) if asked else (), strict=True))
    return [Judged(pooled(row, readings[at]) if at in readings else row, readings.get(at)) for at, row in enumerate(table)]


def linear_probabilities(statements: Sequence[Triple]) -> NDArray[np.float64]:
    """What the linear model alone says: a row per statement."""
    model = linear.load()
    return model.probabilities([model.vector(features(*statement)) for statement in statements])


def pooled(row: NDArray[np.float64], reading: Reading) -> NDArray[np.float64]:
    """The two opinions as one."""
    scores = (1 - ENCODER_SHARE) * np.log(row + _TINY) + ENCODER_SHARE * reading.log_probabilities
    exponentials = np.exp(scores - scores.max())
    result: NDArray[np.float64] = exponentials / exponentials.sum()
    return result


def evidence(text: str, judged: Judged, chosen: int) -> tuple[Evidence, ...]:
    """The words that spoke most for the chosen label against an ordinary commitment; empty where the encoder was not asked."""
    if judged.reading is None or chosen == _PLAIN:
        return ()
    gain = judged.reading.added[:, chosen] - judged.reading.added[:, _PLAIN]
    return heaviest_words(text, judged.reading.spans, gain)
