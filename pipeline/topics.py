"""What is to be decided and with whom: read from a statement, its heading and its neighbours.

Two answers to each question: a kind, as in the register, by which the law is looked up; and the document's own words, since
labels of the lexicon fit no sentence.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipeline.lexicon import any_of, patterns, plain, read
from pipeline.phrases import counts_answers, matter_in, people_behind, people_in
from pipeline.records import BlockKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.records import Promise, Statement

PLAN = "plan"
RESIDENTS = "residents"
INDIVIDUAL = "individual"
OWN_PLAN = "individual-plan"
_ANYONE = "anyone"
_CLOSURE = "closure"
_CO_PRODUCED = re.compile(r"\bco[-‐‑– ]{0,2}(?:produc|design)\w*\b[^.;:]{0,150}?\s(?:with|alongside|by)(?=\s)", re.IGNORECASE)
_JOIN = re.compile(r" (?:of|in) ")
_SENTENCE = re.compile(r"\.[\"'’”)]*\s*$")


def decision_of(statement: Statement) -> str:
    """The kind of decision, as in the register; `plan` where nothing narrower shows."""
    first = _first(statement.text)
    named = first if first in read("decisions")["narrow"] else _last_named(matter_in(statement.text))
    return named or first or _shown_around(statement) or _weakly(statement) or PLAN


def matter_of(statement: Statement) -> str:
    """What is decided, in the statement's own words; neutral where it names nothing."""
    named = matter_in(statement.text)
    if named or decision_of(statement) != _CLOSURE:
        return named or plain("phrases", "matter")
    return plain("decisions", _CLOSURE) if _first(statement.text) == _CLOSURE else plain("phrases", "matter")


def is_light(decision: str) -> bool:
    """Whether what is decided weighs little, so that giving it away does too: a leaflet, a web page."""
    return decision in read("decisions")["light"]


def counterparty_of(promise: Promise) -> str:
    """With whom the decision would be shared, as in the register; `residents` where nothing narrower shows.

    Of several the first named counts, in the promising words before the rest. Words such as `you` mean a person where the
    decision is about a person's own plan, else residents.
    """
    statement = promise.statement
    anyone = INDIVIDUAL if decision_of(statement) == OWN_PLAN else RESIDENTS
    heading = statement.section[-1] if statement.section else ""
    promising = (evidence.text for evidence in promise.verdict.evidence)
    for text in (*promising, statement.text, heading, statement.before, statement.after):
        kind = _earliest(text)
        if kind:
            return kind if kind != _ANYONE else anyone
    return RESIDENTS


def people_of(promise: Promise) -> str:
    """The people, in the statement's own words: behind `co-produce … with`, else in the promising words before the rest.

    Neutral where it names nobody.
    """
    text = promise.statement.text
    behind = _CO_PRODUCED.search(text)
    first = min((evidence.start for evidence in promise.verdict.evidence), default=0)
    named = (behind and people_behind(text, behind.end())) or people_in(text, first) or people_in(text)
    if named:
        return named
    if counterparty_of(promise) == INDIVIDUAL:
        return plain("counterparties", INDIVIDUAL)
    return plain("phrases", "answers" if counts_answers(text) else "people")


def _earliest(text: str) -> str:
    """The kind of people named first; `anyone` only where no other is named."""
    found = {kind: match.start() for kind, pattern in patterns("counterparties").items() if (match := pattern.search(text))}
    named = {kind: start for kind, start in found.items() if kind != _ANYONE}
    return min(named or found, key=lambda kind: found[kind], default="")


def _last_named(phrase: str) -> str:
    """The kind of the last word that shows one, before any `of`: the bus strategy is a strategy. A plan is one of anything."""
    noun = _JOIN.split(phrase, maxsplit=1)[0]
    found = {kind: [match.end() for match in pattern.finditer(noun)] for kind, pattern in patterns("decisions").items()}
    named = {kind: ends[-1] for kind, ends in found.items() if ends and kind != PLAN}
    return max(named, key=lambda kind: named[kind], default="")


def _around(statement: Statement) -> Iterator[str]:
    """The heading over a statement, what stands before it, the headings above that, and what follows.

    What follows comes last, and only where it is a sentence and no heading, question or next bullet.
    """
    *above, heading = ("", *statement.section)
    yield heading
    yield statement.before
    yield from reversed(above)
    if _follows_on(statement):
        yield statement.after


def _follows_on(statement: Statement) -> bool:
    return statement.kind is not BlockKind.LIST_ITEM and _SENTENCE.search(statement.after) is not None


def _shown_around(statement: Statement) -> str:
    """The first kind that the context shows. A neighbour's leaflet makes no light matter of what is promised beside it."""
    neighbours = {statement.before, statement.after}
    kinds = ((text, _first(text)) for text in _around(statement))
    return next((kind for text, kind in kinds if kind and not (text in neighbours and is_light(kind))), "")


def _first(text: str) -> str:
    """The first kind of the lexicon that a text shows."""
    return next((kind for kind, pattern in patterns("decisions").items() if pattern.search(text)), "")


def _weakly(statement: Statement) -> str:
    texts = (statement.text, *_around(statement))
    weak = any_of("decisions", "weak")
    return next((kind for text in texts for kind, pattern in weak.items() if pattern.search(text)), "")
