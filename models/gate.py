"""The gate: a small network that stops, in scans, most of what the screen lets through, for a fraction of what the encoder costs.

Two convolutions over the statement's word pieces (Collobert et al. 2011; Kim 2014), told apart from the few of its neighbours'
that they reach: could this carry a label at all? Its score is added to the screen's, which knows pairs of words that it does not.
Like the screen it settles nothing but that there is no label: the stance of what it stops is not known.
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
THRESHOLD = -5.4
"""The lowest score, the screen's share added, at which a statement is read closely. What it loses: models/CARD.md."""
SCREEN_SHARE = 0.5
"""What a unit of the screen's score counts in one of the gate's; chosen on statements that neither had met."""
_REACH = 4
"""How many word pieces behind the statement's last two convolutions take in: what lies further changes nothing."""
_BEFORE, _AFTER, _ENOUGH = 80, 40, 48  # characters of the neighbours from which these come, and how many of them hold so many


@dataclass(frozen=True)
class Gate:
    """A loaded network. Cheap to pass about, dear to load: use `load`."""

    network: InferenceSession
    tokenizer: Tokenizer

    def passes(self, text: str, before: str, after: str, screened: float) -> bool:
        """Whether a statement with that score by the screen is to be read closely."""
        return isinf(screened) or SCREEN_SHARE * screened + self.score(text, before, after) >= THRESHOLD

    def score(self, text: str, before: str, after: str) -> float:
        """Log-odds of any label, by the network alone. One at a time, so that a verdict hangs on nothing else in a batch."""
        encoding = self.tokenizer.encode(text, neighbours(before, after))
        read = encoding.type_ids.count(0) + _REACH
        feeds = {
            "input_ids": np.array([encoding.ids[:read]], np.int64),
            "token_type_ids": np.array([encoding.type_ids[:read]], np.int64),
        }
        return float(self.network.run(["score"], feeds)[0][0])


def neighbours(before: str, after: str) -> str:
    """The second half of the gate's input."""
    return f"{before[-_BEFORE:]} ¦ {after[:_AFTER]}"[:_ENOUGH]


@cache
def load() -> Gate:
    """The shipped gate.

    Raises:
        DataError: the artefact is missing or damaged.
    """
    return Gate(session(NAME), tokenizer())
