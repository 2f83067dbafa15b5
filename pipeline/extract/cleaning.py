"""Clean text while remembering where each character came from.

Readers feed raw stretches to a `TextBuilder`; it mends what typesetting did to the words (ligatures, soft hyphens, odd spaces,
non-breaking hyphens, words broken at line ends) and keeps a `Run` for every stretch that still matches the source.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import replace
from functools import cache
from importlib.resources import files
from itertools import chain
from typing import TYPE_CHECKING

from pipeline.extract.unseen import latin
from pipeline.records import Run

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

_REPLACED = {
    "\u2010": "-", "\u2011": "-", "\u2212": "-", "\ufe63": "-", "\uff0d": "-",
    "\ufb00": "ff", "\ufb01": "fi", "\ufb02": "fl", "\ufb03": "ffi", "\ufb04": "ffl", "\ufb05": "st", "\ufb06": "st",
}  # fmt: skip
# Soft hyphens, zero-width characters, direction marks and overrides, and control characters print nothing.
_DROPPED = "\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\x00-\x08\x0e-\x1f\x7f\ufffe\uffff\ufffc"
_PRINTED_ODD = re.compile(rf"[{''.join(_REPLACED)}\ufffc]")  # what `str.isprintable` lets through
_ODD = re.compile(
    rf"[{_DROPPED}]+|[{''.join(_REPLACED)}]|\s\s+|[^\S ]"
    r"|(?<=\b[Cc]o[-\u2010\u2011])\s+(?=produc|design|creat|commission|deliver)"  # `co- produced`, as typesetting leaves it
)
_LETTER_SPACED = re.compile(r"(?:[^\W\d_] +){2,}[^\W\d_]\W?")
_HYPHENS = ("-", "\u2010", "\u2011", "\u00ad")
_LETTER_GAP = re.compile(r"(?<=\w) +(?=\w)")
_LAST_WORD = re.compile(r"([^\W\d_]+)$")
_WORDS = re.compile(r"[^\W\d_]+")
_FIRST_WORD = re.compile(r"[^\W\d_]+")


class TextBuilder:
    """Collects cleaned text and the runs that tie it to its source.

    `vocabulary` gives the document's words in small letters; it is asked only where they decide whether a hyphen at a line end
    belongs to the word.
    """

    def __init__(self, vocabulary: Callable[[], frozenset[str]] = frozenset) -> None:
        self._vocabulary = vocabulary
        self._parts: list[str] = []
        self._runs: list[Run] = []
        self._length = 0

    def add(self, raw: str, source: int, page: int | None = None) -> None:
        """Append a raw stretch that begins at offset `source` of the page or file."""
        raw = latin(raw)
        is_spaced = is_letter_spaced(raw)
        if not is_spaced and raw.isprintable() and "  " not in raw and "o- " not in raw and not _PRINTED_ODD.search(raw):
            self._match(raw, source, page)  # most lines: nothing to mend
            return
        at = 0
        spaces = _LETTER_GAP if is_spaced else _ODD
        for odd in spaces.finditer(raw):
            self._match(raw[at : odd.start()], source + at, page)
            self._replace(odd.group(), source + odd.start(), page, letters=spaces is _LETTER_GAP)
            at = odd.end()
        self._match(raw[at:], source + at, page)

    def add_line(self, raw: str, source: int, page: int | None = None, *, hyphen: bool = False) -> None:
        """Append a further line of the same block: joined by a space, or mended where a word was broken at the line end.

        `hyphen` says that the line before ended in a hyphen that the reader already took away.
        """
        if self._length and not hyphen and self.ends_in_hyphen() and raw[:1].isalpha():
            self._drop_last()
            hyphen = True
        if hyphen:
            if _keeps_hyphen(self._tail(), raw, self._vocabulary):
                self._put("-", source, 0, page)
        elif self._length:
            self._put(" ", source, 0, page)
        self.add(raw, source, page)

    def ends_in_hyphen(self) -> bool:
        """Whether the text so far ends in a word and a hyphen."""
        tail = self._tail()
        return tail.endswith(_HYPHENS) and tail[-2:-1].isalpha()

    def build(self) -> tuple[str, tuple[Run, ...]]:
        """The text without space at either end, and its runs."""
        text = "".join(self._parts)
        left = len(text) - len(text.lstrip())
        if not left and text[-1:] and not text[-1].isspace():
            return text, tuple(self._runs)
        text = text.strip()
        return text, tuple(_trimmed(run, left, len(text)) for run in self._runs if _overlaps(run, left, len(text)))

    def _tail(self) -> str:
        return "".join(self._parts[-3:])[-40:]

    def _drop_last(self) -> None:
        """Take back the last character, and its place in the source."""
        self._parts[-1] = self._parts[-1][:-1]
        self._length -= 1
        run = self._runs.pop()
        if run.length > 1:
            self._runs.append(replace(run, length=run.length - 1, source_length=run.source_length - 1))

    def _match(self, text: str, source: int, page: int | None) -> None:
        if text:
            self._put(text, source, len(text), page)

    def _replace(self, odd: str, source: int, page: int | None, *, letters: bool) -> None:
        replacement = _REPLACED.get(odd)
        if replacement is None and odd.isspace():
            after_hyphen = self._tail()[-3:].lower() == "co-"
            replacement = "" if after_hyphen or letters else " "
        if replacement:
            self._put(replacement, source, len(odd), page)

    def _put(self, text: str, source: int, source_length: int, page: int | None) -> None:
        if text[0] == " " and self._parts and self._parts[-1].endswith(" "):  # one space between words, whoever yields it
            text = text[1:]
            if not text:
                return
            source, source_length = source + 1, max(source_length - 1, 0)
        self._parts.append(text)
        if source_length:
            self._runs.append(Run(self._length, len(text), source, source_length, page))
        self._length += len(text)


def is_letter_spaced(text: str) -> bool:
    """Whether a heading is set as `O U R  P L A N`."""
    text = text.strip()
    return text[1:2] == " " and _LETTER_SPACED.fullmatch(text) is not None


def _overlaps(run: Run, left: int, length: int) -> bool:
    return run.start + run.length > left and run.start < left + length


def _trimmed(run: Run, left: int, length: int) -> Run:
    """Cut a run to the block's text, `left` characters of leading space having gone."""
    start, end = max(run.start - left, 0), min(run.start + run.length - left, length)
    if run.length != run.source_length:
        return Run(start, end - start, run.source, run.source_length, run.page)
    return Run(start, end - start, run.source + start + left - run.start, end - start, run.page)


