"""Engines take files to where they are read and bring back what they came to. Here: what they share, and the local one.

The local engine reads in as many child processes as there are cores. `pipeline/dask_engine.py` reads on a cluster.
"""

from __future__ import annotations

import os
import pickle
import signal
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path, PurePath
from queue import SimpleQueue
from typing import TYPE_CHECKING, Protocol

from pipeline.errors import ReadError
from pipeline.inputs import printable
from pipeline.isolation import Isolated, Read
from pipeline.locations import at_hand
from pipeline.records import Outcome
from pipeline.report.rows import ROWS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pipeline.child import Load
    from pipeline.limits import Limits
    from pipeline.report.rows import Rows

AHEAD = 2
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


def read_all(isolated: Isolated, path: Path, folder: Path) -> Iterator[tuple[PurePath, Read]]:
    """What a file and each document inside it came to, each with its place in the file; fetched first where it lies elsewhere."""
    try:
        with at_hand(path, folder) as local:
            for read in isolated.read(local):
                yield read.outcome.path.relative_to(local), read
    except ReadError as error:
        yield PurePath(), Read(Outcome(path, error.status, error.cause), 0.0)


class LocalEngine:
    """Reads files side by side in `jobs` child processes. `load` and `limits` as for `Isolated`."""

    def __init__(self, load: Load, limits: Limits, jobs: int, folder: Path) -> None:
        self._all = [Isolated(load, limits, folder) for _ in range(jobs)]
        self._folder = folder
        self._idle: SimpleQueue[Isolated] = SimpleQueue()
        for isolated in self._all:
            self._idle.put(isolated)
        _start_helper()
        self._threads = ThreadPoolExecutor(jobs, "reader", initializer=_leave_interrupts_to_the_main_thread)

    def __enter__(self) -> LocalEngine:
        return self

    def __exit__(self, *_: object) -> None:
        for isolated in self._all:
            isolated.close()
        self._threads.shutdown(cancel_futures=True)

    def run(self, tasks: Iterable[Task]) -> Iterator[Result]:
        """See Engine."""
        waiting = iter(tasks)
        running: set[Future[Result]] = set()
        while True:
            room = AHEAD * len(self._all) - len(running)
            running |= {self._threads.submit(self._read, task) for task in islice(waiting, room)}
            if not running:
                return
            done, running = wait(running, timeout=1, return_when=FIRST_COMPLETED)  # on Windows only a wait that ends hears Ctrl-C
            for future in done:
                yield future.result()

    def _read(self, task: Task) -> Result:
        isolated = self._idle.get()
        try:
            return Result.of(task, read_all(isolated, task.path, self._folder), self._folder)
        finally:
            self._idle.put(isolated)


def _start_helper() -> None:
    """Start multiprocessing's own helper process now: where a child's start brings it up, it undoes what is done below."""
    if os.name == "posix":
        from multiprocessing import resource_tracker

        resource_tracker.ensure_running()


def _leave_interrupts_to_the_main_thread() -> None:
    """Children inherit this, so that Ctrl-C does not end them behind the parent's back."""
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
