"""The screen: a first look at every statement that settles most of them for a hundredth of what the classifier costs.

Binary logistic regression over words, pairs of words and the words before: could this be a commitment to co-design or
co-production at all? Its threshold is set in training, so that on unseen scenarios what the classifier would find passes.
It settles nothing but that there is no label: the stance of what it stops is not known.
"""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise
from math import fsum, inf, sqrt
from typing import TYPE_CHECKING

import numpy as np

from models import artefacts
from models.text import closed_up
from pipeline.errors import DataError

if TYPE_CHECKING:
    from pathlib import Path

_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?|\d+|[?:%£]")
_CO_WORDS = (
    "coproduc",
    "coprod",
    "codesign",
    "cocreat",
    "cocommission",
    "codeliver",
    "cogovern",
    "codevelop",
    "coauthor",
    "codeci",
)
_NAMED = "the term itself"
_BEFORE = 12  # words before the statement that are read: a bullet's lead-in


@dataclass(frozen=True)
class Screen:
    """A weight for every feature; a statement whose score reaches `threshold` is looked at closely."""

    weights: dict[str, float]
    intercept: float
    threshold: float

    def score(self, found: frozenset[str]) -> float:
        """Log-odds of any label: the mean weight of the known features, times the root of their number.

        Without bound where a statement names co-production, co-design or their kin: a reader expects those to be looked at.
        """
        if _NAMED in found:
            return inf
        known = [weight for name in found if (weight := self.weights.get(name)) is not None]
        return self.intercept + fsum(known) / sqrt(len(known) or 1)


def features(text: str, before: str) -> frozenset[str]:
    """What the screen sees of a statement, each thing once."""
    words = _words(text)
    pairs = map(" ".join, pairwise(words))
    named = (_NAMED,) if any(word.startswith(_CO_WORDS) for word in words) else ()
    return frozenset((*words, *pairs, *(f"<{word}" for word in _words(before)[-_BEFORE:]), *named))


@lru_cache(16)  # a statement is mostly what stands before the next
def _words(text: str) -> list[str]:
    return ["#" if word.isdigit() else word for word in _WORD.findall(closed_up(text).lower())]


def save(screen: Screen, path: Path) -> None:
    """Write the screen as plain arrays; the names as one UTF-8 text."""
    with path.open("wb") as file:
        np.savez_compressed(
            file,
            names=np.frombuffer("\n".join(screen.weights).encode(), np.uint8),
            weights=np.array(list(screen.weights.values()), np.float16),
            intercept=np.array(screen.intercept),
            threshold=np.array(screen.threshold),
        )


def digest(screen: Screen) -> str:
    """A hash of the screen's content."""
    return hashlib.sha256(repr((list(screen.weights.items()), screen.intercept, screen.threshold)).encode()).hexdigest()


@cache
def load() -> Screen:
    """The shipped screen.

    Raises:
        DataError: the artefact is missing or is not what `save` wrote.
    """
    try:
        with np.load(io.BytesIO(artefacts.content("screen.npz")), allow_pickle=False) as arrays:
            names = arrays["names"].tobytes().decode("utf-8").split("\n")
            weights = arrays["weights"].astype(np.float64).tolist()
            return Screen(dict(zip(names, weights, strict=True)), float(arrays["intercept"]), float(arrays["threshold"]))
    except DataError:
        raise
    except (OSError, ValueError, KeyError, zipfile.BadZipFile) as error:
        raise DataError(f"models/artefact/screen.npz cannot be read: {error}") from None
