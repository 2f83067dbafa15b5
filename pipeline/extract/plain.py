"""Plain text: paragraphs between blank lines, bullets, and headings recognised by their shape."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipeline.extract.assemble import Piece, assemble
from pipeline.extract.cleaning import TextBuilder
from pipeline.extract.decoding import decode
from pipeline.extract.markers import bullet, numbered_heading, reads_as_heading
from pipeline.extract.media import TEXT
from pipeline.extract.unseen import noted
from pipeline.records import BlockKind, Document

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_LINE = re.compile(r"[^\n]*\n?")
_MOST_WORDS = 12


def read(path: Path) -> Document:
    """Read a text file. Runs count characters of the decoded file, line ends as one character."""
    text = decode(path)
    return Document(path, TEXT, assemble(_pieces(text)), left_out=noted((), (text,)))


def _pieces(text: str) -> Iterator[Piece]:
    group: list[tuple[str, int]] = []
    for match in _LINE.finditer(text):
        line = match.group().rstrip("\n")
        if group and (not line.strip() or bullet(line)):
            yield _piece(group)
            group = []
        if line.strip():
            group.append((line, match.start()))
    if group:
        yield _piece(group)


def _piece(group: list[tuple[str, int]]) -> Piece:
    first, offset = group[0]
    marker = bullet(first)
    skip = marker.end() if marker else 0
    builder = TextBuilder()
    builder.add(first[skip:], offset + skip)
    for line, start in group[1:]:
        stripped = line.lstrip()
        builder.add_line(stripped, start + len(line) - len(stripped))
    body, runs = builder.build()
    if marker:
        return Piece(BlockKind.LIST_ITEM, body, level=1 + (len(first) - len(first.lstrip())) // 2, runs=runs)
    if len(group) == 1 and reads_as_heading(body) and body[-1] not in ":!?" and len(body.split()) <= _MOST_WORDS:
        return Piece(BlockKind.HEADING, body, level=numbered_heading(body) or 2, runs=runs)
    return Piece(BlockKind.PARAGRAPH, body, runs=runs)
