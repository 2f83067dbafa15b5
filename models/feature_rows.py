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

Node = tuple[int | None, dict[str, "Node"]]
"""The row of the words up to here, if they are a feature, and what may follow them."""

_REMEMBERED = 50_000  # words
_UNKNOWN: Node = (None, {})


class FeatureRows:
    """The rows of a model by the names of its features, which stand sorted."""

    def __init__(self, names: Sequence[str]) -> None:
        self._beginnings = {prefix: _Beginnings(prefix, names) for prefix in ("w", "k", "n:b", "n:a")}
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
        rows, words, beginnings = [], run.words, self._beginnings[run.prefix]
        for at, word in enumerate(words, 1):
            row, following = beginnings[word]
            if row is not None and run.alone:
                rows.append(row)
            for later in words[at : at + run.most - 1]:
                node = following.get(later)
                if node is None:
                    break
                row, following = node
                if row is not None:
                    rows.append(row)
        return rows

    def _of_letters(self, word: str) -> list[int]:
        return self._known(characters(word))

    def _known(self, names: Iterable[str]) -> list[int]:
        return [row for row in map(self._whole.get, names) if row is not None]


class _Beginnings(dict[str, Node]):
    """What the features of one prefix begin with; those of a word are read when it is first met."""

    def __init__(self, prefix: str, names: Sequence[str]) -> None:
        super().__init__()
        self._prefix = prefix
        self._names = names

    def __missing__(self, word: str) -> Node:
        node = self._read(f"{self._prefix}:{word}")
        if len(self) < _REMEMBERED:
            self[word] = node
        return node

    def _read(self, start: str) -> Node:
        names, row = self._names, bisect_left(self._names, start)
        alone = row if row < len(names) and names[row] == start else None
        first, end = bisect_left(names, f"{start} "), bisect_left(names, f"{start}!")  # `!` follows the space in Unicode
        if alone is None and first == end:
            return _UNKNOWN
        top: Node = (alone, {})
        for row in range(first, end):
            *path, last = names[row][len(start) + 1 :].split(" ")
            node = top
            for step in path:
                node = node[1].setdefault(step, (None, {}))
            node[1][last] = (row, {})  # shorter names stand before the longer ones that they begin
        return top
