"""The same promise met again: in the summary, in the body, in an appendix; and the id that its words give it."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pipeline.records import Promise

_NOT_LETTERS = re.compile(r"[\W_]+")
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
    """An id that depends on the words alone, so that it survives re-pagination."""
    return "OP-" + hashlib.sha256(f"{kind}\n{same_words(text)}".encode()).hexdigest()[:10]


def _alike(one: Promise, other: Promise) -> bool:
    first, second = same_words(one.statement.text).split(), same_words(other.statement.text).split()
    if first == second:
        return True
    if one.verdict.risk != other.verdict.risk or min(len(first), len(second)) < _FEWEST_WORDS:
        return False
    words, others = set(first), set(second)
    return len(words & others) >= _ALIKE * len(words | others)
