"""The formats that a scan's rows can be written in beside CSV. A further one is one module with a `Writer` and a line here."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Protocol

from pipeline.errors import OutputError

if TYPE_CHECKING:
    from pathlib import Path
    from types import TracebackType

    from pipeline.report.rows import Rows

FORMATS = {
    "github": "pipeline.report.github",
    "json": "pipeline.report.json_file",
    "jsonl": "pipeline.report.json_lines",
    "parquet": "pipeline.report.parquet",
    "xlsx": "pipeline.report.workbook",
    "sarif": "pipeline.report.sarif",
}
_NEEDS = {"parquet": ("pyarrow", "'overpromise[parquet]'"), "xlsx": ("xlsxwriter", "xlsxwriter")}
"""The library that a format needs, and what to install for it."""


class Writer(Protocol):
    """Takes the rows of one input after another; what it writes appears when the context ends well."""

    def __init__(self, folder: Path, own: tuple[str, ...] = ()) -> None: ...

    def __enter__(self) -> Writer: ...

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None: ...

    def write(self, rows: Rows, own: tuple[str, ...] = ()) -> None:
        """Add what one input came to, and what the analyst's columns say of it."""


def writer_of(name: str) -> type[Writer]:
    """The writer of a format, its libraries loaded only now.

    Raises:
        OutputError: its library is not installed.
    """
    if name in _NEEDS:
        library, package = _NEEDS[name]
        try:
            import_module(library)
        except ImportError:
            raise OutputError(f"--format {name} needs {library}: pip install {package}") from None
    found: type[Writer] = import_module(FORMATS[name]).Writer
    return found
