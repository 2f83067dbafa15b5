"""PDF, read by pdfium: one pass over the text layer, with the position and size of each line."""

from __future__ import annotations

import ctypes
import re
from typing import TYPE_CHECKING

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from pipeline.errors import ReadError
from pipeline.extract.assemble import assemble
from pipeline.extract.layout import pieces_of_lines
from pipeline.extract.lines import Line
from pipeline.extract.media import PDF
from pipeline.records import Document, Status

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

# pdfium ends a line with CR LF, or with U+FFFE where it took a line-end hyphen away.
_LINE_END = re.compile("\r\n|\ufffe|\n|\r")
_FEW_CHARACTERS = 20  # a page with fewer characters and a picture on it is taken for a scan
_BOLD_WEIGHT = 600
_BOLD_NAME = re.compile(rb"bold|black|heavy|demi", re.IGNORECASE)
_LETTER = re.compile(r"[^\W_]")


def read(path: Path) -> Document:
    """Read a PDF. Runs count characters of each page's text layer.

    Raises:
        ReadError: encrypted, corrupted, or a scan without text.
    """
    with _open(path) as pdf:
        count = len(pdf)
        lines: list[Line] = []
        scanned, broken = [], []
        for number in range(1, count + 1):
            try:
                found, is_scan = _read_page(pdf, number)
            except pdfium.PdfiumError:
                broken.append(number)
                continue
            lines += found
            if is_scan:
                scanned.append(number)
        title = pdf.get_metadata_dict().get("Title", "")
    if not lines:
        _raise_for_empty(count, scanned, broken)
    warnings = [
        *_warning(scanned, count, "hold pictures of text and need OCR"),
        *_warning(broken, count, "could not be read"),
    ]
    return Document(path, PDF, assemble(pieces_of_lines(lines)), count, title.strip(), tuple(warnings))


def _open(path: Path) -> pdfium.PdfDocument:
    try:
        pdf = pdfium.PdfDocument(path)
    except pdfium.PdfiumError as error:
        if "password" in str(error).lower():
            raise ReadError(Status.ENCRYPTED, "the PDF is protected by a password") from None
        raise ReadError(Status.CORRUPTED, f"the PDF cannot be opened: {str(error).rstrip('.')}") from None
    if not len(pdf):
        pdf.close()
        raise ReadError(Status.CORRUPTED, "the PDF has no pages that can be found")
    return pdf


def _raise_for_empty(count: int, scanned: list[int], broken: list[int]) -> None:
    if scanned:
        raise ReadError(Status.NEEDS_OCR, f"a scan: {len(scanned)} of {count} pages are pictures without a text layer")
    if broken:
        raise ReadError(Status.CORRUPTED, f"none of the {count} pages could be read")
    raise ReadError(Status.EMPTY, f"the {count} pages hold no text")


def _warning(pages: list[int], count: int, what: str) -> list[str]:
    if not pages:
        return []
    shown = ", ".join(map(str, pages[:10])) + (" and others" if len(pages) > 10 else "")
    return [f"{len(pages)} of {count} pages {what} (page {shown})"]


def _read_page(pdf: pdfium.PdfDocument, number: int) -> tuple[list[Line], bool]:
    """The lines of a page, and whether it looks like a scan."""
    page = pdf[number - 1]
    try:
        text_page = page.get_textpage()
        try:
            text = text_page.get_text_range()
            lines = list(_lines(text_page, text, number, page.get_height()))
        finally:
            text_page.close()
        is_scan = len(text.strip()) < _FEW_CHARACTERS and _has_picture(page)
    finally:
        page.close()
    return lines, is_scan


def _has_picture(page: pdfium.PdfPage) -> bool:
    return any(True for _ in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=3))


def _lines(text_page: pdfium.PdfTextPage, text: str, number: int, height: float) -> Iterator[Line]:
    """Split a page's text into lines and measure each. Where pdfium read across a wide gap, the line is cut there."""
    at = 0
    for end in [*_LINE_END.finditer(text), None]:
        stop = end.start() if end else len(text)
        line = text[at:stop]
        if line.strip():
            yield _measure(text_page, line, at, number, height, hyphen=bool(end and end.group() == "\ufffe"))
        at = end.end() if end else stop


def _measure(text_page: pdfium.PdfTextPage, text: str, source: int, number: int, height: float, *, hyphen: bool) -> Line:
    """Position of a line from the rectangles of its runs; size and weight from a letter in its middle."""
    left, top, right, bottom = (ctypes.c_double() for _ in range(4))
    boxes = []
    for index in range(raw.FPDFText_CountRects(text_page, source, len(text))):
        raw.FPDFText_GetRect(text_page, index, left, top, right, bottom)
        boxes.append((left.value, height - top.value, right.value, height - bottom.value))
    size, bold = _font(text_page, source + _middle_letter(text))
    lefts, tops, rights, bottoms = zip(*boxes, strict=True) if boxes else ((0.0,),) * 4
    return Line(text, number, source, min(lefts), max(rights), min(tops), max(bottoms), size, bold, hyphen, height)


def _middle_letter(text: str) -> int:
    match = _LETTER.search(text, len(text) // 2) or _LETTER.search(text)
    return match.start() if match else len(text) // 2


def _font(text_page: pdfium.PdfTextPage, index: int) -> tuple[float, bool]:
    """Printed size in points (the em of the loose box, since the nominal size may be scaled) and whether the font is bold."""
    box = raw.FS_RECTF()
    raw.FPDFText_GetLooseCharBox(text_page, index, box)
    name = ctypes.create_string_buffer(64)
    raw.FPDFText_GetFontInfo(text_page, index, name, 64, None)
    bold = bool(_BOLD_NAME.search(name.value)) or raw.FPDFText_GetFontWeight(text_page, index) >= _BOLD_WEIGHT
    return abs(box.top - box.bottom), bold
