"""The ledger of a scan holds what every file came to, so that a scan that was stopped can go on.

A file's rows are written in one transaction as soon as it is read; the CSV tables are made from the ledger at the end.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import JSON, Boolean, Column, Integer, MetaData, String, Table, delete, insert, select

from pipeline.ledger_store import PostgresStore, SqliteStore
from pipeline.records import Status
from pipeline.report.columns import COLUMNS
from pipeline.report.rows import named

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pipeline.inputs import Input
    from pipeline.ledger_store import Store
    from pipeline.report.rows import Rows

NAME = "ledger.sqlite"
_LIMITED = frozenset({Status.TOO_LARGE.value, Status.TIMED_OUT.value, Status.CRASHED.value})
metadata = MetaData()
_results = Table(
    "results",
    metadata,
    Column("content", String, primary_key=True),
    Column("made_by", String, nullable=False),
    Column("limits", String, nullable=False),
    Column("is_limited", Boolean, nullable=False),
    *(Column(name, JSON, nullable=False) for name in COLUMNS),
    sqlite_with_rowid=False,
)
_inputs = Table(
    "inputs",
    metadata,
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
    """The ledger of a folder, open for one scan; a second scan is refused. Use it as a context; not for several threads.

    It lies in the folder, or where `url` says in a PostgreSQL database. `made_by` stands for program, model, register and
    options: what was made by something else is not used again. Nor is what failed for other `limits`. Without `resume` nothing
    of an earlier scan is used, and it goes when this one has its first result.

    Raises:
        OutputError: from every method, where the folder cannot be written, the disk is full or the file is no ledger.
        ValueError: the URL is of no PostgreSQL database.
    """

    def __init__(self, folder: Path, made_by: str, limits: str, *, resume: bool, url: str = "") -> None:
        self._store: Store = PostgresStore(url) if url else SqliteStore(folder / NAME)
        self._made_by = made_by
        self._limits = limits
        self._keeps = resume
        self._has_begun = False
        with self._store.told():
            folder.mkdir(parents=True, exist_ok=True)
            self._connection = self._store.open(metadata, resume=resume)

    def __enter__(self) -> Ledger:
        return self

    def __exit__(self, *_: object) -> None:
        self._connection.close()

    @property
    def is_empty(self) -> bool:
        """Whether it holds nothing that an earlier scan or this one has read."""
        with self._store.told(), self._connection.begin():
            return self._connection.execute(select(_results.c.content)).first() is None

    def holds(self, content: str) -> bool:
        """Whether what this content comes to is known, and may be used."""
        if not (self._keeps or self._has_begun):
            return False
        wanted = select(_results.c.limits, _results.c.is_limited).where(
            _results.c.content == content, _results.c.made_by == self._made_by
        )
        with self._store.told(), self._connection.begin():
            found = self._connection.execute(wanted).first()
        return found is not None and (found.limits == self._limits or not found.is_limited)

    def record(self, content: str, rows: Rows) -> None:
        """Keep what a content came to, in place of what was known of it."""
        is_limited = any(row["status"] in _LIMITED for row in rows["documents"])
        row = {"content": content, "made_by": self._made_by, "limits": self._limits, "is_limited": is_limited, **rows}
        with self._written():
            self._connection.execute(delete(_results).where(_results.c.content == content))
            self._connection.execute(insert(_results).values(row))

    def place(self, position: int, item: Input, content: str) -> None:
        """Say which content stands at which place of the input."""
        row = {"position": position, "file": item.name, "own": item.own, "content": content}
        with self._written():
            self._connection.execute(insert(_inputs).values(row))

    def rows(self, content: str) -> Rows:
        """What a content came to; it must be known. Names of files count from the input's own."""
        with self._store.told(), self._connection.begin():
            found = self._connection.execute(select(_results).where(_results.c.content == content)).one()
        return {name: getattr(found, name) for name in COLUMNS}

    def entries(self) -> Iterator[Entry]:
        """Every input with its rows, in input order."""
        wanted = select(_inputs, _results).join(_results, _inputs.c.content == _results.c.content).order_by(_inputs.c.position)
        with self._written():
            for found in self._connection.execute(wanted.execution_options(yield_per=100)):
                rows = named({name: getattr(found, name) for name in COLUMNS}, found.file)
                yield Entry(found.file, found.content, tuple(found.own), rows)

    def finish(self) -> None:
        """Leave out what this scan did not meet and close. The file then depends on inputs, version and options alone."""
        with self._written():
            self._connection.execute(delete(_results).where(_results.c.content.not_in(select(_inputs.c.content))))
        with self._store.told():
            self._store.finish(self._connection)

    @contextmanager
    def _written(self) -> Iterator[None]:
        """A transaction. The first one also removes what an earlier scan left: one that gets nowhere loses nothing."""
        with self._store.told(), self._connection.begin():
            if not self._has_begun:
                self._connection.execute(delete(_inputs))
                if not self._keeps:
                    self._connection.execute(delete(_results))
            yield
        self._has_begun = True
