"""Everything that a document can be left with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import APIRouter, Response

from review import exports, labels
from review.accounts import COUNSEL
from review.aside import AsideError
from review.documents import change
from review.downloads import download
from review.findings import DISMISSED, settled
from review.visit import RefusalError, SignedVisit

if TYPE_CHECKING:
    from pipeline.records import Outcome
    from review.documents import Document

router = APIRouter(prefix="/documents/{token}/download")


@router.get("")
def choose(visit: SignedVisit, token: str) -> Response:
    """What can be downloaded."""
    document, outcome = _ready(visit, token)
    found = labels.labels(visit.store, document, outcome)
    return visit.page(
        "download.html",
        document=document,
        counsel=visit.account.may(COUNSEL),
        titles=exports.titles(),
        labels=len(found),
        agreement=labels.agreement(found),
    )


@router.get("/marked")
def marked(visit: SignedVisit, token: str) -> Response:
    """The marked copy."""
    document, outcome = _ready(visit, token)
    try:
        return _sent(visit, document, *exports.marked(outcome, _dismissed(visit, document)))
    except (AsideError, ValueError) as error:
        raise RefusalError(422, f"{error}.") from None


@router.get("/notes")
def notes(visit: SignedVisit, token: str) -> Response:
    """The neutral report."""
    document, outcome = _ready(visit, token)
    return _sent(visit, document, *exports.notes(outcome, _dismissed(visit, document)))


@router.get("/counsel")
def counsel(visit: SignedVisit, token: str) -> Response:
    """The report with grounds and authorities."""
    visit.needs(COUNSEL)
    document, outcome = _ready(visit, token)
    return _sent(visit, document, *exports.counsel(outcome))


@router.get("/tables/{form}")
def tables(visit: SignedVisit, token: str, form: str) -> Response:
    """The tables, which hold the full argument."""
    visit.needs(COUNSEL)
    document, outcome = _ready(visit, token)
    if form not in exports.TABLES:
        raise RefusalError(404, "There is no such format.")
    return _sent(visit, document, *exports.tables(outcome, form))


@router.get("/audit")
def audit(visit: SignedVisit, token: str) -> Response:
    """The audit trail."""
    document, outcome = _ready(visit, token)
    return _sent(visit, document, exports.audit(visit.store, document, outcome), ".audit.csv")


@router.get("/labels")
def reviewers_labels(visit: SignedVisit, token: str) -> Response:
    """What reviewers decided, for `overpromise evaluate`."""
    document, outcome = _ready(visit, token)
    return _sent(visit, document, labels.json_lines(labels.labels(visit.store, document, outcome)), ".labels.jsonl")


def _dismissed(visit: SignedVisit, document: Document) -> set[str]:
    return {fid for fid, state in settled(visit.store, document).items() if state.state == DISMISSED}


def _ready(visit: SignedVisit, token: str) -> tuple[Document, Outcome]:
    document = visit.document(token)
    outcome = visit.service.results.outcome(document) if document.is_ready else None
    if outcome is None:
        raise RefusalError(409, "The document is not read yet, or could not be read.")
    return document, outcome


def _sent(visit: SignedVisit, document: Document, content: bytes, ending: str) -> Response:
    """The file, and a line in the document's history that it was taken."""
    change(visit.store, document, visit.account, "downloaded", text=ending.lstrip("."))
    return visit.kept(download(content, document.name, ending))
