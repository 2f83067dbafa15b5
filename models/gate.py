"""The gate: a small network that stops, in scans, most of what the screen lets through, for a fraction of what the encoder costs.

Two convolutions over the statement's word pieces (Collobert et al. 2011; Kim 2014): could this carry a label at all? Its score is
added to the screen's, which knows pairs of words that it does not. Like the screen it settles nothing but that there is no label:
the stance of what it stops is not known.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from math import isinf
from typing import TYPE_CHECKING

import numpy as np

from models.sessions import session, tokenizer

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Tokenizer

NAME = "gate.onnx"
THRESHOLD = -6.4
"""The lowest score, the screen's share added, at which a statement is read closely. What it loses: models/CARD.md."""
SCREEN_SHARE = 0.5
"""What a unit of the screen's score counts in one of the gate's; chosen on statements that neither had met."""
_LEAD_IN = 80  # characters


@dataclass(frozen=True)
class Gate:
    """A loaded network. Cheap to pass about, dear to load: use `load`."""

    network: InferenceSession
    tokenizer: Tokenizer

    def passes(self, text: str, before: str, screened: float) -> bool:
        """Whether a statement with that score by the screen is to be read closely."""
        return isinf(screened) or SCREEN_SHARE * screened + self.score(text, before) >= THRESHOLD

    def score(self, text: str, before: str) -> float:
        """Log-odds of any label, by the network alone. One at a time, so that a verdict hangs on nothing else in a batch."""
        tokens = np.array([self.tokenizer.encode(with_lead_in(text, before)).ids], np.int64)
        return float(self.network.run(["score"], {"input_ids": tokens})[0][0])


def with_lead_in(text: str, before: str) -> str:
    """What the gate reads: the statement, and the end of what stands before it where that leads in to it."""
    return f"{before[-_LEAD_IN:]} {text}" if text[:1].islower() or before.endswith(":") else text


@cache
def load() -> Gate:
    """The shipped gate.

    Raises:
        DataError: the artefact is missing or damaged.
    """
    return Gate(session(NAME), tokenizer())
