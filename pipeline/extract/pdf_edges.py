"""The straight lines that a PDF page draws, level or upright: rules of tables, sides of boxes."""

from __future__ import annotations

import ctypes
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pypdfium2.raw as raw

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pypdfium2 as pdfium

    from pipeline.extract.pdf_lines import View

Edge = dict[str, Any]
"""A line as pdfplumber keeps it: x0, x1, top, bottom in points as the page is shown, and its orientation, `h` or `v`."""
Matrix = tuple[float, float, float, float, float, float]

_DEEPEST = 5  # drawings within drawings
_MOST_OBJECTS = 20_000  # a page that draws more is a map or a picture
_STRAIGHT = 0.05  # points by which a level line may rise
_SHORTEST, _LONGEST = 1.0, 20_000.0
_IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def drawn_edges(page: pdfium.PdfPage, view: View) -> list[Edge]:
    """Every level and upright line that is painted on the page; none where it draws more than any table."""
    edges: list[Edge] = []
    paths = _paths(page.raw, raw.FPDFPage_CountObjects, raw.FPDFPage_GetObject, _IDENTITY, 0)
    for count, (path, matrix) in enumerate(paths, 1):
        if count > _MOST_OBJECTS:
            return []
        for points in _subpaths(path, matrix):
            edges += [edge for one, other in pairwise(points) if (edge := _edge(view, one, other))]
    return edges


def _paths(holder: Any, count: Any, get: Any, matrix: Matrix, depth: int) -> Iterator[tuple[Any, Matrix]]:  # noqa: ANN401 - raw handles
    """The painted paths of a page or of a drawing in it, each with the matrix from its own space to the page's."""
    for index in range(count(holder)):
        thing = get(holder, index)
        kind = raw.FPDFPageObj_GetType(thing)
        if kind == raw.FPDF_PAGEOBJ_PATH and _is_painted(thing):
            yield thing, _times(_matrix(thing), matrix)
        elif kind == raw.FPDF_PAGEOBJ_FORM and depth < _DEEPEST:
            inner = _times(_matrix(thing), matrix)
            yield from _paths(thing, raw.FPDFFormObj_CountObjects, raw.FPDFFormObj_GetObject, inner, depth + 1)


def _is_painted(path: Any) -> bool:  # noqa: ANN401
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    raw.FPDFPath_GetDrawMode(path, fill, stroke)
    return bool(fill.value or stroke.value)


def _subpaths(path: Any, matrix: Matrix) -> Iterator[list[tuple[float, float]]]:  # noqa: ANN401
    """The corners of each stretch of straight lines, in page space; a closed one comes back to its start."""
    points: list[tuple[float, float]] = []
    x, y = ctypes.c_float(), ctypes.c_float()
    for index in range(raw.FPDFPath_CountSegments(path)):
        segment = raw.FPDFPath_GetPathSegment(path, index)
        kind = raw.FPDFPathSegment_GetType(segment)
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        if kind != raw.FPDF_SEGMENT_LINETO:
            yield points
            points = []
        points.append(_moved(x.value, y.value, matrix))
        if raw.FPDFPathSegment_GetClose(segment):
            points.append(points[0])
    yield points


def _edge(view: View, one: tuple[float, float], other: tuple[float, float]) -> Edge | None:
    left, top, right, bottom = view.box(
        min(one[0], other[0]), min(one[1], other[1]), max(one[0], other[0]), max(one[1], other[1])
    )
    width, height = right - left, bottom - top
    if not (min(width, height) <= _STRAIGHT and _SHORTEST <= max(width, height) < _LONGEST):  # broken numbers fail this too
        return None
    edge: Edge = {"x0": left, "x1": right, "top": top, "bottom": bottom, "object_type": "line"}
    if height <= _STRAIGHT:
        return {**edge, "bottom": top, "width": width, "height": 0.0, "orientation": "h"}
    return {**edge, "x1": left, "width": 0.0, "height": height, "orientation": "v"}


def _matrix(thing: Any) -> Matrix:  # noqa: ANN401
    found = raw.FS_MATRIX()
    if not raw.FPDFPageObj_GetMatrix(thing, found):
        return _IDENTITY
    return found.a, found.b, found.c, found.d, found.e, found.f


def _times(first: Matrix, then: Matrix) -> Matrix:
    """Both mappings, one after the other."""
    a, b, c, d, e, f = first
    g, h, i, j, k, m = then
    return a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m


def _moved(x: float, y: float, matrix: Matrix) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f
