"""The order in which a reader takes the lines of a page: columns, sidebars and boxes across them.

Designed documents store their text in the order in which it was drawn. Here the page is cut at its valleys, the upright strips of
white between columns (recursive X-Y cut, Nagy and Seth 1984): lines that cross a valley, such as headings and call-out boxes over
both columns, part what is above them from what is below.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import replace
from itertools import islice
from statistics import median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pipeline.extract.lines import Line

_LEVEL = 0.8  # heights: the sums of top and bottom of lines side by side differ by less
_FEWEST_LINES = 4  # on either side of a valley
_MOST_LINES = 800  # of a region: a page in more pieces is no text in columns, and looking for them would take minutes
_NARROWEST = 0.12  # width of a column, in widths of the region
_VALLEY = 0.9  # width of a valley, in ems
_MOST_CROSSING = 0.35  # share of the lines that may cross a valley
_PAIRED, _FILLED = 0.7, 0.7  # of the lines of a table's first column; lines of text fill theirs
_MARKER = re.compile(r"\s*(?:[^\w\s]|\(?(?:\d{1,3}(?:\.\d{1,2}){0,3}|[a-z]|[ivx]{1,4})[.)]?)\s*")


def reading_order(lines: list[Line]) -> list[Line]:
    """The lines of one page as a reader takes them; a table stands as one block at its place and is read row by row."""
    tables: dict[int, list[Line]] = {}
    for line in lines:
        if line.cell is not None:
            tables.setdefault(line.cell[0], []).append(line)
    if not tables:
        return _in_columns(lines)
    stand_ins = {index: _outline(cells) for index, cells in tables.items()}
    ordered = _in_columns([*(line for line in lines if line.cell is None), *stand_ins.values()])
    place = {id(stand_in): index for index, stand_in in stand_ins.items()}
    return [inner for line in ordered for inner in (_by_row(tables[place[id(line)]]) if id(line) in place else (line,))]


def _outline(cells: list[Line]) -> Line:
    """One line as large as a whole table, to hold its place."""
    return replace(cells[0], left=_left(cells), right=_right(cells), top=_top(cells), bottom=max(line.bottom for line in cells))


def _by_row(cells: list[Line]) -> list[Line]:
    return sorted(cells, key=lambda line: (line.cell or (0, 0, 0), line.bottom, line.left))


def _in_columns(lines: list[Line]) -> list[Line]:
    valley = _find_valley(lines)
    if valley is None:
        return _from_top(lines)
    ordered: list[Line] = []
    strip: list[Line] = []
    crossing: list[Line] = []
    for line in sorted(lines, key=lambda line: (line.top + line.bottom) / 2):
        if _crosses(line, valley):
            ordered += _sides(strip, valley)
            strip = []
            crossing.append(line)
        else:
            ordered += _from_top(crossing)
            crossing = []
            strip.append(line)
    return ordered + _from_top(crossing) + _sides(strip, valley)


def is_marker(text: str) -> bool:
    """Whether a line holds nothing but a bullet or a paragraph number, whose text stands beside it."""
    return _MARKER.fullmatch(text) is not None


def same_baseline(one: Line, other: Line) -> bool:
    """Whether two lines stand side by side."""
    return abs((one.top + one.bottom) - (other.top + other.bottom)) < _LEVEL * min(one.height, other.height)


def _sides(lines: list[Line], valley: float) -> list[Line]:
    left = [line for line in lines if (line.left + line.right) / 2 < valley]
    right = [line for line in lines if (line.left + line.right) / 2 >= valley]
    return [*(_in_columns(left) if left else ()), *(_in_columns(right) if right else ())]


def _from_top(lines: list[Line]) -> list[Line]:
    """Lines of one column, from the top; those side by side from the left. A bullet or number goes before the text beside it."""
    markers: list[Line] = []
    texts: list[Line] = []
    for line in lines:
        (markers if is_marker(line.text) else texts).append(line)
    rows: list[list[Line]] = []
    for line in sorted(texts, key=lambda line: (line.bottom, line.left)):
        if rows and same_baseline(rows[-1][0], line):
            rows[-1].append(line)
        else:
            rows.append([line])
    for marker in markers:
        _beside(rows, marker).insert(0, marker)
    return [line for row in rows for line in sorted(row, key=lambda line: line.left)]


def _beside(rows: list[list[Line]], marker: Line) -> list[Line]:
    """The row that a marker opens: the first of those that it stands beside, since a number may stand half-way down its text."""
    reach = 2.5 * marker.height
    middle = (marker.top + marker.bottom) / 2
    level = [row for row in rows if same_baseline(row[0], marker)]
    for row in level or rows:
        if any(line.left >= marker.right - 1 and abs((line.top + line.bottom) / 2 - middle) < reach for line in row):
            return row
    rows.append([])
    return rows[-1]


def _crosses(line: Line, valley: float) -> bool:
    return line.left < valley - 1 and line.right > valley + 1


def _find_valley(lines: list[Line]) -> float | None:
    """Where the region parts into columns: where fewest lines cross, then the widest white; else None."""
    body = [line for line in lines if not is_marker(line.text)]
    if not 2 * _FEWEST_LINES <= len(body) <= _MOST_LINES:
        return None
    best: tuple[int, float, float] | None = None
    for left_edge, right_edge in _gaps(body):
        middle = (left_edge + right_edge) / 2
        crossing = [line for line in body if _crosses(line, middle)]
        if _parts(body, crossing, middle):
            candidate = (len(crossing), left_edge - right_edge, middle)
            best = min(best, candidate) if best else candidate
    return best[2] if best else None


def _gaps(lines: list[Line]) -> Iterable[tuple[float, float]]:
    """Candidate valleys: from the right edge of some lines to the left edge at which others begin."""
    lefts, rights = sorted(line.left for line in lines), sorted(line.right for line in lines)
    em = sorted(line.size for line in lines)[len(lines) // 2] or 10.0
    for start in sorted({round(left) for left in lefts}):
        ends = bisect_right(rights, start - _VALLEY * em)
        begins = bisect_left(lefts, start + 2) - bisect_right(lefts, start - 2)
        if ends and begins >= _FEWEST_LINES:
            yield rights[ends - 1], float(start)


def _parts(lines: list[Line], crossing: list[Line], middle: float) -> bool:
    """Whether a valley has enough lines on either side, of real columns that stand beside each other."""
    left = [line for line in lines if line.right <= middle + 1]
    right = [line for line in lines if line.left >= middle - 1]
    if min(len(left), len(right)) < _FEWEST_LINES or len(crossing) > _MOST_CROSSING * len(lines):
        return False
    widths = [_right(side) - _left(side) for side in (left, right)]
    beside = min(max(line.bottom for line in side) for side in (left, right)) - max(_top(left), _top(right))
    if min(widths) <= _NARROWEST * (_right(lines) - _left(lines)) or beside <= 2 * min(line.height for line in lines):
        return False
    return not _is_table(left, right)


def _is_table(left: list[Line], right: list[Line]) -> bool:
    """Whether two sides are columns of a table rather than of text: short entries, most with a neighbour on their line."""
    levels = sorted((other.top + other.bottom, other.height) for other in right)
    paired = sum(_has_beside(line, levels) for line in left)
    width = max(_right(left) - _left(left), 1.0)
    filled = median((line.right - line.left) / width for line in left)
    return paired >= _PAIRED * len(left) and filled < _FILLED


def _has_beside(line: Line, levels: list[tuple[float, float]]) -> bool:
    """Whether one of the lines, given as sorted pairs of top plus bottom and height, stands beside this one."""
    level, height = line.top + line.bottom, line.height
    reach = _LEVEL * height
    for other, other_height in islice(levels, bisect_left(levels, (level - reach,)), None):
        if other >= level + reach:
            return False
        if abs(level - other) < _LEVEL * min(height, other_height):
            return True
    return False


def _left(lines: list[Line]) -> float:
    return min(line.left for line in lines)


def _right(lines: list[Line]) -> float:
    return max(line.right for line in lines)


def _top(lines: list[Line]) -> float:
    return min(line.top for line in lines)
