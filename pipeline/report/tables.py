"""CSV tables and `run.json`, written document by document so that what is finished is on disk."""

from __future__ import annotations

import csv
import json
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

from pipeline.report.rows import COLUMNS, ROWS

if TYPE_CHECKING:
    from pathlib import Path
    from types import TracebackType

    from pipeline.records import Outcome
    from pipeline.report.rows import Row, Value

# Excel and LibreOffice run a cell that begins so as a formula (OWASP, CSV Injection); an apostrophe makes it text.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\uff1d", "\uff0b", "\uff0d", "\uff20")


class Tables:
    """The three CSV files of a scan. UTF-8 with BOM, so that Excel reads the letters right; headers always."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self._stack = ExitStack()
        self._writers: dict[str, csv.DictWriter[str]] = {}

    def __enter__(self) -> Tables:
        for name, columns in COLUMNS.items():
            path = self._folder / f"{name}.csv"
            file = self._stack.enter_context(path.open("w", encoding="utf-8-sig", newline=""))
            self._writers[name] = csv.DictWriter(file, columns, lineterminator="\r\n")
            self._writers[name].writeheader()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._stack.close()

    def write(self, outcome: Outcome) -> None:
        """Add what one file came to."""
        for name, writer in self._writers.items():
            writer.writerows(safe_row(row) for row in ROWS[name](outcome))


def safe_row(row: Row) -> Row:
    """The row with no cell that a spreadsheet would run as a formula."""
    return {column: safe_cell(value) for column, value in row.items()}


def safe_cell(value: Value) -> Value:
    """The value, behind an apostrophe where a spreadsheet would take it for a formula. Numbers stay numbers."""
    if isinstance(value, str) and value.lstrip(" ").startswith(_FORMULA_STARTS):
        return f"'{value}"
    return value


def write_run(folder: Path, run: dict[str, Any]) -> None:
    """Write `run.json`: what was run, with which versions and options. The only output that holds times."""
    (folder / "run.json").write_text(json.dumps(run, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
