"""What keeps a decision with the body: saving words in a promise or beside it, and reservations elsewhere on the same thing."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from pipeline.find_decider import reserves
from pipeline.law import bodies
from pipeline.lexicon import read
from pipeline.recurrence import same_words

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from pipeline.records import Promise, Situation, Statement

_LAST_WORD = re.compile(r"([\w'’]+) +$")  # the word before a name; a comma or a full stop between parts them
_ALONE = r"(?!['’]| and | or )"  # what follows the name of one who decides alone
_LEAST = 4  # letters: shorter words carry no subject
_STEM = 4  # letters by which words of substance are compared: "library" and "libraries", "closes" and "closure"
_GENERIC = 5  # letters by which words without substance are known
_SHARE = 0.5  # of a reservation's words of substance, a promise about the same thing holds more than that


def saving_words(statement: Statement, promised: Collection[str] = ()) -> str:
    """What keeps this decision with the body: words of the statement itself, else a neighbour; empty where nothing does.

    A neighbour that is a promise itself, one of `promised`, keeps nothing, and neither does the announcement of a rubber stamp.
    """
    if own := _kept("back", statement.text) or _kept("whole", statement.text):
        return own
    for kinds, text in ((("back", "whole"), statement.after), (("whole",), statement.before)):
        points = any(_kept(kind, text) for kind in kinds)
        if text not in promised and (points or (_stands(text) and is_about(text, statement))):
            return text
    return ""


def standing(situation: Situation, promises: Iterable[Promise]) -> Situation:
    """The situation with those reservations alone that keep a decision: no reports of the past, and no promises themselves."""
    promised = {promise.statement.text for promise in promises if promise.verdict.risk != "none"}
    kept = tuple(s for s in situation.reservations if s.text not in promised and _stands(s.text))
    return replace(situation, reservations=kept)


def nearest(statement: Statement, reservations: Iterable[Statement]) -> Statement | None:
    """The reservation that shares most with a statement, where one is about the same thing."""
    about = [other for other in reservations if other.text != statement.text and is_about(other.text, statement)]
    return max(about, key=lambda other: len(_subject(other.text) & _matter(statement)), default=None)


def is_about(reservation: str, statement: Statement) -> bool:
    """Whether a reservation names what a statement or its heading names. One that names nothing is about nothing certain."""
    named = _subject(reservation)
    return len(named & _matter(statement)) > _SHARE * len(named)


def _matter(statement: Statement) -> set[str]:
    return _subject(" ".join((statement.text, *statement.section[-1:])))


def _subject(text: str) -> set[str]:
    """The words of substance of a text, cut to their beginnings."""
    for pattern in _patterns("procedure"):
        text = pattern.sub("", text)
    words = (word for word in same_words(text).split() if len(word) >= _LEAST and not word.isdigit())
    return {word[:_STEM] for word in words if word[:_GENERIC] not in _generic()}


def _stands(text: str) -> bool:
    is_report = _matches("past", text) and not _matches("standing", text)
    return reserves(text) and bool(_kept("patterns", text)) and not is_report


def _kept(kind: str, text: str) -> str:
    """The words of a kind that keep a decision with the body; empty where others keep it or something undoes them."""
    if _matches("stamps", text) or _matches("denied", text):
        return ""
    found = (match for pattern in _patterns(kind) for match in pattern.finditer(text) if _is_body(match))
    return next((match.group() for match in found), "")


def _is_body(match: re.Match[str]) -> bool:
    """Whether the name in a match stands alone, or after a word that leaves it the body's: not in "the youth council"."""
    if match.groupdict().get("keeper") is None:
        return True
    before = _LAST_WORD.search(match.string[: match.start("keeper")])
    return before is None or before.group(1).lower() in read("saving")["before"].split()


def _matches(kind: str, text: str) -> bool:
    return any(pattern.search(text) for pattern in _patterns(kind))


@cache
def _generic() -> frozenset[str]:
    """Words that say nothing of the matter, and the names of those who decide, cut to their beginnings."""
    names = " ".join(name for body in bodies().values() for name in body.deciders)
    return frozenset(word[:_GENERIC] for word in f"{read('saving')['generic']} {same_words(names)}".split())


@cache
def _patterns(kind: str) -> tuple[re.Pattern[str], ...]:
    """The patterns of a kind, those of a reservation among them, with names of those who decide in their places."""
    data = read("saving")
    names = {f"(?:the )?{re.escape(name.lower())}" for body in bodies().values() for name in body.deciders}
    deciders = [*read("reservations")["deciders"], *sorted(names)]
    deciders = [name for name in deciders if name.removeprefix("(?:the )?") not in data["never"]]
    keepers = [*deciders, *data["keepers"]]
    patterns = read("reservations")[kind] if kind == "patterns" else data[kind]
    for mark, words in (("{decider}", deciders), ("{keeper}", keepers)):
        patterns = [pattern.replace(mark, rf"\b(?P<keeper>{'|'.join(words)})\b{_ALONE}", 1) for pattern in patterns]
    return tuple(re.compile(rf"\b(?:{pattern})", re.IGNORECASE) for pattern in patterns)
