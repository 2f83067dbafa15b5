"""PDF, read by pdfium: one pass over the text layer, with the position and size of each line."""

from __future__ import annotations

from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from pipeline.errors import ReadError
from pipeline.extract import ocr, pdf_bounds
from pipeline.extract.assemble import assemble
from pipeline.extract.layout import pieces_of_lines
from pipeline.extract.media import PDF
from pipeline.extract.pdf_hidden import seen
from pipeline.extract.pdf_lines import View, page_lines
from pipeline.extract.pdf_repair import repaired
from pipeline.extract.pdf_tables import find_tables, needs_tables, with_cells
from pipeline.extract.pdf_text import TextLayer
from pipeline.extract.reading_order import reading_order
from pipeline.extract.unseen import noted
from pipeline.language import is_known
from pipeline.limits import MAX_PAGE_CHARACTERS, MAX_PAGES
from pipeline.records import Document, Status

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pipeline.extract.lines import Line

_PAGES_AT_ONCE = 100
_FEW_CHARACTERS = 20  # a page with fewer characters and a picture on it is taken for a scan


def read(path: Path) -> Document:
    """Read a PDF. Runs count characters of each page's text layer.

    Raises:
        ReadError: encrypted, corrupted, too long, or a scan without text.
    """
    damaged = pdf_bounds.check(path)
    pdf, is_repaired = _open(path)
    with pdf:
        count = len(pdf)
        if count > MAX_PAGES:
            raise ReadError(Status.TOO_LARGE, f"the PDF has {count:,} pages; at most {MAX_PAGES:,} are read")
        title = pdf.get_metadata_dict().get("Title", "")
        attached = pdf.count_attachments()
        is_open = raw.FPDF_GetSecurityHandlerRevision(pdf) < 0
    pages = list(_pages(path, count))
    lines = [line for page in pages for line in page.lines]
    scanned = [page.number for page in pages if page.is_scan]
    broken = [page.number for page in pages if page.is_broken]
    if not lines:
        _raise_for_empty(count, scanned, broken, is_damaged=is_repaired or damaged > 0 or (is_open and _names_a_key(path)))
    warnings = [
        *_warning(scanned, count, "hold pictures of text and need OCR"),
        *_warning(broken, count, "could not be read"),
        *_damage(damaged, count, is_repaired=is_repaired),
    ]
    left_out = Counter({"embedded": attached} if attached else {})
    for page in pages:
        left_out.update(page.noted)
    hidden = tuple(text for page in pages for text in page.hidden)
    blocks = assemble(pieces_of_lines(lines))
    return Document(path, PDF, blocks, count, title.strip(), tuple(warnings), dict(left_out), hidden)


def _pages(path: Path, count: int) -> Iterator[_Page]:
    """Every page in turn. The PDF is opened anew now and then, since pdfium keeps what it has decoded until it is closed."""
    for first in range(1, count + 1, _PAGES_AT_ONCE):
        with _open(path)[0] as pdf:
            for number in range(first, min(first + _PAGES_AT_ONCE, count + 1)):
                yield _read_page(pdf, number)


def _damage(damaged: int, count: int, *, is_repaired: bool) -> list[str]:
    if is_repaired:
        return [f"the PDF is damaged; {_counted(count)} found in it, and others may be missing"]
    return [f"{damaged} of the PDF's parts are damaged, and text of them may be missing"] if damaged else []


def _counted(pages: int) -> str:
    return "1 page was" if pages == 1 else f"{pages:,} pages were"


@dataclass(frozen=True, slots=True)
class _Page:
    """What a page gave. `is_scan`: a picture whose text could not be recognised here. `hidden`: what a reader does not see."""

    number: int
    lines: tuple[Line, ...] = ()
    is_scan: bool = False
    is_broken: bool = False
    hidden: tuple[str, ...] = ()
    noted: dict[str, int] = field(default_factory=dict)


