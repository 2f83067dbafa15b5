"""PDF in, PDF out: a highlight on the words of each mark, with its note. The marks are an update behind the file's last byte.

Every byte of the original stays as it was, so that nothing else can change, and `strip` gives it back whole.
"""

from __future__ import annotations

import io
from itertools import groupby
from typing import TYPE_CHECKING

import pypdfium2 as pdfium
import pypdfium2.raw as raw
from pypdf import PdfWriter
from pypdf.annotations import Highlight, Popup, Text
from pypdf.constants import AnnotationFlag
from pypdf.generic import ArrayObject, DictionaryObject, FloatObject, IndirectObject, NameObject, TextStringObject

from pipeline.errors import MarkError
from pipeline.extract.boxes import Quad, quads
from pipeline.report.note import AUTHOR, words
from pipeline.report.pdf_file import SEAM, damage_named, drop, opened, original

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pypdf import PdfReader
    from pypdf.annotations import MarkupAnnotation

    from pipeline.records import Document
    from pipeline.report.marks import Mark

_COLOUR = "ffe066"
_POPUP = (260.0, 200.0)  # points
_ICON = 20.0


def marked(document: Document, marks: Sequence[Mark]) -> bytes:
    """The document with its highlights and notes. Those of an earlier marking are replaced; those of others stay.

    Raises:
        MarkError: encrypted, signed, or damaged so that it cannot be extended.
    """
    content = original(document.path.read_bytes())
    reader = opened(content)
    with damage_named():
        writer = PdfWriter(io.BytesIO(content + SEAM), incremental=True)
        for page in writer.pages:
            drop(page)
        count = sum(_add(writer, document, mark) for mark in marks)
        _keep_information(writer, reader)
        target = io.BytesIO()
        writer.write(target)
    _check(content, target.getvalue(), count)
    return target.getvalue()


def _add(writer: PdfWriter, document: Document, mark: Mark) -> int:
    """Put one mark on its page or pages; returns how many annotations carry it."""
    found = [] if mark.statement.recognised is not None else _quads(document, mark)
    pages = [(page, list(group)) for page, group in groupby(found, key=lambda quad: quad.page)]
    for page, boxes in pages:
        note = mark.note if page == pages[0][0] else words("continued", page=pages[0][0])
        highlight = Highlight(
            rect=_around(boxes), quad_points=_points(boxes), highlight_color=_COLOUR, printing=True, title_bar=AUTHOR
        )
        _put(writer, page, highlight, max(box.top for box in boxes), note, mark.name)
    if not pages:
        page = mark.statement.page or 1
        left, _, _, top = (float(edge) for edge in writer.pages[page - 1].cropbox)
        icon = Text(rect=(left + _ICON, top - 2 * _ICON, left + 2 * _ICON, top - _ICON), text="", title_bar=AUTHOR)
        icon.flags = AnnotationFlag.PRINT
        _put(writer, page, icon, top, f"{words('no_words', text=mark.statement.text)}\n{mark.note}", mark.name)
    return max(len(pages), 1)


def _quads(document: Document, mark: Mark) -> list[Quad]:
    """The boxes of a mark's words, page by page, one for each stretch of a line."""
    boxes = (box for start, end in mark.spans for box in _even(quads(document, start, end)))
    return sorted(boxes, key=lambda box: box.page)


def _even(boxes: Sequence[Quad]) -> Iterator[Quad]:
    """The boxes of one span with neighbours on a line made one: pdfium boxes each run of like letters as tightly as it can."""
    last: Quad | None = None
    for box in boxes:
        both = _both(last, box) if last else None
        if last and not both:
            yield last
        last = both or box
    if last:
        yield last


def _both(left: Quad, right: Quad) -> Quad | None:
    """One box around two that stand side by side on an upright line; None for others."""
    both = Quad(left.page, left.left, min(left.bottom, right.bottom), max(left.right, right.right), max(left.top, right.top))
    height = both.top - both.bottom
    overlap = min(left.top, right.top) - max(left.bottom, right.bottom)
    beside = -height < right.left - left.right < height and right.left > left.left
    level = overlap > min(left.top - left.bottom, right.top - right.bottom) / 2
    same_line = left.page == right.page and level and beside and both.right - both.left > height
    return both if same_line else None


def _put(writer: PdfWriter, number: int, annotation: MarkupAnnotation, top: float, note: str, name: str) -> None:
    """Add an annotation and, beside the page from its top, the window in which viewers show its note."""
    annotation[NameObject("/Contents")] = TextStringObject(note)
    annotation[NameObject("/NM")] = TextStringObject(name)
    page = writer.pages[number - 1]
    added = writer.add_annotation(page, annotation)
    right = float(page.cropbox.right)
    writer.add_annotation(page, Popup(rect=(right, top - _POPUP[1], right + _POPUP[0], top), parent=added))


def _around(boxes: Sequence[Quad]) -> tuple[float, float, float, float]:
    return (
        min(box.left for box in boxes),
        min(box.bottom for box in boxes),
        max(box.right for box in boxes),
        max(box.top for box in boxes),
    )


def _points(boxes: Sequence[Quad]) -> ArrayObject:
    """The corners of each box in the order in which viewers take them: upper left, upper right, lower left, lower right."""
    corners = ((box.left, box.top, box.right, box.top, box.left, box.bottom, box.right, box.bottom) for box in boxes)
    return ArrayObject(FloatObject(round(edge, 2)) for corner in corners for edge in corner)


def _keep_information(writer: PdfWriter, reader: PdfReader) -> None:
    """Name the title and other information in the update too, where some viewers look for them only.

    pypdf writes what changed; turning the entries about is a change that means nothing.
    """
    reference = reader.trailer.raw_get("/Info") if "/Info" in reader.trailer else None
    information = writer.get_object(reference.idnum) if isinstance(reference, IndirectObject) else None
    if isinstance(information, DictionaryObject) and information:
        first = next(iter(information))
        information[first] = information.pop(first)


def _check(content: bytes, copy: bytes, count: int) -> None:
    """Read the copy with another library: the original stands in it whole, with all its pages and all marks."""
    with pdfium.PdfDocument(content) as before, pdfium.PdfDocument(copy) as after:
        if not copy.startswith(content) or len(before) != len(after) or sum(map(_ours_on, after)) != count:
            raise MarkError("the PDF is damaged, or built in a way that cannot be extended")


def _ours_on(page: pdfium.PdfPage) -> int:
    return sum(_author(page, index) == AUTHOR for index in range(raw.FPDFPage_GetAnnotCount(page)))


def _author(page: pdfium.PdfPage, index: int) -> str:
    annotation = raw.FPDFPage_GetAnnot(page, index)
    buffer = (raw.FPDF_WCHAR * 64)()
    raw.FPDFAnnot_GetStringValue(annotation, b"T", buffer, 128)
    raw.FPDFPage_CloseAnnot(annotation)
    return bytes(buffer).decode("utf-16-le", "replace").partition("\0")[0]
