"""OpenDocument text (.odt): body, tables, lists, text boxes and notes (OASIS ODF 1.3).

Tracked deletions stand apart in the file and are left out; insertions are in the text and are read. Comments are left out.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from pipeline.errors import ReadError
from pipeline.extract.archive import open_archive, parse
from pipeline.extract.assemble import Piece, assemble
from pipeline.extract.cleaning import TextBuilder
from pipeline.extract.docx_styles import local, number, value
from pipeline.extract.markers import UNSTYLED_LEVEL, bullet, reads_as_heading
from pipeline.extract.media import ODT
from pipeline.extract.odt_hidden import take_out_hidden, text_of
from pipeline.extract.unseen import noted
from pipeline.records import BlockKind, Document, Status

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from lxml.etree import _Element

_LEFT_OUT = frozenset(
    {"tracked-changes", "annotation", "annotation-end", "note", "frame", "hidden-text", "sequence-decls", "forms"}
)
_PRINTED = {"tab": " ", "line-break": " "}


def read(path: Path) -> Document:
    """Read an OpenDocument text. It has no fixed pages: blocks carry none. Runs count characters of all paragraphs."""
    with open_archive(path) as archive:
        root = parse(archive, "content.xml")
        meta = parse(archive, "meta.xml")
        roots = [part for part in (root, parse(archive, "styles.xml")) if part is not None]
    if root is None:
        raise ReadError(Status.CORRUPTED, "the document has no content (content.xml is missing)")
    body = next((element for element in root.iter() if local(element) == "text" and parent(element) == "body"), None)
    if body is None:
        raise ReadError(Status.UNSUPPORTED, "an OpenDocument file that is not a text document")
    title = next((e.text or "" for e in meta.iter() if local(e) == "title"), "") if meta is not None else ""
    hidden = [text for text in map(text_of, take_out_hidden(body, roots)) if text.strip()]
    names = Counter(local(element) for element in body.iter())
    noticed = noted(hidden, map(str, body.itertext()))
    counts = {"comments": names["annotation"], "deletions": names["deletion"], "embedded": names["object-ole"], **noticed}
    left_out = {what: count for what, count in counts.items() if count}
    blocks = assemble(_Reader(_bold_styles(root)).pieces(body))
    return Document(path, ODT, blocks, title=title.strip(), left_out=left_out, hidden=tuple(hidden))


def parent(element: _Element) -> str:
    """The name of the element above; empty at the root."""
    above = element.getparent()
    return "" if above is None else local(above)


class _Reader:
    """Walks the body in document order and keeps count of the characters before each paragraph."""

    def __init__(self, bold_styles: frozenset[str]) -> None:
        self._bold_styles = bold_styles
        self._offset = 0

    def pieces(self, body: _Element) -> Iterator[Piece]:
        notes: list[Piece] = []
        for paragraph in _paragraphs(body):
            piece = self._piece(paragraph)
            if parent(paragraph) == "note-body":
                notes.append(Piece(BlockKind.NOTE, piece.text, runs=piece.runs))
            elif piece.text:
                yield piece
        yield from notes

    def _piece(self, paragraph: _Element) -> Piece:
        builder = TextBuilder()
        for raw in _raw_texts(paragraph):
            builder.add(raw, self._offset)
            self._offset += len(raw)
        text, runs = builder.build()
        above = [local(element) for element in paragraph.iterancestors()]
        in_cell = "table-cell" in above
        if local(paragraph) == "h" and not in_cell:
            return Piece(BlockKind.HEADING, text, level=number(paragraph, "outline-level") or 1, runs=runs)
        if not in_cell and reads_as_heading(text) and self._is_bold(paragraph):
            return Piece(BlockKind.HEADING, text, level=UNSTYLED_LEVEL, runs=runs)
        depth = above.count("list")
        if depth or bullet(text):
            return Piece(BlockKind.LIST_ITEM, text, level=depth or 1, runs=runs)
        return Piece(BlockKind.TABLE_CELL if in_cell else BlockKind.PARAGRAPH, text, runs=runs)

    def _is_bold(self, paragraph: _Element) -> bool:
        spans = [element for element in paragraph if local(element) == "span"]
        plain = (paragraph.text or "").strip() or any((span.tail or "").strip() for span in spans)
        whole = value(paragraph, "style-name") in self._bold_styles
        return whole or bool(spans and not plain and all(value(span, "style-name") in self._bold_styles for span in spans))


def _bold_styles(root: _Element) -> frozenset[str]:
    """The names of styles whose text is bold."""
    weights = (element for element in root.iter() if value(element, "font-weight") == "bold")
    styles = (element.getparent() for element in weights)
    return frozenset(value(style, "name") for style in styles if style is not None)


def _paragraphs(body: _Element) -> Iterator[_Element]:
    """Headings and paragraphs in reading order; those of notes and text boxes follow the paragraph that they hang on."""
    stack = [*reversed(body)]
    while stack:
        element = stack.pop()
        name = local(element)
        if name in ("p", "h"):
            yield element
            stack.extend(_hanging(element))
        elif name not in ("tracked-changes", "annotation"):
            stack.extend(reversed(element))


def _hanging(paragraph: _Element) -> list[_Element]:
    """Note bodies and text boxes inside a paragraph, last first."""
    return [element for element in reversed(list(paragraph.iter())) if local(element) in ("note-body", "text-box")]


def _raw_texts(paragraph: _Element) -> Iterator[str]:
    yield paragraph.text or ""
    for element in paragraph:
        name = local(element)
        if name == "s":
            yield " " * (number(element, "c") or 1)
        elif name in _PRINTED:
            yield _PRINTED[name]
        elif name and name not in _LEFT_OUT:
            yield from _raw_texts(element)
        yield element.tail or ""
