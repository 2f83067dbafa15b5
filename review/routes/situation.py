"""What a document is taken for: body, nation, stage and status, as people say it over what the text shows."""

from __future__ import annotations

from fastapi import APIRouter, Response

from pipeline.errors import DataError
from pipeline.law import UNKNOWN, bodies
from pipeline.law_schema import JURISDICTIONS
from pipeline.lexicon import read
from pipeline.report.view import facts
from pipeline.settings import given_of
from review.accounts import SETTLE
from review.results import asked
from review.visit import CheckedForm, RefusalError, SignedVisit

router = APIRouter(prefix="/documents/{token}/situation")
FIELDS = ("body", "jurisdiction", "stage", "status")


@router.get("")
def ask(visit: SignedVisit, token: str) -> Response:
    """The form, filled as the document stands."""
    visit.needs(SETTLE)
    document = visit.document(token)
    outcome = visit.service.results.outcome(document) if document.is_ready else None
    if outcome is None:
        raise RefusalError(409, "The document is still being read. Try again when it is done.")
    codes = sorted((body.name, code) for code, body in bodies().items() if code != UNKNOWN)
    choices = {
        "body": [(code, name) for name, code in codes],
        "jurisdiction": [(nation, nation) for nation in JURISDICTIONS],
        "stage": list(read("stages")["plain"].items()),
        "status": list(read("statuses")["plain"].items()),
    }
    return visit.page("situation.html", document=document, choices=choices, facts=list(facts(outcome)))


@router.post("")
def change(visit: SignedVisit, token: str, form: CheckedForm) -> Response:
    """Measure the document anew."""
    visit.needs(SETTLE)
    document = visit.document(token)
    given = {field: form.text(field) for field in FIELDS}
    try:
        given_of(asked(given))
    except DataError as error:
        raise RefusalError(400, f"{error}.") from None
    if not document.is_ready or visit.service.results.outcome(document) is None:
        raise RefusalError(409, "The document is still being read. Try again when it is done.")
    visit.service.results.reassess(document, visit.account, given)
    return visit.go(f"/documents/{token}?done=situation")
