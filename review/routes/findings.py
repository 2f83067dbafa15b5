"""A document's findings: read, settled, taken back, noted; and promises that the program missed."""

from __future__ import annotations

from fastapi import APIRouter, Response

from pipeline.report.visible import visible
from review import findings
from review.accounts import SETTLE
from review.findings import ACCEPTED, DISMISSED, REWORDED, ConflictError, Decision
from review.visit import CheckedForm, Form, RefusalError, SignedVisit
from review.workspace import VERDICTS, filter_of, show

router = APIRouter(prefix="/documents/{token}")


@router.get("")
def document(visit: SignedVisit, token: str) -> Response:
    """The text of a document and the list of its findings."""
    return show(visit, visit.document(token))


@router.get("/findings/{finding_id}")
def finding(visit: SignedVisit, token: str, finding_id: str) -> Response:
    """One finding in full, beside the text."""
    document = visit.document(token)
    if document.is_ready and finding_id not in findings.settled(visit.store, document):
        raise RefusalError(404, "There is no such finding in this document.")
    return show(visit, document, finding_id)


@router.post("/findings/{finding_id}/settle")
def settle(visit: SignedVisit, token: str, finding_id: str, form: CheckedForm) -> Response:
    """Settle a finding, unless somebody else did so first: then nothing is changed and what was typed stays."""
    visit.needs(SETTLE)
    document, decision = visit.document(token), _decision(form)
    errors = _mistakes(decision)
    if errors:
        return show(visit, document, finding_id, 400, errors=errors, typed=decision)
    try:
        findings.settle(visit.store, document, finding_id, form.number("version"), visit.account, decision)
    except ConflictError:
        return show(visit, document, finding_id, 409, errors={"conflict": ""}, typed=decision)
    return _on(visit, token, finding_id, decision.state)


@router.post("/findings/{finding_id}/undo")
def undo(visit: SignedVisit, token: str, finding_id: str, form: CheckedForm) -> Response:
    """Take back the last decision."""
    visit.needs(SETTLE)
    document = visit.document(token)
    try:
        findings.undo(visit.store, document, finding_id, form.number("version"), visit.account)
    except ConflictError:
        return show(visit, document, finding_id, 409, errors={"conflict": ""})
    return _on(visit, token, finding_id, "undone")


@router.post("/findings/{finding_id}/notes")
def add_note(visit: SignedVisit, token: str, finding_id: str, form: CheckedForm) -> Response:
    """Keep a note."""
    visit.needs(SETTLE)
    document, text = visit.document(token), form.text("note")
    if not text:
        return show(visit, document, finding_id, 400, errors={"note": "Enter a note"})
    findings.add_note(visit.store, document, finding_id, visit.account, text)
    return _on(visit, token, finding_id, "noted")


@router.get("/missed")
def ask_missed(visit: SignedVisit, token: str) -> Response:
    """Ask about words that the program did not flag; with offsets from a selection, they stand there already."""
    visit.needs(SETTLE)
    document = visit.document(token)
    query = visit.request.query_params
    words = ""
    if query.get("start", "").isdecimal() and query.get("end", "").isdecimal():
        words = _text(visit, token)[int(query["start"]) : int(query["end"])]
    return visit.page(
        "missed.html", document=document, errors={}, words=visible(words.strip()), start=query.get("start", ""), risk=""
    )


@router.post("/missed")
def add_missed(visit: SignedVisit, token: str, form: CheckedForm) -> Response:
    """Take words for a promise."""
    visit.needs(SETTLE)
    document, words, risk = visit.document(token), form.text("words"), form.text("risk")
    at = form.text("start")
    start = _found(_text(visit, token), words, int(at) if at.isdecimal() else 0)
    errors = {}
    if not words:
        errors["words"] = "Enter the words that make the promise"
    elif start < 0:
        errors["words"] = "These words are not in the document: copy them from its text as they stand there"
    if risk not in ("explicit", "implied"):
        errors["risk"] = "Select how plainly the words share the decision"
    if not errors:
        try:
            made = visit.service.results.add_missed(document, visit.account, start, start + len(words), risk)
        except ValueError as error:
            errors["words"] = str(error)
        else:
            return visit.go(f"/documents/{token}/findings/{made}?done=missed")
    return visit.page("missed.html", 400, document=document, errors=errors, words=words, start=at, risk=risk)


def _text(visit: SignedVisit, token: str) -> str:
    outcome = visit.service.results.outcome(visit.document(token))
    return outcome.document.text if outcome and outcome.document else ""


def _found(text: str, words: str, near: int) -> int:
    """Where words stand, at or behind `near` if they do; -1 where they do not."""
    at = text.find(words, max(0, near - 1))
    return at if at >= 0 else text.find(words)


def _decision(form: Form) -> Decision:
    state = form.text("state")
    reason = form.text(f"reason-{state}")
    return Decision(
        state,
        reason,
        form.text("wording") if state == REWORDED else "",
        form.text("verdict") if state == DISMISSED else "",
    )


def _mistakes(decision: Decision) -> dict[str, str]:
    if decision.state not in (ACCEPTED, DISMISSED, REWORDED):
        return {"state": "Select what you have decided"}
    if decision.state == ACCEPTED and not decision.reason:
        return {"reason-accepted": "Enter why the words stay"}
    if decision.state == DISMISSED and decision.verdict not in VERDICTS:
        return {"verdict": "Select what the words are"}
    return {}


def _on(visit: SignedVisit, token: str, finding_id: str, done: str) -> Response:
    """Back to the finding, with the filter as it was."""
    query = filter_of(visit.request.query_params).query
    return visit.go(f"/documents/{token}/findings/{finding_id}{query}{'&' if query else '?'}done={done}")
