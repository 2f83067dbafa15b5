"""Statement → features: the words, their kinds and their neighbours, as strings.

A feature is a string such as `w:residents will`, `k:PEOPLE WILL DECIDE` or `n:b we will`. Strings keep the explanation
readable: what counted can be shown as it is. The letter before the colon names its group; groups are weighted apart.
"""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TYPE_CHECKING

from models.text import words
from pipeline.lexicon import read

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

GROUPS = ("w", "c", "k", "n", "s")
"""Words, beginnings and ends of words, kinds of words, neighbours, shape."""

_WORD_GRAMS = (1, 2, 3)
_CHARACTER_GRAMS = (3, 4, 5)
_KIND_GRAMS = (2, 3, 4)
_NEIGHBOUR_TOKENS = 40
_SKIP = 6  # how far apart two kinds may stand and still count as a pair in order
_REMEMBERED = 512  # texts: a statement is its neighbours' neighbour


def features(text: str, before: str = "", after: str = "") -> list[tuple[str, ...]]:
    """All features of a statement, repeats included, in runs of one group each.

    A run that comes back (a word's letters, a neighbour) is the same tuple each time, so that what is made of it can be kept.
    """
    names = _words(text)
    kinds = [kind_of(name) for name in names]
    return [
        tuple(_grams("w", names, _WORD_GRAMS)),
        *(_characters(name) for name in names),
        (*_grams("k", kinds, _KIND_GRAMS), *_pairs(kinds)),
        _neighbour("b", before),
        _neighbour("a", after),
        tuple(f"s:{shape}" for shape in _shapes(text, before, names)),
    ]


@lru_cache(_REMEMBERED)
def _words(text: str) -> list[str]:
    return words(text)


def _grams(prefix: str, names: Sequence[str], sizes: tuple[int, ...]) -> list[str]:
    return [f"{prefix}:{' '.join(names[at : at + size])}" for size in sizes for at in range(len(names) - size + 1)]


@lru_cache(50_000)
def _characters(word: str) -> tuple[str, ...]:
    """Runs of letters within a word, its edges marked: what `residents`, `resident-led` and a misprint share."""
    padded = f" {word} "
    return tuple(f"c:{padded[at : at + size]}" for size in _CHARACTER_GRAMS for at in range(max(len(padded) - size + 1, 1)))


def _pairs(kinds: Sequence[str]) -> Iterator[str]:
    """Two kinds in order with a few words between: `PEOPLE … DECIDE`."""
    marked = [(at, kind) for at, kind in enumerate(kinds) if kind.isupper()]
    for index, (at, kind) in enumerate(marked):
        for later, other in marked[index + 1 :]:
            if later - at > _SKIP:
                break
            yield f"k:{kind} … {other}"


@lru_cache(_REMEMBERED)
def _neighbour(side: str, text: str) -> tuple[str, ...]:
    names = _words(text)[-_NEIGHBOUR_TOKENS:] if side == "b" else _words(text)[:_NEIGHBOUR_TOKENS]
    return (*_grams(f"n:{side}", names, (1, 2)), *_grams(f"n:{side}", [kind_of(name) for name in names], (2, 3)))


def _shapes(text: str, before: str, names: Sequence[str]) -> Iterator[str]:
    yield f"length {min(len(names) // 8, 6)}"
    yield f"ends {text.rstrip()[-1:] if text.rstrip()[-1:] in '.?!:;' else 'open'}"
    yield f"first {kind_of(names[0]) if names else ''}"
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
def kind_of(word: str) -> str:
    """The kind of a word in small letters; a short word is its own kind, digits are `#`, any other `_`."""
    whole, stems = _kinds()
    if word in whole:
        return whole[word]
    found = next((kind for stem, kind in stems if word.startswith(stem)), None)
    return found or ("#" if word.isdigit() else word if len(word) <= 4 else "_")
