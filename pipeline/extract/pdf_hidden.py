"""Text of a PDF page that a reader does not see: invisible by its mode, white on white, minute, or off the page.

The text layer that recognition puts behind a scan is invisible too and is no hidden text: behind a picture nothing is.
"""

from __future__ import annotations

import ctypes
import re
from typing import TYPE_CHECKING, NamedTuple

import pypdfium2.raw as raw

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pypdfium2 as pdfium

    from pipeline.extract.lines import Line

_SMALLEST = 1.5  # points: below it nothing can be read
_WHITE = 245  # of 255, from which a colour cannot be told from paper
_FAINT = 13  # of 255, opacity
_INVISIBLE = frozenset({raw.FPDF_TEXTRENDERMODE_INVISIBLE, raw.FPDF_TEXTRENDERMODE_CLIP})
_UNKNOWN_COLOUR = frozenset({raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_SHADING, raw.FPDF_PAGEOBJ_FORM})

_WORDS = re.compile(r"[^\W\d_]{2}")  # stars and rules hide nothing


class Seen(NamedTuple):
    """The lines of a page that can be read, and the texts of those that cannot, or not wholly."""

    lines: list[Line]
    hidden: list[str]


def seen(page: pdfium.PdfPage, text_page: pdfium.PdfTextPage, lines: list[Line]) -> Seen:
    """Part a page's lines by whether a reader sees them. A line that is hidden in part is kept, and named as well."""
    sheet = _Sheet(page, text_page)
    kept, hidden = [], []
    for line in lines:
        probes = [sheet.is_hidden(line, at) for at in _probes(line)]
        if any(probes) and _WORDS.search(line.text):
            hidden.append(line.text.strip())
        if not all(probes) or not _WORDS.search(line.text):
            kept.append(line)
    return Seen(kept, hidden)


def _probes(line: Line) -> Iterator[int]:
    """Where to look: the first, a middle and the last printed character."""
    printed = [at for at, character in enumerate(line.text) if not character.isspace()]
    yield from dict.fromkeys(line.source + printed[index] for index in (0, len(printed) // 2, -1)) if printed else ()


class _Sheet:
    """A page with what is drawn on it, looked up when the first white text asks."""

    def __init__(self, page: pdfium.PdfPage, text_page: pdfium.PdfTextPage) -> None:
        self._page = page
        self._text_page = text_page
        self._drawn: list[tuple[int, tuple[float, ...], bool]] | None = None
        self._colour = [ctypes.c_uint() for _ in range(4)]

    def is_hidden(self, line: Line, at: int) -> bool:
        left, bottom, right, top = box = self._box(at)
        if right <= left or top <= bottom:
            return False
        crop = self._page.get_cropbox()  # where there is none, the sheet itself
        off_page = right <= crop[0] or left >= crop[2] or top <= crop[1] or bottom >= crop[3]
        if off_page or max(line.size, top - bottom) < _SMALLEST:
            return True
        mode = raw.FPDFTextObj_GetTextRenderMode(raw.FPDFText_GetTextObject(self._text_page, at))
        if mode in _INVISIBLE:
            return not self._is_on(box, pictures_only=True)
        return self._is_white(at) and not self._is_on(box, pictures_only=False)

    def _box(self, at: int) -> tuple[float, float, float, float]:
        left, right, bottom, top = (ctypes.c_double() for _ in range(4))
        raw.FPDFText_GetCharBox(self._text_page, at, left, right, bottom, top)
        return left.value, bottom.value, right.value, top.value

    def _is_white(self, at: int) -> bool:
        red, green, blue, opacity = self._colour
        if not raw.FPDFText_GetFillColor(self._text_page, at, red, green, blue, opacity):
            return False
        return opacity.value < _FAINT or min(red.value, green.value, blue.value) >= _WHITE

    def _is_on(self, box: tuple[float, ...], *, pictures_only: bool) -> bool:
        """Whether something is drawn at a box on which white text could be read; or a picture, whose text it may be."""
        x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
        if self._drawn is None:
            self._drawn = list(self._all_drawn())
        return any(
            left <= x <= right and bottom <= y <= top
            for kind, (left, bottom, right, top), is_white in self._drawn
            if (kind in _UNKNOWN_COLOUR if pictures_only else not is_white)
        )

    def _all_drawn(self) -> Iterator[tuple[int, tuple[float, ...], bool]]:
        edges = [ctypes.c_float() for _ in range(4)]
        for index in range(raw.FPDFPage_CountObjects(self._page)):
            drawn = raw.FPDFPage_GetObject(self._page, index)
            kind = raw.FPDFPageObj_GetType(drawn)
            if kind != raw.FPDF_PAGEOBJ_TEXT and raw.FPDFPageObj_GetBounds(drawn, *edges):
                yield kind, tuple(edge.value for edge in edges), kind not in _UNKNOWN_COLOUR and self._is_white_path(drawn)

    def _is_white_path(self, path: raw.FPDF_PAGEOBJECT) -> bool:
        red, green, blue, _ = self._colour
        mode, stroke = ctypes.c_int(), ctypes.c_int()
        if not raw.FPDFPath_GetDrawMode(path, mode, stroke) or mode.value == raw.FPDF_FILLMODE_NONE:
            return True  # only an outline: nothing is behind the text
        raw.FPDFPageObj_GetFillColor(path, *self._colour)
        return min(red.value, green.value, blue.value) >= _WHITE