def _open(path: Path) -> tuple[pdfium.PdfDocument, bool]:
    """The PDF, and whether it had to be repaired first.

    Raises:
        ReadError: protected by a password, or damaged beyond repair.
    """
    cause = "the PDF has no pages that can be found"
    try:
        pdf = pdfium.PdfDocument(path)
        if len(pdf):
            return pdf, False
        pdf.close()
    except pdfium.PdfiumError as error:
        if "password" in str(error).lower():
            raise ReadError(Status.ENCRYPTED, "the PDF is protected by a password") from None
        cause = f"the PDF cannot be opened: {str(error).rstrip('.')}"
    content = repaired(path.read_bytes())
    if content is not None:
        with suppress(pdfium.PdfiumError):
            return pdfium.PdfDocument(content), True
    raise ReadError(Status.CORRUPTED, cause)


def _names_a_key(path: Path) -> bool:
    """Whether a PDF that was opened as if not encrypted says that it is: what it holds cannot be deciphered."""
    return b"/Encrypt" in path.read_bytes()


def _raise_for_empty(count: int, scanned: list[int], broken: list[int], *, is_damaged: bool) -> None:
    pages = "the page" if count == 1 else f"the {count:,} pages"
    if scanned:
        raise ReadError(Status.NEEDS_OCR, f"a scan: {len(scanned):,} of {count:,} pages are pictures without a text layer")
    if broken:
        raise ReadError(Status.CORRUPTED, f"none of {pages} could be read")
    if is_damaged:
        raise ReadError(Status.CORRUPTED, f"the PDF is damaged, and no text can be read on {pages}")
    raise ReadError(Status.EMPTY, f"there is no text on {pages}")


def _warning(pages: list[int], count: int, what: str) -> list[str]:
    if not pages:
        return []
    shown = ", ".join(map(str, pages[:10])) + (" and others" if len(pages) > 10 else "")
    return [f"{len(pages)} of {count} pages {what} (page {shown})"]


def _read_page(pdf: pdfium.PdfDocument, number: int) -> _Page:
    try:
        page = pdf[number - 1]
    except pdfium.PdfiumError:
        return _Page(number, is_broken=True)
    try:
        text_page = page.get_textpage()
        try:
            _check_length(text_page.count_chars(), number)
            text = text_page.get_text_range()
            if not _text_is_good(page, text):
                return _recognised(page, number)
            view = View.of(page, number)
            layer = TextLayer(text_page)
            lines, hidden = seen(page, layer, view, page_lines(layer, text, view))
        finally:
            text_page.close()
        if needs_tables(text, lines):
            lines = with_cells(lines, find_tables(page, view, lines))
        return _Page(number, tuple(reading_order(lines)), hidden=tuple(hidden), noted=noted(hidden, (text,)))
    except pdfium.PdfiumError:
        return _Page(number, is_broken=True)
    finally:
        page.close()


def _check_length(characters: int, number: int) -> None:
    if characters > MAX_PAGE_CHARACTERS:
        raise ReadError(
            Status.TOO_LARGE, f"page {number} holds {characters:,} characters; at most {MAX_PAGE_CHARACTERS:,} are read of a page"
        )


def _text_is_good(page: pdfium.PdfPage, text: str) -> bool:
    """Whether a page's text layer can be trusted: no picture stands for text, and what stands behind a picture is a language."""
    if len(text.strip()) < _FEW_CHARACTERS:
        return not _has_picture(page)
    return is_known(text) or not _has_picture(page)


def _recognised(page: pdfium.PdfPage, number: int) -> _Page:
    """The page by text recognition, where that is installed."""
    if not ocr.available():
        return _Page(number, is_scan=True)
    return _Page(number, tuple(reading_order(list(ocr.recognise(page, number).lines))))


def _has_picture(page: pdfium.PdfPage) -> bool:
    return any(True for _ in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=3))
