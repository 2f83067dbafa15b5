"""JSON: one object with the three tables, as `overpromise schema` describes it."""

from __future__ import annotations

import json
from contextlib import ExitStack
from tempfile import SpooledTemporaryFile
from typing import TYPE_CHECKING

from pipeline.report.columns import COLUMNS
from pipeline.report.tables import replacing

if TYPE_CHECKING:
    from pathlib import Path
    from types import TracebackType

    from pipeline.report.rows import Rows

_NAME = "overpromise.json"
_IN_MEMORY = 8_000_000  # characters of a table; a longer one waits on disk


class Writer:
    """`overpromise.json`. Cells are as they are: no reader of JSON runs a formula."""

    def __init__(self, folder: Path, own: tuple[str, ...] = ()) -> None:
        self._path, self._own = folder / _NAME, own
        self._waiting = {
            name: SpooledTemporaryFile(_IN_MEMORY, "w+", encoding="ascii", newline="\n")  # noqa: SIM115 - closed in __exit__
            for name in COLUMNS
        }

    def __enter__(self) -> Writer:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        with ExitStack() as ending:
            for file in self._waiting.values():
                ending.enter_context(file)
            if kind is None:
                self._join()

    def write(self, rows: Rows, own: tuple[str, ...] = ()) -> None:
        """Add what one input came to."""
        given = dict(zip(self._own, own or [""] * len(self._own), strict=True))
        for name, file in self._waiting.items():
            for row in rows[name]:
                ordered = {column: row[column] for column in COLUMNS[name]}
                file.write(f"{',' if file.tell() else ''}\n{json.dumps(ordered | given)}")

    def _join(self) -> None:
        with replacing(self._path, encoding="ascii", newline="\n") as target:
            for number, (name, file) in enumerate(self._waiting.items()):
                target.write(f'{"," if number else "{"}"{name}": [')
                file.seek(0)
                target.writelines(file)
                target.write("]\n")
            target.write("}\n")
