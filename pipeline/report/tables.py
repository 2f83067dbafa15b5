"""CSV tables and `run.json`. A file takes the place of an older one when it is complete: none ever stands half-written."""

from __future__ import annotations

import csv
import io
import json
import re
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, Any, TextIO

from pipeline.report.columns import COLUMNS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from types import TracebackType

    from pipeline.report.rows import Row, Rows, Value

# Excel and LibreOffice run a cell that begins so as a formula (OWASP, CSV Injection); an apostrophe makes it text.
_NUMBER = re.compile(r"[+-]?[0-9]+(?:\.[0-9]+)?")
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\uff1d", "\uff0b", "\uff0d", "\uff20")


class Tables:
    """The three CSV files of a scan. UTF-8 with BOM, so that Excel reads the letters right; headers always.

    `own` names the analyst's columns, which stand behind ours in every table. The files appear when the context ends well.
    """

    def __init__(self, folder: Path, own: tuple[str, ...] = ()) -> None:
        self._folder = folder
        self._own = own
        self._stack = ExitStack()
        self._writers: dict[str, csv.DictWriter[str]] = {}

    def __enter__(self) -> Tables:
        self._folder.mkdir(parents=True, exist_ok=True)
        with ExitStack() as opened:
            for name, columns in COLUMNS.items():
                file = opened.enter_context(replacing(self._folder / f"{name}.csv", encoding="utf-8-sig", newline=""))
                names = (*columns, *self._own)
                self._writers[name] = csv.DictWriter(file, names, lineterminator="\r\n")
                self._writers[name].writerow({column: safe_cell(column) for column in names})  # analysts name columns oddly
            self._stack = opened.pop_all()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._stack.__exit__(kind, error, trace)

    def write(self, rows: Rows, own: tuple[str, ...] = ()) -> None:
        """Add what one file came to, and what the analyst's columns say of it."""
        given = dict(zip(self._own, own or [""] * len(self._own), strict=True))
        for name, writer in self._writers.items():
            writer.writerows(safe_row({**row, **given}) for row in rows[name])


@contextmanager
def naming(path: Path) -> Iterator[None]:
    """Errors of the file system name the file that was written, which those of writing itself do not: of a full disk, say."""
    try:
        yield
    except OSError as error:
        if error.filename:
            raise
        raise OSError(error.errno, error.strerror or str(error), path.as_posix()) from None


class _Named(io.FileIO):
    """A file for what will be called `path`, by which errors name it."""

    def __init__(self, part: Path, path: Path) -> None:
        super().__init__(part, "w")
        self._path = path

    def write(self, content: Any, /) -> int:  # noqa: ANN401 - whatever is a buffer: the type has a name from Python 3.12 on
        with naming(self._path):
            return super().write(content)


@contextmanager
def replacing(path: Path, *, encoding: str, newline: str | None = None) -> Iterator[TextIO]:
    """A file to write, which replaces `path` when the context ends well and leaves it alone otherwise."""
    with beside(path) as part, io.TextIOWrapper(io.BufferedWriter(_Named(part, path)), encoding, newline=newline) as file:
        yield file


@contextmanager
def beside(path: Path) -> Iterator[Path]:
    """The name of a file to write, which replaces `path` when the context ends well and goes otherwise."""
    part = path.with_name(f"{path.name}.part")
    try:
        yield part
        part.replace(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise


def safe_row(row: Row) -> Row:
    """The row with no cell that a spreadsheet would run as a formula."""
    return {column: safe_cell(value) for column, value in row.items()}


def safe_cell(value: Value) -> Value:
    """The value as a spreadsheet and any reader of UTF-8 can take it.

    An apostrophe goes before what would be run as a formula. Numbers stay numbers, as text too.
    """
    text = whole_text(value)
    if not isinstance(text, str) or _NUMBER.fullmatch(text):
        return text
    return f"'{text}" if text.lstrip(" ").startswith(_FORMULA_STARTS) else text


def whole_text(value: Value) -> Value:
    """The value; text with halves of surrogate pairs, which broken files hold and UTF-8 cannot, escaped."""
    return value.encode("utf-8", "backslashreplace").decode() if isinstance(value, str) else value


def write_run(folder: Path, run: dict[str, Any]) -> None:
    """Write `run.json`: what was run, with which versions and options. The only output that holds times."""
    with replacing(folder / "run.json", encoding="utf-8") as file:
        json.dump(run, file, indent=2, ensure_ascii=False)
        file.write("\n")
