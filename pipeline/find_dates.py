"""The dates that a document gives: its own, the end of its consultation, the decision's."""

from __future__ import annotations

import re
from datetime import date, datetime
from functools import cache
from typing import TYPE_CHECKING

from dateutil import parser

from pipeline.lexicon import is_to_come, patterns, read

if TYPE_CHECKING:
    from collections.abc import Iterator

_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?"
    r"|Dec(?:ember)?)"
)
_DAY = rf"(?:\d{{1,2}}(?:st|nd|rd|th)? (?:of )?{_MONTH},? (?:19|20)\d\d|\d{{1,2}}/\d{{1,2}}/(?:19|20)\d\d)"
_DATE = re.compile(rf"(?P<day>{_DAY})|(?P<month>{_MONTH} (?:19|20)\d\d)")
_REACH = 40  # characters between the words that say what a date is and the date
_COVER = 1_500  # characters in which a bare date is the document's own
_READ = 200_000
_ENDS = re.compile(r"\s*(?:[.,;|)\]*\u2022]|\d{0,3}$)")  # after a date on a cover: nothing, a mark, the number of the page


def find_dates(text: str) -> dict[str, tuple[date, str]]:
    """For each kind of date that the document gives, the date and the words that gave it. A month counts from its first day."""
    text = text[:_READ]
    found: dict[str, tuple[date, str]] = {}
    for kind, pattern in patterns("dates").items():
        for match in pattern.finditer(text):
            given = _DATE.search(text, match.end(), match.end() + _REACH)
            when = _parsed(given) if given else None
            if kind == "document" and is_to_come(text, match.start()):
                continue  # `the results will be published in May` dates no document
            if given and when and "\n" not in text[match.end() : given.start()]:
                found[kind] = when, " ".join(text[match.start() : given.end()].split())
                break
    if "document" not in found:
        others = [other for other, _ in found.values()]
        own = [(when, words) for when, words in _bare(text[:_COVER]) if when not in others]
        found |= {"document": own[0]} if own else {}
    return found


def _bare(cover: str) -> Iterator[tuple[date, str]]:
    """Dates that stand as on a cover: in a short line, at the end of it or of a part, and without a word that tells of them."""
    for line in cover.split("\n"):
        if len(line.split()) > int(read("dates")["bare"]["longest_line"]):
            continue
        for match in _DATE.finditer(line):
            when = _parsed(match)
            if when and _ENDS.match(line, match.end()) and not _told().search(line, 0, match.start()):
                yield when, match.group()


@cache
def _told() -> re.Pattern[str]:
    return re.compile(rf"(?:\b(?:{'|'.join(read('dates')['bare']['before'])})|[\u2013-])\s*$", re.IGNORECASE)


def _parsed(match: re.Match[str]) -> date | None:
    """The date, day before month as in the UK; None for a day that no calendar has."""
    try:
        parsed: datetime = parser.parse(match.group(), dayfirst=True, default=datetime.min)
    except (ValueError, OverflowError):
        return None
    return parsed.date()
