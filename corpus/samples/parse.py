"""Read the small Markdown subset in which the sample consultations are written.

The subset: headings (# to ###), paragraphs, "- " bullets, "1. " numbered items, pipe tables, "> " quotations (one
paragraph a line), "---" page breaks, and footnotes ("[^1]" in the text, "[^1]: words" on a line of its own). Bullets
indented by two spaces are nested. A chunk that begins "::: kind name" is a box of that kind, which stands outside the
running text; its further lines are its "# " headings, paragraphs, "- " bullets and table rows.
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
BOX_LINE = re.compile(r"::: (\w+) (\w+)")
LIST_MARKS = {"bullets": re.compile(r" *- (.+)"), "numbers": re.compile(r"\d+\. (.+)"), "quote": re.compile(r"> (.+)")}


@dataclass(frozen=True)
class Block:
    """One block of a document.

    It has `text` if a heading or paragraph, `items` if a list (at `levels` of nesting), quotation or box, `rows` if a table;
    a box also has a `name`.
    """

    kind: str
    text: str = ""
    level: int = 0
    items: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    levels: tuple[int, ...] = ()
    name: str = ""


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
            levels = tuple((len(line) - len(line.lstrip())) // 2 for line in lines)
            return Block(kind, items=tuple(match[1] for match in matches if match), levels=levels)
    return None


def _box(kind: str, name: str, lines: list[str]) -> Block:
    """Read the lines of a box."""
    table = [line for line in lines if line.startswith("|")]
    items = tuple(line for line in lines if line not in table)
    return Block(kind, items=items, rows=_table(table).rows if table else (), name=name)


def _block(chunk: str) -> Block:
    """Read one chunk of the source, which blank lines surround."""
    lines = chunk.splitlines()
    heading = HEADING.fullmatch(chunk)
    if heading:
        return Block("heading", heading[2], level=len(heading[1]))
    box = BOX_LINE.fullmatch(lines[0])
    if box:
        return _box(box[1], box[2], lines[1:])
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
