"""The shipped encoder's weights, read back from its 8-bit file, so that training can go on from them. Needs the extra `train`.

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


def weights(path: Path) -> dict[str, Array]:
    """Every parameter by its name in `models.train_encoder.Scorer`, as float32.

    Raises:
        KeyError: the file is not one that `models.train_encoder` wrote.
    """
    import onnx
    from onnx import numpy_helper

    graph = onnx.load(str(path)).graph
    stored = {entry.name: numpy_helper.to_array(entry) for entry in graph.initializer}
    found: dict[str, Array] = {}
    for name, value in stored.items():
        if name.endswith("weight_quantized"):
            found[name.removesuffix("_quantized")] = _whole(stored, name.removesuffix("_quantized"))
        elif name.startswith(("body.", "head.")) and value.dtype == np.float32 and not name.endswith("_scale"):
            found[name] = value
    for node in graph.node:
        if node.op_type == "MatMulInteger":  # its name is the path of the layer: /body/encoder/layer.0/output/dense/MatMul_quant
            layer = ".".join(node.name.strip("/").split("/")[:-1])
            found[f"{layer}.weight"] = _whole(stored, node.input[1].removesuffix("_quantized")).T
    return found


def _whole(stored: dict[str, NDArray[Any]], name: str) -> Array:
    """Eight-bit numbers as they were before: one scale for the table, or one for each column."""
    levels = stored[f"{name}_quantized"].astype(np.float32) - stored[f"{name}_zero_point"].astype(np.float32)
    return np.ascontiguousarray(levels * stored[f"{name}_scale"], dtype=np.float32)
