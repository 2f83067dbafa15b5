"""The list of documents, uploads, and what is done with a document as a whole."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Response
from fastapi.responses import JSONResponse

from review import documents
from review.accounts import COUNSEL, MANAGE, SETTLE
from review.documents import HeldError, RefusedError
from review.findings import history
from review.visit import CheckedForm, RefusalError, SignedVisit

router = APIRouter()


@router.get("/")
def index(visit: SignedVisit) -> Response:
    """The documents, and where new ones are dropped."""
    return _index(visit)


@router.post("/documents")
def upload(visit: SignedVisit, form: CheckedForm) -> Response:
    """Take in what was dropped. Those refused are named; the others are read."""
    visit.needs(SETTLE)
    files, refused, added = form.files("files"), [], []
    for file in files:
        try:
            added.append(documents.add(visit.store, visit.service.settings, visit.account, file.filename or "", file.file))
        except RefusedError as error:
            refused.append(f"{documents.clean_name(file.filename or '')}: {error}")
    visit.service.reader.call()
    if not files:
        refused = ["Select a document"]
    if refused:
        return _index(visit, errors=refused)
    return visit.go(f"/documents/{added[0].token}" if len(added) == 1 else "/")


@router.get("/documents/{token}/state")
def state(visit: SignedVisit, token: str) -> Response:
    """How far the reading of a document is, for our own script."""
    document = visit.document(token)
    return JSONResponse({"state": document.state})


@router.get("/documents/{token}/manage")
def manage(visit: SignedVisit, token: str) -> Response:
    """Sharing, hold and deletion, each with what it means."""
    return visit.page("manage.html", document=visit.document(token), errors=[], **_rights(visit, token))


@router.post("/documents/{token}/share")
def share(visit: SignedVisit, token: str, form: CheckedForm) -> Response:
    """Let the team see a document, or no more."""
    document, shared = visit.own(token), form.text("shared") == "yes"
    documents.change(visit.store, document, visit.account, "shared" if shared else "made private", shared=shared)
    return visit.go(f"/documents/{token}/manage")


@router.post("/documents/{token}/hold")
def hold(visit: SignedVisit, token: str, form: CheckedForm) -> Response:
    """Set or lift a legal hold."""
    visit.needs(COUNSEL)
    held = form.text("hold") == "yes"
    documents.change(visit.store, visit.document(token), visit.account, "hold set" if held else "hold lifted", hold=held)
    return visit.go(f"/documents/{token}/manage")


@router.post("/documents/{token}/delete")
def remove(visit: SignedVisit, token: str, form: CheckedForm) -> Response:
    """Delete a document for good."""
    visit.needs(SETTLE)
    document = visit.own(token)
    try:
        if form.text("sure") != "yes":
            raise RefusedError("Confirm that the document is to be deleted")
        documents.remove(visit.store, visit.service.settings, document.id, visit.account.name, "by its owner")
        visit.service.results.forget()
    except RefusedError as error:
        status = 409 if isinstance(error, HeldError) else 400
        return visit.page("manage.html", status, document=document, errors=[str(error)], **_rights(visit, token))
    return visit.go("/")


@router.post("/all-documents/{number}/delete")
def remove_any(visit: SignedVisit, number: int, form: CheckedForm) -> Response:
    """Delete any document: for an administrator, who need not see it."""
    visit.needs(MANAGE)
    if form.text("sure") != "yes":
        raise RefusalError(400, "Confirm that the document is to be deleted.")
    try:
        documents.remove(visit.store, visit.service.settings, number, visit.account.name, "by an administrator")
        visit.service.results.forget()
    except HeldError as error:
        raise RefusalError(409, str(error)) from None
    return visit.go("/administration")


@router.get("/documents/{token}/history")
def steps(visit: SignedVisit, token: str) -> Response:
    """Who did what to a document, and when."""
    document = visit.document(token)
    return visit.page("history.html", document=document, events=history(visit.store, document))


def _index(visit: SignedVisit, errors: list[str] | None = None) -> Response:
    found = documents.listed(visit.store, visit.account)
    return visit.page(
        "index.html",
        400 if errors else 200,
        documents=found,
        errors=errors or [],
        may_add=visit.account.may(SETTLE),
        megabytes=visit.service.settings.max_bytes // 1_000_000,
        coming=[f"{each.document.token}:{each.document.state}" for each in found if each.document.is_coming],
    )


def _rights(visit: SignedVisit, token: str) -> dict[str, Any]:
    document = visit.document(token)
    return {
        "is_own": document.owner_id == visit.account.id,
        "may_hold": visit.account.may(COUNSEL),
        "keep_days": visit.service.settings.keep_days,
    }
