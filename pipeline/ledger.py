"""The ledger of a scan: an SQLite file that holds what every file came to, so that a scan that was stopped can go on.

A file's rows are written in one transaction as soon as it is read; the CSV tables are made from the ledger at the end.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Integer,
    MetaData,
    NullPool,
    String,
    Table,
    create_engine,
    delete,
    event,
    insert,
    select,
    text,
)
from sqlalchemy.engine import URL
from sqlalchemy.exc import DatabaseError, DBAPIError, OperationalError

from pipeline.errors import OutputError
from pipeline.records import Status
from pipeline.report.columns import COLUMNS
from pipeline.report.rows import named

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy import Connection

    from pipeline.inputs import Input
    from pipeline.report.rows import Rows

NAME = "ledger.sqlite"
_SCHEMA = 1
_LIMITED = frozenset({Status.TOO_LARGE.value, Status.TIMED_OUT.value, Status.CRASHED.value})
_PLAIN = {
    "database is locked": "another scan is writing there",
    "database or disk is full": "the disk is full",
    "attempt to write a readonly database": "it is read-only",
    "unable to open database file": "it cannot be opened for writing",
}

_metadata = MetaData()
_results = Table(
    "results",
    _metadata,
    Column("content", String, primary_key=True),
    Column("made_by", String, nullable=False),
    Column("limits", String, nullable=False),
    Column("is_limited", Boolean, nullable=False),
    *(Column(name, JSON, nullable=False) for name in COLUMNS),
    sqlite_with_rowid=False,
)
_inputs = Table(
    "inputs",
    _metadata,
    Column("position", Integer, primary_key=True),
    Column("file", String, nullable=False),
    Column("own", JSON, nullable=False),
    Column("content", String, nullable=False),
)


class Entry(NamedTuple):
    """One input for the tables: its name, the key of its content, the analyst's columns, and the rows."""

    file: str
    content: str
    own: tuple[str, ...]
    rows: Rows


class Ledger:
    """The ledger in a folder, open for one scan; a second scan is refused. Use it as a context; not for several threads.

    `made_by` stands for program, model, register and options: what was made by something else is not used again. Nor is what
    failed for other `limits`.

    Raises:
        OutputError: from every method, where the folder cannot be written, the disk is full or the file is no ledger.
    """

    def __init__(self, folder: Path, made_by: str, limits: str, *, resume: bool) -> None:
        self._path = folder / NAME
        self._made_by = made_by
        self._limits = limits
        with _told(folder):
            folder.mkdir(parents=True, exist_ok=True)
            self._connection = self._opened(resume=resume)
            with self._connection.begin():
                self._connection.execute(delete(_inputs))
                if not resume:
                    self._connection.execute(delete(_results))

    def __enter__(self) -> Ledger:
        return self

    def __exit__(self, *_: object) -> None:
        self._connection.close()

    def holds(self, content: str) -> bool:
        """Whether what this content comes to is known."""
        wanted = select(_results.c.limits, _results.c.is_limited).where(
            _results.c.content == content, _results.c.made_by == self._made_by
        )
        with _told(self._path.parent), self._connection.begin():
            found = self._connection.execute(wanted).first()
        return found is not None and (found.limits == self._limits or not found.is_limited)

    def record(self, content: str, rows: Rows) -> None:
        """Keep what a content came to, in place of what was known of it."""
        is_limited = any(row["status"] in _LIMITED for row in rows["documents"])
        row = {"content": content, "made_by": self._made_by, "limits": self._limits, "is_limited": is_limited, **rows}
        with _told(self._path.parent), self._connection.begin():
            self._connection.execute(delete(_results).where(_results.c.content == content))
            self._connection.execute(insert(_results).values(row))

    def place(self, position: int, item: Input, content: str) -> None:
        """Say which content stands at which place of the input."""
        row = {"position": position, "file": item.name, "own": item.own, "content": content}
        with _told(self._path.parent), self._connection.begin():
            self._connection.execute(insert(_inputs).values(row))

    def rows(self, content: str) -> Rows:
        """What a content came to; it must be known. Names of files count from the input's own."""
        with _told(self._path.parent), self._connection.begin():
            found = self._connection.execute(select(_results).where(_results.c.content == content)).one()
        return {name: getattr(found, name) for name in COLUMNS}

    def entries(self) -> Iterator[Entry]:
        """Every input with its rows, in input order."""
        wanted = select(_inputs, _results).join(_results, _inputs.c.content == _results.c.content).order_by(_inputs.c.position)
        with _told(self._path.parent), self._connection.begin():
            for found in self._connection.execution_options(yield_per=100).execute(wanted):
                rows = named({name: getattr(found, name) for name in COLUMNS}, found.file)
                yield Entry(found.file, found.content, tuple(found.own), rows)

    def finish(self) -> None:
        """Leave out what this scan did not meet and close. The file then depends on inputs, version and options alone."""
        copy = self._path.with_suffix(".tmp")
        with _told(self._path.parent):
            copy.unlink(missing_ok=True)
            with self._connection.begin():
                self._connection.execute(delete(_results).where(_results.c.content.not_in(select(_inputs.c.content))))
            alone = self._connection.execution_options(isolation_level="AUTOCOMMIT")
            alone.execute(text("PRAGMA schema_version = 1"))  # it counts what became of the file since it was made
            alone.execute(text("VACUUM INTO :copy"), {"copy": str(copy)})
            self._connection.close()
            copy.replace(self._path)

    def _opened(self, *, resume: bool) -> Connection:
        try:
            return _connected(self._path)
        except OperationalError:
            raise
        except (DatabaseError, _ForeignError):  # damaged, or of another version of the program
            if resume:
                raise OutputError(f"{self._path} cannot be read; run without --resume to start over") from None
            self._path.unlink()
            return _connected(self._path)


class _ForeignError(Exception):
    """A ledger of another version."""


def _connected(path: Path) -> Connection:
    engine = create_engine(URL.create("sqlite", database=str(path)), poolclass=NullPool, connect_args={"timeout": 1})
    event.listen(engine, "connect", _prepare)
    connection = engine.connect()
    try:
        with connection.begin():
            if connection.execute(text("PRAGMA user_version")).scalar_one() not in (0, _SCHEMA):
                raise _ForeignError
            _metadata.create_all(connection)
            connection.execute(text(f"PRAGMA user_version = {_SCHEMA}"))
    except BaseException:
        connection.close()
        raise
    return connection


def _prepare(connection: sqlite3.Connection, _: object) -> None:
    """One scan at a time, and a commit that a killed process cannot undo."""
    for setting in ("locking_mode = EXCLUSIVE", "journal_mode = WAL", "synchronous = NORMAL"):
        connection.execute(f"PRAGMA {setting}")


@contextmanager
def _told(folder: Path) -> Iterator[None]:
    """Errors of the database and of the file system, in words for the user."""
    try:
        yield
    except DBAPIError as error:
        cause = str(error.orig)
        raise OutputError(f"cannot write to {folder}: {_PLAIN.get(cause, cause)}") from None
    except OSError as error:
        raise OutputError(f"cannot write to {folder}: {error.strerror or error}") from None
