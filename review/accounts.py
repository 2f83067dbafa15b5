"""Who may do what: accounts with one role each, passwords kept as Argon2 hashes, sessions kept by the hash of their token."""

from __future__ import annotations

import getpass
import hashlib
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import delete, insert, select, update

from review.schema import accounts, sessions
from review.store import record
from review.times import later, now

if TYPE_CHECKING:
    from sqlalchemy import Connection, Row

    from review.store import Store

READ, SETTLE, COUNSEL, MANAGE = "read", "settle", "counsel", "manage"
ROLES = {
    "reader": frozenset({READ}),
    "reviewer": frozenset({READ, SETTLE}),
    "counsel": frozenset({READ, SETTLE, COUNSEL}),
    "administrator": frozenset({READ, SETTLE, MANAGE}),
}
LOCAL_ROLE = "local"
_MAY = {**ROLES, LOCAL_ROLE: frozenset({READ, SETTLE, COUNSEL, MANAGE})}
_SESSION_HOURS = 12
SHORTEST_PASSWORD = 12

_hasher = PasswordHasher()
_NOBODY = _hasher.hash(secrets.token_hex(16))  # so that an unknown name takes as long as a wrong password


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody who uses the page."""

    id: int
    name: str
    role: str

    def may(self, what: str) -> bool:
        """Whether the role allows it: `read`, `settle`, `counsel` or `manage`."""
        return what in _MAY[self.role]


def local_account(store: Store) -> Account:
    """The account of whoever sits at this machine, made when it is first asked for; its name is that of the system's user."""
    name = _user()
    with store.writing() as connection:
        found = connection.execute(select(accounts).where(accounts.c.name == name)).first()
        if found is None:
            connection.execute(insert(accounts).values(name=name, password="", role=LOCAL_ROLE, active=True, created=now()))
            found = connection.execute(select(accounts).where(accounts.c.name == name)).one()
    return Account(found.id, found.name, LOCAL_ROLE)


def save_account(store: Store, name: str, role: str, password: str, by: str) -> None:
    """Make an account, or give an existing one a new role and, where not empty, password. Its sessions end.

    Raises:
        ValueError: no name, no such role, or the password is too short; the message is for the user.
    """
    name = " ".join(name.split())
    if not name or len(name) > 100:
        raise ValueError("Enter a name of at most 100 characters")
    if role not in ROLES:
        raise ValueError("Select a role")
    with store.writing() as connection:
        found = connection.execute(select(accounts).where(accounts.c.name == name)).first()
        if (found is None or not found.password or password) and len(password) < SHORTEST_PASSWORD:
            raise ValueError(f"Enter a password of at least {SHORTEST_PASSWORD} characters")
        values = {"role": role, "active": True, **({"password": _hasher.hash(password)} if password else {})}
        if found is None:
            connection.execute(insert(accounts).values(name=name, created=now(), **values))
        else:
            connection.execute(update(accounts).where(accounts.c.id == found.id).values(values))
            connection.execute(delete(sessions).where(sessions.c.account_id == found.id))
        record(connection, by, "account saved", f"{name}, {role}")


def close_account(store: Store, name: str, by: str) -> None:
    """Let an account sign in no more. What it did stays."""
    with store.writing() as connection:
        found = connection.execute(select(accounts).where(accounts.c.name == name)).first()
        if found is not None:
            connection.execute(update(accounts).where(accounts.c.id == found.id).values(active=False))
            connection.execute(delete(sessions).where(sessions.c.account_id == found.id))
            record(connection, by, "account closed", name)


def all_accounts(store: Store) -> list[Row[tuple[object, ...]]]:
    """Every account, by name."""
    with store.reading() as connection:
        return list(connection.execute(select(accounts).order_by(accounts.c.name)))


def signed_in(store: Store, name: str, password: str) -> str | None:
    """A new session's token; None where name and password do not belong together."""
    with store.reading() as connection:
        found = connection.execute(select(accounts).where(accounts.c.name == " ".join(name.split()))).first()
    kept = found.password if found is not None and found.active and found.password else _NOBODY
    if not _fits(kept, password) or found is None or kept is _NOBODY:
        return None
    token = secrets.token_urlsafe(32)
    with store.writing() as connection:
        connection.execute(delete(sessions).where(sessions.c.expires < now()))
        expires = later(hours=_SESSION_HOURS)
        connection.execute(insert(sessions).values(token=_hash(token), account_id=found.id, expires=expires))
    return token


def sign_out(store: Store, token: str) -> None:
    """End a session."""
    with store.writing() as connection:
        connection.execute(delete(sessions).where(sessions.c.token == _hash(token)))


def account_of(store: Store, token: str) -> Account | None:
    """Whose session a token is; None where it is nobody's or has run out."""
    wanted = (
        select(accounts.c.id, accounts.c.name, accounts.c.role)
        .join(sessions)
        .where(sessions.c.token == _hash(token), sessions.c.expires > now(), accounts.c.active)
    )
    with store.reading() as connection:
        found = connection.execute(wanted).first()
    return Account(found.id, found.name, found.role) if found and found.role in ROLES else None


def names(connection: Connection) -> dict[int, str]:
    """Every account's name, by id."""
    return {row.id: row.name for row in connection.execute(select(accounts.c.id, accounts.c.name))}


def _fits(kept: str, password: str) -> bool:
    try:
        return _hasher.verify(kept, password)
    except (VerificationError, InvalidHashError):
        return False


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):  # a system without a name for its user
        return "You"
