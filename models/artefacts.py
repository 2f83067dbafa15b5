"""The files of the shipped model, each checked by its SHA-256 before it is loaded.

`models/artefact/manifest.json` names them; training writes it anew (`write_manifest`), and `python -m models.artefacts` does the
same for files that were made in other ways.
"""

from __future__ import annotations

import hashlib
import json
from functools import cache
from importlib.resources import files
from pathlib import Path

from pipeline.errors import DataError

MANIFEST = "manifest.json"
TRAINED_ON = "trained-on.txt"
"""Holds `models.dataset.digest` of the corpus that the linear model and the screen were fitted from."""


def content(name: str) -> bytes:
    """The content of an artefact, the very bytes that were checked.

    Raises:
        DataError: it is missing, not in the manifest, or not what the manifest says.
    """
    try:
        found = (_folder() / name).read_bytes()
    except OSError as error:
        raise DataError(f"models/artefact/{name} cannot be read: {error.strerror}") from None
    if hashlib.sha256(found).hexdigest() != _manifest().get(name):
        raise DataError(
            f"models/artefact/{name} is not the file that its manifest names: install anew, or after training run "
            "python -m models.artefacts"
        )
    return found


def write_manifest(folder: Path) -> None:
    """Name every file of a folder with its hash."""
    paths = sorted(path for path in folder.iterdir() if path.is_file() and path.name != MANIFEST)
    hashes = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in paths if not path.name.startswith(".")}
    (folder / MANIFEST).write_text(json.dumps(hashes, indent=1) + "\n", encoding="utf-8", newline="\n")


def _folder() -> Path:
    return Path(str(files("models") / "artefact"))


@cache
def _manifest() -> dict[str, str]:
    try:
        loaded = json.loads((_folder() / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise DataError(f"models/artefact/{MANIFEST} cannot be read: {error}") from None
    if not isinstance(loaded, dict):
        raise DataError(f"models/artefact/{MANIFEST}: not a list of files with their hashes")
    return loaded


if __name__ == "__main__":
    write_manifest(_folder())
