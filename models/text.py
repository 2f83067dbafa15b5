"""The text as the classifier reads it: one spelling of each co- word, plain quotes and dashes."""

from __future__ import annotations

import re

from models import tokeniser

_STEMS = "produc|design|creat|commission|deliver|govern|own(?:ed|er|ing|s|\\b)|develop|author|decid|decision|prod\\b"
# Every spelling of co-production and its kin, with whatever dash, space or line end stands in it.
_CO_WORD = re.compile(rf"\b(co)[\s\-\u00ad\u2010-\u2015\u2212]{{0,3}}(?=(?:{_STEMS}))", re.IGNORECASE)
_PLAIN = str.maketrans({"\u2018": "'", "\u2019": "'", "\u201c": '"', "\u201d": '"', "\u2010": "-", "\u2011": "-", "\u00a0": " "})


def words(text: str) -> list[str]:
    """Cut a text into spaCy tokens in small letters; `Co-produced`, `co produced` and `co\u2011produced` are all `coproduced`."""
    return [word for token in tokeniser.load()(closed_up(text)) if (word := token.text.strip().lower())]


def closed_up(text: str) -> str:
    """The text with plain quotes and dashes, and each co- word in one piece."""
    return _CO_WORD.sub(r"\1", text.translate(_PLAIN))
