"""Statement → Promise, with the evidence for the verdict."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models import linear
from models.decision import FLAG_THRESHOLD, choose, flag_probability, needs_review
from models.evidence import evidence
from models.hedge import is_hedged
from models.labels import JOINT_LABELS
from pipeline.records import Promise, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pipeline.records import Statement


def classify(statements: Iterable[Statement]) -> list[Promise]:
    """Judge each statement from its words and its neighbours alone: body, place and law change nothing here."""
    return [Promise(statement, judge(statement)) for statement in statements]


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
