"""What stands before every page: sizes, hosts, headers, forged forms, and tries at passwords."""

from __future__ import annotations

import hashlib
import hmac
import threading
import time
from collections import defaultdict, deque
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from review.settings import Settings

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
_HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",  # with no-referrer browsers send forms without saying where from
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
_FORM = 1_000_000  # bytes of a form beside its files
_FILES = 20  # in one upload
_TRIES, _PER_SECONDS = 5, 300


class Guard:
    """Answers for the app where a request is for another host or too large, and puts the headers on every answer."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app = app
        self._settings = settings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or let the app answer."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        most = self._settings.max_bytes * _FILES + _FORM if scope["path"] == "/documents" else _FORM
        send = _with_headers(send, is_static=scope["path"].startswith("/static/"))
        if not self._knows(headers.get("host", "")):
            await PlainTextResponse("This page is not served under that name.", 400)(scope, receive, send)
        elif int(headers.get("content-length") or 0) > most:
            await PlainTextResponse("That is too large.", 413)(scope, receive, send)
        else:
            await self._app(scope, _counted(receive, most), send)

    def _knows(self, host: str) -> bool:
        """Whether the request names one of our hosts: another name means a page elsewhere that points here (DNS rebinding)."""
        name = host.rsplit(":", 1)[0] if not host.endswith("]") else host
        return "*" in self._settings.hosts or name.lower() in self._settings.hosts


class TooLargeError(Exception):
    """More came than was announced or is allowed."""


class Tries:
    """Counts wrong passwords by name and by address: five in five minutes, then a pause. In memory; for several threads."""

    def __init__(self) -> None:
        self._wrong: defaultdict[str, deque[float]] = defaultdict(deque)
        self._lock = threading.Lock()

    def is_barred(self, *keys: str) -> bool:
        """Whether one of the keys has had too many."""
        with self._lock:
            return any(len(self._recent(key)) >= _TRIES for key in keys)

    def wrong(self, *keys: str) -> None:
        """Count a wrong password."""
        with self._lock:
            for key in keys:
                self._recent(key).append(time.monotonic())

    def right(self, *keys: str) -> None:
        """Forget the wrong ones."""
        with self._lock:
            for key in keys:
                self._wrong.pop(key, None)

    def _recent(self, key: str) -> deque[float]:
        tries = self._wrong[key]
        while tries and tries[0] < time.monotonic() - _PER_SECONDS:
            tries.popleft()
        return tries


def form_token(secret: str, session: str) -> str:
    """The token that a form of this session carries, and that no other site can know."""
    return hmac.new(secret.encode(), f"form {session}".encode(), hashlib.sha256).hexdigest()


def is_from_here(request: Request) -> bool:
    """Whether the browser says that a form comes from our own page; one that says nothing leaves it to the token."""
    if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        return False
    origin = request.headers.get("origin")
    return origin is None or urlsplit(origin).netloc == request.headers.get("host")


def _with_headers(send: Send, *, is_static: bool) -> Send:
    async def _send(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in _HEADERS.items():
                headers[name] = value
            headers["Cache-Control"] = "no-cache" if is_static else "no-store"
        await send(message)

    return _send


def _counted(receive: Receive, most: int) -> Receive:
    """The body as it comes, cut off by an error where it is longer than allowed."""
    count = 0

    async def _receive() -> Message:
        nonlocal count
        message = await receive()
        count += len(message.get("body", b""))
        if count > most:
            raise TooLargeError
        return message

    return _receive
