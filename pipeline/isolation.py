"""Isolation: files are read in a child process that can be killed. The one place where time, memory and output are bounded.

Whatever a hostile file does to its reader (hang, eat memory, exit, crash, send rubbish), it gets a row that says so and the
scan goes on. The child's side is `pipeline/child.py`.
"""

from __future__ import annotations

import io
import multiprocessing
import pickle
import shutil
import sys
import tempfile
import threading
import time
from contextlib import contextmanager, suppress
from pathlib import Path, PurePath
from types import ModuleType
from typing import TYPE_CHECKING, Any, NamedTuple

import psutil

from pipeline import law_schema, records
from pipeline.child import MEGABYTE, READY, Start, serve, too_much_memory
from pipeline.errors import ReadError
from pipeline.limits import DOCUMENTS_PER_CHILD, MAX_FAILURES, MAX_OUTCOME_BYTES, START_SECONDS
from pipeline.records import Outcome, Status

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.child import Load
    from pipeline.limits import Limits

_TICK = 0.1  # seconds between looks at a child's memory
_STARTS = 3  # tries to start a child, which can fail when a machine is short of memory
_STARTING = threading.Lock()
_REST = "(the rest)"
_MORE_RECORDS = {("datetime", "date"), (law_schema.__name__, law_schema.Rule.__name__)}  # that a Situation holds


class Read(NamedTuple):
    """What one document came to, and the seconds it took."""

    outcome: Outcome
    seconds: float


class Stopped(Exception):  # noqa: N818 - no error: somebody asked for it
    """The reading was stopped from outside."""


class Isolated:
    """Reads files in a child process, one after another; the child is kept while it behaves. Not for use by two threads.

    `load` runs once in each child and returns the function that reads a file; both must be importable by name. `folder` is
    private: each child keeps its temporary files there, and they go with it.
    """

    def __init__(self, load: Load, limits: Limits, folder: Path) -> None:
        self._load = pickle.dumps(load)
        self._limits = limits
        self._folder = folder
        self._child: _Child | None = None
        self._closed = False

    def read(self, path: Path, then: Path | None = None) -> Iterator[Read]:
        """What the file and every document inside it came to, in order.

        `then` is the file that will be read next: the child goes on to it while the caller is busy with what this one came to.

        Raises:
            Stopped: `close` was called meanwhile.
            RuntimeError: no child can be started, so that no file can be read.
        """
        start = Start()
        while True:
            child = self._ready_child(path)
            part: Path | None = None
            try:
                for message, seconds in child.messages(path, start, then):
                    if isinstance(message, Outcome):
                        start, part = start._replace(done=start.done + 1), None
                        yield Read(message, seconds)
                    else:
                        part = message
                return
            except ReadError as failure:
                self._retire()
                if child.parts and failure.status is not Status.TIMED_OUT:
                    continue  # what it read before may be to blame: once more with a new child
                yield Read(Outcome(part or path / _REST, failure.status, failure.cause), child.seconds())
                if not start.done or part is None or start.only_names:  # the file itself, or no more can be known
                    return
                failed = start.failed | {start.done}
                start = Start(start.done + 1, failed, only_names=len(failed) >= MAX_FAILURES)
            except GeneratorExit:
                child.end()
                self._child = None
                raise

    def close(self) -> None:
        """End the child for good. May be called from another thread, to stop a reading that is under way."""
        self._closed = True
        if self._child is not None:
            self._child.end()

    def _ready_child(self, path: Path) -> _Child:
        if self._child is not None and (self._child.is_spent() or self._child.is_at_another(path)):
            self._retire()
        if self._child is not None:
            return self._child
        cause = ""
        for _ in range(_STARTS):
            self._child = _Child(self._load, self._limits, self._folder)
            if self._closed:
                break
            try:
                self._child.wait_until_ready()
            except ReadError as failure:
                cause = failure.cause
                self._retire()
            else:
                return self._child
        self._retire()
        raise RuntimeError(f"the program that reads documents does not start: {cause}")

    def _retire(self) -> None:
        """Do without the child that there is; a new one is started when it is needed."""
        if self._child is not None:
            self._child.end()
            self._child = None
        if self._closed:
            raise Stopped


