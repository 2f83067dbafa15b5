"""Which version of what is running: for `--version` and `run.json`."""

from __future__ import annotations

import hashlib
import json
import platform
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import files

_LIBRARIES = ("pypdfium2", "lxml", "selectolax", "spacy", "numpy", "scikit-learn")


def program() -> str:
    """The version of Overpromise itself."""
    try:
        return version("overpromise")
    except PackageNotFoundError:
        return "0+unknown"


def environment() -> dict[str, object]:
    """Versions and hashes that a finding depends on: program, Python, libraries, model and law register."""
    return {
        "overpromise": program(),
        "python": platform.python_version(),
        "libraries": {name: version(name) for name in _LIBRARIES},
        "model_sha256": _digest("models", ("artefact",)),
        "register_sha256": _digest("corpus", ("law",)),
        "lexicon_sha256": _digest("corpus", ("lexicon",)),
        "wording_sha256": _digest("corpus", ("wording",)),
    }


def fingerprint(options: dict[str, object]) -> str:
    """One hash over all that rows depend on beside the file: versions, model, register, options, and what else is installed."""
    from pipeline.extract import ocr, office

    made_by = {**environment(), "ocr": ocr.available(), "libreoffice": office.program() is not None, "options": options}
    return hashlib.sha256(json.dumps(made_by, sort_keys=True).encode()).hexdigest()


def _digest(package: str, parts: tuple[str, ...]) -> str:
    """One hash over the data files of a folder, by name and content."""
    digest = hashlib.sha256()
    for entry in sorted(files(package).joinpath(*parts).iterdir(), key=lambda entry: entry.name):
        if entry.is_file() and not entry.name.startswith((".", "__")):
            digest.update(entry.name.encode())
            digest.update(entry.read_bytes())
    return digest.hexdigest()
