"""What the server is told, checked before it starts."""

from __future__ import annotations

import ipaddress
import os
import secrets
import sys
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.errors import DataError
from pipeline.limits import Limits

SECRET = "OVERPROMISE_SECRET"  # noqa: S105 - the name of the variable
DATABASE = "OVERPROMISE_DATABASE"
LOCAL = "127.0.0.1"
HOSTS = (LOCAL, "localhost", "[::1]")
PORT = 8471
MAX_MEGABYTES = 50
_SHORTEST_SECRET = 32


@dataclass(frozen=True, slots=True)
class Settings:
    """`accounts`: people sign in; without them whoever sits at this machine may do everything. `keep_days` 0: kept for good."""

    data: Path
    database: str
    secret: str
    accounts: bool = False
    hosts: tuple[str, ...] = HOSTS
    max_bytes: int = MAX_MEGABYTES * 1_000_000
    keep_days: int = 0
    limits: Limits = field(default_factory=Limits)

    @property
    def files(self) -> Path:
        """Where uploaded files lie, under names of our own."""
        return self.data / "files"

    @property
    def pages(self) -> Path:
        """Where images of pages lie; they can be made again."""
        return self.data / "pages"


def is_local(host: str) -> bool:
    """Whether a server that listens there is reached from this machine only."""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def settings_of(
    data: Path | None = None,
    database: str = "",
    *,
    accounts: bool = False,
    hosts: tuple[str, ...] = (),
    max_megabytes: int = MAX_MEGABYTES,
    keep_days: int = 0,
) -> Settings:
    """The settings, with the data folder made. Where people sign in, the secret must come from the environment.

    Raises:
        DataError: there is no secret of enough characters, or the folder cannot be made.
    """
    folder = (data or _default_folder()).absolute()
    secret = os.environ.get(SECRET, "")
    if accounts and len(secret) < _SHORTEST_SECRET:
        raise DataError(
            f"where others can reach the page, {SECRET} must hold a secret of at least {_SHORTEST_SECRET} characters; "
            'make one with: python3 -c "import secrets; print(secrets.token_hex(32))"'
        )
    try:
        for part in (folder, folder / "files", folder / "pages"):
            part.mkdir(mode=0o700, parents=True, exist_ok=True)
        secret = secret or _own_secret(folder / "secret")
    except OSError as error:
        raise DataError(f"{folder}: {error.strerror or error}") from None
    return Settings(
        data=folder,
        database=database or os.environ.get(DATABASE, "") or f"sqlite:///{folder / 'review.sqlite'}",
        secret=secret,
        accounts=accounts,
        hosts=hosts or HOSTS,
        max_bytes=max_megabytes * 1_000_000,
        keep_days=keep_days,
    )


def _own_secret(path: Path) -> str:
    """The secret of a page that only this machine reaches: kept, so that a form survives a restart."""
    if not path.exists():
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
            file.write(secrets.token_hex(32))
    return path.read_text(encoding="ascii")


def _default_folder() -> Path:
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", Path.home() / "AppData" / "Local")) / "Overpromise"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "Overpromise"
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "overpromise"
