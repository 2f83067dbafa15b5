"""The trained encoder as two 8-bit ONNX files: its lower layers, and the upper ones that go on where those leave off.

A statement is always read alone, so that neither part needs a mask. Needs the extra `train`.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import nn

from models.encoder import LOWER, LOWER_LAYERS, UPPER

if TYPE_CHECKING:
    from models.train_encoder import Scorer


class Lower(nn.Module):  # type: ignore[misc] # torch is untyped here
    """Token numbers in, T × 8 early scores and what the upper part goes on from out."""

    def __init__(self, net: Scorer) -> None:
        super().__init__()
        self.body, self.early = net.body, net.early

    def forward(self, input_ids: Any, token_type_ids: Any) -> Any:  # noqa: ANN401 - tensors
        """Run the embeddings and the lower layers."""
        hidden = self.body.embeddings(input_ids=input_ids, token_type_ids=token_type_ids)
        for layer in self.body.encoder.layer[:LOWER_LAYERS]:
            hidden = layer(hidden)
        return self.early(hidden), hidden


class Upper(nn.Module):  # type: ignore[misc]
    """What the lower part passed on in, T × 8 scores out."""

    def __init__(self, net: Scorer) -> None:
        super().__init__()
        self.body, self.head = net.body, net.head

    def forward(self, passed_on: Any) -> Any:  # noqa: ANN401 - tensors
        """Run the upper layers."""
        for layer in self.body.encoder.layer[LOWER_LAYERS:]:
            passed_on = layer(passed_on)
        return self.head(passed_on)


def export(net: Scorer, one: dict[str, Any], folder: Path) -> None:
    """Write both parts to a folder. `one` is any input to trace the net with, each tensor B × T."""
    lower, upper = Lower(net).eval(), Upper(net).eval()
    inputs = {name: one[name] for name in ("input_ids", "token_type_ids")}
    _write(lower, inputs, ["early", "passed_on"], folder / LOWER)
    with torch.no_grad():
        _write(upper, {"passed_on": lower(**inputs)[1]}, ["scores"], folder / UPPER)


def _write(part: nn.Module, inputs: dict[str, Any], outputs: list[str], target: Path) -> None:
    axes = {name: {0: "batch", 1: "tokens"} for name in (*inputs, *outputs)}
    with tempfile.TemporaryDirectory() as made:
        whole = Path(made) / "whole.onnx"
        torch.onnx.export(
            part, tuple(inputs.values()), str(whole), input_names=list(inputs), output_names=outputs, dynamic_axes=axes,
            opset_version=17, dynamo=False,
        )  # fmt: skip
        quantize_dynamic(whole, target, weight_type=QuantType.QInt8, per_channel=True)
