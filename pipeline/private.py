"""A private folder for what a scan writes on its way. It goes when the scan ends, or where that was killed, at the next start."""

from __future__ import annotations

import os
import re
import shutil
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
    """A folder that only this user can read (mode 700), while the context is open."""
    _clear_up_after_the_dead()
    with tempfile.TemporaryDirectory(prefix=f"overpromise-{os.getpid()}-", ignore_cleanup_errors=True) as folder:
        yield Path(folder)


def _clear_up_after_the_dead() -> None:
    for entry in Path(tempfile.gettempdir()).glob("overpromise-*"):
        name = _NAME.fullmatch(entry.name)
        if name and not psutil.pid_exists(int(name[1])):
            shutil.rmtree(entry, ignore_errors=True)
