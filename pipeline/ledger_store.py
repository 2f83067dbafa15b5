"""Where a ledger lies: an SQLite file in the folder of results, or a PostgreSQL database. Each serves one scan at a time."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Protocol

from sqlalchemy import NullPool, create_engine, event, inspect, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DatabaseError, DBAPIError, InterfaceError, OperationalError

from pipeline.errors import OutputError

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator
    from contextlib import AbstractContextManager
    from pathlib import Path

    from sqlalchemy import Connection, MetaData

_SCHEMA = 1
_LOCK = 0x4F564552  # a number of our own for PostgreSQL's advisory locks
_BUSY = "another scan is writing there"
_PLAIN = {
    "database is locked": _BUSY,
    "database or disk is full": "the disk is full",
    "disk I/O error": "the disk is full or failing",
    "attempt to write a readonly database": "it is read-only",
    "unable to open database file": "it cannot be opened for writing",
}


class Store(Protocol):
    """A place for a ledger."""

    def open(self, tables: MetaData, *, resume: bool) -> Connection:
        """Connect, shut out other scans and see to the tables; what cannot be read is replaced unless it is to be resumed."""

    def finish(self, connection: Connection) -> None:
        """Tidy up after a scan that is complete, and close."""

    def told(self) -> AbstractContextManager[None]:
        """Turns errors of the database and of the file system into OutputError, in words for the user."""


class SqliteStore:
    """A file of its own."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def open(self, tables: MetaData, *, resume: bool) -> Connection:
        """See Store."""
        try:
            return self._connected(tables)
        except OperationalError:
            raise
        except (DatabaseError, _ForeignError):  # damaged, or of another version of the program
            if resume:
                raise OutputError(f"{self._path} cannot be read; run without --resume to start over") from None
            self._path.unlink()
            return self._connected(tables)

    def finish(self, connection: Connection) -> None:
        """Write the file anew, so that it does not show its history."""
        copy = self._path.with_suffix(".tmp")
        copy.unlink(missing_ok=True)
        alone = connection.execution_options(isolation_level="AUTOCOMMIT")
        alone.execute(text("PRAGMA schema_version = 1"))  # it counts what became of the file since it was made
        alone.execute(text("VACUUM INTO :copy"), {"copy": str(copy)})
        connection.close()
        copy.replace(self._path)

    @contextmanager
    def told(self) -> Iterator[None]:
        """See Store."""
        folder = self._path.parent
        try:
            yield
        except DBAPIError as error:
            cause = str(error.orig)
            raise OutputError(f"cannot write to {folder}: {_PLAIN.get(cause, cause)}") from None
        except OSError as error:
            raise OutputError(f"cannot write to {folder}: {error.strerror or error}") from None

    def _connected(self, tables: MetaData) -> Connection:
        url = URL.create("sqlite", database=str(self._path))
        engine = create_engine(url, poolclass=NullPool, connect_args={"timeout": 1})
        event.listen(engine, "connect", _prepare)
        connection = engine.connect()
        try:
            with connection.begin():
                if connection.execute(text("PRAGMA user_version")).scalar_one() not in (0, _SCHEMA):
                    raise _ForeignError
                tables.create_all(connection)
                connection.execute(text(f"PRAGMA user_version = {_SCHEMA}"))
        except BaseException:
            connection.close()
            raise
        return connection


class PostgresStore:
    """A database, or a schema of one that the URL's search path names, for one folder of results.

    Raises:
        ValueError: the URL is of something else.
    """

    def __init__(self, url: str) -> None:
        try:
            parsed = make_url(url)
        except ArgumentError:
            raise ValueError("--ledger takes a URL such as postgresql://user:password@host/database") from None
        if parsed.get_backend_name() != "postgresql":
            raise ValueError("--ledger takes a postgresql:// URL; without it the ledger is a file in --out")
        self._url = parsed.set(drivername="postgresql+pg8000")

    def open(self, tables: MetaData, *, resume: bool) -> Connection:
        """See Store. The lock goes when the connection does, however that ends."""
        try:
            engine = create_engine(self._url, poolclass=NullPool)
        except ImportError:
            raise OutputError('a ledger in PostgreSQL needs: pip install "overpromise[postgresql]"') from None
        connection = engine.connect()
        try:
            with connection.begin():
                if not connection.execute(text("SELECT pg_try_advisory_lock(:lock)"), {"lock": _LOCK}).scalar_one():
                    raise OutputError(f"cannot write to {self._place}: {_BUSY}")
                if not resume and _are_others(connection, tables):
                    tables.drop_all(connection)
                tables.create_all(connection)
        except BaseException:
            connection.close()
            raise
        return connection

    def finish(self, connection: Connection) -> None:
        """See Store."""
        connection.close()

    @contextmanager
    def told(self) -> Iterator[None]:
        """See Store."""
        try:
            yield
        except (DBAPIError, InterfaceError) as error:
            raise OutputError(f"cannot write to {self._place}: {_said(error.orig)}") from None
        except OSError as error:
            raise OutputError(f"cannot write: {error.strerror or error}") from None

    @property
    def _place(self) -> str:
        """The URL without its password."""
        return self._url.set(drivername="postgresql").render_as_string(hide_password=True)


class _ForeignError(Exception):
    """A ledger of another version."""


def _are_others(connection: Connection, tables: MetaData) -> bool:
    """Whether the tables there are of another version of the program."""
    there = inspect(connection)
    return any(
        there.has_table(name) and {column["name"] for column in there.get_columns(name)} != set(table.columns.keys())
        for name, table in tables.tables.items()
    )


def _said(error: Any) -> str:  # noqa: ANN401 - whatever the driver raises
    """The server's own message, which pg8000 gives as a dictionary with the text under M."""
    found = error.args[0] if getattr(error, "args", None) else error
    return str(found["M"] if isinstance(found, dict) and "M" in found else found)


def _prepare(connection: sqlite3.Connection, _: object) -> None:
    """One scan at a time, and a commit that a killed process cannot undo."""
    for setting in ("locking_mode = EXCLUSIVE", "journal_mode = WAL", "synchronous = NORMAL"):
        connection.execute(f"PRAGMA {setting}")
