"""Reviewers' labels: what people decided on findings, as labelled statements that `overpromise evaluate` reads."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from review.accounts import names
from review.findings import DISMISSED, SETTLE
from review.results import unique
from review.schema import events

if TYPE_CHECKING:
    from pipeline.records import Finding, Outcome
    from review.documents import Document
    from review.store import Store

_FIELDS = ("stance", "label", "risk")


@dataclass(frozen=True, slots=True)
class Agreement:
    """How often two or more people who settled the same finding said the same of its words."""

    both: int
    agreed: int

    @property
    def share(self) -> str:
        """The share in per cent, as a person reads it; empty where nothing was settled twice."""
        return f"{round(100 * self.agreed / self.both)}%" if self.both else ""


def labels(store: Store, document: Document, outcome: Outcome) -> list[dict[str, Any]]:
    """One labelled statement for each finding that somebody settled or added; the last word counts.

    `reviewers` says who said what; `agreement` is true or false where two or more did, and null else.
    """
    said = _said(store, document)
    made = []
    for finding in unique(outcome.findings):
        verdicts = said.get(finding.finding_id)
        if finding.kind != "document" and verdicts:
            made.append(_label(document, finding, verdicts))
    return made


def json_lines(found: list[dict[str, Any]]) -> bytes:
    """The labels, an object a line."""
    return "".join(json.dumps(label, ensure_ascii=True) + "\n" for label in found).encode()


def agreement(found: list[dict[str, Any]]) -> Agreement:
    """The agreement over some labels."""
    both = [label["agreement"] for label in found if label["agreement"] is not None]
    return Agreement(len(both), sum(both))


def _said(store: Store, document: Document) -> dict[str, dict[str, tuple[str, str]]]:
    """By finding and person: the last state and verdict that was not taken back, in the order in which they were given."""
    wanted = (
        select(events)
        .where(events.c.document_id == document.id, events.c.action.in_((SETTLE, "missed")), events.c.undone.is_(False))
        .order_by(events.c.id)
    )
    said: dict[str, dict[str, tuple[str, str]]] = {}
    with store.reading() as connection:
        who = names(connection)
        for row in connection.execute(wanted):
            people = said.setdefault(row.finding_id, {})
            people.pop(who[row.account_id], None)  # so that the last word stands last
            people[who[row.account_id]] = (row.state, row.verdict)
    return said


def _label(document: Document, finding: Finding, said: dict[str, tuple[str, str]]) -> dict[str, Any]:
    statement, judged = finding.promise.statement, finding.promise.verdict
    own = f"{judged.stance}/{judged.label}/{judged.risk}"
    verdicts = {person: verdict if state == DISMISSED and verdict else own for person, (state, verdict) in said.items()}
    last = list(verdicts.values())[-1]
    return {
        "id": f"{document.sha256[:12]}-{finding.finding_id}",
        "text": statement.text,
        "before": statement.before,
        "after": statement.after,
        **dict(zip(_FIELDS, last.split("/"), strict=True)),
        "hedge": judged.hedge if last == own else 0,
        "scenario": document.sha256[:12],
        "reviewers": [{"name": person, "verdict": verdict} for person, verdict in verdicts.items()],
        "agreement": len(set(verdicts.values())) == 1 if len(verdicts) > 1 else None,
    }
