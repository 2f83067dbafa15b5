"""Where the features of a model stand, found word by word.

A statement has five hundred, and spelling each out to look it up costs more than all the arithmetic on them.
"""

from __future__ import annotations

from bisect import bisect_left
from functools import lru_cache
from itertools import chain
from typing import TYPE_CHECKING

from models.features import BETWEEN, characters

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from models.features import Found, Run

_REMEMBERED = 50_000  # words' letters


class FeatureRows:
    """The rows of a model by the names of its features, which stand sorted."""

    def __init__(self, names: Sequence[str]) -> None:
        self._beginnings = {prefix: _Beginning(names, f"{prefix}:", 0, len(names)) for prefix in ("w", "k", "n:b", "n:a")}
        self._whole = {name: row for row, name in enumerate(names) if name[0] in "cs" or BETWEEN in name}
        self._letters = lru_cache(_REMEMBERED)(self._of_letters)

    def of(self, found: Found) -> Iterable[int]:
        """The row of each feature that the model knows, repeats included."""
        return chain(
            chain.from_iterable(map(self._of_run, found.runs)),
            chain.from_iterable(map(self._letters, found.words)),
            self._known(found.others),
        )

    def _of_run(self, run: Run) -> list[int]:
        rows, words, beginning = [], run.words, self._beginnings[run.prefix]
        for at, word in enumerate(words, 1):
            found = beginning[word]
            if found.row is not None and run.alone:
                rows.append(found.row)
            for later in words[at : at + run.most - 1]:
                if found is _NONE:
                    break
                found = found[later]
                if found.row is not None:
                    rows.append(found.row)
        return rows

    def _of_letters(self, word: str) -> list[int]:
        return self._known(characters(word))

    def _known(self, names: Iterable[str]) -> list[int]:
        return [row for row in map(self._whole.get, names) if row is not None]


class _Beginning(dict[str, "_Beginning"]):
    """What begins the names of some features, by the word that goes on; read when that word is first met.

    `row` is that of the feature whose name is the beginning itself. Words that go on nowhere are not kept: they have no end.
    """

    __slots__ = ("_end", "_first", "_names", "_start", "row")

    def __init__(self, names: Sequence[str], start: str, first: int, end: int, row: int | None = None) -> None:
        super().__init__()
        self._names, self._start, self._first, self._end, self.row = names, start, first, end, row

    def __missing__(self, word: str) -> _Beginning:
        names, name, end = self._names, f"{self._start}{word}", self._end
        row = bisect_left(names, name, self._first, end)
        if row == end or not names[row].startswith(name):
            return _NONE
        first = bisect_left(names, f"{name} ", row, end)
        end = bisect_left(names, f"{name}!", first, end)  # `!` follows the space in Unicode
        is_name = names[row] == name
        if not is_name and first == end:
            return _NONE
        found = self[word] = _Beginning(names, f"{name} ", first, end, row if is_name else None)
        return found


_NONE = _Beginning((), "", 0, 0)
