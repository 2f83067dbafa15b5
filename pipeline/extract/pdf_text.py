"""The text layer of a PDF page, asked for places and text objects.

A page asks a few hundred times. pypdfium2 binds pdfium's functions with typed pointers, whose conversion costs more than the
answer; here the same functions take what ctypes passes on unconverted, keep Python's lock, and write to one buffer for each page.
"""

from __future__ import annotations

import ctypes
from typing import TYPE_CHECKING, Any

import pypdfium2.raw as raw

if TYPE_CHECKING:
    import pypdfium2 as pdfium

_ADDRESS, _INT, _FLOAT, _DOUBLE, _UINT = ctypes.c_void_p, ctypes.c_int, ctypes.c_float, ctypes.c_double, ctypes.c_uint


def _unconverted(function: Any, result: Any = _INT) -> Any:  # noqa: ANN401 - ctypes is untyped
    return ctypes.PYFUNCTYPE(result)(ctypes.cast(function, _ADDRESS).value or 0)


_count_rects = _unconverted(raw.FPDFText_CountRects)
_rect = _unconverted(raw.FPDFText_GetRect)
_char_box = _unconverted(raw.FPDFText_GetCharBox)
_loose_box = _unconverted(raw.FPDFText_GetLooseCharBox)
_font_info = _unconverted(raw.FPDFText_GetFontInfo, ctypes.c_ulong)
_font_weight = _unconverted(raw.FPDFText_GetFontWeight)
_text_object = _unconverted(raw.FPDFText_GetTextObject, _ADDRESS)
_render_mode = _unconverted(raw.FPDFTextObj_GetTextRenderMode)
_fill_colour = _unconverted(raw.FPDFText_GetFillColor)

_NAME_BYTES = ctypes.c_ulong(64)

Edges = list[float]
"""Left, bottom, right, top in points of page space, whose origin is at the foot."""


class TextLayer:
    """The text layer of a page; `at` is the index of a character in it. Valid while its `text_page` is open."""

    def __init__(self, text_page: pdfium.PdfTextPage) -> None:
        self._handle = ctypes.cast(text_page.raw, _ADDRESS)
        self._edges = (_DOUBLE * 4)()
        self._loose = (_FLOAT * 4)()
        self._colour = (_UINT * 4)()
        self._name = ctypes.create_string_buffer(_NAME_BYTES.value)
        left, bottom, right, top = _places(self._edges)
        self._rect_places = left, top, right, bottom  # the orders in which pdfium gives edges
        self._char_places = left, right, bottom, top
        self._colour_places = _places(self._colour)

    def rects(self, at: int, length: int) -> list[Edges]:
        """The outlines of the runs of like text that make up a stretch of characters."""
        handle, edges, places = self._handle, self._edges, self._rect_places
        found = []
        for index in range(_count_rects(handle, at, length)):
            _rect(handle, index, *places)
            found.append(edges[:])
        return found

    def char_box(self, at: int) -> Edges:
        """The tight outline of a character; without area where there is none."""
        return self._edges[:] if _char_box(self._handle, at, *self._char_places) else [0.0] * 4

    def em_box(self, at: int) -> Edges:
        """The outline of a character's em, which the nominal size of a scaled font is not. Order: left, top, right, bottom."""
        _loose_box(self._handle, at, self._loose)
        return self._loose[:]

    def font(self, at: int) -> tuple[bytes, int]:
        """The font's name, cut where it is very long, and weight."""
        _font_info(self._handle, at, self._name, _NAME_BYTES, None)
        return self._name.value, _font_weight(self._handle, at)

    def text_object(self, at: int) -> int:
        """What tells the text object of a character from others of its page; 0 where there is none."""
        return _text_object(self._handle, at) or 0

    def render_mode(self, text_object: int) -> int:
        """One of pdfium's `FPDF_TEXTRENDERMODE`."""
        return int(_render_mode(_ADDRESS(text_object)))

    def fill_colour(self, at: int) -> list[int] | None:
        """Red, green, blue, opacity, each to 255."""
        return self._colour[:] if _fill_colour(self._handle, at, *self._colour_places) else None


def _places(buffer: Any) -> list[Any]:  # noqa: ANN401
    """Pointers to the parts of a buffer."""
    size = ctypes.sizeof(buffer) // len(buffer)
    return [ctypes.byref(buffer, index * size) for index in range(len(buffer))]
