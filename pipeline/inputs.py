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
from pipeline.results_folder import holds_results, is_name_of_ours

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

LOCATION = "location"
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


def find(paths: Iterable[Path], out: Path | None = None, *, whole: bool = False) -> list[Path]:
    """Every file to scan: files as named, folders searched to the bottom, hidden files too; sorted within a folder.

    A path that does not exist is read as a pattern, since not every shell expands one; where nothing fits it is kept, so that
    it gets its row. So do what stands in a folder and cannot be gone into: a folder that is barred, and a link to a folder, which
    might lead in a circle. What scans wrote to the folder `out` or to another one is left out; with `whole`, all that lies in
    an `out` inside a folder.
    """
    found: list[Path] = []
    for path in paths:
        if url_of(path):
            found += listed(path)
        elif os.path.lexists(path) or not glob.has_magic(str(path)):
            found += _files(path, out, whole=whole)
        elif "**" in path.parts:
            for match in _sorted(_fitting(path)) or [path]:
                found += [match] if _is_linked_folder(match) else _files(match, out, whole=whole)
        else:
            for match in _sorted(_fitting(path)) or [path]:
                found += _files(match, out, whole=whole)
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


def exists(path: Path) -> bool:
    """Whether there is anything at a place, readable or not."""
    return version_key(path) is not None if url_of(path) else os.path.lexists(path)


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


def _fitting(pattern: Path) -> Iterator[Path]:
    """What fits a pattern. `**` stands for folders that are not hidden, and goes through no link, as the search of a folder."""
    if "**" not in pattern.parts:
        yield from map(Path, glob.glob(str(pattern)))  # noqa: PTH207 - absolute ones too
        return
    at = pattern.parts.index("**")
    behind = pattern.parts[at + 1 :]
    for top in _fitting(Path(*pattern.parts[:at])):
        if not _is(Path.is_dir, top):
            continue
        if not behind:
            yield top
            continue
        for folder, met in _walked(top, hidden=False):
            yield from (path for path in met if _is(Path.is_dir, path))
            for match in _fitting(Path(glob.escape(str(folder)), *behind)):
                parents = [parent for parent in reversed(match.parents) if parent != folder and parent.is_relative_to(folder)]
                yield next(filter(_is_linked_folder, parents), match)


def _sorted(paths: Iterable[Path]) -> list[Path]:
    return sorted(set(paths), key=str)


def _files(named: Path, out: Path | None, *, whole: bool) -> list[Path]:
    """A file itself; the files of a folder, but not what scans wrote there.

    Decisions kept beside a document are no document either.
    """
    if not _is(Path.is_dir, named):
        return [named]
    inside = _inside(named, out)
    found: list[Path] = []
    for folder, met in _walked(named):
        if whole and inside and inside != named and folder.is_relative_to(inside):
            continue
        has_results = folder == inside or holds_results(folder)
        found += [path for path in met if path.name != DECISIONS and not (has_results and is_name_of_ours(path.name))]
    return sorted(found)


def _walked(top: Path, *, hidden: bool = True) -> Iterator[tuple[Path, list[Path]]]:
    """Each folder from `top` down, and what is in it beside folders. One that is barred stands among the files of its parent."""
    waiting = [top]
    while waiting:
        folder = waiting.pop()
        try:
            with os.scandir(folder) as entries:
                kinds = {
                    folder / entry.name: entry.is_dir(follow_symlinks=False)
                    for entry in entries
                    if hidden or not entry.name.startswith(".")
                }
        except OSError:
            yield folder.parent, [folder]
            continue
        waiting += [path for path, is_folder in kinds.items() if is_folder]
        yield folder, [path for path, is_folder in kinds.items() if not is_folder]


def _is_linked_folder(path: Path) -> bool:
    return _is(Path.is_symlink, path) and _is(Path.is_dir, path)


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
