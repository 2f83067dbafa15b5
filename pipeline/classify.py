"""Statement → Promise, with the evidence for the verdict."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from models import linear
from models.decision import FLAG_THRESHOLD, choose, flag_probability, needs_review
from models.evidence import evidence
from models.hedge import is_hedged
from models.labels import JOINT_LABELS
from pipeline.records import Promise, Verdict, Zone

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pipeline.records import Statement


_SILENT = frozenset(Zone) - {Zone.BODY, Zone.BOILERPLATE}
"""Zones that hold no undertaking of the body: whatever the words, they are a heading, a question, somebody else's.

Contact details are not among them: a paragraph is easily taken for them because an address stands in it.
"""


def classify(statements: Iterable[Statement]) -> list[Promise]:
    """Judge each statement from its words, its neighbours and its zone: body, place and law change nothing here."""
    return [Promise(statement, in_zone(judge(statement), statement.zone)) for statement in statements]


def in_zone(verdict: Verdict, zone: Zone) -> Verdict:
    """The verdict as the zone allows it: outside the body's own text nothing is undertaken."""
    if zone in _SILENT and verdict.label != "none":
        return replace(verdict, stance="other", label="none", risk="none", hedge=0, evidence=())
    return verdict


def judge(statement: Statement) -> Verdict:
    """The verdict on one statement."""
    model = linear.load()
    found = linear.statement_features(statement.text, statement.before, statement.after)
    vector = model.vector(found)
    probabilities = model.probabilities([vector])[0]
    chosen = choose(probabilities, FLAG_THRESHOLD)
    label = JOINT_LABELS[chosen]
    words = evidence(statement.text, found, model, vector, chosen) if label.label != "none" else ()
    sure = flag_probability(probabilities) if label.risk != "none" else float(probabilities[chosen])
    return Verdict(
        *label,
        hedge=int(label.stance == "commitment" and is_hedged(statement.text)),
        confidence=sure,
        review=needs_review(probabilities, FLAG_THRESHOLD),
        evidence=words,
    )
