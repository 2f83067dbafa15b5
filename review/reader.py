"""Reads what is dropped, in an isolated child process, one document after another, beside the web server."""

from __future__ import annotations

import logging
import threading
from importlib import import_module
from typing import TYPE_CHECKING

from sqlalchemy import select, update

from models.decision import Sensitivity
from pipeline.engine import cores
from pipeline.extract import READERS
from pipeline.isolation import Isolated, Stopped
from pipeline.limits import MOST_THREADS
from pipeline.private import private_folder
from pipeline.records import NOTHING_GIVEN, Outcome, Status
from pipeline.scan_file import load
from review.documents import READING, WAITING, Document, everything, remove_old, remove_strays
from review.schema import documents

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.child import Work
    from review.results import Results
    from review.settings import Settings
    from review.store import Store

_log = logging.getLogger("overpromise.review")
_IDLE = 30.0  # seconds after which to look for work without being called
_TIDY = 3600 / _IDLE  # looks between two searches for what is past its retention period


class Reader:
    """A thread with one child. What a killed server left half read is read again at the next start."""

    def __init__(self, store: Store, settings: Settings, results: Results) -> None:
        self._store = store
        self._settings = settings
        self._results = results
        self._call = threading.Event()
        self._stopping = False
        self._isolated: Isolated | None = None
        self._thread = threading.Thread(target=self._run, name="reader", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def call(self) -> None:
        """Say that there is work."""
        self._call.set()

    def stop(self) -> None:
        """End the thread and its child."""
        self._stopping = True
        self._call.set()
        if self._isolated is not None:
            self._isolated.close()
        self._thread.join()

    def _run(self) -> None:
        while not self._stopping:
            try:
                self._serve()
            except Stopped:
                return
            except Exception as error:
                _log.error("the reader failed and begins again: %s", type(error).__name__)  # its message might quote a document
                self._call.wait(_IDLE)

    def _serve(self) -> None:
        """Start a child and give it work until the server stops; what was half read is read again."""
        with self._store.writing() as connection:
            connection.execute(update(documents).where(documents.c.state == READING).values(state=WAITING))
        remove_strays(self._store, self._settings)
        with private_folder() as folder:
            self._isolated = Isolated(_load, self._settings.limits, folder)
            try:
                self._outcome(self._isolated, _first_words(folder))
                self._work(self._isolated)
            finally:
                self._isolated.close()

    def _work(self, isolated: Isolated) -> None:
        looks = 0
        while not self._stopping:
            if looks % _TIDY == 0 and remove_old(self._store, self._settings):
                self._results.forget()
            looks += 1
            while (document := self._next()) is not None and not self._stopping:
                self._read(isolated, document)
            self._call.wait(_IDLE)
            self._call.clear()

    def _outcome(self, isolated: Isolated, path: Path) -> Outcome:
        """What a file came to. Its reading is heard to the end, since one that is broken off ends the child."""
        outcomes = [read.outcome for read in isolated.read(path)]
        return outcomes[0] if outcomes else Outcome(path, Status.CRASHED, "the program that reads it said nothing")

    def _next(self) -> Document | None:
        """The document that has waited longest, claimed."""
        with self._store.writing() as connection:
            number = connection.scalar(
                select(documents.c.id).where(documents.c.state == WAITING).order_by(documents.c.id).limit(1)
            )
            if number is None:
                return None
            connection.execute(update(documents).where(documents.c.id == number).values(state=READING))
        return next((document for document in everything(self._store) if document.id == number), None)

    def _read(self, isolated: Isolated, document: Document) -> None:
        path = self._settings.files / document.stored
        try:
            self._results.save(document, self._outcome(isolated, path))
        except Exception as error:
            cause = f"the program failed on this file ({type(error).__name__}); please report it"
            _log.error("document %d: %s", document.id, type(error).__name__)
            self._results.save(document, Outcome(path, Status.CRASHED, cause))


def _load() -> Work:
    """Load the models and every reader, so that no document waits for them."""
    for module in {*READERS.values(), "pdfplumber"}:
        import_module(module)
    return load(NOTHING_GIVEN, Sensitivity.BALANCED, keep=True, threads=min(cores(), MOST_THREADS))


def _first_words(folder: Path) -> Path:
    """A text to begin with: reading it loads what is loaded on first use, so that the first document need not wait for that."""
    path = folder / "first.txt"
    path.write_text("The council will decide. Residents will co-produce the plan.", encoding="utf-8")
    return path
