"""What is to be decided and with whom: read from a statement, its heading and its neighbours."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.lexicon import patterns, read

if TYPE_CHECKING:
    from pipeline.records import Promise, Statement

PLAN = "plan"
RESIDENTS = "residents"


def decision_of(statement: Statement) -> str:
    """The kind of decision, as in the register; `plan` where nothing narrower shows."""
    return _first("decisions", statement) or PLAN


def is_light(decision: str) -> bool:
    """Whether what is decided weighs little, so that giving it away does too: a leaflet, a web page."""
    return decision in read("decisions")["light"]


def counterparty_of(promise: Promise) -> str:
    """With whom the decision would be shared, as in the register; `residents` where nothing narrower shows."""
    for evidence in promise.verdict.evidence:
        kind = _match("counterparties", evidence.text)
        if kind:
            return kind
    return _first("counterparties", promise.statement) or RESIDENTS


def _first(lexicon: str, statement: Statement) -> str:
    """The first kind met in the statement itself, then in its heading, then in its neighbours."""
    heading = statement.section[-1] if statement.section else ""
    for text in (statement.text, heading, statement.before, statement.after):
        kind = _match(lexicon, text)
        if kind:
            return kind
    return ""


def _match(lexicon: str, text: str) -> str:
    return next((kind for kind, pattern in patterns(lexicon).items() if pattern.search(text)), "")
