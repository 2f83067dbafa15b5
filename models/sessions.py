"""The networks' files opened: ONNX models on one thread, and the tokenizer that they share."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from models import artefacts
from pipeline.errors import DataError

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Tokenizer

MAX_TOKENS = 128


@cache
def tokenizer() -> Tokenizer:
    """The shipped tokenizer, which cuts what is longer than a network reads.

    Raises:
        DataError: the artefact is missing or damaged.
    """
    from tokenizers import Tokenizer

    try:
        loaded = Tokenizer.from_str(artefacts.content("tokenizer.json").decode())
    except DataError:
        raise
    except Exception as error:  # tokenizers raises bare exceptions
        raise DataError(f"models/artefact: the tokenizer cannot be read: {error}") from None
    loaded.enable_truncation(MAX_TOKENS, strategy="longest_first")
    loaded.no_padding()
    return loaded


def session(name: str) -> InferenceSession:
    """A shipped network, on one thread: batches run documents side by side.

    Raises:
        DataError: the artefact is missing or damaged.
    """
    import onnxruntime

    onnxruntime.disable_telemetry_events()  # on Windows; elsewhere models/__init__.py has said so before it was loaded
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.log_severity_level = 3
    try:
        return onnxruntime.InferenceSession(artefacts.content(name), options, providers=["CPUExecutionProvider"])
    except DataError:
        raise
    except Exception as error:  # onnxruntime raises bare exceptions
        raise DataError(f"models/artefact/{name} cannot be read: {error}") from None
