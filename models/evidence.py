"""Which words made the verdict: the stretch whose words added most to it, made a phrase that a reader would underline."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipeline.lexicon import read
from pipeline.records import Evidence

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

_WORD = re.compile(r"\S+")
_FEWEST_WORDS = 3  # fewer quote badly
_MOST_WORDS = 12
_MOST_IN_A_CLAUSE = 18  # more are cut where there is no comma
_LIGHT = 0.1  # share of the weight under which a word cut off by a comma says nothing
_SHORT = 8  # words up to which a statement is quoted whole
_REST = 3  # words to the end of a clause that go with what is quoted of it
_MOST_BACK = 14  # words from what weighs back to the beginning of its clause
_MOST_QUOTED = 26  # words of a clause that is quoted from its beginning
_EDGES = ' \t\n.,;:\u2026"\u201c\u201d()[]'
_BREAK = re.compile(r"[,;:.!?)\u2013\u2014][\"'\u2019\u201d)]*$|^[\u2013\u2014-]$")
_PAIRS = (('"', '"'), ("\u201c", "\u201d"), ("(", ")"))


def heaviest_words(text: str, spans: NDArray[np.int64], added: NDArray[np.float64]) -> tuple[Evidence, ...]:
    """The phrase around the words whose tokens added most above the mean; empty where no words added anything.

    `spans` is T × 2, the tokens' places in the text; `added` is what each added. Maximum subarray (Kadane), then whole phrases:
    no article, preposition or conjunction is left hanging at an end, and what is long is cut at its commas.
    """
    words = [(match.start(), match.end()) for match in _WORD.finditer(text)]
    if not words:
        return ()
    scores = [float(added[(spans[:, 0] < end) & (spans[:, 1] > start)].sum()) for start, end in words]
    heaviest = _heaviest(scores)
    phrases = _Phrase([text[start:end] for start, end in words], scores).around(*heaviest)
    evidence = (_evidence(text, words, scores, phrase) for phrase in phrases)
    return tuple(filter(None, evidence)) or tuple(filter(None, [_evidence(text, words, scores, heaviest)]))


def _evidence(text: str, words: Sequence[tuple[int, int]], scores: Sequence[float], phrase: tuple[int, int]) -> Evidence | None:
    first, last = phrase
    weight = sum(score for score in scores[first : last + 1] if score > 0)
    start, end = _trimmed(text, words[first][0], words[last][1])
    return Evidence(start, end, text[start:end], round(weight, 3)) if weight > 0 and start < end else None


class _Phrase:
    """Words as a phrase: where clauses break, and which words hang at an end."""

    def __init__(self, words: Sequence[str], scores: Sequence[float]) -> None:
        self._plain = [word.strip(_EDGES).lower() for word in words]
        self._capitals = [word[:1].isupper() for word in words]
        self._commas = [word.endswith(",") for word in words]
        self._breaks = [_BREAK.search(word) is not None for word in words]
        self._scores = scores

    def around(self, first: int, last: int) -> list[tuple[int, int]]:
        """The first and last words of the phrase around a stretch of words; of two where the stretch is long."""
        if len(self._plain) <= _SHORT:
            return [(0, len(self._plain) - 1)]
        found: list[tuple[int, int]] = []
        for part in self._clauses(first, last):
            end = self._ended(*part)
            phrase = self._closed(self._begun(part[0], end), end)
            is_apart = all(phrase[1] < other[0] or other[1] < phrase[0] for other in found)
            if not found or (is_apart and _length(phrase) >= _FEWEST_WORDS):
                found.append(phrase)
        return sorted(found)

    def _clauses(self, first: int, last: int) -> list[tuple[int, int]]:
        """The stretch without a light word cut off by a comma at an end; where it is too long, its two heaviest parts."""
        parts = self._parts(first, last)
        light = self._weight((first, last)) * _LIGHT
        while len(parts) > 1 and _length(parts[-1]) == 1 and self._weight(parts[-1]) < light:
            parts.pop()
        while len(parts) > 1 and _length(parts[0]) == 1 and (self._commas[parts[0][0]] or self._weight(parts[0]) < light):
            parts.pop(0)
        whole = parts[0][0], parts[-1][1]
        if _length(whole) <= _MOST_WORDS:
            return [whole]
        windows = [window for part in parts for window in self._windows(part)]
        return sorted(windows, key=self._weight, reverse=True)[:2]

    @staticmethod
    def _windows(part: tuple[int, int]) -> list[tuple[int, int]]:
        """A clause, or the beginning and the end of one that is too long."""
        first, last = part
        middle = first + _MOST_WORDS
        return [part] if _length(part) <= _MOST_IN_A_CLAUSE else [(first, middle - 1), (middle, last)]

    def _parts(self, first: int, last: int) -> list[tuple[int, int]]:
        parts, start = [], first
        for at in range(first, last + 1):
            if self._breaks[at] or at == last:
                parts.append((start, at))
                start = at + 1
        return parts

    def _begun(self, first: int, last: int) -> int:
        """From the beginning of its clause, so that its subject is read; where that is far, with the article of its first noun or
        the auxiliary of its verb. Without a conjunction before it.
        """
        clause = self._clause(first, last)
        if clause is not None:
            return clause + (clause < last and self._plain[clause] in _words("conjunctions"))
        while first < last and self._plain[first] in _words("behind"):
            first += 1
        for back in range(1, _FEWEST_WORDS + 1) if self._plain[first] not in _words("open") else ():
            at = first - back
            if at < 0 or self._breaks[at] or self._is_edge(at):
                break
            if self._plain[at] in _words("determiners"):
                is_part = back > 1 and at > 0 and self._plain[at - 1] in _words("joins")
                return first if is_part else at
        while first and not self._breaks[first - 1] and self._plain[first - 1] in _words("auxiliaries"):
            first -= 1
        return first

    def _clause(self, first: int, last: int) -> int | None:
        """Where the clause begins; one that cannot be read alone is taken with the clause before it. None where it is far."""
        found = None
        within = range(first, max(0, first - _MOST_BACK, last - _MOST_QUOTED + 1) - 1, -1)
        for begin in within:
            if begin == 0 or self._breaks[begin - 1]:
                found = begin
                if not self._leans(begin, last):
                    break
        return next((at for at in within if self._plain[at] in _words("begins")), None) if found is None else found

    def _leans(self, first: int, last: int) -> bool:
        """Whether a clause rests on the one before: no subject, `or the shop shuts`, `and we print their choice`, a list."""
        words = self._plain[first : last + 1]
        joins = words[0] in _words("conjunctions")
        points_back = joins and any(word in _words("back") for word in words)
        behind_break = [self._plain[at + 1] for at in range(first, last) if self._breaks[at]]  # `, picked by lot, will choose`
        lacks = any(word in _words("auxiliaries") or word in ("is", "are") for word in (words[0], *behind_break))
        is_listed = first == 1 or (first > 1 and self._breaks[first - 2])
        return len(words) < _FEWEST_WORDS or words[0] == "or" or lacks or points_back or is_listed

    def _ended(self, first: int, last: int) -> int:
        """On to the end of the phrase, and to that of the clause where it is near."""
        end = next((at for at in range(last, len(self._plain)) if self._breaks[at]), len(self._plain) - 1)
        most = min(end, max(last, first + _MOST_WORDS + 1))
        while last < most and (self._plain[last] in _words("open") or _length((first, last)) < _FEWEST_WORDS):
            last += 1
        while (last < most and self._goes_on(last)) or self._is_named(last):
            last += 1
        return end if end - last <= _REST else last

    def _closed(self, first: int, last: int) -> tuple[int, int]:
        """Without words that hang at the end, unless it is the end of the clause (`the sum it asks for`)."""
        while last > first + 1 and self._plain[last] in _words("open") and not self._breaks[last] and last + 1 < len(self._plain):
            last -= 1
        return first, last

    def _goes_on(self, at: int) -> bool:
        """Whether the next word belongs to the same noun: the new model of care."""
        word = self._plain[at + 1]
        return word == "of" or not (self._is_edge(at + 1) or (word in _words("open") and self._plain[at] != "of"))

    def _is_named(self, at: int) -> bool:
        """Whether a name goes on behind the word with `and`: the Police and Crime Plan."""
        around = self._capitals[at : at + 3]
        return len(around) == 3 and around[0] and around[2] and self._plain[at + 1] == "and" and not self._breaks[at]

    def _is_edge(self, at: int) -> bool:
        return (
            self._plain[at] in _words("edges") or self._plain[at] in _words("conjunctions") or self._plain[at] in _words("joins")
        )

    def _weight(self, part: tuple[int, int]) -> float:
        return sum(self._scores[part[0] : part[1] + 1])


def _length(part: tuple[int, int]) -> int:
    return part[1] - part[0] + 1


def _heaviest(scores: Sequence[float]) -> tuple[int, int]:
    """The first and last place of the stretch with the greatest sum, each word costing the mean."""
    mean = max(sum(scores) / len(scores), 0.0)
    best, best_span, running, start = float("-inf"), (0, 0), 0.0, 0
    for at, score in enumerate(scores):
        if running <= 0:
            running, start = 0.0, at
        running += score - mean
        if running > best:
            best, best_span = running, (start, at)
    return best_span


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """The stretch without marks and space at its edges, but for marks that close what opens within it."""
    quoted = text[start:end]
    first, last = start + len(quoted) - len(quoted.lstrip(_EDGES)), end - len(quoted) + len(quoted.rstrip(_EDGES))
    for opening, closing in _PAIRS:
        inside = text[first:last]
        is_open = inside.count(opening) % 2 if opening == closing else inside.count(opening) > inside.count(closing)
        if is_open and text[last : last + 1] == closing:
            last += 1
    return first, last


def _words(name: str) -> frozenset[str]:
    return frozenset(read("phrases")[name])
