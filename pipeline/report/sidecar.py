"""The notes as a text file beside a document that cannot carry them itself."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from pipeline.records import Statement
    from pipeline.report.marks import Mark

_WIDTH = 100
_INDENT = "   "


def sidecar(path: Path, marks: Sequence[Mark]) -> str:
    """The notes in reading order: where, the statement, and the note."""
    parts = [f"Drafting notes on {path.name}", *(_entry(number, mark) for number, mark in enumerate(marks, 1))]
    return "\n\n".join(parts) + "\n"


def _entry(number: int, mark: Mark) -> str:
    quoted = f"“{' '.join(mark.statement.text.split())}”"
    lines = [quoted, *mark.note.splitlines()]
    fold = textwrap.TextWrapper(_WIDTH, _INDENT, _INDENT, break_on_hyphens=False, break_long_words=False).fill
    return "\n".join([f"{number}. {_where(mark.statement)}", *map(fold, lines)])


def _where(statement: Statement) -> str:
    heading = f"“{statement.section[-1]}”" if statement.section else ""
    page = f"page {statement.page}" if statement.page else ""
    where = ", ".join(filter(None, (page, heading and f"under {heading}"))) or "at the head of the document"
    return where[:1].upper() + where[1:]
