"""Train the linear classifier from the corpus with scikit-learn, and say by cross-validation how well it does.

Deterministic: the same corpus and versions give the same artefact. Folds keep scenarios whole, so that no statement is
judged by a model that has seen its document.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from models.decision import THRESHOLDS, Sensitivity, choose
from models.features import find, spelled
from models.labels import JOINT_LABELS
from models.linear import LinearModel

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from models.dataset import Labelled
    from models.features import Found
    from models.labels import Joint
    from models.linear import Vector

FOLDS = 5
_FEWEST = 2  # statements in which a feature must occur to be kept
_STRENGTH = 20.0  # inverse regularisation, chosen by grouped cross-validation


def fit(statements: Sequence[Labelled]) -> LinearModel:
    """Train on all statements given."""
    return _fit([_found(statement) for statement in statements], [statement.label for statement in statements])


def cross_validate(statements: Sequence[Labelled]) -> NDArray[np.float64]:
    """Probabilities for each statement from a model that has not seen its scenario; rows in the order given."""
    found = [_found(statement) for statement in statements]
    labels = [statement.label for statement in statements]
    scenarios = [statement.scenario for statement in statements]
    result = np.zeros((len(statements), len(JOINT_LABELS)))
    for train, test in GroupKFold(FOLDS).split(found, groups=scenarios):
        model = _fit([found[i] for i in train], [labels[i] for i in train])
        result[test] = model.probabilities([model.vector(found[i]) for i in test])
    return result


def verdicts(probabilities: NDArray[np.float64]) -> list[Joint]:
    """The joint label chosen for each row at the default threshold."""
    return [JOINT_LABELS[choose(row, THRESHOLDS[Sensitivity.BALANCED])] for row in probabilities]


def _found(statement: Labelled) -> Found:
    return find(statement.text, statement.before, statement.after)


def _fit(found: Sequence[Found], labels: Sequence[Joint]) -> LinearModel:
    counts = Counter(name for one in found for name in set(spelled(one)))
    names = sorted(name for name, count in counts.items() if count >= _FEWEST)
    idf = np.array([np.log((1 + len(found)) / (1 + counts[name])) + 1 for name in names], np.float32)
    zero = np.zeros((len(names), len(JOINT_LABELS)), np.float32)
    blank = LinearModel(names, idf, zero, zero[0], 1.0)
    table = _table([blank.vector(one) for one in found], len(names))
    targets = np.array([JOINT_LABELS.index(label) for label in labels])
    fitted = LogisticRegression(C=_STRENGTH, max_iter=500).fit(table, targets)
    weights = fitted.coef_.T.astype(np.float16).astype(np.float32)  # as they are stored
    return LinearModel(names, idf, weights, fitted.intercept_.astype(np.float32), 1.0)


def _table(vectors: Sequence[Vector], width: int) -> csr_matrix:
    starts = np.cumsum([0, *(len(rows) for rows, _ in vectors)])
    rows = np.concatenate([rows for rows, _ in vectors]).astype(np.int32)
    values = np.concatenate([values for _, values in vectors]).astype(np.float32)  # in half the time, to the same end
    return csr_matrix((values, rows, starts), shape=(len(vectors), width))
