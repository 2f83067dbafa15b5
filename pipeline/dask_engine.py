"""The engine on a Dask cluster: workers read files in child processes of their own; a task whose worker dies goes to another."""

from __future__ import annotations

import multiprocessing
import pickle
import threading
from contextlib import ExitStack
from itertools import islice
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from pipeline.engine import AHEAD, Result, read_all
from pipeline.isolation import Isolated, Read
from pipeline.private import private_folder
from pipeline.records import Outcome, Status
from pipeline.version import environment

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from pipeline.child import Load
    from pipeline.engine import Task
    from pipeline.limits import Limits

_LOST = "the workers that read it were lost, each time that it was tried"
_own = threading.local()


class DaskEngine:
    """Reads files on the cluster of a scheduler, or on `jobs` workers of its own. `load` and `limits` as for `Isolated`.

    Raises:
        RuntimeError: Dask is not installed, the scheduler cannot be reached, or a worker runs another version.
    """

    def __init__(self, load: Load, limits: Limits, jobs: int, folder: Path, scheduler: str = "") -> None:
        self._stack = ExitStack()
        self._work = pickle.dumps((load, limits))
        self._folder = folder
        try:
            from distributed import Client, LocalCluster
        except ImportError:
            raise RuntimeError('the engine dask needs: pip install "overpromise[dask]"') from None
        try:
            cluster = scheduler or self._stack.enter_context(
                LocalCluster(jobs, threads_per_worker=1, processes=True, dashboard_address=None, local_directory=str(folder))
            )
            self._client = self._stack.enter_context(Client(cluster))
            self._check_versions()
        except (OSError, ValueError) as error:
            self._stack.close()
            raise RuntimeError(f"the Dask cluster cannot be used: {error}") from None
        except BaseException:
            self._stack.close()
            raise

    def __enter__(self) -> DaskEngine:
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def run(self, tasks: Iterable[Task]) -> Iterator[Result]:
        """See Engine."""
        from distributed import as_completed

        waiting = iter(tasks)
        running: dict[Any, Task] = {}
        done = as_completed()
        while True:
            for task in islice(waiting, self._room(len(running))):
                future = self._client.submit(read_on_worker, self._work, task.path, pure=False)
                running[future] = task
                done.add(future)
            if not running:
                return
            future = next(done)
            task = running.pop(future)
            yield Result.of(task, _reads(future, task), self._folder)
            future.release()

    def _room(self, running: int) -> int:
        """How many more tasks to hand out: workers may come and go."""
        threads: int = sum(self._client.nthreads().values())
        return max(AHEAD * max(threads, 1) - running, 0)

    def _check_versions(self) -> None:
        """Rows must not depend on which worker made them."""
        ours = environment()
        for worker, theirs in self._client.run(environment).items():
            if theirs != ours:
                different = sorted(key for key in ours if ours[key] != theirs.get(key))
                raise RuntimeError(f"the worker {worker} differs from this machine in {', '.join(different)}")


def read_on_worker(work: bytes, path: Path) -> list[tuple[PurePath, Read]]:
    """Read one file on a worker, in the child process that this thread of it keeps."""
    isolated, folder = _kept(work)
    return [(inner, Read(read.outcome, read.seconds)) for inner, read in read_all(isolated, path, folder)]


def _kept(work: bytes) -> tuple[Isolated, Path]:
    if getattr(_own, "work", None) != work:
        multiprocessing.current_process().daemon = False  # Dask's are, and could not start a child, which ends with them anyway
        _own.stack = ExitStack()
        folder = _own.stack.enter_context(private_folder())
        load, limits = pickle.loads(work)  # noqa: S301 - from the scan that submitted it
        isolated = Isolated(load, limits, folder)
        _own.stack.callback(isolated.close)
        _own.work, _own.kept = work, (isolated, folder)
    kept: tuple[Isolated, Path] = _own.kept
    return kept


def _reads(future: Any, task: Task) -> Iterator[tuple[PurePath, Read]]:  # noqa: ANN401 - Dask is untyped
    """What a task came to. A file that takes its workers with it time after time gets a row like any other."""
    from distributed import KilledWorker

    try:
        yield from future.result()
    except KilledWorker:
        yield PurePath(), Read(Outcome(task.path, Status.CRASHED, _LOST), 0.0)
