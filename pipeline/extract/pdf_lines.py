"""Lines of a PDF page with their place, size and weight, from the text layer that pdfium read.

One pass over the page's text; geometry costs a few calls a line. Where pdfium read across a wide gap (columns, table cells)
the line is cut there. Pages shown rotated are measured as shown.
"""

from __future__ import annotations

import ctypes
import re
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING

import pypdfium2.raw as raw

from pipeline.extract.cleaning import LETTER_SPACED
from pipeline.extract.lines import Line
from pipeline.extract.reading_order import is_marker

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pypdfium2 as pdfium

# pdfium ends a line with CR LF, or with U+FFFE where it took a line-end hyphen away.
_LINE_END = re.compile("\r\n|\ufffe|\n|\r")
_BOLD_WEIGHT = 600
_BOLD_NAME = re.compile(rb"bold|black|heavy|demi", re.IGNORECASE)
_LETTER = re.compile(r"[^\W_]")
_WIDE_GAP = 1.4  # in ems: wider than any space between words of justified text


@dataclass(frozen=True, slots=True)
class _Box:
    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class _View:
    """How a page is shown: its number, its size as shown, and by how many quarter turns it is rotated clockwise."""

    number: int
    width: float
    height: float
    turns: int

    def box(self, left: float, bottom: float, right: float, top: float) -> _Box:
        """A box of page space (origin at the foot) as shown (origin at the head)."""
        if self.turns == 1:
            return _Box(bottom, left, top, right)
        if self.turns == 2:
            return _Box(self.width - right, bottom, self.width - left, top)
        if self.turns == 3:
            return _Box(self.width - top, self.height - right, self.width - bottom, self.height - left)
        return _Box(left, self.height - top, right, self.height - bottom)


def page_lines(page: pdfium.PdfPage, text_page: pdfium.PdfTextPage, text: str, number: int) -> list[Line]:
    """The lines of a page in the order in which they are stored."""
    view = _View(number, page.get_width(), page.get_height(), page.get_rotation() // 90)
    lines: list[Line] = []
    at = 0
    for end in [*_LINE_END.finditer(text), None]:
        stop = end.start() if end else len(text)
        if text[at:stop].strip():
            hyphen = bool(end and end.group() == "\ufffe")
            lines += _measured(text_page, text[at:stop], at, view, hyphen=hyphen)
        at = end.end() if end else stop
    return lines


def _measured(text_page: pdfium.PdfTextPage, text: str, source: int, view: _View, *, hyphen: bool) -> Iterator[Line]:
    """A line of the text layer as one line, or as several where it runs across wide gaps."""
    boxes = _run_boxes(text_page, source, len(text), view)
    size, bold = _font(text_page, source + _middle_letter(text), turned=view.turns % 2 == 1)
    gaps = sorted(boxes, key=lambda box: box.left)
    if LETTER_SPACED.fullmatch(text.strip()) or any(right.left - left.right > _WIDE_GAP * size for left, right in pairwise(gaps)):
        pieces = _cut(text_page, text, source, size, view)
        for index, (start, end) in enumerate(pieces):
            part_boxes = _run_boxes(text_page, source + start, end - start, view)
            last = index == len(pieces) - 1
            yield _line(text[start:end], source + start, part_boxes, size, bold, view, hyphen=hyphen and last)
    else:
        yield _line(text, source, boxes, size, bold, view, hyphen=hyphen)


def _line(text: str, source: int, boxes: list[_Box], size: float, bold: bool, view: _View, *, hyphen: bool) -> Line:
    if not boxes:
        return Line(text, view.number, source, 0, 0, 0, 0, size, bold, hyphen, view.height)
    left, right = min(box.left for box in boxes), max(box.right for box in boxes)
    top, bottom = min(box.top for box in boxes), max(box.bottom for box in boxes)
    return Line(text, view.number, source, left, right, top, bottom, size, bold, hyphen, view.height)


def _run_boxes(text_page: pdfium.PdfTextPage, source: int, length: int, view: _View) -> list[_Box]:
    """The boxes of the runs of like text that make up a stretch of characters."""
    left, top, right, bottom = (ctypes.c_double() for _ in range(4))
    boxes = []
    for index in range(raw.FPDFText_CountRects(text_page, source, length)):
        raw.FPDFText_GetRect(text_page, index, left, top, right, bottom)
        boxes.append(view.box(left.value, bottom.value, right.value, top.value))
    return boxes


def _cut(text_page: pdfium.PdfTextPage, text: str, source: int, size: float, view: _View) -> list[tuple[int, int]]:
    """Where to cut a line: before a character that stands far from the one before, unless that is a lone bullet or number."""
    places = list(_character_edges(text_page, text, source, view))
    wide = _WIDE_GAP * size
    if LETTER_SPACED.fullmatch(text.strip()):  # every gap is wide: the widest part words
        wide = 1.5 * median(left - before for (_, _, before), (_, left, _) in pairwise(places))
    cuts = [0]
    for (_, _, edge), (at, left, _) in pairwise(places):
        if not -size < left - edge < wide and not is_marker(text[cuts[-1] : at]):
            cuts.append(at)
    return list(zip(cuts, [*cuts[1:], len(text)], strict=True))


def _character_edges(text_page: pdfium.PdfTextPage, text: str, source: int, view: _View) -> Iterator[tuple[int, float, float]]:
    """The place in the text, left edge and right edge of every printed character."""
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    for at, character in enumerate(text):
        if not character.isspace():
            raw.FPDFText_GetCharBox(text_page, source + at, left, right, bottom, top)
            box = view.box(left.value, bottom.value, right.value, top.value)
            yield at, box.left, box.right


def _middle_letter(text: str) -> int:
    match = _LETTER.search(text, len(text) // 2) or _LETTER.search(text)
    return match.start() if match else len(text) // 2


def _font(text_page: pdfium.PdfTextPage, index: int, *, turned: bool) -> tuple[float, bool]:
    """Printed size in points (the em of the loose box, since the nominal size may be scaled) and whether the font is bold."""
    box = raw.FS_RECTF()
    raw.FPDFText_GetLooseCharBox(text_page, index, box)
    name = ctypes.create_string_buffer(64)
    raw.FPDFText_GetFontInfo(text_page, index, name, 64, None)
    bold = bool(_BOLD_NAME.search(name.value)) or raw.FPDFText_GetFontWeight(text_page, index) >= _BOLD_WEIGHT
    return (abs(box.right - box.left) if turned else abs(box.top - box.bottom)), bold
