"""Readers that go wrong in every way, for the tests of isolation. Each `load_…` runs in the child, as the real one does."""

from __future__ import annotations

import ctypes
import gc
import multiprocessing.connection
import os
import sys
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

from pipeline import child
from pipeline.child import Start, Step, Work
from pipeline.records import Outcome, Status

COUNT = 0


def load() -> Work:
    """The reader does what the file's stem says."""
    return read


def load_unlimited() -> Work:
    """As where the platform does not hold a process to a limit of memory."""
    child.limit_memory = print  # type: ignore[assignment]
    return read


def load_nothing() -> Work:
    raise OSError("no model here")


def load_noting(log: Path, *_: object, **_options: object) -> Work:
    """A reader that notes what it is given; stands in for `pipeline.scan_file.load`."""
    return partial(read_noting, log)


def read_noting(log: Path, path: Path, start: Start) -> Iterator[Step]:
    with log.open("a", encoding="utf-8") as file:
        file.write(f"{path.name}\n")
    yield from read(path, start)


def read(path: Path, start: Start) -> Iterator[Step]:
    global COUNT
    COUNT += 1
    if path.suffix == ".box":
        yield from read_box(path, start)
        return
    yield path
    do(path.stem.split("-")[0])
    yield Outcome(path, Status.OK, "\ud800" if path.stem == "surrogates" else f"{COUNT} read by {os.getpid()}")


def read_box(path: Path, start: Start) -> Iterator[Step]:
    """A container whose lines are the parts in it."""
    for number, name in enumerate(["", *path.read_text(encoding="utf-8").split()]):
        if number < start.done or number in start.failed:
            continue
        part = path / name
        yield part
        if start.only_names:
            yield Outcome(part, Status.CRASHED, "left")
            continue
        do(part.stem.split("-")[0])
        yield Outcome(part, Status.OK)


def do(what: str) -> None:
    if what in DEEDS:
        DEEDS[what]()


def hang() -> None:
    time.sleep(1000)


def spin() -> None:
    while True:
        pass


def start_a_program_and_hang() -> None:
    import subprocess

    code = "import pathlib, os, time; pathlib.Path(os.environ['TMPDIR'], '..', '..', 'started').write_text(str(os.getpid())); time.sleep(1000)"
    subprocess.run([sys.executable, "-c", code], check=False)


def allocate() -> None:
    kept = []
    while True:
        kept.append(bytearray(20_000_000))
        time.sleep(0.01)


def scribble() -> None:
    sys.stdout.write("rubbish" * 1000)
    sys.stderr.write("rubbish")
    os.write(1, b"\xff\xfe\x00rubbish")
    os.write(2, b"\xff\xfe\x00rubbish")


def pipes() -> list[Any]:
    return [o for o in gc.get_objects() if isinstance(o, multiprocessing.connection.Connection) and not o.closed and o.writable]


def send_rubbish() -> None:
    for pipe in pipes():
        pipe.send_bytes(b"\x80\x05rubbish")


def send_a_bomb() -> None:
    for pipe in pipes():
        pipe.send(os.getcwd)


def write_rubbish() -> None:
    for pipe in pipes():
        os.write(pipe.fileno(), b"\x7f\xff\xff\xff")


def half_a_message() -> None:
    for pipe in pipes():
        os.write(pipe.fileno(), b"\x00\x00\x10\x00half")
    hang()


def raise_an_error() -> None:
    raise ValueError("with text of the document")


def recurse() -> None:
    recurse()


def hang_up() -> None:
    for pipe in pipes():
        pipe.close()
    hang()


def fail_after_others() -> None:
    if COUNT > 1:
        os._exit(1)


DEEDS = {
    "moody": fail_after_others,
    "hang": hang,
    "spin": spin,
    "program": start_a_program_and_hang,
    "allocate": allocate,
    "exit": lambda: sys.exit(3),
    "exit0": lambda: os._exit(0),
    "abort": os.abort,
    "segfault": lambda: ctypes.string_at(0),
    "scribble": scribble,
    "rubbish": send_rubbish,
    "bomb": send_a_bomb,
    "write": write_rubbish,
    "half": half_a_message,
    "error": raise_an_error,
    "hangup": hang_up,
    "deep": recurse,
    "slow": lambda: time.sleep(0.5),
}
