"""How a stage says that a file cannot be read."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipeline.records import Status


class ReadError(Exception):
    """A file could not be read. Carries the status for `documents.csv` and a cause that a person understands."""

    def __init__(self, status: Status, cause: str) -> None:
        super().__init__(cause)
        self.status = status
        self.cause = cause


class DataError(ValueError):
    """A file under `corpus/` or `models/artefact/` breaks its schema. The message names file and entry."""


class OutputError(Exception):
    """Results cannot be written. The message says where and why, for the user."""


class MarkError(Exception):
    """A document cannot be marked itself, so that its notes go beside it. The message says why, to a person."""
