"""A private folder for what a scan writes on its way. It goes when the scan ends, or where that was killed, at the next start."""

from __future__ import annotations

import os
import re
import shutil
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import psutil

if TYPE_CHECKING:
    from collections.abc import Iterator

_NAME = re.compile(r"overpromise-(\d+)-\w+")


@contextmanager
def private_folder() -> Iterator[Path]:
    """A folder that only this user can read (mode 700), while the context is open. The process leaves no core dump."""
    leave_no_core_dump()
    _clear_up_after_the_dead()
    with tempfile.TemporaryDirectory(prefix=f"overpromise-{os.getpid()}-", ignore_cleanup_errors=True) as folder:
        yield Path(folder)


def leave_no_core_dump() -> None:
    """Forbid this process, and those it starts, to write its memory to the disk when it crashes: documents stand in it."""
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _clear_up_after_the_dead() -> None:
    for entry in Path(tempfile.gettempdir()).glob("overpromise-*"):
        name = _NAME.fullmatch(entry.name)
        if name and not psutil.pid_exists(int(name[1])):
            shutil.rmtree(entry, ignore_errors=True)
