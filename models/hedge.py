"""Whether an undertaking is softened: *where possible*, *aim to*, *normally*."""

from __future__ import annotations

import re
from functools import cache

from pipeline.lexicon import read


def is_hedged(text: str) -> bool:
    """Whether the statement holds a word that softens it."""
    return _pattern().search(text) is not None


@cache
def _pattern() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(read('hedges')['words'])})\b", re.IGNORECASE)
