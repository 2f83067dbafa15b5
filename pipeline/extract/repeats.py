"""Running headers, footers and page numbers: what stands at the same edge of many pages and says the same."""

from __future__ import annotations

import re
from collections import defaultdict
from statistics import median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipeline.extract.lines import Line

_EDGE = 0.12  # of the page's height, at head and foot
_MIN_PAGES = 3
_LARGE = 1.15  # of the median size
_SHARE = 0.25
_NUMBER = re.compile(r"\d+|\b[ivxlc]+\b", re.IGNORECASE)
_PAGE_NUMBER = re.compile(
    r"(?:page|p\.)?\s{0,9}[|\-\u2013]?\s{0,9}(?:\d{1,4}|[ivxlc]{1,6})\s{0,9}(?:(?:of|/)\s{0,9}\d{1,4})?\s{0,9}[|\-\u2013]?",
    re.IGNORECASE,
)


def without_repeats(lines: list[Line]) -> list[Line]:
    """Leave out lines at the edges of pages that repeat, and page numbers."""
    large = _LARGE * median(line.size for line in lines) if lines else 0.0
    keys = [_key(line, large) if _at_edge(line) else None for line in lines]
    pages: dict[tuple[str, bool], set[int]] = defaultdict(set)
    for line, key in zip(lines, keys, strict=True):
        if key:
            pages[key].add(line.page)
    enough = max(_MIN_PAGES, _SHARE * len({line.page for line in lines}))
    running = {key for key, numbers in pages.items() if len(numbers) >= enough}
    return [line for line, key in zip(lines, keys, strict=True) if not key or not (key in running or _is_page_number(line))]


def _at_edge(line: Line) -> bool:
    return line.top < _EDGE * line.page_height or line.bottom > (1 - _EDGE) * line.page_height


def _key(line: Line, large: float) -> tuple[str, bool]:
    """What makes two lines the same: their words, and in small print whatever their numbers; `Part 1`, `Part 2` are headings."""
    words = " ".join(line.text.split()).lower()
    return words if line.size > large else _NUMBER.sub("#", words), line.top < line.page_height / 2


def _is_page_number(line: Line) -> bool:
    return _PAGE_NUMBER.fullmatch(line.text.strip()) is not None
