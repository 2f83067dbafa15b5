"""Which files to scan: paths, folders, patterns, and a manifest with the analyst's own columns."""

from __future__ import annotations

import csv
import glob
import hashlib
import io
import os
import re
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.decisions import NAME as DECISIONS
from pipeline.errors import ReadError
from pipeline.extract.decoding import decode
from pipeline.locations import listed, url_of, version_key
from pipeline.report.columns import COLUMNS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

LOCATION = "location"
_OURS = re.compile(
    rf"(?:(?:{'|'.join(COLUMNS)})\.(?:csv|jsonl|parquet)|overpromise\.(?:xlsx|sarif|json|github)|run\.json)(?:\.part)?"
    r"|ledger\.(?:tmp|sqlite(?:-\w+)?)"
)
"""Names of what a scan writes, finished or not."""
_STANDARD = frozenset(column for columns in COLUMNS.values() for column in columns)


@dataclass(frozen=True, slots=True)
class Input:
    """A file to scan, and what the analyst's columns say of it."""

    path: Path
    own: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """How tables name the file: its URL, or its path with forward slashes; always printable."""
        return printable(url_of(self.path) or self.path.as_posix())


def printable(text: str) -> str:
    """The text with what cannot be written in UTF-8 escaped: the name of a file is bytes, which need not be text."""
    return text.encode("utf-8", "backslashreplace").decode()


def path_of(name: str) -> Path:
    """The file that a table names so: `printable` undone where only that leads to a file."""
    unescaped = re.sub(r"\\u(dc[89a-f][0-9a-f])", lambda escape: chr(int(escape[1], 16)), name)
    return Path(unescaped if os.path.lexists(unescaped) and not os.path.lexists(name) else name)


def find(paths: Iterable[Path], out: Path | None = None) -> list[Path]:
    """Every file to scan: files as named, folders searched to the bottom, hidden files too; sorted within a folder.

    A path that does not exist is read as a pattern, since not every shell expands one; where nothing fits it is kept, so that
    it gets its row. What earlier scans wrote to the folder `out` is not searched.
    """
    found: list[Path] = []
    for path in paths:
        if url_of(path):
            found += listed(path)
            continue
        for named in _expanded(path):
            found += _searched(named, out) if _is(Path.is_dir, named) else [named]
    return list(dict.fromkeys(found))


def read_manifest(path: Path, out: Path | None = None) -> tuple[tuple[str, ...], list[Input]]:
    """The analyst's own columns, and the inputs of a CSV file with a column `location`, which counts from the file's folder.

    A column that has the name of one of ours is called `manifest_` and its name.

    Raises:
        ValueError: the file cannot be read, has no such column, or a row does not fit. The message says which.
    """
    try:
        table = csv.reader(io.StringIO(decode(path)), strict=True)
        columns = [column.strip() for column in next(table, [])]
        named = [column for column in columns if column]
        _check_header(path, columns, named)
        own = [column for column in named if column != LOCATION]
        inputs = []
        for cells in filter(any, table):
            row = dict(zip_longest(columns, cells, fillvalue=""))
            if len(cells) > len(columns):
                raise ValueError(f"{path.as_posix()}: line {table.line_num} has more cells than the header")
            if not row[LOCATION].strip():
                raise ValueError(f"{path.as_posix()}: line {table.line_num} has no {LOCATION}")
            values = tuple(row[column] for column in own)
            inputs += [Input(found, values) for found in find([_located(path.parent, row[LOCATION].strip())], out)]
    except OSError as error:
        raise ValueError(f"{path.as_posix()}: {error.strerror or error}") from None
    except (ReadError, csv.Error) as error:
        raise ValueError(f"{path.as_posix()}: {error}") from None
    return tuple(f"manifest_{column}" if column in _STANDARD else column for column in own), inputs


def _check_header(path: Path, columns: list[str], named: list[str]) -> None:
    if LOCATION not in named:
        has = f"it has {', '.join(named)}" if named else "it is empty"
        hint = "; cells must be separated by commas" if len(columns) == 1 and re.search(r"[;\t|]", columns[0]) else ""
        raise ValueError(f"{path.as_posix()}: the header has no column {LOCATION}; {has}{hint}")
    if twice := sorted({column for column in named if named.count(column) > 1}):
        raise ValueError(f"{path.as_posix()}: each column needs its own name; the header has {', '.join(twice)} twice")


def _located(folder: Path, location: str) -> Path:
    return Path(location) if url_of(Path(location)) else folder / location


def content_key(path: Path) -> str | None:
    """A key that is the same for files of the same content and kind of name; None where the file cannot be opened.

    Of an object in a store it is what the store says of the version that it holds.
    """
    if url_of(path):
        return version_key(path)
    try:
        if not path.is_file():  # a pipe or a device might never end
            return None
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
    except (OSError, ValueError):
        return None
    suffix = path.suffix.lower()
    return digest + (suffix if suffix.isascii() and suffix[1:].isalnum() else "")


def _expanded(path: Path) -> list[Path]:
    if os.path.lexists(path) or not glob.has_magic(str(path)):
        return [path]
    return [Path(match) for match in sorted(glob.glob(str(path), recursive=True))] or [path]  # noqa: PTH207 - absolute ones too


def _searched(folder: Path, out: Path | None) -> Iterator[Path]:
    """The files of a folder, but not those in `out` where that lies inside; where it is the folder itself, not our own files.

    Decisions kept beside a document are no document either.
    """
    inside = _inside(folder, out)
    for path in sorted(path for path in folder.rglob("*") if _is(Path.is_file, path)):
        if inside == folder:
            if path.parent == folder and _OURS.fullmatch(path.name):
                continue
        elif inside and path.is_relative_to(inside):
            continue
        if path.name != DECISIONS:
            yield path


def _is(kind: Callable[[Path], bool], path: Path) -> bool:
    """Whether a path is of a kind, where names too long and folders that are barred raise no error."""
    try:
        return kind(path)
    except (OSError, ValueError):
        return False


def _inside(folder: Path, out: Path | None) -> Path | None:
    """`out` as a path that begins with `folder`; None where it lies elsewhere."""
    if out and out.resolve().is_relative_to(folder.resolve()):
        return folder / out.resolve().relative_to(folder.resolve())
    return None
