"""Tables of a PDF page, found by pdfplumber by their ruled lines, so that cells are read as cells and rows as rows.

pdfplumber is some fifty times slower than pdfium: it looks only at pages that show columns of short text, have drawn lines, and
hold words on which a verdict could turn.
"""

from __future__ import annotations

import re
from collections import Counter
from contextlib import ExitStack, suppress
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING, Any

import pypdfium2.raw as raw

from pipeline.extract.reading_order import same_baseline

if TYPE_CHECKING:
    from pathlib import Path
    from types import TracebackType

    import pypdfium2 as pdfium

    from pipeline.extract.lines import Line

Box = tuple[float, float, float, float]
"""Left, top, right, bottom in points, counted from the head of the page."""

_FEWEST_SEGMENTS = 8  # of drawn lines: a table of two rows and two columns has more
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


def needs_tables(page: pdfium.PdfPage, lines: list[Line]) -> bool:
    """Whether a page is likely to hold a table in which words matter."""
    beside = sum(same_baseline(above, line) for above, line in pairwise(lines))
    if beside < _FEWEST_SIDE_BY_SIDE or not any(_MATTERS.search(line.text) for line in lines):
        return False
    segments = 0
    for path in page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH], max_depth=2):
        segments += max(raw.FPDFPath_CountSegments(path), 0)
        if segments >= _FEWEST_SEGMENTS:
            return True
    return False


class TableFinder:
    """Finds the ruled tables of a file's pages; the file is opened when the first page asks, and once."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._stack = ExitStack()
        self._pdf: Any = None

    def __enter__(self) -> TableFinder:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        with suppress(Exception):  # closing, it reads the pages that it has not read
            self._stack.close()

    def find(self, number: int, lines: list[Line]) -> list[Table]:
        """The tables of a page with at least two rows and two columns; none where pdfplumber cannot read the page.

        Where a page has only rules between rows, columns are where entries begin under each other.
        """
        try:
            if self._pdf is None:
                import pdfplumber

                file = self._stack.enter_context(self._path.open("rb"))
                self._pdf = self._stack.enter_context(pdfplumber.open(file))
            page = self._pdf.pages[number - 1]
            found = [table for table in map(_table, page.find_tables()) if table]
            rules = [(edge["x0"], edge["x1"], edge["top"]) for edge in page.horizontal_edges] if not found else []
            page.close()
        except Exception:
            return []
        return found or _between_rules(rules, lines)


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
