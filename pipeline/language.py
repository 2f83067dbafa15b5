"""In which language a text is, by its commonest small words: no model, any length from a sentence on."""

from __future__ import annotations

import re
from functools import cache
from string import ascii_letters, whitespace

from pipeline.lexicon import read

ENGLISH = "en"
OTHER = "other"

_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")
_LETTERS_AND_SPACE = f"{ascii_letters}{whitespace}".encode()
_FEWEST_WORDS = 6  # fewer say too little: they count as English
_SHARE = 0.12  # running text has 0.3 to 0.5 of its own small words, tables and lists half of that
_LONG = 40  # words from which a text without small words of any language is taken for another language


def language_of(text: str) -> str:
    """The code of a text's language: `en`, `cy`, `gd`, `ga`, or `other`. Texts too short to tell count as English."""
    words = _WORD.findall(text.lower().replace("\u2019", "'"))
    if len(words) < _FEWEST_WORDS:
        return OTHER if _foreign_script(text) else ENGLISH
    counts = {code: sum(map(small.__contains__, words)) for code, small in _small_words().items()}
    best = max(counts, key=lambda code: counts[code])
    if counts[best] >= _SHARE * len(words):
        return best
    if _foreign_script(text) or (len(words) >= _LONG and counts[best] < 0.5 * _SHARE * len(words)):
        return OTHER
    return ENGLISH


def is_known(text: str) -> bool:
    """Whether `language_of` would name the text's language. English, the commonest, shows without parting words from signs."""
    stretches = text.split()
    english = sum(map(_small_words()[ENGLISH].__contains__, stretches))
    most_words = len(stretches) + len(text.encode(errors="replace").translate(None, _LETTERS_AND_SPACE))  # a sign may part two
    return english >= max(_FEWEST_WORDS, _SHARE * most_words) or language_of(text) != OTHER


def plain_name(code: str) -> str:
    """The language's name in English."""
    return str(read("languages")["plain"][code])


def _foreign_script(text: str) -> bool:
    """Whether most letters are of no Latin alphabet."""
    letters = [c for c in text if c.isalpha()]
    return sum(ord(c) > 0x24F for c in letters) > len(letters) / 2


@cache
def _small_words() -> dict[str, frozenset[str]]:
    return {code: frozenset(words) for code, words in read("languages")["words"].items()}
