"""Many documents: find the files, open what holds documents, scan each, keep going when one fails."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from models.decision import Sensitivity
from pipeline.containers import MAX_DEPTH, is_container, unpacked
from pipeline.errors import ReadError
from pipeline.records import Given, Outcome, Status
from pipeline.scanner import scan

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


def scan_all(paths: Iterable[Path], given: Given, sensitivity: Sensitivity = Sensitivity.BALANCED) -> Iterator[Outcome]:
    """Scan each file in turn, and each document inside archives and e-mails."""
    for path in paths:
        yield from _scan_any(path, path, given, sensitivity, depth=0)


def _scan_any(path: Path, name: Path, given: Given, sensitivity: Sensitivity, depth: int) -> Iterator[Outcome]:
    """Scan what lies at `path` and is called `name`. An error in the program itself becomes the file's row and stops nothing."""
    try:
        kind = is_container(path) if depth < MAX_DEPTH else ""
        if not kind:
            yield replace(scan(path, given, sensitivity), path=name)
            return
        with unpacked(path, kind) as inner:
            yield Outcome(name, Status.OK, holds=len(inner))
            for inner_name, inner_path in inner:
                yield from _scan_any(inner_path, name / inner_name, given, sensitivity, depth + 1)
    except ReadError as error:
        yield Outcome(name, error.status, error.cause)
    except Exception as error:
        yield Outcome(name, Status.CRASHED, f"the program failed on this file ({type(error).__name__}); please report it")
