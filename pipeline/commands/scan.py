"""`overpromise scan`: documents in, tables and a summary out."""

from __future__ import annotations

import sys
import textwrap
import time
from collections import Counter
from contextlib import nullcontext
from dataclasses import asdict
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import track
from rich.text import Text

from models.decision import Sensitivity
from pipeline.batch import find, scan_all
from pipeline.errors import DataError
from pipeline.report.rows import verdict
from pipeline.report.tables import Tables, write_run
from pipeline.settings import Asked, given_of
from pipeline.version import environment

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pipeline.records import Finding, Outcome

OK, FINDINGS, USAGE, NOT_READ = 0, 1, 2, 3
_RANK = {"low": 1, "medium": 2, "high": 3}
_INDENT = 9
_STYLE = {"high": "bold red", "medium": "yellow", "low": "cyan"}


def run(paths: list[Path], out: Path | None, asked: Asked, fail_on: str, sensitivity: str, *, quiet: bool) -> int:
    """Scan and write. Unread files are named on standard error, one line each; the summary goes to standard output."""
    errors = Console(stderr=True, highlight=False, soft_wrap=True)
    try:
        given = given_of(asked, today=datetime.now(UTC).date())
    except DataError as error:
        errors.print(f"overpromise: {error}", markup=False)
        return USAGE
    started = time.time()
    counts: Counter[str] = Counter()
    worst = 0
    with Tables(out) if out else nullcontext() as tables:
        for outcome in _watched(scan_all(files := find(paths), given, Sensitivity(sensitivity)), len(files), errors, quiet=quiet):
            counts[outcome.status.value] += 1
            worst = max([worst, *(_RANK[finding.severity] for finding in outcome.findings)])
            if not outcome.status.was_read:
                errors.print(f"overpromise: {outcome.path.as_posix()}: {outcome.status.value}: {outcome.cause}", markup=False)
            if tables:
                tables.write(outcome)
            if not quiet:
                _print(outcome)
    if out:
        options = {
            "paths": [p.as_posix() for p in paths],
            **{name: _plain(value) for name, value in asdict(given).items()},
            "sensitivity": sensitivity,
        }
        write_run(out, {**environment(), "options": options, "statuses": dict(sorted(counts.items())), **_times(started)})
    unread = any(count for status, count in counts.items() if status not in ("ok", "partial", "not-assessed"))
    if unread:
        return NOT_READ
    return FINDINGS if fail_on and worst >= _RANK[fail_on] else OK


def _watched(outcomes: Iterable[Outcome], count: int, errors: Console, *, quiet: bool) -> Iterable[Outcome]:
    """The outcomes, behind a progress bar where a person watches and there is more than one file."""
    if count > 1 and not quiet and errors.is_terminal:
        return track(outcomes, "Scanning", total=count, console=errors, transient=True)
    return outcomes


def _print(outcome: Outcome) -> None:
    if not outcome.status.was_read:
        return
    console = Console(file=sys.stdout, highlight=False, soft_wrap=True)
    console.print(Text(_folded(f"{outcome.path.as_posix()}: {verdict(outcome)}", console.width, 0)))
    for finding in outcome.findings:
        _print_finding(console, finding)


def _print_finding(console: Console, finding: Finding) -> None:
    statement = finding.promise.statement
    where = f"page {statement.page}" if statement.page else " > ".join(statement.section[-1:])
    console.print(Text(f"\n  {finding.severity:6} ", _STYLE[finding.severity]), Text(f"{finding.finding_id}  {where}"), sep="")
    console.print(Text(_folded(statement.text, console.width, _INDENT)))
    console.print(Text(_folded(finding.authority, console.width, _INDENT), "dim"))


def _folded(text: str, width: int, indent: int) -> str:
    """The text in lines that fit the terminal, each set in by as much."""
    margin = " " * indent
    return textwrap.fill(text, max(width, 40), initial_indent=margin, subsequent_indent=margin, break_on_hyphens=False)


def _plain(value: object) -> object:
    """An option as JSON holds it."""
    if isinstance(value, tuple):
        return [path.as_posix() if isinstance(path, Path) else path for path in value]
    return value.isoformat() if isinstance(value, date) else value


def _times(started: float) -> dict[str, object]:
    stamp = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(started))
    return {"started": stamp, "seconds": round(time.time() - started, 2)}
