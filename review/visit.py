"""One request: who asks, with what right, and the answer in the frame that every page has."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse
from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.datastructures import FormData, UploadFile

from pipeline.law import REGISTER_DATE
from pipeline.report.visible import visible
from pipeline.version import program
from review import documents
from review.accounts import MANAGE, Account, account_of
from review.guard import Tries, form_token, is_from_here
from review.times import day, moment, month

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from fastapi import Response

    from review.documents import Document
    from review.reader import Reader
    from review.results import Results
    from review.settings import Settings
    from review.store import Store

COOKIE = "overpromise"
FORM_TOKEN = "form_token"  # noqa: S105 - the name of a field
_LONGEST_FIELD = 10_000


@dataclass(frozen=True, slots=True)
class Service:
    """What every request can reach. `local` is who sits at this machine, where nobody signs in."""

    settings: Settings
    store: Store
    results: Results
    reader: Reader
    tries: Tries
    local: Account | None


class SignInNeededError(Exception):
    """Nobody is signed in."""


class RefusalError(Exception):
    """The request is refused with an HTTP status and a sentence for the user."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.message = message


class Anyone:
    """A request, also of somebody who is not signed in."""

    def __init__(self, request: Request) -> None:
        self.request = request
        self.service: Service = request.app.state.service
        self.session = request.cookies.get(COOKIE, "")
        self.is_new = not self.session
        if self.is_new:
            self.session = secrets.token_urlsafe(32)
        self.account = self.service.local or (None if self.is_new else account_of(self.service.store, self.session))

    @property
    def store(self) -> Store:
        """The database."""
        return self.service.store

    @property
    def wants_part(self) -> bool:
        """Whether our own script asks for the panel alone."""
        return self.request.headers.get("x-part") == "panel"

    def page(self, template: str, status: int = 200, **values: Any) -> Response:  # noqa: ANN401 - what the template takes
        """A page made from a template."""
        frame = {
            "account": self.account,
            "form_token": form_token(self.service.settings.secret, self.session),
            "with_accounts": self.service.settings.accounts,
            "manages": self.account is not None and self.account.may(MANAGE) and self.service.settings.accounts,
            "path": self.request.url.path,
        }
        return self.kept(HTMLResponse(_environment().get_template(template).render(frame | values), status))

    def go(self, address: str) -> Response:
        """Go on to another page, by GET."""
        return self.kept(RedirectResponse(address, 303))

    def kept(self, response: Response, session: str = "") -> Response:
        """The answer, with the session's cookie where it is new."""
        if session or self.is_new:
            secure = self.service.settings.accounts
            response.set_cookie(COOKIE, session or self.session, httponly=True, samesite="strict", secure=secure)
        return response


class Visit(Anyone):
    """A request of somebody who is known."""

    account: Account

    def __init__(self, request: Request) -> None:
        super().__init__(request)
        if self.account is None:
            raise SignInNeededError

    def needs(self, right: str) -> None:
        """Refuse where the account's role does not allow it."""
        if not self.account.may(right):
            raise RefusalError(403, "Your role does not allow this.")

    def document(self, token: str) -> Document:
        """The document of that token; one that the account may not see is not there."""
        found = documents.get(self.store, self.account, token)
        if found is None:
            raise RefusalError(404, "There is no such document, or it is not shared with you.")
        return found

    def own(self, token: str) -> Document:
        """The document where it is the account's own."""
        found = self.document(token)
        if found.owner_id != self.account.id:
            raise RefusalError(403, "Only the person who added the document can do this.")
        return found


class Form:
    """The fields of a form that came from our own page."""

    def __init__(self, data: FormData) -> None:
        self._data = data

    def text(self, name: str) -> str:
        """A field's text without space at its ends; empty where it was not sent."""
        value = self._data.get(name, "")
        return value.replace("\r\n", "\n").strip()[:_LONGEST_FIELD] if isinstance(value, str) else ""

    def raw(self, name: str) -> str:
        """A field's text as it was typed: passwords."""
        value = self._data.get(name, "")
        return value if isinstance(value, str) else ""

    def number(self, name: str) -> int:
        """A field's whole number."""
        try:
            return int(self.text(name))
        except ValueError:
            raise RefusalError(400, "The form was sent without a number that it needs.") from None

    def files(self, name: str) -> list[UploadFile]:
        """The files of a field, those with a name."""
        return [value for value in self._data.getlist(name) if isinstance(value, UploadFile) and value.filename]


async def _form(request: Request) -> AsyncIterator[Form]:
    """The form of a request; one that another site made the browser send is refused.

    Raises:
        RefusalError: the token is missing or wrong.
    """
    service: Service = request.app.state.service
    async with request.form(max_files=20, max_fields=100) as data:
        sent = data.get(FORM_TOKEN)
        wanted = form_token(service.settings.secret, request.cookies.get(COOKIE, ""))
        if not isinstance(sent, str) or not secrets.compare_digest(sent.encode(), wanted.encode()) or not is_from_here(request):
            raise RefusalError(403, "This form was not sent from this page, or the page was open too long. Go back and try again")
        yield Form(data)


def _environment() -> Environment:
    return _ENVIRONMENT


_ENVIRONMENT = Environment(
    loader=PackageLoader("review"), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
)
_ENVIRONMENT.filters.update(
    moment=moment, day=day, month=month, visible=visible, targeted=lambda message, target: (target, message)
)
_ENVIRONMENT.globals.update(register_date=f"{REGISTER_DATE.day} {REGISTER_DATE:%B %Y}", version=program())

AnyonesVisit = Annotated[Anyone, Depends(Anyone)]
SignedVisit = Annotated[Visit, Depends(Visit)]
CheckedForm = Annotated[Form, Depends(_form)]
