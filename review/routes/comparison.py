"""Two versions of a document side by side."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from fastapi import APIRouter, Response

from pipeline.commands.compare import COLUMNS, comparison_row
from pipeline.compare import Change, compare
from pipeline.report.tables import safe_row
from pipeline.report.visible import visible
from review import documents
from review.accounts import SETTLE
from review.downloads import download
from review.results import unique
from review.visit import CheckedForm, RefusalError, SignedVisit

if TYPE_CHECKING:
    from pipeline.records import Finding
    from review.documents import Document

router = APIRouter(prefix="/documents/{token}/compare")
LABELS = {"new": "New", "reworded": "Reworded", "gone": "Gone", "unchanged": "Unchanged"}


@router.get("")
def side_by_side(visit: SignedVisit, token: str) -> Response:
    """What became of the findings since the earlier draft."""
    document = visit.document(token)
    earlier = documents.by_id(visit.store, visit.account, document.earlier_id)
    others = [each.document for each in documents.listed(visit.store, visit.account)]
    changes = _changes(visit, earlier, document) if earlier is not None else []
    counts = {what: sum(change.what == what for change in changes) for what in LABELS}
    return visit.page(
        "compare.html",
        document=document,
        earlier=earlier,
        others=[other for other in others if other.id != document.id and other.is_ready],
        changes=[_shown(change) for change in changes],
        counts=counts,
        labels=LABELS,
        may_choose=visit.account.may(SETTLE),
    )


@router.post("")
def choose(visit: SignedVisit, token: str, form: CheckedForm) -> Response:
    """Say which document is the earlier draft."""
    visit.needs(SETTLE)
    document, earlier = visit.document(token), visit.document(form.text("earlier"))
    documents.change(visit.store, document, visit.account, "compared", earlier_id=earlier.id)
    return visit.go(f"/documents/{token}/compare")


@router.get("/changes.csv")
def as_csv(visit: SignedVisit, token: str) -> Response:
    """The changes as `overpromise compare` writes them."""
    document = visit.document(token)
    earlier = documents.by_id(visit.store, visit.account, document.earlier_id)
    if earlier is None:
        raise RefusalError(404, "Choose an earlier draft first.")
    file = io.StringIO(newline="")
    writer = csv.DictWriter(file, COLUMNS, lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(safe_row(comparison_row(change)) for change in _changes(visit, earlier, document))
    return visit.kept(download(file.getvalue().encode("utf-8-sig"), document.name, ".changes.csv"))


def _changes(visit: SignedVisit, earlier: Document, document: Document) -> list[Change]:
    found: list[list[Finding]] = []
    for each in (earlier, document):
        outcome = visit.service.results.outcome(each) if each.is_ready else None
        if outcome is None:
            raise RefusalError(409, "One of the documents is still being read. Try again when it is done.")
        found.append(unique(outcome.findings))
    return compare(*found)


def _shown(change: Change) -> dict[str, object]:
    return {"what": change.what, "old": _side(change.old), "new": _side(change.new)}


def _side(finding: Finding | None) -> dict[str, object] | None:
    if finding is None:
        return None
    statement = finding.promise.statement
    return {
        "id": finding.finding_id,
        "severity": finding.severity,
        "page": statement.page,
        "text": visible(" ".join(statement.text.split())),
    }
