"""The text layer of a PDF page, asked for places and text objects.

A page asks a few hundred times. pypdfium2 binds pdfium's functions with typed pointers, whose conversion costs more than the
answer; here the same functions take and give plain addresses, and write to one buffer for each page.
"""

from __future__ import annotations

import ctypes
from typing import TYPE_CHECKING, Any

import pypdfium2.raw as raw

if TYPE_CHECKING:
    import pypdfium2 as pdfium

_ADDRESS, _INT, _FLOAT, _DOUBLE = ctypes.c_void_p, ctypes.c_int, ctypes.c_float, ctypes.c_double


def _address(handle: Any) -> int:  # noqa: ANN401 - a raw handle or function
    return ctypes.cast(handle, _ADDRESS).value or 0


def _bound(function: Any, result: Any, *arguments: Any) -> Any:  # noqa: ANN401 - ctypes is untyped
    return ctypes.CFUNCTYPE(result, *arguments)(_address(function))


_count_rects = _bound(raw.FPDFText_CountRects, _INT, _ADDRESS, _INT, _INT)
_rect = _bound(raw.FPDFText_GetRect, _INT, _ADDRESS, _INT, *[_ADDRESS] * 4)
_char_box = _bound(raw.FPDFText_GetCharBox, _INT, _ADDRESS, _INT, *[_ADDRESS] * 4)
_loose_box = _bound(raw.FPDFText_GetLooseCharBox, _INT, _ADDRESS, _INT, _ADDRESS)
_font_info = _bound(raw.FPDFText_GetFontInfo, ctypes.c_ulong, _ADDRESS, _INT, _ADDRESS, ctypes.c_ulong, _ADDRESS)
_font_weight = _bound(raw.FPDFText_GetFontWeight, _INT, _ADDRESS, _INT)
_text_object = _bound(raw.FPDFText_GetTextObject, _ADDRESS, _ADDRESS, _INT)
_render_mode = _bound(raw.FPDFTextObj_GetTextRenderMode, _INT, _ADDRESS)
_fill_colour = _bound(raw.FPDFText_GetFillColor, _INT, _ADDRESS, _INT, *[_ADDRESS] * 4)

_NAME_BYTES = 64

Edges = list[float]
"""Left, bottom, right, top in points of page space, whose origin is at the foot."""


class TextLayer:
    """The text layer of a page; `at` is the index of a character in it. Valid while its `text_page` is open."""

    def __init__(self, text_page: pdfium.PdfTextPage) -> None:
        self._handle = _address(text_page.raw)
        self._edges = (_DOUBLE * 4)()
        self._loose = (_FLOAT * 4)()
        self._colour = (ctypes.c_uint * 4)()
        self._name = ctypes.create_string_buffer(_NAME_BYTES)
        first = ctypes.addressof(self._edges)
        left, bottom, right, top = (first + index * ctypes.sizeof(_DOUBLE) for index in range(4))
        self._rect_places = left, top, right, bottom  # the orders in which pdfium gives edges
        self._char_places = left, right, bottom, top
        self._colour_places = tuple(ctypes.addressof(self._colour) + index * ctypes.sizeof(ctypes.c_uint) for index in range(4))
        self._loose_place = ctypes.addressof(self._loose)
        self._name_place = ctypes.addressof(self._name)

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
        _loose_box(self._handle, at, self._loose_place)
        return self._loose[:]

    def font(self, at: int) -> tuple[bytes, int]:
        """The font's name, cut where it is very long, and weight."""
        _font_info(self._handle, at, self._name_place, _NAME_BYTES, None)
        return self._name.value, _font_weight(self._handle, at)

    def text_object(self, at: int) -> int:
        """What tells the text object of a character from others of its page; 0 where there is none."""
        return _text_object(self._handle, at) or 0

    def render_mode(self, text_object: int) -> int:
        """One of pdfium's `FPDF_TEXTRENDERMODE`."""
        return int(_render_mode(text_object))

    def fill_colour(self, at: int) -> list[int] | None:
        """Red, green, blue, opacity, each to 255."""
        return self._colour[:] if _fill_colour(self._handle, at, *self._colour_places) else None
