"""Parquet: a file for each table, for pandas, R, DuckDB and the like. Needs the extra `parquet` (pyarrow)."""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

from pipeline.report.columns import NUMBER, TABLES, WHOLE
from pipeline.report.tables import beside, naming, whole_text

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
        with ExitStack() as opened:
            for name, columns in TABLES.items():
                fields = [
                    pa.field(c.name, kinds.get(c.kind, pa.string()), c.may_lack, {"description": c.meaning}) for c in columns
                ]
                schema = pa.schema([*fields, *(pa.field(own, pa.string(), nullable=False) for own in self._own)])
                path = self._folder / f"{name}.parquet"
                part = opened.enter_context(beside(path))
                opened.enter_context(naming(path))
                self._files[name] = opened.enter_context(pq.ParquetWriter(part, schema, compression="zstd"))
            self._stack = opened.pop_all()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if kind is not None:
            self._stack.__exit__(kind, error, trace)
            return
        with self._stack:
            for name in TABLES:
                self._flush(name)

    def write(self, rows: Rows, own: tuple[str, ...] = ()) -> None:
        """Add what one input came to."""
        given = dict(zip(self._own, own or [""] * len(self._own), strict=True))
        for name, waiting in self._waiting.items():
            waiting += [{column: whole_text(value) for column, value in (row | given).items()} for row in rows[name]]
            if len(waiting) >= _TOGETHER:
                self._flush(name)

    def _flush(self, name: str) -> None:
        import pyarrow as pa

        with naming(self._folder / f"{name}.parquet"):
            self._files[name].write_table(pa.Table.from_pylist(self._waiting[name], schema=self._files[name].schema))
        self._waiting[name] = []
