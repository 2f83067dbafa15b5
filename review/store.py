"""The database: SQLite in the data folder, or PostgreSQL by URL. Opens transactions; what goes into them is elsewhere."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from sqlalchemy import create_engine, event, func, insert, select
from sqlalchemy.engine import make_url

from pipeline.errors import DataError
from review import schema
from review.times import now

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection

_WAIT = 15_000  # milliseconds that a writer waits for another in SQLite
_AT_ONCE = 40  # connections; as many as the web server has threads


class Store:
    """A database and its transactions. For several threads.

    Raises:
        DataError: the URL names neither SQLite nor PostgreSQL, or the tables are of another version.
    """

    def __init__(self, url: str) -> None:
        parsed = make_url(url)
        if parsed.get_backend_name() == "postgresql":
            parsed = parsed.set(drivername="postgresql+pg8000")  # the driver that is installed
        elif parsed.get_backend_name() != "sqlite":
            raise DataError("the database URL must begin with sqlite: or postgresql:")
        self._engine = create_engine(parsed, pool_size=_AT_ONCE, max_overflow=0, pool_pre_ping=True, hide_parameters=True)
        self.is_sqlite = parsed.get_backend_name() == "sqlite"
        if self.is_sqlite:
            event.listen(self._engine, "connect", _prepare_sqlite)
            event.listen(self._engine, "begin", _begin_sqlite)
        self._writer = self._engine.execution_options(writes=True)
        self._make_tables()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction that only reads."""
        with self._engine.begin() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that writes: kept whole when the context ends well, else not at all."""
        with self._writer.begin() as connection:
            yield connection

    def close(self) -> None:
        """Let go of every connection."""
        self._engine.dispose()

    def _make_tables(self) -> None:
        with self.writing() as connection:
            schema.metadata.create_all(connection)
            found = connection.scalar(select(func.max(schema.schema.c.version)))
            if found is None:
                connection.execute(insert(schema.schema).values(version=schema.VERSION))
            elif found != schema.VERSION:
                raise DataError(f"the database was made by another version of the program (tables {found}, not {schema.VERSION})")


def record(connection: Connection, who: str, action: str, what: str) -> None:
    """Add a line to the log that outlives documents. `what` must hold no text and no name of a document."""
    connection.execute(insert(schema.log).values(at=now(), who=who, action=action, what=what))


def _prepare_sqlite(connection: Any, _: object) -> None:  # noqa: ANN401 - the driver's own
    connection.isolation_level = None  # transactions begin below, not where the driver thinks fit
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", f"busy_timeout={_WAIT}", "secure_delete=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    """Take the write lock at the start: one that is asked for later can fail because of a reader's older view."""
    is_writing = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if is_writing else "BEGIN")
