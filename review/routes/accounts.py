"""Signing in and out, and what administrators do."""

from __future__ import annotations

from fastapi import APIRouter, Response
from sqlalchemy import select

from review import accounts, documents
from review.accounts import MANAGE, ROLES
from review.schema import log
from review.store import record
from review.visit import COOKIE, AnyonesVisit, CheckedForm, RefusalError, SignedVisit

router = APIRouter()
_LAST = 200  # lines of the log


@router.get("/sign-in")
def ask(visit: AnyonesVisit) -> Response:
    """The form."""
    return visit.go("/") if visit.account else visit.page("sign_in.html", errors={}, name="")


@router.post("/sign-in")
def sign_in(visit: AnyonesVisit, form: CheckedForm) -> Response:
    """Check name and password; after five wrong ones there is a pause."""
    name = form.text("name")
    address = visit.request.client.host if visit.request.client else ""
    keys = (f"name {name.lower()}", f"address {address}")
    if visit.service.tries.is_barred(*keys):
        message = "Too many wrong passwords. Wait five minutes and try again."
        return visit.page("sign_in.html", 429, errors={"name": message}, name=name)
    token = accounts.signed_in(visit.store, name, form.raw("password"))
    if token is None:
        visit.service.tries.wrong(*keys)
        with visit.store.writing() as connection:
            record(connection, address, "wrong password", "")
        return visit.page("sign_in.html", 400, errors={"name": "Name and password do not belong together"}, name=name)
    visit.service.tries.right(*keys)
    return visit.kept(visit.go("/"), token)


@router.post("/sign-out")
def sign_out(visit: SignedVisit, form: CheckedForm) -> Response:  # noqa: ARG001 - it was checked
    """End the session."""
    accounts.sign_out(visit.store, visit.session)
    response = visit.go("/sign-in")
    response.delete_cookie(COOKIE)
    return response


@router.get("/administration")
def administration(visit: SignedVisit) -> Response:
    """Accounts, all documents without their names, and the log."""
    return _administration(visit)


@router.post("/administration/accounts")
def save(visit: SignedVisit, form: CheckedForm) -> Response:
    """Make or change an account."""
    visit.needs(MANAGE)
    try:
        accounts.save_account(visit.store, form.text("name"), form.text("role"), form.raw("password"), visit.account.name)
    except ValueError as error:
        return _administration(visit, str(error), form.text("name"), form.text("role"))
    return visit.go("/administration")


@router.post("/administration/accounts/close")
def close(visit: SignedVisit, form: CheckedForm) -> Response:
    """Let an account sign in no more."""
    visit.needs(MANAGE)
    if form.text("name") == visit.account.name:
        raise RefusalError(409, "You cannot close your own account.")
    accounts.close_account(visit.store, form.text("name"), visit.account.name)
    return visit.go("/administration")


def _administration(visit: SignedVisit, error: str = "", name: str = "", role: str = "") -> Response:
    visit.needs(MANAGE)
    with visit.store.reading() as connection:
        lines = list(connection.execute(select(log).order_by(log.c.id.desc()).limit(_LAST)))
    return visit.page(
        "administration.html",
        400 if error else 200,
        accounts=accounts.all_accounts(visit.store),
        roles=list(ROLES),
        documents=documents.everything(visit.store),
        lines=lines,
        error=error,
        typed={"name": name, "role": role},
        keep_days=visit.service.settings.keep_days,
    )
