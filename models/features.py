"""Statement → features: the words, their kinds and their neighbours, as strings.

A feature is a string such as `w:residents will`, `k:PEOPLE WILL DECIDE` or `n:b we will`. Strings keep the explanation
readable: what counted can be shown as it is. The letter before the colon names its group; groups are weighted apart.
"""

from __future__ import annotations

from functools import cache, lru_cache
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from models.text import words
from pipeline.lexicon import read

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

GROUPS = ("w", "c", "k", "n", "s")
"""Words, beginnings and ends of words, kinds of words, neighbours, shape."""

_CHARACTER_GRAMS = (3, 4, 5)
BETWEEN = " … "
"""What stands between two kinds that are a pair in order."""
_NEIGHBOUR_TOKENS = 40
_SKIP = 6  # how far apart two kinds may stand and still count as a pair in order
_REMEMBERED = 512  # texts: a statement is its neighbours' neighbour


class Run(NamedTuple):
    """Words, or kinds of words, as they stand; features are the prefix and two to `most` that stand together, or one `alone`."""

    prefix: str
    words: Sequence[str]
    most: int
    alone: bool


class Found(NamedTuple):
    """What the features of a statement are made of: runs, the words whose letters count, and names of features as they are."""

    runs: tuple[Run, ...]
    words: Sequence[str]
    others: Sequence[str]


def features(text: str, before: str = "", after: str = "") -> list[str]:
    """The names of all features of a statement, repeats included."""
    return spelled(find(text, before, after))


def spelled(found: Found) -> list[str]:
    """The names of what was found, repeats included."""
    return [*chain.from_iterable(map(_grams, found.runs)), *chain.from_iterable(map(characters, found.words)), *found.others]


def find(text: str, before: str = "", after: str = "") -> Found:
    """Read a statement for its features, without spelling them out."""
    names, earlier, later = _words(text), _words(before)[-_NEIGHBOUR_TOKENS:], _words(after)[:_NEIGHBOUR_TOKENS]
    kinds = _kinds_of(names)
    runs = (
        Run("w", names, 3, alone=True),
        Run("k", kinds, 4, alone=False),
        Run("n:b", earlier, 2, alone=True),
        Run("n:b", _kinds_of(earlier), 3, alone=False),
        Run("n:a", later, 2, alone=True),
        Run("n:a", _kinds_of(later), 3, alone=False),
    )
    return Found(runs, names, [*_pairs(kinds), *_shapes(text, before, names)])


def characters(word: str) -> list[str]:
    """Runs of letters within a word, its edges marked: what `residents`, `resident-led` and a misprint share."""
    padded = f" {word} "
    return [f"c:{padded[at : at + size]}" for size in _CHARACTER_GRAMS for at in range(max(len(padded) - size + 1, 1))]


def _grams(run: Run) -> list[str]:
    sizes = range(1 if run.alone else 2, run.most + 1)
    return [f"{run.prefix}:{' '.join(run.words[at : at + size])}" for size in sizes for at in range(len(run.words) - size + 1)]


@lru_cache(_REMEMBERED)
def _words(text: str) -> list[str]:
    return words(text)


def _kinds_of(names: Sequence[str]) -> list[str]:
    return [kind_of(name) for name in names]


def _pairs(kinds: Sequence[str]) -> Iterator[str]:
    """Two kinds in order with a few words between: `PEOPLE … DECIDE`."""
    marked = [(at, kind) for at, kind in enumerate(kinds) if kind.isupper()]
    for index, (at, kind) in enumerate(marked):
        for later, other in marked[index + 1 :]:
            if later - at > _SKIP:
                break
            yield f"k:{kind}{BETWEEN}{other}"


def _shapes(text: str, before: str, names: Sequence[str]) -> Iterator[str]:
    yield f"s:length {min(len(names) // 8, 6)}"
    yield f"s:ends {text.rstrip()[-1:] if text.rstrip()[-1:] in '.?!:;' else 'open'}"
    yield f"s:first {kind_of(names[0]) if names else ''}"
    yield "s:quotes" if any(mark in text for mark in '"\u201c\u2018') else "s:no quotes"
    if before.rstrip().endswith((":", "?")):  # whether there is a neighbour at all says nothing of the statement
        yield f"s:before {before.rstrip()[-1]}"


@cache
def _kinds() -> tuple[dict[str, str], dict[str, str]]:
    """Whole words and word beginnings, each with its kind; the first kind in the file that names one has it."""
    whole: dict[str, str] = {}
    stems: dict[str, str] = {}
    for kind, listed in read("classes")["words"].items():
        for word in listed:
            (stems if word.endswith("*") else whole).setdefault(word.removesuffix("*"), kind)
    return whole, stems


@cache
def kind_of(word: str) -> str:
    """The kind of a word in small letters; a short word is its own kind, digits are `#`, any other `_`."""
    whole, stems = _kinds()
    if word in whole:
        return whole[word]
    longest = next((word[:end] for end in range(len(word), 0, -1) if word[:end] in stems), None)
    return stems[longest] if longest else ("#" if word.isdigit() else word if len(word) <= 4 else "_")
