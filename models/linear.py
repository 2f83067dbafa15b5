"""The linear classifier: a table of weights, read from plain arrays, that says what each feature adds.

Multinomial logistic regression over TF-IDF features in groups (see `models/features.py`); trained by `models/train.py` with
scikit-learn, applied here with NumPy alone, so that loading it can run no code and every contribution can be shown.
"""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections import Counter
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import accumulate
from typing import TYPE_CHECKING

import numpy as np

from models import artefacts
from models.feature_rows import FeatureRows
from models.features import GROUPS
from models.labels import JOINT_LABELS
from pipeline.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from numpy.typing import NDArray

    from models.features import Found

# How much each group of features counts; chosen by grouped cross-validation on the corpus (models/CARD.md).
GROUP_WEIGHTS = {"w": 1.0, "c": 1.0, "k": 0.7, "n": 0.5, "s": 0.5}


Vector = tuple["NDArray[np.int64]", "NDArray[np.float64]"]
"""A statement's features: the rows of the model that they are, and the value of each."""


@dataclass(frozen=True)
class LinearModel:
    """`weights` has a row per feature and a column per joint label; `idf` a value per feature.

    `names` are the features in the order of the rows, which is that of the alphabet.
    """

    names: list[str]
    idf: NDArray[np.float32]
    weights: NDArray[np.float32]
    intercept: NDArray[np.float32]
    temperature: float

    def probabilities(self, vectors: Iterable[Vector]) -> NDArray[np.float64]:
        """A row of probabilities per statement, in the order of `JOINT_LABELS`. No vector is kept: they are large."""
        scores = np.array([values @ self.weights[rows] + self.intercept for rows, values in vectors], np.float64)
        scores = scores.reshape(-1, len(JOINT_LABELS))
        scores = scores / self.temperature
        scores -= scores.max(axis=1, keepdims=True)
        exponentials = np.exp(scores)
        result: NDArray[np.float64] = exponentials / exponentials.sum(axis=1, keepdims=True)
        return result

    def vector(self, found: Found) -> Vector:
        """The statement's features as rows and values, each group scaled to unit length times the group's weight."""
        rows, counts = np.unique(np.fromiter(self._rows.of(found), np.int64), return_counts=True)
        values = (1 + np.log(counts)) * self.idf[rows].astype(np.float64)
        ends = np.searchsorted(rows, self._group_ends).tolist()
        slices = dict(zip(sorted(GROUPS), map(slice, [0, *ends[:-1]], ends), strict=True))
        parts = [(rows[slices[group]], _weighted(group, values[slices[group]])) for group in GROUPS]
        return np.concatenate([part for part, _ in parts]), np.concatenate([part for _, part in parts])

    @cached_property
    def _rows(self) -> FeatureRows:
        return FeatureRows(self.names)

    @cached_property
    def _group_ends(self) -> NDArray[np.int64]:
        """Where the rows of each group end: names stand sorted, so that those of one group stand together."""
        counts = Counter(name[0] for name in self.names)
        return np.array(list(accumulate(counts[group] for group in sorted(GROUPS))))

    def contributions(self, vector: Vector, chosen: int, other: int) -> dict[str, float]:
        """What each feature added to the choice of one label over another, in log-odds."""
        gain = (self.weights[:, chosen] - self.weights[:, other]) / self.temperature
        return {self.names[row]: float(gain[row] * value) for row, value in zip(*vector, strict=True)}


def _weighted(group: str, values: NDArray[np.float64]) -> NDArray[np.float64]:
    length = float(np.sqrt(values @ values)) or 1.0
    return values * (GROUP_WEIGHTS[group] / length)


def save(model: LinearModel, path: Path) -> None:
    """Write the model as plain arrays; the names as one UTF-8 text."""
    names = "\n".join(model.names)
    with path.open("wb") as file:
        np.savez_compressed(
            file,
            names=np.frombuffer(names.encode("utf-8"), np.uint8),
            idf=model.idf,
            weights=model.weights.astype(np.float16),
            intercept=model.intercept.astype(np.float32),
            temperature=np.array(model.temperature),
        )


def digest(model: LinearModel) -> str:
    """A hash of the model's content, whatever the file's compression."""
    names = "\n".join(model.names)
    arrays = (model.idf, model.weights.astype(np.float16), model.intercept.astype(np.float32))
    return hashlib.sha256(names.encode() + b"".join(array.tobytes() for array in arrays)).hexdigest()


@cache
def load() -> LinearModel:
    """The shipped model.

    Raises:
        DataError: the artefact is missing or is not what `save` wrote.
    """
    try:
        with np.load(io.BytesIO(artefacts.content("linear.npz")), allow_pickle=False) as arrays:
            names = arrays["names"].tobytes().decode("utf-8").split("\n")
            weights = arrays["weights"].astype(np.float32)
            model = LinearModel(
                names,
                arrays["idf"],
                weights,
                arrays["intercept"],
                float(arrays["temperature"]),
            )
    except DataError:
        raise
    except (OSError, ValueError, KeyError, zipfile.BadZipFile) as error:
        raise DataError(f"models/artefact/linear.npz cannot be read: {error}") from None
    if model.weights.shape != (len(names), len(JOINT_LABELS)) or len(model.idf) != len(names):
        raise DataError("models/artefact/linear.npz: the arrays do not fit together")
    return model
