"""Train the screen from the corpus, and set its threshold so that it stops nothing which the classifier would find.

Deterministic, as `models/train.py` is. The threshold rests on scores of statements whose scenarios the screen has not seen.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from models.classifier import LABELLED
from models.labels import CO_DESIGN, EXPLICIT, IMPLIED, SHAREABLE
from models.screen import Screen, features
from models.train import FOLDS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from models.dataset import Labelled

MAY_STOP = {EXPLICIT: 0.0, IMPLIED: 0.01, SHAREABLE: 0.01, CO_DESIGN: 0.01}
"""Of the statements that the model would find, the share that the screen may stop, by gold label."""
_FOUND = 0.2
"""Probability of any label, by the linear model, from which it counts as found: low, since the encoder is surer."""
_FEWEST = 3  # statements in which a feature must occur
_STRENGTH = 3.0
_WEIGHT = 3.0  # of a statement with a label, against one without


def fit(statements: Sequence[Labelled], scores: NDArray[np.float64], linear: NDArray[np.float64]) -> Screen:
    """Train on all statements, with the threshold that held-out `scores` and the linear model's held-out rows give."""
    return fit_at(statements, threshold(statements, scores, linear))


def fit_at(statements: Sequence[Labelled], lowest: float) -> Screen:
    """Train on all statements, with a threshold that is known."""
    return replace(_fit(statements), threshold=lowest)


def held_out_scores(statements: Sequence[Labelled]) -> NDArray[np.float64]:
    """Each statement's score by a screen that has not seen its scenario."""
    result = np.zeros(len(statements))
    groups = [statement.scenario for statement in statements]
    for train, test in GroupKFold(FOLDS).split(statements, groups=groups):
        screen = _fit([statements[at] for at in train])
        result[test] = [screen.score(features(statements[at].text, statements[at].before)) for at in test]
    return result


def threshold(statements: Sequence[Labelled], scores: NDArray[np.float64], linear: NDArray[np.float64]) -> float:
    """The highest score at which no label loses more than it may, of what the model would find."""
    found = linear[:, list(LABELLED)].sum(axis=1) >= _FOUND
    highest = []
    for label, share in MAY_STOP.items():
        of_label = np.sort(scores[found & np.array([statement.label == label for statement in statements])])
        if len(of_label):
            highest.append(of_label[int(share * len(of_label))])
    return float(min(highest))


def losses(
    statements: Sequence[Labelled], scores: NDArray[np.float64], linear: NDArray[np.float64], lowest: float
) -> Iterator[str]:
    """What a screen with that threshold stops, in lines to print: of everything, and of each label found."""
    found = linear[:, list(LABELLED)].sum(axis=1) >= _FOUND
    stopped = scores < lowest
    yield f"screen, threshold {lowest:.2f}: stops {stopped.mean():.3f} of all"
    for label in MAY_STOP:
        for pairs in (True, False):
            of_label = found & np.array([s.label == label and (pairs or not s.pair) for s in statements])
            name = "/".join((label.label, label.risk)) + ("" if pairs else ", without minimal pairs")
            yield f"screen: stops {(of_label & stopped).sum()} of {of_label.sum()} {name}"


def _fit(statements: Sequence[Labelled]) -> Screen:
    found = [features(statement.text, statement.before) for statement in statements]
    counts = Counter(name for names in found for name in names)
    rows = {name: row for row, name in enumerate(sorted(name for name, count in counts.items() if count >= _FEWEST))}
    known = [sorted(rows[name] for name in names if name in rows) for names in found]
    starts = np.cumsum([0, *map(len, known)])
    values = np.concatenate([np.full(len(names), 1 / np.sqrt(len(names) or 1)) for names in known])
    table = csr_matrix((values, np.concatenate(known), starts), shape=(len(found), len(rows)))
    targets = np.array([statement.label.label != "none" for statement in statements])
    fitted = LogisticRegression(C=_STRENGTH, max_iter=500, class_weight={False: 1.0, True: _WEIGHT}).fit(table, targets)
    weights = fitted.coef_[0].astype(np.float16).astype(np.float64).tolist()  # as they are stored
    return Screen(dict(zip(rows, weights, strict=True)), float(np.float32(fitted.intercept_[0])), 0.0)
