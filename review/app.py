"""The web application: its parts put together, and what it answers where something is refused."""

from __future__ import annotations

from contextlib import asynccontextmanager
from importlib.resources import files
from typing import TYPE_CHECKING

from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles
from starlette.exceptions import HTTPException

from pipeline.version import fingerprint
from review.accounts import local_account
from review.guard import Guard, TooLargeError, Tries
from review.reader import Reader
from review.results import Results
from review.routes import ROUTERS
from review.store import Store
from review.visit import Anyone, RefusalError, Service, SignInNeededError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from fastapi import Request, Response

    from review.settings import Settings


def create_app(settings: Settings) -> FastAPI:
    """The application; its reader starts and stops with the server.

    Raises:
        DataError: the database is not what it must be.
    """
    store = Store(settings.database)
    results = Results(store, settings, fingerprint({}))
    reader = Reader(store, settings, results)
    local = None if settings.accounts else local_account(store)

    @asynccontextmanager
    async def _running(_: FastAPI) -> AsyncIterator[None]:
        reader.start()
        yield
        reader.stop()
        store.close()

    app = FastAPI(title="Overpromise", docs_url=None, redoc_url=None, openapi_url=None, lifespan=_running)
    app.state.service = Service(settings, store, results, reader, Tries(), local)
    app.add_middleware(Guard, settings=settings)
    for router in ROUTERS:
        app.include_router(router)
    app.mount("/static", StaticFiles(directory=str(files("review") / "static")))
    app.add_exception_handler(SignInNeededError, _sign_in)
    app.add_exception_handler(RefusalError, _refused)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(TooLargeError, _too_large)
    return app


async def _sign_in(request: Request, _: Exception) -> Response:
    return Anyone(request).go("/sign-in")


async def _refused(request: Request, error: Exception) -> Response:
    if not isinstance(error, RefusalError):
        raise error
    return _problem(request, error.status, error.message)


async def _http(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    return _problem(request, status, "There is no such page." if status == 404 else "The request was not understood.")


async def _too_large(request: Request, _: Exception) -> Response:
    return _problem(request, 413, "What you sent is too large.")


def _problem(request: Request, status: int, message: str) -> Response:
    titles = {403: "You cannot do this", 404: "Page not found", 413: "Too large"}
    return Anyone(request).page("problem.html", status, title=titles.get(status, "There is a problem"), message=message)
