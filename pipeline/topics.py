"""What is to be decided and with whom: read from a statement, its heading and its neighbours."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.lexicon import patterns, read

if TYPE_CHECKING:
    from pipeline.records import Promise, Statement

PLAN = "plan"
RESIDENTS = "residents"
INDIVIDUAL = "individual"
OWN_PLAN = "individual-plan"
_ANYONE = "anyone"


def decision_of(statement: Statement) -> str:
    """The kind of decision, as in the register; `plan` where nothing narrower shows."""
    return _first("decisions", statement) or PLAN


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


def _earliest(text: str) -> str:
    """The kind of people named first; `anyone` only where no other is named."""
    found = {kind: match.start() for kind, pattern in patterns("counterparties").items() if (match := pattern.search(text))}
    named = {kind: start for kind, start in found.items() if kind != _ANYONE}
    return min(named or found, key=lambda kind: found[kind], default="")


def _first(lexicon: str, statement: Statement) -> str:
    """The first kind met in the statement itself, then in its heading, then in its neighbours."""
    heading = statement.section[-1] if statement.section else ""
    for text in (statement.text, heading, statement.before, statement.after):
        kind = next((kind for kind, pattern in patterns(lexicon).items() if pattern.search(text)), "")
        if kind:
            return kind
    return ""
