"""`overpromise review` and `overpromise account`: the web page for a team, and who may use it."""

from __future__ import annotations

import getpass
import sys
import threading
import webbrowser
from typing import TYPE_CHECKING

from pipeline.commands.console import complain
from pipeline.errors import DataError

if TYPE_CHECKING:
    from pathlib import Path

OK, USAGE = 0, 2
_MISSING = 'the review page needs further packages; install them with: pip install "overpromise[review]"'


def run(
    data: Path | None,
    database: str,
    host: str,
    port: int,
    *,
    accounts: bool,
    names: tuple[str, ...],
    certificate: Path | None,
    key: Path | None,
    keep_days: int,
    max_megabytes: int,
    browser: bool,
) -> int:
    """Serve the page until it is stopped. Beyond this machine people sign in, whatever `accounts` says."""
    try:
        import uvicorn

        from review.app import create_app
        from review.settings import is_local, settings_of
    except ModuleNotFoundError as error:
        return _told(f"{_MISSING} ({error.name} is missing)")
    try:
        signing_in = accounts or not is_local(host)
        hosts = (*names, "127.0.0.1", "localhost", "[::1]", host) if names or is_local(host) else ("*",)
        settings = settings_of(data, database, accounts=signing_in, hosts=hosts, max_megabytes=max_megabytes, keep_days=keep_days)
        app = create_app(settings)
    except DataError as error:
        return _told(str(error))
    address = f"{'https' if certificate else 'http'}://{host}:{port}/"
    print(f"Overpromise is at {address}; documents lie in {settings.data}. Stop it with Ctrl-C.", flush=True)
    if signing_in and not certificate:
        print("People sign in only over HTTPS: put a proxy with TLS before it, or give --certificate and --key.", flush=True)
    if browser:
        threading.Timer(1.5, webbrowser.open, (address,)).start()
    uvicorn.run(
        app, host=host, port=port, access_log=False, log_level="warning", server_header=False,
        ssl_certfile=certificate, ssl_keyfile=key, timeout_graceful_shutdown=5,
    )  # fmt: skip
    return OK


def save_account(data: Path | None, database: str, name: str, role: str) -> int:
    """Make or change an account; the password comes from the terminal, or from the first line of standard input."""
    try:
        from review import accounts
        from review.settings import settings_of
        from review.store import Store
    except ModuleNotFoundError as error:
        return _told(f"{_MISSING} ({error.name} is missing)")
    password = getpass.getpass("Password: ") if sys.stdin.isatty() else sys.stdin.readline().rstrip("\r\n")
    try:
        store = Store(settings_of(data, database).database)
        accounts.save_account(store, name, role, password, by="the command line")
        store.close()
    except (DataError, ValueError) as error:
        return _told(str(error))
    print(f"{name}: {role}")
    return OK


def _told(message: str) -> int:
    complain(message)
    return USAGE
