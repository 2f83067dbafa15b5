"""Looks at a page's markup before it is parsed: parsers follow the HTML standard, which lets a small page grow without bound.

Tags of formatting that stay open are opened again in every later paragraph (HTML Standard, 13.2.4.3), so that a page of n open
tags and n paragraphs becomes a tree of n × n elements.
"""

from __future__ import annotations

import re

from pipeline.errors import ReadError
from pipeline.records import Status

MAX_OPEN = 1_000
"""Formatting tags left open, and elements inside elements: browsers stop at 512 deep."""
MAX_TAGS = 2_000_000
_TAG = re.compile(r"<(/?)([a-z][a-z0-9]*)", re.IGNORECASE)
_FORMATTING = frozenset("a b big code em font i nobr s small strike strong tt u".split())
# Elements that have no end tag, or whose end tag may be left out.
_UNCLOSED = frozenset(
    "area base br col embed hr img input link meta param source track wbr p li dt dd option optgroup rt rp tr td th thead "
    "tbody tfoot colgroup caption html head body".split()
)


def check(source: str) -> None:
    """Refuse markup that would grow in the parser.

    Raises:
        ReadError: too many tags, too many left open, or nested too deeply.
    """
    depth = open_formatting = 0
    for tags, match in enumerate(_TAG.finditer(source), 1):
        name = match.group(2).lower()
        step = -1 if match.group(1) else 1
        if name in _FORMATTING:
            open_formatting = max(0, open_formatting + step)
        elif name not in _UNCLOSED:
            depth = max(0, depth + step)
        if tags > MAX_TAGS or depth > MAX_OPEN or open_formatting > MAX_OPEN:
            raise ReadError(Status.TOO_LARGE, "the page's markup is nested too deeply or leaves too many tags open")
