"""The same promise met again: in the summary, in the body, in an appendix; and the id that its words give it."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pipeline.records import Promise

_NOT_LETTERS = re.compile(r"[\W_]+")
_SLIGHT = frozenset(  # words whose change leaves a promise what it was; May and March are also other words
    "a an the of to in on at for from about into upon this that these those which also "
    "january february april june july august september october november december".split()
)
_ALIKE = 0.7  # share of words in common from which two promises are one (Jaccard 1912)
_FEWEST_WORDS = 5  # shorter ones must be the same to the letter


def repeated(promises: Iterable[Promise]) -> list[list[Promise]]:
    """Group promises that are the same or nearly so, in the order in which they are first met."""
    groups: list[list[Promise]] = []
    for promise in promises:
        for group in groups:
            if _alike(group[0], promise):
                group.append(promise)
                break
        else:
            groups.append([promise])
    return groups


def same_words(text: str) -> str:
    """The text in small letters without marks: what two printings of one sentence share."""
    return _NOT_LETTERS.sub(" ", text.lower()).strip()


def finding_id(kind: str, text: str) -> str:
    """An id that depends on the words that carry the promise, so that it survives re-pagination and slight edits.

    Who, what and how firmly ("may", "will", "not") count: where they change, so does the id, since a decision on the old words
    is none on the new. Articles, some prepositions, numbers, months, marks, capitals, spacing and hyphens do not.
    """
    return "OP-" + hashlib.sha256(f"{kind}\n{_lasting(text)}".encode()).hexdigest()[:10]


def _lasting(text: str) -> str:
    words = same_words(unicodedata.normalize("NFKC", text)).split()
    return "".join(word for word in words if word not in _SLIGHT and not word.isdigit()) or " ".join(words)


def _alike(one: Promise, other: Promise) -> bool:
    if _lasting(one.statement.text) == _lasting(other.statement.text):
        return True
    first, second = same_words(one.statement.text).split(), same_words(other.statement.text).split()
    if one.verdict.risk != other.verdict.risk or min(len(first), len(second)) < _FEWEST_WORDS:
        return False
    words, others = set(first), set(second)
    return len(words & others) >= _ALIKE * len(words | others)
