"""Tables of a PDF page, found by pdfplumber by their ruled lines, so that cells are read as cells and rows as rows.

Its table finder is given the lines that pdfium drew, since reading the page again with pdfminer costs fifty times as much; and
only on pages that show columns of short text, have drawn lines, and hold words on which a verdict could turn.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING, Any

from pipeline.extract.pdf_edges import drawn_edges
from pipeline.extract.reading_order import same_baseline

if TYPE_CHECKING:
    import pypdfium2 as pdfium

    from pipeline.extract.lines import Line
    from pipeline.extract.pdf_edges import Edge
    from pipeline.extract.pdf_lines import View

Box = tuple[float, float, float, float]
"""Left, top, right, bottom in points, counted from the head of the page."""

_FEWEST_EDGES = 6  # a table of two rows and two columns has as many
_FEWEST_SIDE_BY_SIDE = 3
_FEWEST_ROWS = 3
_FAR = 3  # usual rows
_MATTERS = re.compile(
    r"\bco[-\u2010\u2011 ]?(?:prod|des|cre|com|del|gov|own|dec)"
    r"|\b(?:decide|choose|vot(?:e|es|ed|ing)\b|ballot|veto|jointly|decid\w+ together|final say|agree with|sign(?:ed)? off)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Table:
    """A table's outline and its cells by row and column; a cell that spans several stands once."""

    box: Box
    cells: tuple[tuple[int, int, Box], ...]


def needs_tables(text: str, lines: list[Line]) -> bool:
    """Whether a page has words that matter and shows columns of short text. `text` is the page's text layer."""
    side_by_side = sum(same_baseline(above, line) for above, line in pairwise(lines))
    return side_by_side >= _FEWEST_SIDE_BY_SIDE and _MATTERS.search(text) is not None


def find_tables(page: pdfium.PdfPage, view: View, lines: list[Line]) -> list[Table]:
    """The ruled tables of a page with at least two rows and two columns.

    Where a page has only rules between rows, columns are where entries begin under each other.
    """
    edges = drawn_edges(page, view)
    if len(edges) < _FEWEST_EDGES:
        return []
    from pdfplumber.table import TableFinder

    found = [table for table in map(_table, TableFinder(_Ruled(edges)).tables) if table]
    rules = [(edge["x0"], edge["x1"], edge["top"]) for edge in edges if edge["orientation"] == "h"]
    return found or _between_rules(rules, lines)


class _Ruled:
    """As much of pdfplumber's page as its table finder looks at."""

    def __init__(self, edges: list[Edge]) -> None:
        self.edges = edges


def _table(found: Any) -> Table | None:  # noqa: ANN401 - pdfplumber is untyped
    rows = found.rows
    cells = [(r, c, cell) for r, row in enumerate(rows) for c, cell in enumerate(row.cells) if cell]
    if len(rows) < 2 or max((c for _, c, _ in cells), default=0) < 1:
        return None
    return Table(found.bbox, tuple(cells))


def _between_rules(rules: list[tuple[float, float, float]], lines: list[Line]) -> list[Table]:
    """Tables whose rows are parted by rules of one length and whose columns by nothing but white."""
    tops: dict[tuple[int, int], set[float]] = {}
    for left, right, top in rules:
        tops.setdefault((round(left), round(right)), set()).add(round(top, 1))
    tables = []
    for (left, right), rows in ((span, rows) for span, heights in tops.items() for rows in _runs(sorted(heights))):
        inside = [line for line in lines if rows[0][0] < line.bottom <= rows[-1][1] and left <= line.left <= right]
        starts = _column_starts(inside)
        if len(starts) > 1:
            columns = list(pairwise([*(start - 2.0 for start in starts), float(right)]))
            cells = tuple((r, c, (x0, y0, x1, y1)) for r, (y0, y1) in enumerate(rows) for c, (x0, x1) in enumerate(columns))
            tables.append(Table((left, rows[0][0], right, rows[-1][1]), cells))
    return tables


def _runs(heights: list[float]) -> list[list[tuple[float, float]]]:
    """The rows between rules that follow each other closely; a rule far off belongs to something else."""
    rows = list(pairwise(heights))
    if not rows:
        return []
    usual = median(bottom - top for top, bottom in rows)
    runs: list[list[tuple[float, float]]] = [[]]
    for top, bottom in rows:
        if bottom - top > _FAR * usual:
            runs.append([])
        else:
            runs[-1].append((top, bottom))
    return [run for run in runs if len(run) >= _FEWEST_ROWS]


def _column_starts(lines: list[Line]) -> list[int]:
    """Left edges at which several lines begin."""
    counts = Counter(round(line.left) for line in lines)
    return sorted(start for start, count in counts.items() if count >= _FEWEST_ROWS)


def with_cells(lines: list[Line], tables: list[Table]) -> list[Line]:
    """Mark each line that stands in a cell with the table, row and column."""
    return [_placed(line, tables) for line in lines]


def _placed(line: Line, tables: list[Table]) -> Line:
    x, y = line.left + 1, (line.top + line.bottom) / 2
    for index, table in enumerate(tables):
        if _inside(table.box, x, y):
            cell = next(((index, row, column) for row, column, box in table.cells if _inside(box, x, y)), None)
            return replace(line, cell=cell)
    return line


def _inside(box: Box, x: float, y: float) -> bool:
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]
