"""An Excel workbook: a sheet for each table, with filters, wrapped text and a frozen header; the last explains the columns."""

from __future__ import annotations

from datetime import datetime, time
from io import BytesIO
from typing import TYPE_CHECKING, Any

from pipeline.errors import OutputError
from pipeline.law import REGISTER_DATE
from pipeline.report.columns import COLUMNS, TABLES
from pipeline.report.schema import kind, meaning
from pipeline.report.tables import beside, naming
from pipeline.report.visible import visible

if TYPE_CHECKING:
    from pathlib import Path
    from types import TracebackType

    from pipeline.report.rows import Rows, Value

_NAME = "overpromise.xlsx"
_LONGEST = 32_000  # Excel's cells hold 32,767 characters
_WIDE = {
    "text": 60,
    "reason": 80,
    "suggestion": 80,
    "authority": 40,
    "evidence": 40,
    "verdict": 60,
    "before": 40,
    "after": 40,
    "decided_reason": 40,
}


class Writer:
    """`overpromise.xlsx`. Text is always written as text, so that no cell is a formula."""

    def __init__(self, folder: Path, own: tuple[str, ...] = ()) -> None:
        self._path, self._own = folder / _NAME, own
        self._book: Any = None
        self._content = BytesIO()
        self._sheets: dict[str, Any] = {}
        self._next: dict[str, int] = {}

    def __enter__(self) -> Writer:
        import xlsxwriter

        options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "constant_memory": False}
        self._book = xlsxwriter.Workbook(self._content, options)
        self._book.set_properties({"created": datetime.combine(REGISTER_DATE, time())})  # no date of the run in it
        self._wrapped = self._book.add_format({"text_wrap": True, "valign": "top"})
        self._bold = self._book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        for name, columns in COLUMNS.items():
            sheet = self._book.add_worksheet(name)
            for at, column in enumerate((*columns, *self._own)):
                sheet.write_string(0, at, visible(column), self._bold)
                sheet.set_column(at, at, _WIDE.get(column, 14))
            sheet.freeze_panes(1, 0)
            self._sheets[name], self._next[name] = sheet, 1
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        from xlsxwriter.exceptions import FileCreateError

        if kind is not None:
            return
        for name, sheet in self._sheets.items():
            sheet.autofilter(0, 0, max(self._next[name] - 1, 1), len(COLUMNS[name]) + len(self._own) - 1)
        self._explain()
        try:
            self._book.close()
        except FileCreateError as failed:  # by way of temporary files
            raise OutputError(f"cannot write {self._path.as_posix()}: {failed}") from None
        with beside(self._path) as part, naming(self._path):
            part.write_bytes(self._content.getbuffer())

    def write(self, rows: Rows, own: tuple[str, ...] = ()) -> None:
        """Add what one input came to."""
        for name, sheet in self._sheets.items():
            for row in rows[name]:
                values = [row[column] for column in COLUMNS[name]]
                for at, value in enumerate([*values, *(own or [""] * len(self._own))]):
                    self._cell(sheet, self._next[name], at, value)
                self._next[name] += 1

    def _cell(self, sheet: Any, row: int, column: int, value: Value) -> None:  # noqa: ANN401 - xlsxwriter is untyped
        if value is None:
            sheet.write_blank(row, column, None, self._wrapped)
        elif isinstance(value, str):
            sheet.write_string(row, column, visible(value)[:_LONGEST], self._wrapped)
        else:
            sheet.write_number(row, column, value, self._wrapped)

    def _explain(self) -> None:
        """The data dictionary: what each column of each sheet means."""
        sheet = self._book.add_worksheet("columns")
        lines = [(table, column.name, kind(column), meaning(column)) for table, columns in TABLES.items() for column in columns]
        own = [("every sheet", visible(name), "text", "a column of the manifest") for name in self._own]
        for row, line in enumerate((("sheet", "column", "kind", "meaning"), *lines, *own)):
            for column, text in enumerate(line):
                sheet.write_string(row, column, text, self._wrapped if row else self._bold)
        for column, width in enumerate((14, 18, 24, 100)):
            sheet.set_column(column, column, width)
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, len(lines) + len(own), 3)
        sheet.write_string(len(lines) + len(own) + 2, 0, "A screening aid, not legal advice. No finding is not clearance.")
