"""What a batch comes to, counted for the charts of its index: by body, by what is to be decided, by term, by year."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Any

from pipeline.law import bodies
from pipeline.lexicon import plain
from pipeline.report.view import words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pipeline.records import Outcome, Statement

_MOST = 12  # bars of a chart; what is left is counted together
_SEVERITIES = ("high", "medium", "low")
_STEMS = {"co-production": "produc", "co-design": "design"}
_TERMS = {term: re.compile(rf"\bco[- ]?{stem}", re.IGNORECASE) for term, stem in _STEMS.items()}


def charts(outcomes: Sequence[Outcome], *, counsel: bool) -> list[dict[str, Any]]:
    """The charts, each with its counts, greatest first; years in order. Severity is for counsel only."""
    found = [(outcome, finding) for outcome in outcomes for finding in outcome.findings]
    years = sorted(_year(outcome) for outcome, _ in found)
    counted = {
        **({"severity": [s for s in _SEVERITIES for _, f in found if f.severity == s]} if counsel else {}),
        "body": _by_count(_body(outcome) for outcome, _ in found),
        "decision": _by_count(plain("decisions", f.decision) for _, f in found if f.decision),
        "term": _by_count(_term(finding.promise.statement) for _, finding in found),
        "year": years,
    }
    return [_chart(name, values) for name, values in counted.items()]


def _chart(name: str, values: Iterable[str]) -> dict[str, Any]:
    """Bars in the order in which the values come; `width` is a share of 1,000."""
    labels, counts = words()["charts"][name], list(Counter(values).items())
    if len(counts) > _MOST:
        counts = [*counts[: _MOST - 1], (labels["others"], sum(count for _, count in counts[_MOST - 1 :]))]
    most = max((count for _, count in counts), default=1)
    bars = [{"label": name[:1].upper() + name[1:], "count": count, "share": round(1000 * count / most)} for name, count in counts]
    return {"title": labels["title"], "column": labels["column"], "bars": bars}


def _by_count(values: Iterable[str]) -> list[str]:
    return [value for value, count in Counter(values).most_common() for _ in range(count)]


def _body(outcome: Outcome) -> str:
    body = bodies().get(outcome.situation.body)
    return body.name if body else outcome.situation.body


def _term(statement: Statement) -> str:
    named = [term for term, pattern in _TERMS.items() if pattern.search(statement.text)]
    return " and ".join(named) or words()["charts"]["term"]["neither"]


def _year(outcome: Outcome) -> str:
    written = outcome.situation.dates.get("document")
    return str(written.year) if written else words()["charts"]["year"]["unknown"]
