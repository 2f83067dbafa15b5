"""The linear classifier: a table of weights, read from plain arrays, that says what each feature adds.

Multinomial logistic regression over TF-IDF features in groups (see `models/features.py`); trained by `models/train.py` with
scikit-learn, applied here with NumPy alone, so that loading it can run no code and every contribution can be shown.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from math import log
from typing import TYPE_CHECKING

import numpy as np

from models.features import GROUPS
from models.labels import JOINT_LABELS
from pipeline.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import NDArray


# How much each group of features counts; chosen by grouped cross-validation on the corpus (models/CARD.md).
GROUP_WEIGHTS = {"w": 1.0, "c": 1.0, "k": 0.7, "n": 0.5, "s": 0.5}


@dataclass(frozen=True)
class LinearModel:
    """`weights` has a row per feature and a column per joint label; `idf` a value per feature.

    `index` finds a feature's row; its features stand in the order of the rows.
    """

    index: dict[str, int]
    idf: list[float]
    weights: NDArray[np.float32]
    intercept: NDArray[np.float32]
    temperature: float

    def probabilities(self, vectors: Sequence[dict[int, float]]) -> NDArray[np.float64]:
        """A row of probabilities per statement, in the order of `JOINT_LABELS`."""
        scores = np.empty((len(vectors), len(JOINT_LABELS)))
        for row, vector in enumerate(vectors):
            ids = np.fromiter(vector, np.int64, len(vector))
            values = np.fromiter(vector.values(), np.float64, len(vector))
            scores[row] = values @ self.weights[ids] + self.intercept
        scores = scores / self.temperature
        scores -= scores.max(axis=1, keepdims=True)
        exponentials = np.exp(scores)
        result: NDArray[np.float64] = exponentials / exponentials.sum(axis=1, keepdims=True)
        return result

    def vector(self, found: Sequence[str]) -> dict[int, float]:
        """The statement's features as row and value, each group scaled to unit length times the group's weight."""
        groups: dict[str, dict[int, float]] = {group: {} for group in GROUPS}
        for name, count in Counter(found).items():
            row = self.index.get(name)
            if row is not None:
                groups[name[0]][row] = (1 + log(count)) * self.idf[row]
        vector: dict[int, float] = {}
        for group, values in groups.items():
            length = sum(value * value for value in values.values()) ** 0.5 or 1.0
            weight = GROUP_WEIGHTS[group] / length
            vector.update((row, value * weight) for row, value in values.items())
        return vector

    def contributions(self, vector: dict[int, float], chosen: int, other: int) -> dict[str, float]:
        """What each feature added to the choice of one label over another, in log-odds."""
        gain = (self.weights[:, chosen] - self.weights[:, other]) / self.temperature
        names = list(self.index)
        return {names[row]: float(gain[row]) * value for row, value in vector.items()}


def save(model: LinearModel, path: Path) -> None:
    """Write the model as plain arrays; the names as one UTF-8 text."""
    names = "\n".join(model.index)
    with path.open("wb") as file:
        np.savez_compressed(
            file,
            names=np.frombuffer(names.encode("utf-8"), np.uint8),
            idf=np.array(model.idf, np.float32),
            weights=model.weights.astype(np.float16),
            intercept=model.intercept.astype(np.float32),
            temperature=np.array(model.temperature),
        )


def digest(model: LinearModel) -> str:
    """A hash of the model's content, whatever the file's compression."""
    names = "\n".join(model.index)
    arrays = (np.array(model.idf, np.float32), model.weights.astype(np.float16), model.intercept.astype(np.float32))
    return hashlib.sha256(names.encode() + b"".join(array.tobytes() for array in arrays)).hexdigest()


@cache
def load() -> LinearModel:
    """The shipped model.

    Raises:
        DataError: the artefact is missing or is not what `save` wrote.
    """
    path = files("models") / "artefact" / "linear.npz"
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as arrays:
            names = arrays["names"].tobytes().decode("utf-8").split("\n")
            weights = arrays["weights"].astype(np.float32)
            model = LinearModel(
                {name: row for row, name in enumerate(names)},
                arrays["idf"].tolist(),
                weights,
                arrays["intercept"],
                float(arrays["temperature"]),
            )
    except (OSError, ValueError, KeyError) as error:
        raise DataError(f"models/artefact/linear.npz cannot be read: {error}") from None
    if model.weights.shape != (len(names), len(JOINT_LABELS)) or len(model.idf) != len(names):
        raise DataError("models/artefact/linear.npz: the arrays do not fit together")
    return model
