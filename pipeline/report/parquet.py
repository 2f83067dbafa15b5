"""Parquet: a file for each table, for pandas, R, DuckDB and the like. Needs the extra `parquet` (pyarrow)."""

from __future__ import annotations

from contextlib import ExitStack, suppress
from typing import TYPE_CHECKING, Any

from pipeline.report.columns import NUMBER, TABLES, WHOLE
from pipeline.report.tables import whole_text

if TYPE_CHECKING:
    from pathlib import Path
    from types import TracebackType

    from pipeline.report.rows import Row, Rows

_TOGETHER = 5_000  # rows of a row group: few and large are read fast


class Writer:
    """`documents.parquet`, `commitments.parquet` and `findings.parquet`. Whole numbers are int64, text is UTF-8."""

    def __init__(self, folder: Path, own: tuple[str, ...] = ()) -> None:
        self._folder, self._own = folder, own
        self._waiting: dict[str, list[Row]] = {name: [] for name in TABLES}
        self._files: dict[str, Any] = {}
        self._stack = ExitStack()

    def __enter__(self) -> Writer:
        """Open the files."""
        import pyarrow as pa
        import pyarrow.parquet as pq

        kinds = {WHOLE: pa.int64(), NUMBER: pa.float64()}
        for name, columns in TABLES.items():
            fields = [pa.field(c.name, kinds.get(c.kind, pa.string()), c.may_lack, {"description": c.meaning}) for c in columns]
            schema = pa.schema([*fields, *(pa.field(own, pa.string(), nullable=False) for own in self._own)])
            file = pq.ParquetWriter(self._folder / f"{name}.parquet.part", schema, compression="zstd")
            self._files[name] = self._stack.enter_context(file)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if kind is None:
            for name in TABLES:
                self._flush(name)
        self._stack.close()
        for name in self._files:
            part = self._folder / f"{name}.parquet.part"
            if kind is None:
                part.replace(self._folder / f"{name}.parquet")
            else:
                with suppress(FileNotFoundError):
                    part.unlink()

    def write(self, rows: Rows, own: tuple[str, ...] = ()) -> None:
        """Add what one input came to."""
        given = dict(zip(self._own, own or [""] * len(self._own), strict=True))
        for name, waiting in self._waiting.items():
            waiting += [{column: whole_text(value) for column, value in (row | given).items()} for row in rows[name]]
            if len(waiting) >= _TOGETHER:
                self._flush(name)

    def _flush(self, name: str) -> None:
        import pyarrow as pa

        self._files[name].write_table(pa.Table.from_pylist(self._waiting[name], schema=self._files[name].schema))
        self._waiting[name] = []
