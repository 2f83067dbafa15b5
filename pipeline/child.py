"""The child's side of isolation: load once, then read file after file until the parent hangs up or goes away.

The parent's side is `pipeline/isolation.py`. Nothing heavy is imported here before the child has set its own bounds.
"""

from __future__ import annotations

import multiprocessing
import os
import pickle
import signal
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import psutil

from pipeline.private import leave_no_core_dump
from pipeline.records import Outcome, Status

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

READY = "ready"
MEGABYTE = 1_000_000


class Start(NamedTuple):
    """Where to go on in a file whose reader broke: parts before `done` have their rows, those in `failed` must not be touched.

    `only_names`: give the rest rows, but read nothing more.
    """

    done: int = 0
    failed: frozenset[int] = frozenset()
    only_names: bool = False


Step = Path | Outcome
"""A part that is about to be read, by its name, or what it came to; one of each for every part, in turn."""
Work = Callable[[Path, Start], Iterator[Step]]
Load = Callable[[], Work]


def serve(connection: Connection, load: bytes, folder: str, megabytes: int) -> None:
    """Load the work, say so, then do it for each file that comes down the connection. `load` is a pickled `Load`."""
    _keep_to_itself(folder)
    try:
        work: Work = pickle.loads(load)()  # noqa: S301 - from our own parent
    except Exception as error:
        connection.send_bytes(pickle.dumps((Status.CRASHED.value, f"{type(error).__name__}: {error}")))
        return
    limit_memory(megabytes)
    connection.send_bytes(pickle.dumps(READY))
    while True:
        try:
            path, start = connection.recv()
        except EOFError:
            return
        for message in _messages(work, path, start, megabytes):
            connection.send_bytes(pickle.dumps(message, pickle.HIGHEST_PROTOCOL))


def _messages(work: Work, path: Path, start: Start, megabytes: int) -> Iterator[Step | tuple[str, str] | None]:
    """The steps, then None; or (status, cause) where the program failed."""
    try:
        yield from work(path, start)
        yield None
    except MemoryError:
        yield Status.TOO_LARGE.value, too_much_memory(megabytes)
    except Exception as error:
        yield Status.CRASHED.value, f"the program failed on this file ({type(error).__name__}); please report it"


def too_much_memory(megabytes: int) -> str:
    """The cause that stands in the file's row."""
    return f"reading it takes more than {megabytes:,} MB of memory"


def _keep_to_itself(folder: str) -> None:
    """No word on the parent's streams, temporary files where the parent clears up, and no life without the parent."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    leave_no_core_dump()
    null = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(null, stream)
    tempfile.tempdir = folder
    os.environ.update(dict.fromkeys(("TMPDIR", "TEMP", "TMP"), folder))  # for the programs it calls
    os.environ.update(dict.fromkeys(("OMP_NUM_THREADS", "OMP_THREAD_LIMIT", "OPENBLAS_NUM_THREADS"), "1"))
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def limit_memory(megabytes: int) -> None:
    """Let the process grow by so much and no further. Only Linux holds it to its address space; elsewhere the parent watches."""
    if sys.platform == "linux":
        import resource

        size = psutil.Process().memory_info().vms + megabytes * MEGABYTE
        resource.setrlimit(resource.RLIMIT_AS, (size, size))
