"""The encoder as it is trained: MiniLM's layers, a head over the tokens of the last, and an exit behind some of the earlier ones.

The first layer lets a statement's own tokens look at its neighbours' too; all others read its own alone, which by then have taken
in what counts of the neighbours. Needs the extra `train`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import torch
from torch import nn
from transformers import AutoModel

from models.encoder import ENDS, SCALE
from models.labels import JOINT_LABELS

if TYPE_CHECKING:
    from pathlib import Path

_BARRED = -1e4  # what is added to the scores of tokens that must not count


class Scores(NamedTuple):
    """By the last layer B × T × 8, and B × 8 by each exit; T counts the statement's own tokens, which `own` marks: B × T."""

    tokens: Any
    exits: list[Any]
    own: Any


class Exit(nn.Module):  # type: ignore[misc] # torch is untyped here
    """Scores a statement by the mean, the most and a weighted mean of its tokens as they leave a layer."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.heed = nn.Linear(width, 1)
        self.score = nn.Linear(3 * width, len(JOINT_LABELS))
        self.drop = nn.Dropout(0.1)

    def forward(self, hidden: Any, own: Any) -> Any:  # noqa: ANN401 - tensors
        """B × T × width and B × T in, B × 8 out."""
        counted = own.unsqueeze(-1).float()
        mean = (hidden * counted).sum(1) / counted.sum(1)
        most = (hidden + _BARRED * (1 - counted)).max(1).values
        heeded = (hidden * torch.softmax(self.heed(hidden) + _BARRED * (1 - counted), 1)).sum(1)
        return self.score(self.drop(torch.cat([mean, most, heeded], 1)))


class Scorer(nn.Module):  # type: ignore[misc]
    """MiniLM with its exits and a linear layer over each token of the last layer."""

    def __init__(self, base: Path) -> None:
        super().__init__()
        self.body = AutoModel.from_pretrained(base)
        width = self.body.config.hidden_size
        self.exits = nn.ModuleList(Exit(width) for _ in ENDS[:-1])
        self.head = nn.Linear(width, len(JOINT_LABELS))
        self.drop = nn.Dropout(0.1)

    def forward(self, input_ids: Any, attention_mask: Any, token_type_ids: Any) -> Scores:  # noqa: ANN401 - tensors
        """Score statements, each filled up to the length of the longest, by every exit and every token of the last layer."""
        own = (token_type_ids == 0) & (attention_mask == 1)
        longest = int(own.sum(1).max())
        own = own[:, :longest]
        hidden = self.body.embeddings(input_ids=input_ids, token_type_ids=token_type_ids)
        first, *others = self.body.encoder.layer
        hidden = first_layer(first, hidden, longest, _BARRED * (attention_mask != 1)[:, None, None, :].float())
        exits = []
        for number, layer in enumerate(others, 2):
            hidden = layer(hidden, _BARRED * (~own[:, None, None, :]).float())
            if number in ENDS[:-1]:
                exits.append(self.exits[ENDS.index(number)](hidden, own))
        return Scores(self.head(self.drop(hidden)), exits, own)


def first_layer(layer: Any, hidden: Any, own: Any, barred: Any = 0.0) -> Any:  # noqa: ANN401 - tensors
    """What a layer of BERT (Devlin et al. 2019) makes of the first `own` tokens, which look at all: B × T × width in.

    The layer itself would work out the rest too, which nothing reads. `barred` is added to the attention's scores.
    """
    attention = layer.attention.self
    heads = (attention.num_attention_heads, attention.attention_head_size)
    asked, keys, values = (
        part(seen).unflatten(-1, heads).transpose(1, 2)
        for part, seen in ((attention.query, hidden[:, :own]), (attention.key, hidden), (attention.value, hidden))
    )
    heed = torch.softmax(asked @ keys.transpose(-1, -2) / heads[1] ** 0.5 + barred, -1)
    taken_in = attention.dropout(heed) @ values
    attended = layer.attention.output(taken_in.transpose(1, 2).flatten(-2), hidden[:, :own])
    return layer.output(layer.intermediate(attended), attended)


def pooled(scores: Any, own: Any) -> Any:  # noqa: ANN401 - tensors
    """The mean of the statement's token scores, scaled: B × 8."""
    weights = own.unsqueeze(-1).float()
    return SCALE * (scores * weights).sum(1) / weights.sum(1)
