"""Scan a folder of hostile or odd files and say what each came to: `make torture DIR=…`, or `python tools/torture.py FOLDER`.

Prints each file that is not `ok` with its cause, the count of each status, the longest time, the highest memory of the processes
that read, and what must never be: a file without a row, a file read as `ok` without a statement, a document over its limits.
Exits 1 where any of these happened.
"""

from __future__ import annotations

import sys
import threading
from collections import Counter
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import psutil

from pipeline.batch import Settings, scan_all
from pipeline.inputs import Input, find
from pipeline.limits import Limits

if TYPE_CHECKING:
    from pipeline.report.rows import Row

LIMITS = Limits(seconds=120, megabytes=2000)
_TICK = 0.05
_KILLED_LATE = 2.0  # seconds after the limit by which a reader must be gone


@dataclass
class Memory:
    """The highest resident size that any process under this one was seen at, in bytes, looked at twenty times a second."""

    highest: int = 0
    stopped: threading.Event = field(default_factory=threading.Event)

    def watch(self) -> None:
        """Look until `stopped` is set."""
        own = psutil.Process()
        while not self.stopped.wait(_TICK):
            for child in own.children(recursive=True):
                with suppress(psutil.Error):
                    self.highest = max(self.highest, child.memory_info().rss)


@dataclass
class Tally:
    """What the files came to."""

    statuses: Counter[str] = field(default_factory=Counter)
    worst: tuple[float, str] = (0.0, "")
    wrong: list[str] = field(default_factory=list)

    def add(self, rows: list[Row], seconds: tuple[float, ...], name: str) -> None:
        """Count what one file came to, and print what is not `ok`."""
        if not rows:
            self.wrong.append(f"{name}: no row")
        for row, took in zip(rows, seconds or (0.0,) * len(rows), strict=True):
            status, file = str(row["status"]), str(row["file"])
            self.statuses[status] += 1
            self.worst = max(self.worst, (took, file))
            if status != "ok":
                print(f"{status:13} {took:6.1f} s  {file}: {row['cause']}")
            if status == "ok" and not row["statements"] and not str(row["verdict"]).startswith("Holds"):
                self.wrong.append(f"{file}: ok, and not one statement")
            if status not in ("ok", "not-assessed") and not row["cause"]:
                self.wrong.append(f"{file}: {status} without a cause")
            if took > LIMITS.seconds + _KILLED_LATE:
                self.wrong.append(f"{file}: {took:.0f} s")


def main() -> int:
    """Scan, print, and say by the exit code whether anything happened that must not."""
    folders = [Path(name) for name in sys.argv[1:]]
    if not folders:
        print(__doc__)
        return 2
    inputs = [Input(path) for path in find(folders)]
    memory, tally, met = Memory(), Tally(), 0
    watcher = threading.Thread(target=memory.watch, daemon=True)
    watcher.start()
    with closing(scan_all(inputs, Settings(limits=LIMITS))) as results:
        for scanned in results:
            met += 1
            tally.add(scanned.rows["documents"], scanned.seconds, scanned.item.name)
    memory.stopped.set()
    if met < len(inputs):
        tally.wrong.append(f"{len(inputs) - met} files without a row")
    print(f"\n{len(inputs):,} files; rows by status:")
    for status, count in tally.statuses.most_common():
        print(f"  {count:6,} {status}")
    print(f"longest: {tally.worst[0]:.1f} s, {tally.worst[1]}")
    print(f"highest memory of a reading process, its models included: {memory.highest / 1e6:,.0f} MB")
    print("\n".join(f"WRONG  {line}" for line in tally.wrong) or "nothing that must not happen happened")
    return 1 if tally.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
