"""A folder of results: which files a scan writes there, and how a file shows that a scan wrote it."""

from __future__ import annotations

import os
import re
import sqlite3
import zipfile
from contextlib import closing
from typing import TYPE_CHECKING

from pipeline.report.columns import COLUMNS

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

LEDGER, RUN = "ledger.sqlite", "run.json"
_SINGLE = {"xlsx": "overpromise.xlsx", "sarif": "overpromise.sarif", "json": "overpromise.json", "github": "overpromise.github"}
_NAMES = re.compile(
    rf"(?:(?:{'|'.join(COLUMNS)})\.(?:csv|jsonl|parquet)|{'|'.join(map(re.escape, (*_SINGLE.values(), RUN)))})(?:\.part)?"
    r"|ledger\.(?:tmp|sqlite(?:-\w+)?)"
)
_HEAD = 4_096
_FIRST = 3  # columns by which a table is known; later ones may differ between versions
_TABLES = {"results", "inputs"}


def is_name_of_ours(name: str) -> bool:
    """Whether a scan gives a file that name, finished or not."""
    return _NAMES.fullmatch(name) is not None


def holds_results(folder: Path) -> bool:
    """Whether the folder is the --out of an earlier scan that was finished."""
    run = folder / RUN
    if not os.path.lexists(run) or not is_ours(run):
        return False
    return any(path.is_file() and is_ours(path) for path in (folder / LEDGER, folder / "documents.csv"))


def check(folder: Path, formats: Iterable[str], inputs: Iterable[Path], *, ledger: bool) -> None:
    """See to it that a scan overwrites nothing but what an earlier one wrote; `ledger`: it keeps one in the folder.

    Raises:
        ValueError: it would. The message names the file.
    """
    there = [path for path in (folder / name for name in _written(formats, ledger=ledger)) if os.path.lexists(path)]
    if not there:
        return
    read = {_identity(path) for path in inputs}
    for path in there:
        if _identity(path) in read:
            raise ValueError(f"{path.as_posix()} is to be read and would be overwritten: name another folder for --out")
    kept = folder / LEDGER
    if kept.is_file() and kept.stat().st_size and is_ours(kept):
        return
    for path in there:
        if not is_ours(path):
            raise ValueError(
                f"{path.as_posix()} was not written by a scan and would be overwritten: name another folder for --out"
            )


def is_ours(path: Path) -> bool:
    """Whether a file with the name of an output has the format of that output, or no content that could be lost."""
    try:
        if not path.is_file():
            return False
        with path.open("rb") as file:
            head = file.read(_HEAD)
        return not head or _has_format(path, head)
    except OSError:
        return False


def _written(formats: Iterable[str], *, ledger: bool) -> list[str]:
    tables = [f"{table}.{ending}" for ending in ("csv", *formats) if ending not in _SINGLE for table in COLUMNS]
    return [*tables, *(_SINGLE[name] for name in formats if name in _SINGLE), RUN, *([LEDGER] if ledger else [])]


def _identity(path: Path) -> tuple[int, int] | str:
    """What is the same for two names of one file."""
    try:
        found = path.stat()
    except (OSError, ValueError):
        return os.path.realpath(path)
    return found.st_dev, found.st_ino


def _has_format(path: Path, head: bytes) -> bool:
    table, ending = path.stem, path.suffix[1:]
    first = COLUMNS.get(table, ())[:_FIRST]
    match ending:
        case "csv":
            return head.startswith(b"\xef\xbb\xbf" + ",".join(first).encode() + b",")
        case "jsonl":
            return head.startswith(f'{{"{first[0]}": '.encode()) and all(f'"{name}": '.encode() in head for name in first)
        case "parquet":
            return all(name.encode() in _footer(path) for name in first)
        case "sqlite":
            return _is_ledger(path)
        case "xlsx":
            return _is_workbook(path)
        case "github":
            return head.startswith(b"::")
        case "sarif":
            return b'"name": "Overpromise"' in head
    return head.startswith(b'{"documents": [') if table == "overpromise" else b'"overpromise": "' in head[:100]


def _footer(path: Path) -> bytes:
    """The end of a Parquet file, where its columns are named."""
    content = path.read_bytes()
    length = int.from_bytes(content[-8:-4], "little")
    return content[-8 - length :] if content.endswith(b"PAR1") else b""


def _is_workbook(path: Path) -> bool:
    try:
        with zipfile.ZipFile(path) as book:
            sheets = book.read("xl/workbook.xml")
    except (zipfile.BadZipFile, KeyError):
        return False
    return all(f'name="{table}"'.encode() in sheets for table in COLUMNS)


def _is_ledger(path: Path) -> bool:
    """Whether a database has our tables, or none yet. One that is in use counts: to open it for a scan then says so."""
    if path.with_name(f"{path.name}-wal").exists():  # in use, or killed: to look into it leaves a file there
        return True
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?immutable=1", uri=True)) as connection:
            tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    except sqlite3.OperationalError:
        return True
    except sqlite3.DatabaseError:
        return False
    return not tables or tables >= _TABLES
