"""Who decides, in the document's own words: the sentences that keep the decision with the body, and the name in them."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from typing import TYPE_CHECKING

from pipeline.body_names import named, names
from pipeline.law import bodies
from pipeline.lexicon import read
from pipeline.needles import Sought

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pipeline.records import Statement

_BEFORE = 60  # characters before a decider's name in which a longer name of a body may begin
_READ = 200_000
_CAPITALS = r"(?:[A-Z][\w'\u2019-]{0,40} (?:and |of |the )?){0,4}?"
_SENTENCE_STARTS = "The|Our|Your|This|Each|Only|Then|When|If|Once|After|Before|While|Although"


def reserves(text: str) -> bool:
    """Whether a sentence keeps the decision with the body, or says that views do not bind it."""
    return reservation().search(text) is not None


def find_decider(text: str, reservations: Iterable[Statement], body_name: str) -> str:
    """The decider named in answer to the document's own question, else the one named most often where it keeps the decision."""
    answer = next(_deciders(text[:_READ], (_answer(),), body_name), "")
    if answer:
        return answer
    found = Counter(name for s in reservations for name in _deciders(s.text, _named(), body_name))
    return max(found, key=lambda name: found[name], default="")


def _deciders(text: str, patterns: Iterable[re.Pattern[str]], body_name: str) -> Iterator[str]:
    found = (_whole(text, match.span("name"), body_name) for pattern in patterns for match in pattern.finditer(text))
    return filter(None, found)


def _whole(text: str, span: tuple[int, int], body_name: str) -> str:
    """The name, or that of the kind of body whose end it is: `Integrated Care Board` for `Care Board`.

    Empty if it ends the name of another body: `Wenham District Council will decide`, said by a parish council.
    """
    written = text[slice(*span)]
    for match in names().finditer(text, max(0, span[0] - _BEFORE), span[1]):
        if match.end() != span[1]:
            continue
        name = named(match).name
        if body_name and name and name not in body_name and body_name not in name:
            return ""
        return max(written, match["alias"] or "", key=len)
    return written


@cache
def reservation() -> Sought:
    """The patterns of a sentence that keeps the decision."""
    data = read("reservations")
    deciders = {re.escape(name.lower()) for body in bodies().values() for name in body.deciders}
    known = "|".join([*data["deciders"], *(f"(?:the )?{name}" for name in sorted(deciders))])
    return Sought.of(pattern.replace("{decider}", rf"\b(?:{known})") for pattern in data["patterns"])


@cache
def _named() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(pattern.replace("{name}", _name())) for pattern in read("reservations")["named"])


@cache
def _answer() -> re.Pattern[str]:
    data = read("reservations")
    return re.compile(data["asked"] + data["answered"].replace("{name}", _name()))


def _name() -> str:
    """A decider's name with the word that tells it from others: `Planning Committee`."""
    last = rf"(?!(?:{_SENTENCE_STARTS}) )[A-Z][a-z]+ "
    return rf"\b{_CAPITALS}(?P<name>(?:{last})?(?:{'|'.join(read('reservations')['names'])}))\b"
