"""The encoder: a small transformer that reads a statement with its neighbours, and says what each word added.

A fine-tuned MiniLM (Wang et al. 2020; 6 layers, 22.7 million weights, 8-bit) run by onnxruntime. It scores every token of the
statement for each joint label; the score of the statement is their mean, so that what a token added is exact and not a guess.
It is cut in parts, and a statement that is plainly no promise leaves after any of them (early exit; Xin et al. 2020). Only the
first layer reads the neighbours' tokens (word elimination; Goyal et al. 2020, PoWER-BERT).
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
    from collections.abc import Iterator

    from numpy.typing import NDArray
    from onnxruntime import InferenceSession
    from tokenizers import Tokenizer

ENDS = (2, 3, 4, 6)
"""The layer after which each part ends; fixed in training."""
PARTS = tuple(f"encoder-{number}.onnx" for number in range(1, len(ENDS) + 1))
SCALE = 4.0
"""By how much the mean of the token scores is multiplied; fixed in training."""
_BEFORE, _AFTER = 160, 100  # characters of the neighbours that are read


class Reading(NamedTuple):
    """What the encoder made of one statement: log-probabilities by joint label, and each token's place and scores.

    `spans` is T × 2 (start, end in the statement's text), `added` is T × 8 and sums to the scores before normalising. Where not
    all layers have read, T is 0: it is not known what each token added.
    """

    log_probabilities: NDArray[np.float64]
    spans: NDArray[np.int64]
    added: NDArray[np.float64]

    @property
    def is_whole(self) -> bool:
        """Whether all layers have read."""
        return len(self.added) > 0


@dataclass(frozen=True)
class Encoder:
    """A loaded model. Cheap to pass about, dear to load: use `load`."""

    parts: tuple[InferenceSession, ...]
    tokenizer: Tokenizer

    def readings(self, text: str, before: str = "", after: str = "") -> Iterator[Reading]:
        """Read one statement part by part, each as it is asked for; the last reading is that of all layers.

        One statement at a time: 8-bit sums depend on what else is in a batch, and a verdict must not.
        """
        encoding = self.tokenizer.encode(text, neighbours(before, after))
        feeds = {"input_ids": np.array([encoding.ids], np.int64), "token_type_ids": np.array([encoding.type_ids], np.int64)}
        spans = np.array(encoding.offsets[: encoding.type_ids.count(0)], np.int64)  # with its opening and closing marks
        for part in self.parts[:-1]:
            scores, passed_on = part.run(["scores", "passed_on"], feeds)
            yield Reading(_normal(scores[0].astype(np.float64)), spans[:0], np.zeros((0, len(JOINT_LABELS))))
            feeds = {"taken_over": passed_on}
        added = self.parts[-1].run(["scores"], feeds)[0][0].astype(np.float64) * (SCALE / len(spans))
        yield Reading(_normal(added.sum(axis=0)), spans, added)

    def read(self, text: str, before: str = "", after: str = "") -> Reading:
        """Read one statement with all layers."""
        *_, last = self.readings(text, before, after)
        return last


def neighbours(before: str, after: str) -> str:
    """The second half of the encoder's input."""
    return f"{before[-_BEFORE:]} ¦ {after[:_AFTER]}"


def _normal(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    """Scores as log-probabilities."""
    result: NDArray[np.float64] = scores - (np.log(np.exp(scores - scores.max()).sum()) + scores.max())
    return result


@cache
def load() -> Encoder:
    """The shipped model.

    Raises:
        DataError: the artefact is missing or damaged.
    """
    parts = tuple(map(session, PARTS))
    for name, part in zip(PARTS, parts, strict=True):
        if part.get_outputs()[0].shape[-1] != len(JOINT_LABELS):
            raise DataError(f"models/artefact/{name}: its scores do not fit the labels")
    return Encoder(parts, tokenizer())
