"""What the page of a document shows: its text, its findings as filtered, and one of them in full."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from pipeline.law_schema import GRADES
from pipeline.report.view import authorities_view, facts, finding_view
from review.accounts import COUNSEL, SETTLE
from review.findings import STATES, history, settled
from review.results import missed_ids, unique
from review.text import groups

if TYPE_CHECKING:
    from fastapi import Response
    from starlette.datastructures import QueryParams

    from pipeline.records import Finding, Outcome
    from review.documents import Document
    from review.visit import Visit

SEVERITIES = {"high": "High", "medium": "Medium", "low": "Low"}
KINDS = {"promise": "Promises", "over-ceiling": "Co-design beyond what is open", "document": "Document as a whole"}
VERDICTS = {
    "commitment/none/none": "A commitment that gives no decision away",
    "commitment/co-design/none": "A commitment to co-design",
    "commitment/co-production/none": "Sharing that is lawful here",
    "report/none/none": "A report of what was done",
    "definition/none/none": "A definition",
    "other/none/none": "Something else, such as a quotation or a question",
}
_GRADE_LABELS = {
    "primary": "Legislation or judgment, checked at its source",
    "primary-older": "Legislation, an older version",
    "official": "Official guidance",
    "secondary": "A secondary source",
    "unchecked": "Not checked at its source",
}


@dataclass(frozen=True, slots=True)
class Filter:
    """Which findings are shown; an empty part lets everything through. `query` is the filter as part of an address."""

    severities: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    states: tuple[str, ...] = ()

    @property
    def query(self) -> str:
        """`?severity=high&state=open`; empty where nothing is filtered."""
        parts = [("severity", value) for value in self.severities] + [("kind", value) for value in self.kinds]
        parts += [("state", value) for value in self.states]
        return "?" + "&".join(f"{name}={value}" for name, value in parts) if parts else ""

    def lets(self, finding: Finding, state: str) -> bool:
        """Whether a finding is shown."""
        return (
            (not self.severities or finding.severity in self.severities)
            and (not self.kinds or finding.kind in self.kinds)
            and (not self.states or state in self.states)
        )


def filter_of(query: QueryParams) -> Filter:
    """The filter that an address asks for; what is not known is left out."""
    return Filter(
        tuple(value for value in SEVERITIES if value in query.getlist("severity")),
        tuple(value for value in KINDS if value in query.getlist("kind")),
        tuple(value for value in STATES if value in query.getlist("state")),
    )


def show(visit: Visit, document: Document, finding_id: str = "", status: int = 200, **more: Any) -> Response:  # noqa: ANN401
    """The page of a document, or where our own script asks its panel alone. `more` may hold `errors` and `typed`."""
    outcome = visit.service.results.outcome(document) if document.is_ready else None
    if outcome is None or outcome.document is None:
        if not document.is_coming and document.is_ready:
            visit.service.reader.call()
        return visit.page("coming.html", document=document)
    states = settled(visit.store, document)
    found = [finding for finding in unique(outcome.findings) if finding.finding_id in states]
    wanted = filter_of(visit.request.query_params)
    shown = [f for f in found if wanted.lets(f, states[f.finding_id].state) or f.finding_id == finding_id]
    chosen = next((finding for finding in found if finding.finding_id == finding_id), None)
    values: dict[str, Any] = {
        "document": document,
        "errors": {},
        "typed": {},
        "done": visit.request.query_params.get("done", ""),
        "filter": wanted,
        "query": wanted.query,
        "choices": {"severity": SEVERITIES, "kind": KINDS, "state": STATES},
        "chosen": {"severity": wanted.severities, "kind": wanted.kinds, "state": wanted.states},
        "labels": STATES,
        "states": states,
        "items": [_item(finding, outcome, states) for finding in shown],
        "total": len(found),
        "open": sum(state.is_open for state in states.values()),
        "may_settle": visit.account.may(SETTLE),
        "counsel": visit.account.may(COUNSEL),
        "finding": None,
        "verdict_choices": VERDICTS,
    }
    if chosen is not None:
        values |= _panel(visit, document, outcome, chosen, [finding.finding_id for finding in shown], states)
    if visit.wants_part:
        return visit.page("panel.html", status, **(values | more))
    values["facts"] = list(facts(outcome))
    values["groups"] = groups(outcome.document, shown, states, STATES)
    values["has_pages"] = outcome.document.media_type == "application/pdf"
    return visit.page("document.html", status, **(values | more))


def _item(finding: Finding, outcome: Outcome, states: dict[str, Any]) -> dict[str, Any]:
    view = finding_view(finding, outcome, counsel=False) | {"severity": finding.severity}
    state = states[finding.finding_id].state
    return {key: view[key] for key in ("id", "kind", "severity", "where", "words")} | {"state": state, "label": STATES[state]}


def _panel(
    visit: Visit, document: Document, outcome: Outcome, finding: Finding, order: list[str], states: dict[str, Any]
) -> dict[str, Any]:
    counsel = visit.account.may(COUNSEL)
    sources = sorted((s for s in finding.sources if counsel or s.role != "doctrine"), key=lambda s: GRADES.index(s.grade))
    view = finding_view(finding, outcome, counsel=counsel)
    rests_on = authorities_view(replace(finding, sources=tuple(sources)))
    at = order.index(finding.finding_id)
    still = [fid for fid in order[at + 1 :] + order[:at] if states[fid].is_open]
    with visit.store.reading() as connection:
        by_people = finding.finding_id in missed_ids(connection, document)
    return {
        "finding": view | {"page": finding.promise.statement.page, "severity": finding.severity, "sources": rests_on},
        "settled": states[finding.finding_id],
        "number": at + 1,
        "count": len(order),
        "previous": order[at - 1] if at else "",
        "next": order[at + 1] if at + 1 < len(order) else "",
        "next_open": still[0] if still else "",
        "events": history(visit.store, document, finding.finding_id),
        "grades": _GRADE_LABELS,
        "kind_label": KINDS[finding.kind],
        "missed": by_people,
    }