class _Child:
    """One child process, seen from its parent. Every failure is a ReadError with the status and cause for the file's row.

    A thread watches it while it works, and kills it where it takes too long or too much; a message that is being waited for, or
    half of which has come, then ends with the pipe.
    """

    def __init__(self, load: bytes, limits: Limits, folder: Path) -> None:
        context = multiprocessing.get_context("spawn")
        self.parts = 0
        self._limits = limits
        self._folder = Path(tempfile.mkdtemp(dir=folder))
        self._connection, there = context.Pipe()
        arguments = (there, load, str(self._folder), limits.megabytes)
        self._process = context.Process(target=serve, args=arguments, daemon=True)
        self._since = time.monotonic()
        self._base = self._grown = 0
        self._allowed: int | None = None  # seconds, while it is being waited for
        self._stopped: ReadError | None = None  # why it was killed
        self._told: Path | None = None  # the file after the one that it reads
        self._lock, self._ended = threading.Lock(), threading.Event()
        with _STARTING, _without_main():
            self._process.start()
        self._seen = psutil.Process(self._process.pid)
        there.close()
        threading.Thread(target=self._watch, name="watch", daemon=True).start()

    def wait_until_ready(self) -> None:
        """Return when the models are loaded."""
        message = self._receive(START_SECONDS)
        if message != READY:
            raise ReadError(Status.CRASHED, message[1] if isinstance(message, tuple) else "it does not say that it is ready")
        self._base = self._resident()

    def messages(self, path: Path, start: Start, then: Path | None) -> Iterator[tuple[Outcome | Path, float]]:
        """What the child says of a file, each with the seconds since the message before. `then` as for `Isolated.read`."""
        self._grown = 0
        if self._told is None:
            self._since = time.monotonic()
            self._tell(path, start)
        self._told = then
        if then:
            self._tell(then, Start())
        while (message := self._receive(self._limits.seconds)) is not None:
            if isinstance(message, tuple):
                raise ReadError(Status(message[0]), message[1])
            if not isinstance(message, Outcome | Path):
                raise _rubbish()
            self.parts += isinstance(message, Outcome)
            yield message, self.seconds()
            self._since = time.monotonic()
        self._since = time.monotonic()

    def _tell(self, path: Path, start: Start) -> None:
        with suppress(OSError):  # where the child is gone, receiving says why
            self._connection.send((path, start))

    def is_at_another(self, path: Path) -> bool:
        """Whether it has been told of a file that is not this one."""
        return self._told not in (None, path)

    def seconds(self) -> float:
        """Since the child last said something."""
        return time.monotonic() - self._since

    def is_spent(self) -> bool:
        """Whether it is time for a new one: many documents read, or memory kept from earlier ones."""
        kept = self._resident() - self._base
        return self.parts >= DOCUMENTS_PER_CHILD or kept > self._limits.megabytes * MEGABYTE / 4

    def end(self) -> None:
        """Kill the child and whatever programs it started, and clear up after it. Any thread may call it, and more than once."""
        self._ended.set()
        started = []
        with suppress(psutil.Error):
            started = self._seen.children(recursive=True)
        self._process.kill()
        for process in started:
            with suppress(psutil.Error):
                process.kill()
        self._process.join()
        shutil.rmtree(self._folder, ignore_errors=True)

    def _receive(self, seconds: int) -> Any:  # noqa: ANN401 - the caller checks what came
        with self._lock:
            self._allowed = seconds
        try:
            content = self._connection.recv_bytes(MAX_OUTCOME_BYTES)
        except (EOFError, OSError) as error:  # the child is gone, or what it sent is too long
            raise self._stopped or self._why(error) from None
        finally:
            with self._lock:
                self._allowed = None
        if self._stopped:  # at the last moment: what came may be the child's last word, and the next file must not be blamed
            raise self._stopped
        try:
            return loads(content)
        except Exception:
            raise _rubbish() from None

    def _watch(self) -> None:
        while not self._ended.wait(_TICK):
            with self._lock:
                self._stopped = self._too_slow_or_large() if self._allowed is not None else None
            if self._stopped:
                self.end()

    def _too_slow_or_large(self) -> ReadError | None:
        if self._allowed is not None and self.seconds() > self._allowed:
            plural = "" if self._allowed == 1 else "s"
            return ReadError(Status.TIMED_OUT, f"not finished within {self._allowed:,} second{plural}")
        self._grown = max(self._grown, self._resident() - self._base)
        if self._base and self._grown > self._limits.megabytes * MEGABYTE:
            return ReadError(Status.TOO_LARGE, too_much_memory(self._limits.megabytes))
        return None

    def _why(self, error: EOFError | OSError) -> ReadError:
        """What to say of a child with which one can no longer talk."""
        self._process.join(_TICK)
        if self._process.is_alive():
            hung_up = isinstance(error, EOFError | ConnectionError)
            return ReadError(Status.CRASHED, "the program that reads it hung up") if hung_up else _rubbish()
        code = self._process.exitcode or 0
        how = f"was stopped by signal {-code}" if code < 0 else f"ended early with exit code {code}"
        grown = self._grown / MEGABYTE
        memory = f", having taken {grown:,.0f} MB of memory" if grown > self._limits.megabytes / 2 else ""
        return ReadError(Status.CRASHED, f"the program that reads it {how}{memory}")

    def _resident(self) -> int:
        try:
            return int(self._seen.memory_info().rss)
        except psutil.Error:
            return 0


@contextmanager
def _without_main() -> Iterator[None]:
    """Have a child start without importing the program that starts it, of which it needs nothing: a third of a second each."""
    main = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = main


def _rubbish() -> ReadError:
    return ReadError(Status.CRASHED, "the program that reads it sent back something that is no result")


def loads(content: bytes) -> Any:  # noqa: ANN401 - the caller checks what came
    """Unpickle records, paths and plain values; anything else raises an error."""
    return _RecordsOnly(io.BytesIO(content)).load()


class _RecordsOnly(pickle.Unpickler):
    """Builds records and paths and nothing else, whatever a child that was taken over sends."""

    def find_class(self, module: str, name: str) -> Any:  # noqa: ANN401 - the base class's word
        is_record = module == records.__name__ and isinstance(getattr(records, name, None), type)
        is_record |= (module, name) in _MORE_RECORDS
        is_path = module.split(".")[0] == "pathlib" and name.endswith("Path")
        if not (is_record or is_path) or "." in name:
            raise pickle.UnpicklingError(f"{module}.{name}")
        found = super().find_class(module, name)
        if is_path and not (isinstance(found, type) and issubclass(found, PurePath)):
            raise pickle.UnpicklingError(f"{module}.{name}")
        return found
