"""The shipped encoder's weights, read back from its 8-bit files, so that training can go on from them. Needs the extra `train`.

Training anew takes hours on two cores; going on from the shipped weights takes minutes. What is lost in eight bits is smaller
than what a first epoch changes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    Array = NDArray[np.float32]


def weights(folder: Path) -> dict[str, Array]:
    """Every parameter by its name in `models.train_encoder.Scorer`, as float32.

    Raises:
        KeyError: a file there is not one that `models.train_encoder` wrote.
    """
    import onnx

    found: dict[str, Array] = {}
    for path in sorted(folder.glob("encoder*.onnx")):
        found |= _of_file(onnx.load(str(path)).graph)
    return found


def _of_file(graph: Any) -> dict[str, Array]:  # noqa: ANN401 - onnx is untyped here
    from onnx import numpy_helper

    stored = {entry.name: numpy_helper.to_array(entry) for entry in graph.initializer}
    found: dict[str, Array] = {}
    for name, value in stored.items():
        if name.endswith("weight_quantized"):
            found[name.removesuffix("_quantized")] = _whole(stored, name.removesuffix("_quantized"))
        elif name.startswith(("body.", "head.", "exits.")) and value.dtype == np.float32 and not name.endswith("_scale"):
            found[name] = value
    bias_of = _biases(graph)
    for node in graph.node:
        if node.op_type == "MatMulInteger":
            name = bias_of[node.output[0]].removesuffix("bias")
            found[f"{name}weight"] = _whole(stored, node.input[1].removesuffix("_quantized")).T
    return found


def _biases(graph: Any) -> dict[str, str]:  # noqa: ANN401
    """The name of the bias that is added to each product: alone among a layer's arrays it has kept its own."""
    next_node = {name: node for node in graph.node for name in node.input}
    found = {}
    for node in graph.node:
        if node.op_type == "MatMulInteger":
            last = node
            while last.op_type != "Add":
                last = next_node[last.output[0]]
            found[node.output[0]] = next(name for name in last.input if name.endswith(".bias"))
    return found


def _whole(stored: dict[str, NDArray[Any]], name: str) -> Array:
    """Eight-bit numbers as they were before: one scale for the table, or one for each column."""
    levels = stored[f"{name}_quantized"].astype(np.float32) - stored[f"{name}_zero_point"].astype(np.float32)
    return np.ascontiguousarray(levels * stored[f"{name}_scale"], dtype=np.float32)
