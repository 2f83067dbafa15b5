"""`overpromise explain`: one statement judged aloud."""

from __future__ import annotations

import textwrap

from models import classifier, linear
from models.counterfactual import shortest_change
from models.decision import THRESHOLDS, Sensitivity, choose
from models.features import find
from models.labels import JOINT_LABELS, Joint
from pipeline.assess import assess
from pipeline.classify import judge
from pipeline.commands.console import complain
from pipeline.law import resolve_body, resolve_jurisdiction
from pipeline.records import Promise, Situation, Statement

USAGE = 2
_STRONGEST = 8
_PLAIN = JOINT_LABELS.index(Joint("commitment", "none", "none"))
_WIDTH = 100


def run(text: str, before: str, after: str, body: str, jurisdiction: str) -> int:
    """Print the verdict, what made it and what would change it, and the finding where there is one."""
    try:
        situation = Situation(body=resolve_body(body) or "unknown", jurisdiction=resolve_jurisdiction(jurisdiction))
    except ValueError as error:
        complain(str(error))
        return USAGE
    statement = Statement(text, before, after, end=len(text))
    verdict = judge(statement)
    lines = [
        f"stance {verdict.stance} · label {verdict.label} · risk {verdict.risk} · hedge {verdict.hedge}"
        f" · confidence {verdict.confidence:.2f}{' · near the threshold: review' if verdict.review else ''}",
        *(f"evidence: “{e.text}”" for e in verdict.evidence),
        *_what_counted(text, before, after),
    ]
    change = shortest_change(text, before, after)
    if change:
        lines.append(f"shortest change that flips it: without “{change}”")
    for finding in assess([Promise(statement, verdict)], situation):
        lines += ["", f"{finding.severity} severity ({', '.join(finding.rules)})", finding.reason, "", finding.suggestion]
    print("\n".join(textwrap.fill(line, _WIDTH, subsequent_indent="  ") if len(line) > _WIDTH else line for line in lines))
    return 0


def _what_counted(text: str, before: str, after: str) -> list[str]:
    """The words and features that added or took most, in log-odds against an ordinary commitment (of one: against explicit)."""
    (judged,) = classifier.judge([(text, before, after)])
    chosen = choose(judged.probabilities, THRESHOLDS[Sensitivity.BALANCED])
    other = _PLAIN if chosen != _PLAIN else 0
    vector = linear.load().vector(find(text, before, after))
    by_feature = linear.load().contributions(vector, chosen, other)
    shown = {name: added for name, added in by_feature.items() if not name.startswith("c:")}  # letters say nothing to a reader
    lines = ["what counted for the linear model:", *_strongest(shown)]
    if judged.reading is not None:
        gain = judged.reading.added[:, chosen] - judged.reading.added[:, other]
        words: dict[str, float] = {}
        for (start, end), added in zip(judged.reading.spans, gain, strict=True):
            if end > start:
                words[text[start:end]] = words.get(text[start:end], 0.0) + float(added)
        lines += ["what counted for the encoder:", *_strongest(words)]
    return lines


def _strongest(added: dict[str, float]) -> list[str]:
    ranked = sorted(added.items(), key=lambda pair: -abs(pair[1]))[:_STRONGEST]
    return [f"  {value:+.2f}  {name}" for name, value in ranked]
