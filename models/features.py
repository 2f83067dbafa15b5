"""Statement → features: the words, their kinds and their neighbours, each with the place in the text that it came from.

A feature is a string such as `w:residents will`, `k:PEOPLE WILL DECIDE` or `n:b we will`. Strings keep the explanation
readable: what counted can be shown as it is. The letter before the colon names its group; groups are weighted apart.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from models.text import Token, tokens
from pipeline.lexicon import read

if TYPE_CHECKING:
    from collections.abc import Iterator

GROUPS = ("w", "c", "k", "n", "s")
"""Words, beginnings and ends of words, kinds of words, neighbours, shape."""

_WORD_GRAMS = (1, 2, 3)
_CHARACTER_GRAMS = (3, 4, 5)
_KIND_GRAMS = (2, 3, 4)
_NEIGHBOUR_TOKENS = 40
_SKIP = 6  # how far apart two kinds may stand and still count as a pair in order


class Feature(NamedTuple):
    """A feature and the span of the statement's text that it covers; an empty span for neighbours and shape."""

    name: str
    start: int = 0
    end: int = 0


def features(text: str, before: str = "", after: str = "") -> list[Feature]:
    """All features of a statement, repeats included."""
    words = tokens(text)
    kinds = [_kind(word.text) for word in words]
    found = [*_grams("w", words, [word.text for word in words], _WORD_GRAMS)]
    found += _characters(words)
    found += _grams("k", words, kinds, _KIND_GRAMS)
    found += _pairs(words, kinds)
    found += _neighbour("b", tokens(before)[-_NEIGHBOUR_TOKENS:])
    found += _neighbour("a", tokens(after)[:_NEIGHBOUR_TOKENS])
    found += [Feature(f"s:{shape}") for shape in _shapes(text, before, words)]
    return found


def _grams(prefix: str, words: list[Token], names: list[str], sizes: tuple[int, ...]) -> Iterator[Feature]:
    for size in sizes:
        for at in range(len(words) - size + 1):
            yield Feature(f"{prefix}:{' '.join(names[at : at + size])}", words[at].start, words[at + size - 1].end)


def _characters(words: list[Token]) -> Iterator[Feature]:
    """Runs of letters within each word, its edges marked: what `residents`, `resident-led` and a misprint share."""
    for word in words:
        padded = f" {word.text} "
        for size in _CHARACTER_GRAMS:
            for at in range(max(len(padded) - size + 1, 1)):
                yield Feature(f"c:{padded[at : at + size]}", word.start, word.end)


def _pairs(words: list[Token], kinds: list[str]) -> Iterator[Feature]:
    """Two kinds in order with a few words between: `PEOPLE … DECIDE`."""
    marked = [(at, kind) for at, kind in enumerate(kinds) if kind.isupper()]
    for index, (at, kind) in enumerate(marked):
        for later, other in marked[index + 1 :]:
            if later - at > _SKIP:
                break
            yield Feature(f"k:{kind} … {other}", words[at].start, words[later].end)


def _neighbour(side: str, words: list[Token]) -> Iterator[Feature]:
    names = [word.text for word in words]
    for gram in _grams(f"n:{side}", words, names, (1, 2)):
        yield Feature(gram.name)
    for gram in _grams(f"n:{side}", words, [_kind(name) for name in names], (2, 3)):
        yield Feature(gram.name)


def _shapes(text: str, before: str, words: list[Token]) -> Iterator[str]:
    yield f"length {min(len(words) // 8, 6)}"
    yield f"ends {text.rstrip()[-1:] if text.rstrip()[-1:] in '.?!:;' else 'open'}"
    yield f"first {_kind(words[0].text) if words else ''}"
    yield "quotes" if any(mark in text for mark in '"\u201c\u2018') else "no quotes"
    if before.rstrip().endswith((":", "?")):  # whether there is a neighbour at all says nothing of the statement
        yield f"before {before.rstrip()[-1]}"


@cache
def _kinds() -> tuple[dict[str, str], list[tuple[str, str]]]:
    """Whole words and word beginnings, each with its kind; the first kind in the file that names a word has it."""
    whole: dict[str, str] = {}
    stems: list[tuple[str, str]] = []
    for kind, listed in read("classes")["words"].items():
        for word in listed:
            if word.endswith("*"):
                stems.append((word[:-1], kind))
            else:
                whole.setdefault(word, kind)
    return whole, sorted(stems, key=lambda pair: -len(pair[0]))


@cache
def _kind(word: str) -> str:
    whole, stems = _kinds()
    if word in whole:
        return whole[word]
    found = next((kind for stem, kind in stems if word.startswith(stem)), None)
    return found or ("#" if word.isdigit() else word if len(word) <= 4 else "_")
