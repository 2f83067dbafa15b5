"""The trained encoder as 8-bit ONNX files, one for each stretch of layers between two exits.

A statement is always read alone, so that no part needs a mask. Needs the extra `train`.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import nn

from models.encoder import ENDS, PARTS
from models.scorer import first_layer

if TYPE_CHECKING:
    from models.scorer import Scorer


class Part(nn.Module):  # type: ignore[misc] # torch is untyped here
    """The layers up to an exit, or to the end, under the names that they have in the whole, which `models.warm_start` reads."""

    def __init__(self, net: Scorer, number: int) -> None:
        super().__init__()
        self.body, self.exits, self.head = net.body, net.exits, net.head
        self._number, self._layers = number, range((0, *ENDS)[number], ENDS[number])

    def forward(self, first: Any, token_type_ids: Any = None) -> Any:  # noqa: ANN401 - tensors
        """Token numbers and types, or what the part before passed on, in; scores, and what the next one goes on from, out.

        The last part scores each token, T × 8; the others the statement.
        """
        hidden, layers = first, list(self._layers)
        if token_type_ids is not None:
            own = (token_type_ids == 0).sum()  # they stand first
            hidden = self.body.embeddings(input_ids=first, token_type_ids=token_type_ids)
            hidden = first_layer(self.body.encoder.layer[layers.pop(0)], hidden, own)
        for number in layers:
            hidden = self.body.encoder.layer[number](hidden)
        if self._number == len(self.exits):
            return self.head(hidden)
        return self.exits[self._number](hidden, torch.ones_like(hidden[..., 0])), hidden


def export(net: Scorer, one: dict[str, Any], folder: Path) -> None:
    """Write all parts to a folder. `one` is any input to trace the net with, each tensor B × T."""
    inputs = {name: one[name] for name in ("input_ids", "token_type_ids")}
    for number, name in enumerate(PARTS):
        part = Part(net, number).eval()
        outputs = ["scores"] if name == PARTS[-1] else ["scores", "passed_on"]
        _write(part, inputs, outputs, folder / name)
        with torch.no_grad():
            inputs = {"taken_over": part(*inputs.values())[-1]}


def _write(part: nn.Module, inputs: dict[str, Any], outputs: list[str], target: Path) -> None:
    axes = {name: {0: "batch", 1: "tokens"} for name in (*inputs, *outputs)}
    with tempfile.TemporaryDirectory() as made:
        whole = Path(made) / "whole.onnx"
        torch.onnx.export(
            part, tuple(inputs.values()), str(whole), input_names=list(inputs), output_names=outputs, dynamic_axes=axes,
            opset_version=17, dynamo=False,
        )  # fmt: skip
        quantize_dynamic(whole, target, weight_type=QuantType.QInt8, per_channel=True)
