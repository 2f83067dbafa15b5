"""Engines take files to where they are read and bring back what they came to. Here: what they share, and the local one.

The local engine reads in as many child processes as there are cores. `pipeline/dask_engine.py` reads on a cluster.
"""

from __future__ import annotations

import os
import pickle
import signal
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path, PurePath
from queue import Empty, SimpleQueue
from threading import Thread
from typing import TYPE_CHECKING, Protocol

from pipeline.errors import ReadError
from pipeline.inputs import printable
from pipeline.isolation import Isolated, Read, Stopped
from pipeline.locations import at_hand, url_of
from pipeline.records import Outcome
from pipeline.report.rows import ROWS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pipeline.child import Load
    from pipeline.limits import Limits
    from pipeline.report.rows import Rows

AHEAD = 4
"""Files handed out for each process that reads, so that none waits for work."""


@dataclass(frozen=True, slots=True)
class Task:
    """A file to read, and its position in the batch."""

    position: int
    path: Path


@dataclass(frozen=True, slots=True)
class Result:
    """What a file came to. It lies on disk until somebody reads it, so that memory does not grow with the batch.

    Rows, of which every scan is made, lie apart from outcomes, which are many times as long and of which few scans are.
    """

    task: Task
    file: Path

    @classmethod
    def of(cls, task: Task, reads: Iterable[tuple[PurePath, Read]], folder: Path) -> Result:
        """Write down what a file came to."""
        result = cls(task, folder / f"{task.position}.outcomes")
        rows: Rows = {name: [] for name in ROWS}
        seconds = []
        with result.file.open("wb") as file:
            for inner, read in reads:
                outcome = replace(read.outcome, path=Path(inner))
                pickle.dump(outcome, file, pickle.HIGHEST_PROTOCOL)
                seconds.append(read.seconds)
                name = "" if inner == type(inner)() else printable(f"/{inner.as_posix()}")
                for table, made in ROWS.items():
                    rows[table] += [{**row, "file": name} for row in made(outcome)]
        result._rows_file.write_bytes(pickle.dumps((rows, tuple(seconds)), pickle.HIGHEST_PROTOCOL))
        return result

    def rows(self) -> tuple[Rows, tuple[float, ...]]:
        """The rows of the file, and for each row of `documents` the seconds that its reading took.

        Names of files count from the file's own: empty for itself, `/inner.docx` for what it holds.
        """
        rows, seconds = pickle.loads(self._rows_file.read_bytes())  # noqa: S301 - written above
        return rows, seconds

    def outcomes(self, path: Path) -> Iterator[Outcome]:
        """The outcome of the file, under that name, and of each document inside it."""
        with self.file.open("rb") as file:
            while file.peek(1):
                outcome: Outcome = pickle.load(file)  # noqa: S301 - written above
                yield replace(outcome, path=path / outcome.path)

    def forget(self) -> None:
        """Remove it from the disk."""
        self.file.unlink(missing_ok=True)
        self._rows_file.unlink(missing_ok=True)

    @property
    def _rows_file(self) -> Path:
        return self.file.with_suffix(".rows")


def cores() -> int:
    """How many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class Engine(Protocol):
    """Reads files side by side; a context, since what it starts has to be ended."""

    def __enter__(self) -> Engine:
        """Itself."""

    def __exit__(self, *_: object) -> None:
        """End what was started."""

    def run(self, tasks: Iterable[Task]) -> Iterator[Result]:
        """The results, in the order in which they are ready. Tasks are taken as there is room for them.

        Raises:
            RuntimeError: nothing can be read, since no process that reads can be started.
            OSError: the folder for temporary files is full.
        """


def read_all(isolated: Isolated, path: Path, folder: Path, then: Path | None = None) -> Iterator[tuple[PurePath, Read]]:
    """What a file and each document inside it came to, each with its place in the file; fetched first where it lies elsewhere.

    `then` is the file that will be read next.
    """
    ahead = then if then and not url_of(then) else None  # what lies elsewhere has to be fetched first
    try:
        with at_hand(path, folder) as local:
            for read in isolated.read(local, ahead):
                yield read.outcome.path.relative_to(local), read
    except ReadError as error:
        yield PurePath(), Read(Outcome(path, error.status, error.cause), 0.0)


class LocalEngine:
    """Reads files side by side in `jobs` child processes. `load` and `limits` as for `Isolated`."""

    def __init__(self, load: Load, limits: Limits, jobs: int, folder: Path) -> None:
        self._all = [Isolated(load, limits, folder) for _ in range(jobs)]
        self._folder = folder
        self._to_do: SimpleQueue[Task | None] = SimpleQueue()
        self._done: SimpleQueue[Result | Exception] = SimpleQueue()
        _start_helper()
        self._threads = [Thread(target=self._serve, args=(isolated,), name="reader", daemon=True) for isolated in self._all]
        for thread in self._threads:
            thread.start()

    def __enter__(self) -> LocalEngine:
        return self

    def __exit__(self, *_: object) -> None:
        for isolated in self._all:
            isolated.close()
        self._to_do.put(None)
        for thread in self._threads:
            thread.join()

    def run(self, tasks: Iterable[Task]) -> Iterator[Result]:
        """See Engine."""
        waiting = iter(tasks)
        running = 0
        while True:
            for task in islice(waiting, AHEAD * len(self._all) - running):
                self._to_do.put(task)
                running += 1
            if not running:
                return
            try:
                done = self._done.get(timeout=1)  # on Windows only a wait that ends hears Ctrl-C
            except Empty:
                continue
            if isinstance(done, Exception):
                raise done
            running -= 1
            yield done

    def _serve(self, isolated: Isolated) -> None:
        """Have one child read a task after the other. It is told of the next one early, unless another would lack work then."""
        _leave_interrupts_to_the_main_thread()
        task = self._next()
        while task:
            then = self._next() if self._to_do.qsize() > len(self._all) else None
            try:
                reads = read_all(isolated, task.path, self._folder, then.path if then else None)
                self._done.put(Result.of(task, reads, self._folder))
            except Stopped:
                return
            except Exception as error:
                self._done.put(error)
            task = then or self._next()

    def _next(self) -> Task | None:
        task = self._to_do.get()
        if task is None:
            self._to_do.put(None)  # the last word, for the other threads too
        return task


def _start_helper() -> None:
    """Start multiprocessing's own helper process now: where a child's start brings it up, it undoes what is done below."""
    if os.name == "posix":
        from multiprocessing import resource_tracker

        resource_tracker.ensure_running()


def _leave_interrupts_to_the_main_thread() -> None:
    """Children inherit this, so that Ctrl-C does not end them behind the parent's back."""
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
