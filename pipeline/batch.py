"""Many files: each content is read once, in child processes side by side; results come in input order, however many there are."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

from models.decision import Sensitivity
from pipeline.engine import LocalEngine, Task, cores
from pipeline.inputs import content_key
from pipeline.limits import MOST_THREADS, Limits
from pipeline.private import private_folder
from pipeline.records import Given
from pipeline.report.rows import named
from pipeline.scan_file import load

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator, Sequence
    from pathlib import Path

    from pipeline.child import Load
    from pipeline.engine import Engine, Result
    from pipeline.inputs import Input
    from pipeline.ledger import Ledger
    from pipeline.records import Outcome
    from pipeline.report.rows import Rows


@dataclass(frozen=True, slots=True)
class Settings:
    """What a scan is told. `jobs` is the number of processes that read; 0 stands for one on each core.

    `engine` is local or dask; `scheduler` the address of a Dask scheduler, empty for a cluster on this machine.
    """

    given: Given = field(default_factory=Given)
    sensitivity: Sensitivity = Sensitivity.BALANCED
    limits: Limits = field(default_factory=Limits)
    jobs: int = 0
    engine: str = "local"
    scheduler: str = ""


@dataclass(frozen=True, slots=True)
class Scanned:
    """One input, done: its rows for every table, and what is known beside them.

    `seconds` has an entry for each row of `documents`: how long it took to read. It is empty where nothing was read, because
    the ledger or an earlier copy of the same file had the rows.
    """

    item: Input
    rows: Rows
    seconds: tuple[float, ...]
    result: Result | None

    def outcomes(self) -> Iterator[Outcome]:
        """What the file and each document inside it came to; to be read before the next input. None where the ledger had it."""
        if self.result:
            yield from self.result.outcomes(self.item.path)


def scan_all(inputs: Sequence[Input], settings: Settings, ledger: Ledger | None = None) -> Generator[Scanned]:
    """Scan each input, keep it in the ledger as soon as it is done, and give it when its turn has come.

    Raises:
        OutputError: the ledger cannot be written.
        RuntimeError: no child process can be started.
    """
    jobs = max(1, min(settings.jobs or cores(), len(inputs)))
    work = partial(load, settings.given, settings.sensitivity, threads=_threads(settings, jobs))
    batch = _Batch(inputs, ledger)
    with private_folder() as folder, _engine(settings, work, jobs, folder) as engine:
        for result in engine.run(batch.tasks()):
            batch.finished(result)
            yield from batch.ready()
        yield from batch.ready()


def _threads(settings: Settings, jobs: int) -> int:
    """How many threads a document may have: cores that have none of their own, unless the user has said how many to use."""
    return 1 if settings.jobs or settings.engine != "local" else min(cores() // jobs, MOST_THREADS)


def _engine(settings: Settings, work: Load, jobs: int, folder: Path) -> Engine:
    if settings.engine == "dask":
        from pipeline.dask_engine import DaskEngine

        return DaskEngine(work, settings.limits, jobs, folder, settings.scheduler)
    return LocalEngine(work, settings.limits, jobs, folder)


class _Batch:
    """Who waits for what: inputs by position, contents by key."""

    def __init__(self, inputs: Sequence[Input], ledger: Ledger | None) -> None:
        self._inputs = inputs
        self._ledger = ledger
        self._contents: list[str] = []  # by position, as far as the inputs were met
        self._turn = 0
        self._met: set[str] = set()
        self._known: set[str] = set()
        self._results: dict[str, Result] = {}
        # A result is kept on disk while a copy of the file may come: inputs not met yet, by size, and those met that wait.
        self._sizes = [_size(item.path) for item in inputs]
        self._to_come = Counter(self._sizes)
        self._waiting: Counter[str] = Counter()
        self._kept: defaultdict[int, set[str]] = defaultdict(set)

    def tasks(self) -> Iterator[Task]:
        """The files that must be read: each content once, and none that the ledger knows."""
        for position, item in enumerate(self._inputs):
            key = content_key(item.path)
            content = key or f"path:{item.name}"
            self._contents.append(content)
            self._to_come[self._sizes[position]] -= 1
            self._waiting[content] += 1
            if content in self._met:
                continue
            self._met.add(content)
            if key and self._ledger and self._ledger.holds(key):
                self._known.add(content)
            else:
                yield Task(position, item.path)

    def finished(self, result: Result) -> None:
        """Take in what a file came to."""
        content = self._contents[result.task.position]
        if self._ledger:
            self._ledger.record(content, result.rows()[0])
        self._known.add(content)
        self._results[content] = result
        self._kept[self._sizes[result.task.position]].add(content)

    def ready(self) -> Iterator[Scanned]:
        """The inputs whose turn has come."""
        while self._turn < len(self._contents) and self._contents[self._turn] in self._known:
            position, self._turn = self._turn, self._turn + 1
            item, content = self._inputs[position], self._contents[position]
            result = self._results.get(content)
            if self._ledger:
                self._ledger.place(position, item, content)
            rows, seconds = self._rows(content)
            is_first = result is not None and result.task.position == position
            yield Scanned(item, named(rows, item.name), seconds if is_first else (), result)
            self._waiting[content] -= 1
            self._forget(self._sizes[position])

    def _rows(self, content: str) -> tuple[Rows, tuple[float, ...]]:
        """The rows of a content that is done, and the seconds it took if this scan read it."""
        if content in self._results:
            return self._results[content].rows()
        return (self._ledger.rows(content) if self._ledger else {}), ()

    def _forget(self, size: int) -> None:
        if not self._to_come[size]:
            for content in [content for content in self._kept[size] if not self._waiting[content]]:
                self._kept[size].discard(content)
                self._met.discard(content)
                self._known.discard(content)
                self._results.pop(content).forget()


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except (OSError, ValueError):
        return -1
