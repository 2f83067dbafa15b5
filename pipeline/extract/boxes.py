"""Where a stretch of a document's text stands on its pages: boxes on demand, for highlights."""

from __future__ import annotations

import ctypes
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from pipeline.extract.media import PDF

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.records import Document


@dataclass(frozen=True, slots=True)
class Quad:
    """A box on a page, in PDF points from the foot of the unrotated page, as annotations take it."""

    page: int
    left: float
    bottom: float
    right: float
    top: float


def source_spans(document: Document, start: int, end: int) -> Iterator[tuple[int | None, int, int]]:
    """The page, offset and length in the source of every run that a stretch of `Document.text` touches.

    A run that matches its source character for character is cut to the stretch; another is taken whole.
    """
    for block in document.blocks:
        for run in block.runs:
            first = max(start, block.start + run.start)
            last = min(end, block.start + run.start + run.length)
            if first >= last:
                continue
            if run.length == run.source_length:
                yield run.page, run.source + first - block.start - run.start, last - first
            else:
                yield run.page, run.source, run.source_length


def quads(document: Document, start: int, end: int) -> list[Quad]:
    """The boxes on the page of a stretch of a PDF's text; none for formats without pages."""
    if document.media_type != PDF:
        return []
    with pdfium.PdfDocument(document.path) as pdf:
        return [
            quad
            for page, offset, length in source_spans(document, start, end)
            if page
            for quad in _on_page(pdf, page, offset, length)
        ]


def _on_page(pdf: pdfium.PdfDocument, number: int, offset: int, length: int) -> Iterator[Quad]:
    text_page = pdf[number - 1].get_textpage()
    left, top, right, bottom = (ctypes.c_double() for _ in range(4))
    for index in range(raw.FPDFText_CountRects(text_page, offset, length)):
        raw.FPDFText_GetRect(text_page, index, left, top, right, bottom)
        yield Quad(number, left.value, bottom.value, right.value, top.value)
