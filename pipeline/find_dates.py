"""The dates that a document gives: its own, the end of its consultation, the decision's."""

from __future__ import annotations

import re
from datetime import date, datetime

from dateutil import parser

from pipeline.lexicon import patterns

_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?"
    r"|Dec(?:ember)?)"
)
_DAY = rf"(?:\d{{1,2}}(?:st|nd|rd|th)? (?:of )?{_MONTH},? (?:19|20)\d\d|\d{{1,2}}/\d{{1,2}}/(?:19|20)\d\d)"
_DATE = re.compile(rf"(?P<day>{_DAY})|(?P<month>{_MONTH} (?:19|20)\d\d)")
_REACH = 40  # characters between the words that say what a date is and the date
_COVER = 1_500  # characters in which a bare date is the document's own
_READ = 200_000


def find_dates(text: str) -> dict[str, tuple[date, str]]:
    """For each kind of date that the document gives, the date and the words that gave it. A month counts from its first day."""
    text = text[:_READ]
    found: dict[str, tuple[date, str]] = {}
    for kind, pattern in patterns("dates").items():
        for match in pattern.finditer(text):
            given = _DATE.search(text, match.end(), match.end() + _REACH)
            when = _parsed(given) if given else None
            if given and when and "\n" not in text[match.end() : given.start()]:
                found[kind] = when, " ".join(text[match.start() : given.end()].split())
                break
    if "document" not in found:
        cover = _DATE.search(text[:_COVER])
        when = _parsed(cover) if cover else None
        if cover and when and when not in [other for other, _ in found.values()]:
            found["document"] = when, cover.group()
    return found


def _parsed(match: re.Match[str]) -> date | None:
    """The date, day before month as in the UK; None for a day that no calendar has."""
    try:
        parsed: datetime = parser.parse(match.group(), dayfirst=True, default=datetime.min)
    except (ValueError, OverflowError):
        return None
    return parsed.date()
