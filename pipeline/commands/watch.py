"""What is said of a scan beside its findings: errors as they come, a line for each document, a closing summary."""

from __future__ import annotations

import heapq
import json
import time
from collections import Counter
from typing import TYPE_CHECKING

from pipeline.commands.console import tell
from pipeline.decisions import is_settled
from pipeline.records import Status

if TYPE_CHECKING:
    from rich.console import Console

    from pipeline.batch import Scanned
    from pipeline.report.rows import Row

SEVERITIES = {"low": 1, "medium": 2, "high": 3}
_SLOWEST = 5


class Watch:
    """Counts what a scan comes to, and says so on standard error. Never a word of a document's text."""

    def __init__(self, errors: Console, *, log: bool) -> None:
        self._errors = errors
        self._log = log
        self._started = time.time()
        self._statuses: Counter[str] = Counter()
        self._slowest: list[tuple[float, str]] = []
        self._pages = self._skipped = 0
        self.files = 0
        """How many files are done."""
        self.worst = 0
        """The rank in SEVERITIES of the gravest finding on which no decision stands."""

    @property
    def unread(self) -> bool:
        """Whether some document was not read."""
        return any(not Status(status).was_read for status in self._statuses)

    def add(self, scanned: Scanned) -> None:
        """Count an input; name each document in it that was not read, or each document where a log is wanted."""
        self.files += 1
        self._skipped += scanned.result is None
        self.worst = max(
            [self.worst, *(SEVERITIES[str(row["severity"])] for row in scanned.rows["findings"] if not is_settled(row))]
        )
        times = scanned.seconds or [None] * len(scanned.rows["documents"])
        for row, seconds in zip(scanned.rows["documents"], times, strict=True):
            self._statuses[str(row["status"])] += 1
            if seconds is not None:
                self._pages += int(str(row["pages"]))
                self._slowest = heapq.nlargest(_SLOWEST, [*self._slowest, (seconds, str(row["file"]))])
            self._say(row, seconds)

    def figures(self) -> dict[str, object]:
        """For `run.json`."""
        return {
            "statuses": dict(sorted(self._statuses.items())),
            "skipped": self._skipped,
            "started": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(self._started)),
            "seconds": round(time.time() - self._started, 2),
        }

    def close(self, *, skipped: bool, summary: bool) -> None:
        """Say how many files were done before; the count of each status, the speed, and what took longest."""
        if self._log:
            if skipped or summary:
                self._print(json.dumps({"summary": {"files": self.files, "pages": self._pages, **self.figures()}}))
            return
        if skipped:
            self._print(f"{self._skipped:,} of {self.files:,} files were done before and were skipped.")
        if summary:
            self._summarise()

    def _summarise(self) -> None:
        seconds = max(time.time() - self._started, 0.01)
        count = self._statuses.total()
        statuses = ", ".join(f"{self._statuses[status]:,} {status}" for status in Status if self._statuses[status])
        speed = f" ({self._pages / seconds:,.1f} pages a second)" if self._pages else ""
        documents = f"{count:,} document{'' if count == 1 else 's'}"
        self._print(f"{documents} in {seconds:,.1f} seconds{speed}: {statuses or 'none'}")
        for took, file in self._slowest:
            self._print(f"{took:8.1f} s  {file}")

    def _say(self, row: Row, seconds: float | None) -> None:
        if self._log:
            line = {
                "file": row["file"],
                "status": row["status"],
                "seconds": None if seconds is None else round(seconds, 3),
                "pages": row["pages"],
                "cause": row["cause"],
            }
            self._print(json.dumps(line))
        elif not Status(str(row["status"])).was_read:
            self._print(f"overpromise: {row['file']}: {row['status']}: {row['cause']}")

    def _print(self, line: str) -> None:
        tell(self._errors, line)
