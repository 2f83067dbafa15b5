"""Word documents (.docx), transitional and strict: body, tables, lists, text boxes, footnotes and endnotes.

Tracked deletions and hidden text are left out, insertions are read. Names are compared without their namespace, because strict
documents (ISO/IEC 29500) use another one.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from pipeline.errors import ReadError
from pipeline.extract.archive import open_archive, parse
from pipeline.extract.assemble import Piece, assemble
from pipeline.extract.cleaning import TextBuilder
from pipeline.extract.docx_hidden import hidden_runs, is_hidden, text_of
from pipeline.extract.docx_styles import Styles, child, local, value
from pipeline.extract.markers import UNSTYLED_LEVEL, bullet, reads_as_heading
from pipeline.extract.media import DOCX
from pipeline.extract.unseen import noted
from pipeline.records import BlockKind, Document, Status

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from lxml.etree import _Element

    from pipeline.records import Run

_SKIPPED = frozenset({"del", "moveFrom", "instrText", "delText", "Fallback", "pPr", "rPr", "sectPr", "txbxContent"})
_EMBEDDED = re.compile(r"word/embeddings/.+(?<!\.xlsx)(?<!\.xlsb)$")  # files set into the text; workbooks feed its charts
_PRINTED = {"tab": " ", "br": " ", "cr": " ", "noBreakHyphen": "-", "softHyphen": ""}


def read(path: Path) -> Document:
    """Read a Word document. Word has no fixed pages: blocks carry none. Runs count characters of all paragraphs, end to end."""
    with open_archive(path) as archive:
        body = parse(archive, "word/document.xml")
        if body is None:
            raise ReadError(Status.CORRUPTED, "the document has no body (word/document.xml is missing)")
        styles = Styles(parse(archive, "word/styles.xml"))
        notes = [parse(archive, f"word/{name}.xml") for name in ("footnotes", "endnotes")]
        comments = parse(archive, "word/comments.xml")
        embedded = sum(bool(_EMBEDDED.match(name)) for name in archive.namelist())
    reader = _Reader(styles)
    pieces = [*reader.pieces(body)]
    for part in notes:
        if part is not None:
            pieces += reader.notes(part)
    names = Counter(local(element) for element in body.iter())
    counts = {
        "comments": 0 if comments is None else len(comments),
        "deletions": names["del"] + names["moveFrom"],
        "embedded": embedded,
        **noted(reader.hidden, reader.raw),
    }
    left_out = {what: count for what, count in counts.items() if count}
    return Document(path, DOCX, assemble(pieces), left_out=left_out, hidden=tuple(reader.hidden))


class _Reader:
    """Walks paragraphs in document order and keeps count of the characters before each."""

    def __init__(self, styles: Styles) -> None:
        self._styles = styles
        self._offset = 0
        self.hidden: list[str] = []
        """Texts that a reader does not see."""
        self.raw: list[str] = []
        """The stretches of text as they are stored."""

    def pieces(self, root: _Element) -> Iterator[Piece]:
        for paragraph, in_cell in _paragraphs(root):
            text_runs = self._text(paragraph)
            if not text_runs[0]:
                continue
            yield self._piece(paragraph, *text_runs, in_cell=in_cell)

    def notes(self, root: _Element) -> Iterator[Piece]:
        for note in notes_of(root):
            for piece in self.pieces(note):
                yield Piece(BlockKind.NOTE, piece.text, runs=piece.runs)

    def _text(self, paragraph: _Element) -> tuple[str, tuple[Run, ...]]:
        builder = TextBuilder()
        for _, raw in _printing(paragraph, self._styles):
            builder.add(raw, self._offset)
            self._offset += len(raw)
            self.raw.append(raw)
        self.hidden += filter(str.strip, (text_of(run) for run in hidden_runs(paragraph, self._styles)))
        return builder.build()

    def _piece(self, paragraph: _Element, text: str, runs: tuple[Run, ...], *, in_cell: bool) -> Piece:
        properties = child(paragraph, "pPr")
        level = self._styles.heading_level(properties)
        if level and not in_cell:
            return Piece(BlockKind.HEADING, text, level=level, runs=runs)
        depth = self._styles.list_depth(properties)
        if depth or bullet(text):
            return Piece(BlockKind.LIST_ITEM, text, level=depth or 1, runs=runs)
        if not in_cell and reads_as_heading(text) and _is_bold(paragraph):
            return Piece(BlockKind.HEADING, text, level=UNSTYLED_LEVEL, runs=runs)
        return Piece(BlockKind.TABLE_CELL if in_cell else BlockKind.PARAGRAPH, text, runs=runs)


def notes_of(part: _Element) -> Iterator[_Element]:
    """The footnotes or endnotes of a part, without the rules that Word keeps among them."""
    return (note for note in part if value(note, "type") not in ("separator", "continuationSeparator"))


def printing(root: _Element, styles: Styles) -> Iterator[tuple[_Element, str]]:
    """Every element that prints, with what it prints, in the order in which runs count characters."""
    return (place for paragraph, _ in _paragraphs(root) for place in _printing(paragraph, styles))


def _is_bold(paragraph: _Element) -> bool:
    """Whether every run that prints something is bold."""
    runs = [element for element in paragraph.iter() if local(element) == "r" and any(local(t) == "t" for t in element)]
    marks = [child(child(run, "rPr"), "b") for run in runs]
    return bool(marks) and all(mark is not None and value(mark) not in ("0", "false") for mark in marks)


def _paragraphs(root: _Element) -> Iterator[tuple[_Element, bool]]:
    """Every paragraph in reading order, with whether it stands in a table cell. Text boxes follow the paragraph they hang on."""
    stack: list[tuple[_Element, bool]] = [(element, False) for element in reversed(root)]
    while stack:
        element, in_cell = stack.pop()
        name = local(element)
        if name == "p":
            yield element, in_cell
            stack.extend((box, in_cell) for box in _text_boxes(element))
        elif name not in ("del", "moveFrom", "Fallback"):
            stack.extend((inner, in_cell or name == "tc") for inner in reversed(element))


def _text_boxes(paragraph: _Element) -> list[_Element]:
    boxes = [element for element in paragraph.iter() if local(element) == "txbxContent"]
    return [box for box in boxes if not any(local(above) in ("Fallback", "txbxContent") for above in box.iterancestors())]


def _printing(paragraph: _Element, styles: Styles) -> Iterator[tuple[_Element, str]]:
    stack = [*reversed(paragraph)]
    while stack:
        element = stack.pop()
        name = local(element)
        if name in _SKIPPED or (name == "r" and is_hidden(element, styles)):
            continue
        if name == "t":
            yield element, element.text or ""
        elif name in _PRINTED:
            yield element, _PRINTED[name]
        else:
            stack.extend(reversed(element))
