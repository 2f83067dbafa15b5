"""Is this English? By the share of its commonest words, which needs no model and reads any length."""

from __future__ import annotations

import re

_WORD = re.compile(r"[^\W\d_]+")
_COMMON = frozenset(
    "the of and to in a is for on that with as are be by this it or from at will an we our have has not which their was "
    "you can were your they been all more there who but what if its would about how these when other may".split()
)
_SAMPLE = 20_000  # characters
_FEWEST_WORDS = 40
_SHARE = 0.15  # running English has 0.35 to 0.45, tables and lists in English 0.15 and more, other languages under 0.08


def is_english(text: str) -> bool:
    """Whether a text is mostly English. Texts too short to tell count as English."""
    middle = len(text) // 2
    sample = text if len(text) <= 2 * _SAMPLE else text[:_SAMPLE] + text[middle : middle + _SAMPLE]
    words = _WORD.findall(sample.lower())
    return len(words) < _FEWEST_WORDS or sum(word in _COMMON for word in words) >= _SHARE * len(words)
