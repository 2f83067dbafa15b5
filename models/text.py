"""The text as the classifier reads it: one spelling of each co- word, plain quotes and dashes."""

from __future__ import annotations

import re
import sys
from contextlib import contextmanager
from functools import cache
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokenizer import Tokenizer

_STEMS = "produc|design|creat|commission|deliver|govern|own(?:ed|er|ing|s|\\b)|develop|author|decid|decision|prod\\b"
# Every spelling of co-production and its kin, with whatever dash, space or line end stands in it.
_CO_WORD = re.compile(rf"\b(co)[\s\-\u00ad\u2010-\u2015\u2212]{{0,3}}(?=(?:{_STEMS}))", re.IGNORECASE)
_PLAIN = str.maketrans({"\u2018": "'", "\u2019": "'", "\u201c": '"', "\u201d": '"', "\u2010": "-", "\u2011": "-", "\u00a0": " "})


def words(text: str) -> list[str]:
    """Cut a text into spaCy tokens in small letters; `Co-produced`, `co produced` and `co\u2011produced` are all `coproduced`."""
    return [word for token in tokeniser()(closed_up(text)) if (word := token.text.strip().lower())]


def closed_up(text: str) -> str:
    """The text with plain quotes and dashes, and each co- word in one piece."""
    return _CO_WORD.sub(r"\1", text.translate(_PLAIN))


@cache
def tokeniser() -> Tokenizer:
    """spaCy's English tokeniser, loaded once: a second, nearly all of it Python's."""
    with _without_its_commands():
        import spacy

    english = spacy.blank("en")
    english.vocab.lex_attr_getters = {}  # shape, prefix and so on of each new word, which took half of the time and nothing reads
    return english.tokenizer


@contextmanager
def _without_its_commands() -> Iterator[None]:
    """Let spaCy be imported without its command line, of which it wants one name that nothing here calls.

    The command line brings two HTTP clients: 0.5 of 1.2 seconds, 20 MB, and what a process that reads drafts should not hold.
    """
    package, info = "spacy.cli", "spacy.cli.info"
    missing = [name for name in (package, info) if name not in sys.modules]
    stand_ins = {name: ModuleType(name) for name in missing}
    if info in stand_ins:
        vars(stand_ins[info])["info"] = None
    sys.modules.update(stand_ins)
    try:
        yield
    finally:
        for name in missing:
            del sys.modules[name]
