"""Text of a PDF page that a reader does not see: invisible by its mode, white on white, minute, or off the page.

The text layer that recognition puts behind a scan is invisible too and is no hidden text: behind a picture nothing is.
"""

from __future__ import annotations

import ctypes
import re
from bisect import bisect_right
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

import pypdfium2.raw as raw

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import pypdfium2 as pdfium

    from pipeline.extract.lines import Line
    from pipeline.extract.pdf_lines import View
    from pipeline.extract.pdf_text import TextLayer

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


def seen(page: pdfium.PdfPage, layer: TextLayer, view: View, lines: list[Line]) -> Seen:
    """Part a page's lines by whether a reader sees them. A line that is hidden in part is kept, and named as well."""
    sheet = _Sheet(page, layer, view)
    kept, hidden = [], []
    for line in lines:
        probes = _probes(line)
        if sheet.is_plain(line, probes):
            kept.append(line)
            continue
        found = [sheet.is_hidden(line, at) for at in probes]
        if any(found) and _WORDS.search(line.text):
            hidden.append(line.text.strip())
        if not all(found) or not _WORDS.search(line.text):
            kept.append(line)
    return Seen(kept, hidden)


def _probes(line: Line) -> list[int]:
    """Where to look: the first, a middle and the last printed character."""
    words = line.text.split()
    if not words:
        return []
    first = len(line.text) - len(line.text.lstrip())
    last = len(line.text.rstrip()) - 1
    return [line.source + at for at in dict.fromkeys((first, _middle(line.text, words), last))]


def _middle(text: str, words: list[str]) -> int:
    """The place of the printed character that as many stand before as after, or one more."""
    ends = list(accumulate(map(len, words)))
    before = ends[-1] // 2
    index = bisect_right(ends, before)
    start = len(text) - len(text.split(maxsplit=index)[index])  # what is not split comes last, as it stands
    return start + before - (ends[index - 1] if index else 0)


class _Sheet:
    """A page with what is drawn on it, looked up when the first white text asks."""

    def __init__(self, page: pdfium.PdfPage, layer: TextLayer, view: View) -> None:
        self._page = page
        self._layer = layer
        self._crop = page.get_cropbox()  # where there is none, the sheet itself
        self._shown = view.box(*self._crop)
        self._drawn: list[tuple[int, tuple[float, ...], bool]] | None = None
        self._inked: dict[int, bool] = {}

    def is_plain(self, line: Line, probes: list[int]) -> bool:
        """Whether a line is plainly seen: of readable size, wholly on the sheet and in ink of its own. Most are."""
        left, top, right, bottom = self._shown
        if line.size < _SMALLEST or not (left <= line.left < line.right <= right and top <= line.top < line.bottom <= bottom):
            return False
        return all(map(self._has_ink, probes))

    def _has_ink(self, at: int) -> bool:
        """Whether the text object of a character is neither invisible nor white; asked once for each."""
        text_object = self._layer.text_object(at)
        inked = self._inked.get(text_object)
        if inked is None:
            inked = self._layer.render_mode(text_object) not in _INVISIBLE and not self._is_white(at)
            self._inked[text_object] = inked
        return inked

    def is_hidden(self, line: Line, at: int) -> bool:
        left, bottom, right, top = box = self._layer.char_box(at)
        if right <= left or top <= bottom:
            return False
        crop = self._crop
        off_page = right <= crop[0] or left >= crop[2] or top <= crop[1] or bottom >= crop[3]
        if off_page or max(line.size, top - bottom) < _SMALLEST:
            return True
        mode = self._layer.render_mode(self._layer.text_object(at))
        if mode in _INVISIBLE:
            return not self._is_on(box, pictures_only=True)
        return self._is_white(at) and not self._is_on(box, pictures_only=False)

    def _is_white(self, at: int) -> bool:
        colour = self._layer.fill_colour(at)
        return colour is not None and (colour[3] < _FAINT or min(colour[:3]) >= _WHITE)

    def _is_on(self, box: Sequence[float], *, pictures_only: bool) -> bool:
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
        red, green, blue, opacity = (ctypes.c_uint() for _ in range(4))
        mode, stroke = ctypes.c_int(), ctypes.c_int()
        if not raw.FPDFPath_GetDrawMode(path, mode, stroke) or mode.value == raw.FPDF_FILLMODE_NONE:
            return True  # only an outline: nothing is behind the text
        raw.FPDFPageObj_GetFillColor(path, red, green, blue, opacity)
        return min(red.value, green.value, blue.value) >= _WHITE
