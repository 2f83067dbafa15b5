"""Consoles for standard output and standard error, whose readers may leave before a scan is done."""

from __future__ import annotations

import os
from contextlib import suppress
from typing import IO

from rich.console import Console


class Output(Console):
    """Standard output; once nobody reads it, BrokenPipeError is for the caller (rich itself would end the program)."""

    def on_broken_pipe(self) -> None:
        """See Console."""
        raise BrokenPipeError


class Errors(Console):
    """Standard error; once nobody reads it, it is silent."""

    def on_broken_pipe(self) -> None:
        """See Console."""
        self.quiet = True
        mute(self.file)


def mute(stream: IO[str]) -> None:
    """Send what is still to come, and what waits to be written, nowhere."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    with suppress(OSError, ValueError):  # not every stream is a file
        os.dup2(nowhere, stream.fileno())
    os.close(nowhere)
