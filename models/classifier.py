"""The cascade: a linear model settles most statements, the encoder's first layers most of the rest; all of it reads what is left.

Where both have read a statement their log-probabilities are averaged (logarithmic opinion pool; Genest and Zidek 1986). Both
explain themselves exactly: the linear model by its features, the encoder by its tokens.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TYPE_CHECKING, NamedTuple, TypeVar

import numpy as np

from models import encoder, linear
from models.evidence import heaviest_words
from models.features import find
from models.labels import JOINT_LABELS, Joint

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from models.encoder import Reading
    from pipeline.records import Evidence

Item = TypeVar("Item")
Made = TypeVar("Made")
Triple = tuple[str, str, str]
"""A statement's text, what stands before it and what after."""

ENCODER_SHARE = 0.75
"""Weight of the encoder where both have read; chosen by grouped cross-validation."""
EARLY_SHARE = 0.5
"""The same where it has not read with all its layers."""


class Settled(NamedTuple):
    """Probabilities of any label below which a verdict stands: by the linear model, and by it and the encoder's layers so far."""

    linear: float
    early: float


IN_SCANS = Settled(0.01, 0.08)
"""What each loses is measured in models/CARD.md."""
NOTHING = Settled(0.0, 0.0)

LABELLED = tuple(at for at, joint in enumerate(JOINT_LABELS) if joint.label != "none")
_PLAIN = JOINT_LABELS.index(Joint("commitment", "none", "none"))
_TINY = 1e-9


class Judged(NamedTuple):
    """Probabilities by joint label, and what the whole encoder made of the words; None where it was not asked."""

    probabilities: NDArray[np.float64]
    reading: Reading | None


def judge(statements: Sequence[Triple], settled: Settled = NOTHING, threads: int = 1) -> list[Judged]:
    """Judge statements together, in the order given; so many at a time, since the networks run outside Python's lock.

    By default the whole encoder reads every statement: it tells undertakings from reports better, also where there is no label.
    Threads change nothing but the time.
    """
    return in_turn(partial(_judged, settled=settled), statements, threads)


def in_turn(work: Callable[[Item], Made], items: Sequence[Item], threads: int) -> list[Made]:
    """What the work makes of each item, in order, so many at a time."""
    if threads == 1:
        return [work(item) for item in items]
    with ThreadPoolExecutor(threads, "classifier") as pool:
        return list(pool.map(work, items))


def _judged(statement: Triple, settled: Settled) -> Judged:
    row = linear_probabilities([statement])[0]
    if any_label(row) < settled.linear:
        return Judged(row, None)
    for reading in encoder.load().readings(*statement):
        if reading.is_whole:
            return Judged(pooled(row, reading.log_probabilities, ENCODER_SHARE), reading)
        early = pooled(row, reading.log_probabilities, EARLY_SHARE)
        if any_label(early) < settled.early:
            break
    return Judged(early, None)


def any_label(row: NDArray[np.float64]) -> float:
    """Probability that a statement carries a label at all."""
    return float(row[list(LABELLED)].sum())


def linear_probabilities(statements: Sequence[Triple]) -> NDArray[np.float64]:
    """What the linear model alone says: a row per statement."""
    model = linear.load()
    return model.probabilities(model.vector(find(*statement)) for statement in statements)


def pooled(row: NDArray[np.float64], log_probabilities: NDArray[np.float64], share: float) -> NDArray[np.float64]:
    """Two opinions as one; `share` is the weight of the second."""
    scores = (1 - share) * np.log(row + _TINY) + share * log_probabilities
    exponentials = np.exp(scores - scores.max())
    result: NDArray[np.float64] = exponentials / exponentials.sum()
    return result


def evidence(text: str, judged: Judged, chosen: int) -> tuple[Evidence, ...]:
    """The words that spoke most for the chosen label against an ordinary commitment; empty where not all of the encoder read."""
    if judged.reading is None or chosen == _PLAIN:
        return ()
    gain = judged.reading.added[:, chosen] - judged.reading.added[:, _PLAIN]
    return heaviest_words(text, judged.reading.spans, gain)
