"""The classifier: labels, features, training, evaluation and the shipped artefact."""

import os

# onnxruntime, at least from 1.32, reports its use to its maker over the network unless this is set before it is loaded.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"
