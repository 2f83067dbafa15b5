"""What commands say on the terminal: line by line, with nothing in a line that the terminal would act on.

Names of files, and what documents hold, may carry escape sequences, line feeds that forge a line, or marks that turn the order
of the letters round; each such character is printed by its code.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from pipeline.report.visible import on_one_line

if TYPE_CHECKING:
    from rich.console import Console


def say(line: str) -> None:
    """One line on standard output."""
    print(on_one_line(line))


def complain(message: str) -> None:
    """One line on standard error, in the program's name."""
    print(on_one_line(f"overpromise: {message}"), file=sys.stderr)


def tell(console: Console, line: str) -> None:
    """One line where a progress bar may stand."""
    console.print(on_one_line(line), markup=False, emoji=False)
