"""Many documents: find the files, scan each, keep going when one fails."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.records import Outcome, Status
from pipeline.scanner import Given, scan

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path


def find(paths: Iterable[Path]) -> list[Path]:
    """Every file to scan: files as named, folders searched to the bottom, hidden files too; sorted within a folder.

    A path that does not exist is kept, so that it gets its row.
    """
    found: list[Path] = []
    for path in paths:
        found += sorted(p for p in path.rglob("*") if p.is_file()) if path.is_dir() else [path]
    return list(dict.fromkeys(found))


def scan_all(paths: Iterable[Path], given: Given) -> Iterator[Outcome]:
    """Scan each file in turn. An error in the program itself becomes the file's row and stops nothing."""
    for path in paths:
        try:
            yield scan(path, given)
        except Exception as error:
            yield Outcome(path, Status.CRASHED, f"the program failed on this file ({type(error).__name__}); please report it")
