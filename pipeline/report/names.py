"""Names for what is written about documents: never that of a document itself, nor of a file that this program did not make."""

from __future__ import annotations

import os
from itertools import count
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

_OURS = b"Overpromise"  # names like plan.marked.docx speak for themselves, index.html does not


class Names:
    """Hands out the beginnings of file names in a folder. The documents `inputs` stay whole."""

    def __init__(self, folder: Path, inputs: Iterable[Path]) -> None:
        self._folder = folder
        self._inputs = {os.path.realpath(path) for path in inputs}  # resolve() fails on links in a circle
        self._taken: set[str] = set()

    def free(self, stem: str, *endings: str) -> str:
        """`plan`, or `plan-2`, `plan-3` … where one of the endings is taken or would write over somebody else's file."""
        names = (stem if number == 1 else f"{stem}-{number}" for number in count(1))
        name = next(name for name in names if self._is_free(name, endings))
        self._taken |= {f"{name}{ending}".casefold() for ending in endings}
        return name

    def _is_free(self, name: str, endings: Iterable[str]) -> bool:
        paths = [self._folder / f"{name}{ending}" for ending in endings]
        return not any(path.name.casefold() in self._taken or self._is_anothers(path) for path in paths)

    def _is_anothers(self, path: Path) -> bool:
        if path.suffix == ".html" and path.is_file() and _OURS not in path.read_bytes():
            return True
        return os.path.realpath(path) in self._inputs
