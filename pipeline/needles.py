"""Regular expressions that look closely only where they can match: most texts lack the words that a pattern needs.

Python's engine tries every alternative at every character; looking for a fixed string is a hundred times faster. So the strings
of which one must stand in any match are read off the pattern, and a text without them is not searched.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_parser: Any = import_module("re._parser")  # private, but no other reader of patterns agrees with the engine
_MOST = 60  # strings for one pattern: with more, looking for them costs what it saves
_REPEATS = (_parser.MAX_REPEAT, _parser.MIN_REPEAT)


@dataclass(frozen=True, slots=True)
class Sought:
    """Patterns without regard to case; each with the strings, in small letters, of which a match holds one. None: unknown."""

    parts: tuple[tuple[re.Pattern[str], tuple[str, ...]], ...]

    @classmethod
    def of(cls, patterns: Iterable[str]) -> Sought:
        """Compile patterns.

        Raises:
            re.error: one of them is none.
        """
        return cls(tuple((re.compile(pattern, re.IGNORECASE), needles(pattern)) for pattern in patterns))

    def search(self, text: str, small: str | None = None) -> re.Match[str] | None:
        """A match of the first pattern that has one. `small` is the text in small letters, where the caller has it."""
        small = text.lower() if small is None else small
        for pattern, strings in self.parts:
            if (not strings or _holds(small, strings)) and (found := pattern.search(text)):
                return found
        return None


def _holds(text: str, strings: Iterable[str]) -> bool:
    """Whether one of the strings stands in the text. A plain loop: `any` over a generator takes twice as long."""
    for string in strings:  # noqa: SIM110
        if string in text:
            return True
    return False


def needles(pattern: str) -> tuple[str, ...]:
    """Strings in small letters of which every match of the pattern holds at least one; empty where there are none to be had."""
    found = _of_sequence(_parser.parse(pattern, re.IGNORECASE))
    return tuple(sorted(found)) if found and len(found) <= _MOST else ()


def _of_sequence(items: Sequence[Any]) -> frozenset[str]:
    """The best that one element of a sequence offers: the longest strings, since they are rarest."""
    offers = [offer for offer in _offers(items) if offer]
    return max(offers, key=lambda offer: (min(map(len, offer)), -len(offer)), default=frozenset())


def _offers(items: Iterable[Any]) -> Iterator[frozenset[str]]:
    run = ""
    for kind, value in items:
        if kind is _parser.LITERAL:
            run += chr(value).lower()
            continue
        if run:
            yield frozenset((run,))
        run = ""
        yield _of_item(kind, value)
    if run:
        yield frozenset((run,))


def _of_item(kind: Any, value: Any) -> frozenset[str]:  # noqa: ANN401
    if kind is _parser.SUBPATTERN:
        return _of_sequence(value[-1])
    if kind is _parser.BRANCH:
        offers = [_of_sequence(branch) for branch in value[1]]
        return frozenset().union(*offers) if all(offers) else frozenset()
    if kind in _REPEATS and value[0] > 0:
        fewest = value[0] if len(value[2]) == 1 and value[2][0][0] is _parser.LITERAL else 1  # `_{4,}` needs four of them
        return frozenset(string * fewest for string in _of_sequence(value[2]))
    if kind is _parser.IN and all(inner is _parser.LITERAL for inner, _ in value):
        return frozenset(chr(code).lower() for _, code in value)
    return frozenset()
