"""The text as the classifier reads it: one spelling of each co- word, plain quotes and dashes, offsets kept."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from spacy.language import Language

_STEMS = "produc|design|creat|commission|deliver|govern|own(?:ed|er|ing|s|\\b)|develop|author|decid|decision|prod\\b"
# Every spelling of co-production and its kin, with whatever dash, space or line end stands in it.
_CO_WORD = re.compile(rf"\b(co)[\s\-\u00ad\u2010-\u2015\u2212]{{0,3}}(?=(?:{_STEMS}))", re.IGNORECASE)
_PLAIN = str.maketrans({"\u2018": "'", "\u2019": "'", "\u201c": '"', "\u201d": '"', "\u2010": "-", "\u2011": "-", "\u00a0": " "})


class Token(NamedTuple):
    """A word or mark in lower case, with its place in the statement's own text."""

    text: str
    start: int
    end: int


def tokens(text: str) -> list[Token]:
    """Cut a text into spaCy tokens; `Co-produced`, `co produced` and `co\u2011produced` are all the one token `coproduced`."""
    plain, moved = _plain(text)
    found = []
    for token in _tokeniser()(plain):
        word = token.text.strip().lower()
        if word:
            end = token.idx + len(token.text)
            found.append(Token(word, _original(token.idx, moved), _original(end, moved)))
    return found


def _plain(text: str) -> tuple[str, list[tuple[int, int]]]:
    """The text with co- words closed up, and for each closing the offset after which it shifts and by how much."""
    moved: list[tuple[int, int]] = []
    lost = 0

    def close(match: re.Match[str]) -> str:
        nonlocal lost
        gap = len(match.group()) - 2
        lost += gap
        if gap:
            moved.append((match.end() - lost, lost))
        return match.group(1)

    return _CO_WORD.sub(close, text.translate(_PLAIN)), moved


def _original(offset: int, moved: list[tuple[int, int]]) -> int:
    shift = 0
    for after, lost in moved:
        if offset >= after:
            shift = lost
    return offset + shift


@cache
def _tokeniser() -> Language:
    import spacy

    return spacy.blank("en")
