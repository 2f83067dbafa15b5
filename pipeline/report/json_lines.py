"""JSON Lines: a file for each table, an object a row, as `overpromise schema` describes it."""

from __future__ import annotations

import json
from contextlib import ExitStack
from typing import TYPE_CHECKING, TextIO

from pipeline.report.columns import COLUMNS
from pipeline.report.tables import replacing

if TYPE_CHECKING:
    from pathlib import Path
    from types import TracebackType

    from pipeline.report.rows import Rows


class Writer:
    """`documents.jsonl`, `commitments.jsonl` and `findings.jsonl`. Cells are as they are: no reader of JSON runs a formula."""

    def __init__(self, folder: Path, own: tuple[str, ...] = ()) -> None:
        self._folder, self._own = folder, own
        self._stack = ExitStack()
        self._files: dict[str, TextIO] = {}

    def __enter__(self) -> Writer:
        with ExitStack() as opened:
            for name in COLUMNS:
                file = replacing(self._folder / f"{name}.jsonl", encoding="utf-8", newline="\n")
                self._files[name] = opened.enter_context(file)
            self._stack = opened.pop_all()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._stack.__exit__(kind, error, trace)

    def write(self, rows: Rows, own: tuple[str, ...] = ()) -> None:
        """Add what one input came to."""
        given = dict(zip(self._own, own or [""] * len(self._own), strict=True))
        for name, file in self._files.items():
            for row in rows[name]:
                ordered = {column: row[column] for column in COLUMNS[name]}
                file.write(json.dumps(ordered | given, ensure_ascii=True) + "\n")
