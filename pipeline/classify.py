"""Statement → Promise, with the evidence for the verdict."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from models import classifier, gate, screen
from models.classifier import IN_SCANS, NOTHING, Settled
from models.decision import THRESHOLDS, Sensitivity, choose, flag_probability, needs_review
from models.hedge import is_hedged
from models.labels import JOINT_LABELS
from pipeline.records import Promise, Verdict, Zone

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from models.classifier import Judged
    from pipeline.records import Statement

_SILENT = frozenset(Zone) - {Zone.BODY, Zone.BOILERPLATE}
"""Zones that hold no undertaking of the body: whatever the words, they are a heading, a question, somebody else's.

Contact details are not among them: a paragraph is easily taken for them because an address stands in it.
"""
NO_LABEL = Verdict("", "none", "none", 0, 1.0, review=False)
"""The verdict on a statement that cannot carry a label and was not judged: its stance is not known."""


def classify(
    statements: Sequence[Statement],
    sensitivity: Sensitivity = Sensitivity.BALANCED,
    *,
    always: Callable[[Statement], bool] = lambda _: True,
    threads: int = 1,
) -> list[Promise]:
    """Judge statements from their words, neighbours and zone: body, place and law change nothing here.

    Only those for which `always` holds, and those that could carry a label, are judged; the rest get `NO_LABEL`.
    """
    looked_at = classifier.in_turn(lambda statement: always(statement) or may_carry_label(statement), statements, threads)
    asked = [at for at, is_asked in enumerate(looked_at) if is_asked]
    judged = judge_all([statements[at] for at in asked], sensitivity, IN_SCANS, threads)
    verdicts = dict(zip(asked, judged, strict=True))
    return [
        Promise(statement, in_zone(verdicts[at], statement.zone) if at in verdicts else NO_LABEL)
        for at, statement in enumerate(statements)
    ]


def may_carry_label(statement: Statement) -> bool:
    """Whether the zone allows a label and neither the screen nor the gate rules it out."""
    if statement.zone in _SILENT:
        return False
    first, lowest = screen.load().score(screen.features(statement.text, statement.before)), screen.load().threshold
    return first >= lowest and gate.load().passes(statement.text, statement.before, statement.after, first)


def in_zone(verdict: Verdict, zone: Zone) -> Verdict:
    """The verdict as the zone allows it: outside the body's own text nothing is undertaken."""
    if zone in _SILENT and verdict.label != "none":
        return replace(verdict, stance="other", label="none", risk="none", hedge=0, evidence=())
    return verdict


def judge_all(
    statements: Sequence[Statement],
    sensitivity: Sensitivity = Sensitivity.BALANCED,
    settled: Settled = NOTHING,
    threads: int = 1,
) -> list[Verdict]:
    """The verdicts on statements by their words and neighbours alone, in order; the rest as for `models.classifier.judge`."""
    judged = classifier.judge([(s.text, s.before, s.after) for s in statements], settled, threads)
    return [_verdict(s.text, result, THRESHOLDS[sensitivity]) for s, result in zip(statements, judged, strict=True)]


def judge(statement: Statement) -> Verdict:
    """The verdict on one statement."""
    return judge_all([statement])[0]


def _verdict(text: str, judged: Judged, threshold: float) -> Verdict:
    chosen = choose(judged.probabilities, threshold)
    label = JOINT_LABELS[chosen]
    flagged = flag_probability(judged.probabilities)
    return Verdict(
        *label,
        hedge=int(label.stance == "commitment" and is_hedged(text)),
        confidence=flagged if label.risk != "none" else float(judged.probabilities[chosen]),
        review=needs_review(judged.probabilities, threshold),
        evidence=classifier.evidence(text, judged, chosen) if label.label != "none" else (),
    )
