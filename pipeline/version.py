"""Which version of what is running: for `--version` and `run.json`."""

from __future__ import annotations

import hashlib
import json
import platform
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import files

_LIBRARIES = (
    "charset-normalizer", "lxml", "markdown-it-py", "numpy", "onnxruntime", "pdfminer.six", "pdfplumber", "pypdfium2",
    "python-dateutil", "scikit-learn", "selectolax", "spacy", "tokenizers",
)  # fmt: skip
"""Those on which it depends what is read and how it is judged."""


def program() -> str:
    """The version of Overpromise itself."""
    try:
        return version("overpromise")
    except PackageNotFoundError:
        return "0+unknown"


def environment() -> dict[str, object]:
    """What a finding depends on beside file and options: versions, hashes of model and law, and what else is installed.

    The processor counts because 8-bit arithmetic is rounded differently on different kinds.
    """
    from pipeline.extract import ocr, office

    return {
        "overpromise": program(),
        "python": platform.python_version(),
        "system": platform.system(),
        "processor": platform.machine(),
        "ocr": ocr.available(),
        "libreoffice": office.program() is not None,
        "libraries": {name: version(name) for name in _LIBRARIES},
        "model_sha256": _digest("models", ("artefact",)),
        "register_sha256": _digest("corpus", ("law",)),
        "lexicon_sha256": _digest("corpus", ("lexicon",)),
        "wording_sha256": _digest("corpus", ("wording",)),
    }


def fingerprint(options: dict[str, object]) -> str:
    """One hash over all that rows depend on beside the file: versions, model, register, options, and what else is installed."""
    made_by = {**environment(), "options": options}
    return hashlib.sha256(json.dumps(made_by, sort_keys=True).encode()).hexdigest()


def _digest(package: str, parts: tuple[str, ...]) -> str:
    """One hash over the data files of a folder, by name and content."""
    digest = hashlib.sha256()
    for entry in sorted(files(package).joinpath(*parts).iterdir(), key=lambda entry: entry.name):
        if entry.is_file() and not entry.name.startswith((".", "__")):
            digest.update(entry.name.encode())
            digest.update(entry.read_bytes())
    return digest.hexdigest()
