"""The encoder: a small transformer that reads a statement with its neighbours, and says what each word added.

A fine-tuned MiniLM (Wang et al. 2020; 6 layers, 22.7 million weights, 8-bit) run by onnxruntime. It scores every token of the
statement for each joint label; the score of the statement is their mean, so that what a token added is exact and not a guess.
It is cut in two: a look by the lower layers costs a third, and settles what is plainly no promise (early exit; Xin et al. 2020).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from models.labels import JOINT_LABELS
from models.sessions import session, tokenizer
from pipeline.errors import DataError

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from onnxruntime import InferenceSession
    from tokenizers import Encoding, Tokenizer

LOWER, UPPER = "encoder-lower.onnx", "encoder-upper.onnx"
LOWER_LAYERS = 2
"""How many of the six layers the lower part holds; fixed in training."""
SCALE = 4.0
"""By how much the mean of the token scores is multiplied; fixed in training."""
_BEFORE, _AFTER = 160, 100  # characters of the neighbours that are read


class Look(NamedTuple):
    """What the lower layers made of one statement: log-probabilities by joint label, and what the upper ones go on from."""

    log_probabilities: NDArray[np.float64]
    encoding: Encoding
    passed_on: NDArray[np.float32]


class Reading(NamedTuple):
    """What the encoder made of one statement: log-probabilities by joint label, and each token's place and scores.

    `spans` is T × 2 (start, end in the statement's text), `added` is T × 8 and sums to the scores before normalising.
    """

    log_probabilities: NDArray[np.float64]
    spans: NDArray[np.int64]
    added: NDArray[np.float64]


@dataclass(frozen=True)
class Encoder:
    """A loaded model. Cheap to pass about, dear to load: use `load`."""

    lower: InferenceSession
    upper: InferenceSession
    tokenizer: Tokenizer

    def look(self, text: str, before: str, after: str) -> Look:
        """Read one statement with the lower layers alone.

        One at a time: 8-bit sums depend on what else is in a batch, and a verdict must not.
        """
        encoding = self.tokenizer.encode(text, neighbours(before, after))
        feeds = {"input_ids": np.array([encoding.ids], np.int64), "token_type_ids": np.array([encoding.type_ids], np.int64)}
        early, passed_on = self.lower.run(["early", "passed_on"], feeds)
        return Look(_reading(encoding, early[0]).log_probabilities, encoding, passed_on)

    def read(self, look: Look) -> Reading:
        """Go on from a look to the last layer."""
        return _reading(look.encoding, self.upper.run(["scores"], {"passed_on": look.passed_on})[0][0])


def neighbours(before: str, after: str) -> str:
    """The second half of the encoder's input."""
    return f"{before[-_BEFORE:]} ¦ {after[:_AFTER]}"


def _reading(encoding: Encoding, scores: NDArray[np.float32]) -> Reading:
    own = np.flatnonzero(np.array(encoding.type_ids) == 0)  # the statement's tokens with its opening and closing marks
    added = scores[own].astype(np.float64) * (SCALE / len(own))
    total = added.sum(axis=0)
    log_probabilities = total - (np.log(np.exp(total - total.max()).sum()) + total.max())
    return Reading(log_probabilities, np.array(encoding.offsets, np.int64)[own], added)


@cache
def load() -> Encoder:
    """The shipped model.

    Raises:
        DataError: the artefact is missing or damaged.
    """
    parts = session(LOWER), session(UPPER)
    for name, part in zip((LOWER, UPPER), parts, strict=True):
        if part.get_outputs()[0].shape[-1] != len(JOINT_LABELS):
            raise DataError(f"models/artefact/{name}: its scores do not fit the labels")
    return Encoder(*parts, tokenizer())
