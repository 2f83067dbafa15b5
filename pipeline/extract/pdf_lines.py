"""Lines of a PDF page with their place, size and weight, from the text layer that pdfium read.

One pass over the page's text; geometry costs a few calls a line. Where pdfium read across a wide gap (columns, table cells)
the line is cut there. Pages shown rotated are measured as shown.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING

from pipeline.extract.cleaning import is_letter_spaced
from pipeline.extract.lines import Line
from pipeline.extract.reading_order import is_marker

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pypdfium2 as pdfium

    from pipeline.extract.pdf_text import TextLayer

# pdfium ends a line with CR LF, or with U+FFFE where it took a line-end hyphen away.
_LINE_END = re.compile("\r\n|\ufffe|\n|\r")
_BOLD_WEIGHT = 600
_BOLD_NAME = re.compile(rb"bold|black|heavy|demi", re.IGNORECASE)
_LETTER = re.compile(r"[^\W_]")
_WIDE_GAP = 1.4  # in ems: wider than any space between words of justified text


Box = tuple[float, float, float, float]
"""Left, top, right, bottom in points, as the page is shown; top and bottom count from its head. Plain: there are many."""


@dataclass(frozen=True, slots=True)
class View:
    """How a page is shown: its number, its size as shown, and by how many quarter turns it is rotated clockwise."""

    number: int
    width: float
    height: float
    turns: int

    @classmethod
    def of(cls, page: pdfium.PdfPage, number: int) -> View:
        """How a page is shown."""
        return cls(number, page.get_width(), page.get_height(), page.get_rotation() // 90)

    def box(self, left: float, bottom: float, right: float, top: float) -> Box:
        """A box of page space (origin at the foot) as shown (origin at the head)."""
        if self.turns == 0:
            return (left, self.height - top, right, self.height - bottom)
        if self.turns == 1:
            return (bottom, left, top, right)
        if self.turns == 2:
            return (self.width - right, bottom, self.width - left, top)
        return (self.width - top, self.height - right, self.width - bottom, self.height - left)

    def across(self, left: float, bottom: float, right: float, top: float) -> tuple[float, float]:
        """The left and right edge of a box of page space, as shown."""
        if self.turns == 0:
            return left, right
        shown = self.box(left, bottom, right, top)
        return shown[0], shown[2]


def page_lines(layer: TextLayer, text: str, view: View) -> list[Line]:
    """The lines of a page in the order in which they are stored."""
    shown = _Layer(layer, view)
    lines: list[Line] = []
    at = 0
    for end in [*_LINE_END.finditer(text), None]:
        stop = end.start() if end else len(text)
        if text[at:stop].strip():
            lines += _measured(shown, text[at:stop], at, hyphen=bool(end and end.group() == "\ufffe"))
        at = end.end() if end else stop
    return lines


class _Layer:
    """The text layer of a page, asked for places as the page is shown."""

    def __init__(self, text: TextLayer, view: View) -> None:
        self.view = view
        self._text = text

    def boxes(self, source: int, length: int) -> list[Box]:
        """The boxes of the runs of like text that make up a stretch of characters."""
        box = self.view.box
        return [box(*edges) for edges in self._text.rects(source, length)]

    def character_edges(self, text: str, source: int) -> list[tuple[int, float, float]]:
        """The place in the text, left edge and right edge of every printed character."""
        across, char_box = self.view.across, self._text.char_box
        return [(at, *across(*char_box(source + at))) for at, character in enumerate(text) if not character.isspace()]

    def font(self, index: int) -> tuple[float, bool]:
        """Printed size in points and whether the font is bold."""
        left, top, right, bottom = self._text.em_box(index)
        name, weight = self._text.font(index)
        bold = weight >= _BOLD_WEIGHT or _BOLD_NAME.search(name) is not None
        return abs(right - left) if self.view.turns % 2 else abs(top - bottom), bold


def _measured(layer: _Layer, text: str, source: int, *, hyphen: bool) -> Iterator[Line]:
    """A line of the text layer as one line, or as several where it runs across wide gaps."""
    boxes = layer.boxes(source, len(text))
    size, bold = layer.font(source + _middle_letter(text))
    wide = _WIDE_GAP * size
    gapped = len(boxes) > 1 and any(right[0] - left[2] > wide for left, right in pairwise(sorted(boxes)))
    if gapped or is_letter_spaced(text):
        pieces = _cut(layer, text, source, size)
        for index, (start, end) in enumerate(pieces):
            part_boxes = layer.boxes(source + start, end - start)
            last = index == len(pieces) - 1
            yield _line(text[start:end], source + start, part_boxes, size, bold, layer.view, hyphen=hyphen and last)
    else:
        yield _line(text, source, boxes, size, bold, layer.view, hyphen=hyphen)


def _line(text: str, source: int, boxes: list[Box], size: float, bold: bool, view: View, *, hyphen: bool) -> Line:
    if not boxes:
        return Line(text, view.number, source, 0, 0, 0, 0, size, bold, hyphen, view.height)
    left, top, right, bottom = boxes[0]
    if len(boxes) > 1:
        lefts, tops, rights, bottoms = zip(*boxes, strict=True)
        left, top, right, bottom = min(lefts), min(tops), max(rights), max(bottoms)
    return Line(text, view.number, source, left, right, top, bottom, size, bold, hyphen, view.height)


def _cut(layer: _Layer, text: str, source: int, size: float) -> list[tuple[int, int]]:
    """Where to cut a line: before a character that stands far from the one before, unless that is a lone bullet or number."""
    places = layer.character_edges(text, source)
    wide = _WIDE_GAP * size
    if is_letter_spaced(text):  # every gap is wide: the widest part words
        wide = 1.5 * median(left - before for (_, _, before), (_, left, _) in pairwise(places))
    cuts = [0]
    for (_, _, edge), (at, left, _) in pairwise(places):
        if not -size < left - edge < wide and not is_marker(text[cuts[-1] : at]):
            cuts.append(at)
    return list(zip(cuts, [*cuts[1:], len(text)], strict=True))


def _middle_letter(text: str) -> int:
    match = _LETTER.search(text, len(text) // 2) or _LETTER.search(text)
    return match.start() if match else len(text) // 2
