"""The words by which phrases are cut: what ends one, who is named, and what belongs to the body itself."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from pipeline.lexicon import patterns, read

if TYPE_CHECKING:
    from collections.abc import Iterator

_MEMBERS = re.compile(
    r"\b(?:cabinet|board|committee|council) members?$|^(?:the )?members of the (?:\w+ )?(?:board|cabinet|council)$", re.IGNORECASE
)


def people_spans(text: str) -> Iterator[tuple[int, int]]:
    """Where a text names people."""
    for kind, pattern in (*patterns("counterparties").items(), ("groups", whole("groups"))):
        if kind != "anyone":
            spans = (match.span() for match in pattern.finditer(text))
            yield from (span for span in spans if not text[span[1] : span[1] + 1].isalnum() and _is_of_people(text, *span))
    yield from (match.span() for match in re.compile(r"\b[Pp]eople\b|\b\w+['’] Board\b").finditer(text))


def _is_of_people(text: str, start: int, end: int) -> bool:
    return text[start:end].lower() not in read("phrases")["traits"]


def names_people(text: str) -> bool:
    """Whether a text names people at all."""
    return next(people_spans(text), None) is not None


def is_people(phrase: str) -> bool:
    """Whether the phrase is for people, and not for what is theirs: `the tenants of the estate`, `the victims' strategy`."""
    noun = phrase.split(" of ")[0].split(" for ")[0]
    return names_people(noun) and not any(match.end() == len(noun) for match in whole("heads").finditer(noun))


def is_own(phrase: str) -> bool:
    """Whether the phrase is the body itself or part of it: `the Board`, and not `the Victims' Board` or `the parish council`."""
    words = phrase.lower().split()
    if _MEMBERS.search(phrase):
        return True
    return words[-1].strip("'’") in kind_words("own") and (len(words) <= 2 or not names_people(phrase))


def speaks(phrase: str) -> bool:
    """Whether a phrase names who speaks or is spoken to."""
    return re.search(r"\b(?:we|us|our|i|my|me|you|your)\b", phrase, re.IGNORECASE) is not None


def is_edge(token: re.Match[str]) -> bool:
    """Whether a word can stand in no phrase; in the middle of a sentence one in capitals is no verb but part of a name."""
    word, before = token.group(), token.string[: token.start()].rstrip()
    is_name = word[0].isupper() and bool(before) and before[-1].isalnum()  # `the Corporate Lead Officer`
    small = word.lower()
    return not (word[0].isalnum() or word[0] == "£") or small in kind_words("edges") or (not is_name and is_verb(small))


def is_verb(word: str) -> bool:
    """Whether a word in small letters is one of the verbs that end a phrase."""
    return _verbs().fullmatch(word) is not None


@cache
def kind_words(name: str) -> frozenset[str]:
    """The words of a kind."""
    return frozenset(read("phrases")[name])


@cache
def _verbs() -> re.Pattern[str]:
    return re.compile("|".join(read("phrases")["verbs"]))


@cache
def whole(name: str) -> re.Pattern[str]:
    """Any of the patterns of a kind, as whole words."""
    return re.compile(rf"(?<![\w‐‑-])(?:{'|'.join(read('phrases')['patterns'][name])})(?!\w)", re.IGNORECASE)