@cache
def _hyphen_lexicon() -> tuple[frozenset[str], tuple[str, ...]]:
    data = tomllib.loads((files("corpus") / "lexicon" / "hyphens.toml").read_text(encoding="utf-8"))
    return frozenset(data["prefixes"]), tuple(data["after_co"])


def vocabulary_of(texts: Iterable[str]) -> frozenset[str]:
    """The words of a document in small letters, those cut at the end of a line left out."""
    stretches = set(chain.from_iterable(_without_last_word(text.lower()) for text in texts))  # each once: most come again
    return frozenset(_WORDS.findall(" ".join(stretches)))


def _without_last_word(text: str) -> list[str]:
    stretches = text.split()
    while stretches:
        if words := _WORDS.findall(stretches.pop()):
            return stretches + words[:-1]
    return []


def _keeps_hyphen(before: str, after: str, vocabulary: Callable[[], frozenset[str]]) -> bool:
    """Whether a hyphen at a line end belongs to the word: `co-` + `production` yes, `produc-` + `tion` no."""
    prefixes, after_co = _hyphen_lexicon()
    left, right = _LAST_WORD.search(before), _FIRST_WORD.match(after)
    if not left or not right:
        return True
    word, rest = left.group(1).lower(), right.group().lower()
    if word == "co":
        return rest.startswith(after_co)
    if word in prefixes or right.group()[0].isupper():
        return True
    return {word, rest} <= vocabulary() and word + rest not in vocabulary()
