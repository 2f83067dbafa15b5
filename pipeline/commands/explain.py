"""`overpromise explain`: one statement judged aloud."""

from __future__ import annotations

import sys
import textwrap

from models import linear
from models.decision import choose
from models.labels import JOINT_LABELS
from pipeline.assess import assess
from pipeline.classify import judge
from pipeline.law import resolve_body, resolve_jurisdiction
from pipeline.records import Promise, Situation, Statement

USAGE = 2
_STRONGEST = 8
_PLAIN_COMMITMENT = 4


def run(text: str, before: str, after: str, body: str, jurisdiction: str) -> int:
    """Print the verdict, the features that made it and what each added, and the finding where there is one."""
    try:
        situation = Situation(body=resolve_body(body) or "unknown", jurisdiction=resolve_jurisdiction(jurisdiction))
    except ValueError as error:
        print(f"overpromise: {error}", file=sys.stderr)
        return USAGE
    statement = Statement(text, before, after, end=len(text))
    verdict = judge(statement)
    lines = [
        f"stance {verdict.stance} · label {verdict.label} · risk {verdict.risk} · hedge {verdict.hedge}"
        f" · confidence {verdict.confidence:.2f}{' · near the threshold: review' if verdict.review else ''}",
        *(f"evidence: “{e.text}”" for e in verdict.evidence),
        "what counted (log-odds against an ordinary commitment):",
        *(f"  {added:+.2f}  {name}" for name, added in _strongest(text, before, after)),
    ]
    for finding in assess([Promise(statement, verdict)], situation):
        lines += [
            "",
            f"{finding.severity} severity ({', '.join(finding.rules)})",
            finding.reason,
            "",
            finding.suggestion,
        ]
    print("\n".join(textwrap.fill(line, 100, subsequent_indent="  ") if len(line) > 100 else line for line in lines))
    return 0


def _strongest(text: str, before: str, after: str) -> list[tuple[str, float]]:
    """The features that added or took most, each with the sum of its occurrences."""
    model = linear.load()
    found = linear.statement_features(text, before, after)
    vector = model.vector(found)
    chosen = choose(model.probabilities([vector])[0], 0.5)
    other = _PLAIN_COMMITMENT if JOINT_LABELS[chosen] != JOINT_LABELS[_PLAIN_COMMITMENT] else 0
    totals: dict[str, float] = {}
    for feature, added in model.contributions(found, vector, chosen, other):
        if not feature.name.startswith("c:"):  # letters say nothing to a reader
            totals[feature.name] = totals.get(feature.name, 0.0) + added
    return sorted(totals.items(), key=lambda pair: -abs(pair[1]))[:_STRONGEST]
