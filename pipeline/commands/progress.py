"""The bar that a person watches while many documents are read: how many are done, how fast, and how long it will take."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.progress import BarColumn, MofNCompleteColumn, Progress, ProgressColumn, TextColumn, TimeRemainingColumn
from rich.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from rich.console import Console
    from rich.progress import Task

    from pipeline.batch import Scanned


class Rate(ProgressColumn):
    """Files a second, or a minute where it goes slowly."""

    def render(self, task: Task) -> Text:
        """The rate so far; nothing before the first file is done."""
        if not task.speed:
            return Text("")
        return Text(f"{task.speed:.1f} a second" if task.speed >= 1 else f"{task.speed * 60:.1f} a minute")


def watched(results: Iterable[Scanned], count: int, errors: Console) -> Iterator[Scanned]:
    """The results, behind a progress bar."""
    columns = (
        TextColumn("Scanning"),
        BarColumn(bar_width=None),
        MofNCompleteColumn(),
        Rate(),
        TimeRemainingColumn(compact=True),
        TextColumn("left"),
    )
    with Progress(*columns, console=errors, transient=True) as progress:
        yield from progress.track(results, total=count)
