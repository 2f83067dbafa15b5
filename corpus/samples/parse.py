"""Read the small Markdown subset in which the sample consultations are written.

The subset: headings (# to ###), paragraphs, "- " bullets, "1. " numbered items, pipe tables, "> " quotations (one
paragraph a line), "---" page breaks, and footnotes ("[^1]" in the text, "[^1]: words" on a line of its own).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

NOTE_MARK = re.compile(r"\[\^(\d+)\]")
NOTE_LINE = re.compile(r"\[\^(\d+)\]: (.+)")
HEADING = re.compile(r"(#{1,3}) (.+)")
LIST_MARKS = {"bullets": re.compile(r"- (.+)"), "numbers": re.compile(r"\d+\. (.+)"), "quote": re.compile(r"> (.+)")}


@dataclass(frozen=True)
class Block:
    """One block of a document: `text` for headings and paragraphs, `items` for lists and quotations, `rows` for tables."""

    kind: str
    text: str = ""
    level: int = 0
    items: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()


@dataclass
class Document:
    """A parsed source: its blocks in order, and its footnotes by number."""

    blocks: list[Block] = field(default_factory=list)
    notes: dict[str, str] = field(default_factory=dict)

    @property
    def title(self) -> str:
        """Return the words of the first heading."""
        return next(block.text for block in self.blocks if block.kind == "heading")


def split_notes(text: str) -> list[tuple[str, bool]]:
    """Split text at footnote marks into (words, False) and (footnote number, True)."""
    parts = NOTE_MARK.split(text)
    return [(part, index % 2 == 1) for index, part in enumerate(parts) if part]


def _table(lines: list[str]) -> Block:
    """Read a pipe table; the second line only separates the head from the body."""
    rows = [tuple(cell.strip() for cell in line.strip("|").split("|")) for line in lines]
    return Block("table", rows=(rows[0], *rows[2:]))


def _list(lines: list[str]) -> Block | None:
    """Read a list or quotation if every line carries the same mark."""
    for kind, mark in LIST_MARKS.items():
        matches = [mark.fullmatch(line) for line in lines]
        if all(matches):
            return Block(kind, items=tuple(match[1] for match in matches if match))
    return None


def _block(chunk: str) -> Block:
    """Read one chunk of the source, which blank lines surround."""
    lines = chunk.splitlines()
    heading = HEADING.fullmatch(chunk)
    if heading:
        return Block("heading", heading[2], level=len(heading[1]))
    if chunk == "---":
        return Block("break")
    if chunk.startswith("|"):
        return _table(lines)
    return _list(lines) or Block("para", " ".join(lines))


def parse(source: str) -> Document:
    """Parse a whole source text."""
    document = Document()
    for chunk in re.split(r"\n{2,}", source.strip()):
        note = NOTE_LINE.fullmatch(chunk)
        if note:
            document.notes[note[1]] = note[2]
        else:
            document.blocks.append(_block(chunk))
    return document


def load(path: Path) -> Document:
    """Parse a source file."""
    return parse(path.read_text(encoding="utf-8"))
