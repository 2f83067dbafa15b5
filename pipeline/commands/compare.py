"""`overpromise compare`: what became of the findings between two versions of a document."""

from __future__ import annotations

import csv
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

from models.decision import Sensitivity
from pipeline.batch import Settings, scan_all
from pipeline.commands.console import complain
from pipeline.compare import WHATS, Change, compare
from pipeline.errors import DataError
from pipeline.inputs import Input
from pipeline.report.html import changes_page
from pipeline.report.tables import replacing, safe_row
from pipeline.report.visible import visible
from pipeline.settings import Asked, given_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from pipeline.records import Finding
    from pipeline.report.rows import Row

OK, USAGE, NOT_READ = 0, 2, 3
COLUMNS = ("change", "kind", "severity", "old_id", "old_page", "old_text", "new_id", "new_page", "new_text")
_STYLE = {"new": "bold red", "gone": "green", "reworded": "yellow", "unchanged": "dim"}


def run(old: Path, new: Path, outs: Sequence[Path], asked: Asked, sensitivity: str) -> int:
    """Scan both and print the changes; also write them to each of `outs`, as CSV or HTML by the name's ending."""
    try:
        if strange := [out.name for out in outs if out.suffix.lower() not in _WRITERS]:
            raise DataError(f"--out {strange[0]}: must end in {' or '.join(_WRITERS)}")
        settings = Settings(given_of(asked, today=datetime.now(UTC).date()), Sensitivity(sensitivity))
    except DataError as error:
        complain(str(error))
        return USAGE
    outcomes = [next(scanned.outcomes()) for scanned in scan_all([Input(old), Input(new)], settings)]
    for outcome in outcomes:
        if not outcome.status.was_read:
            complain(f"{outcome.path.as_posix()}: {outcome.status.value}: {outcome.cause}")
            return NOT_READ
    changes = compare(*(outcome.findings for outcome in outcomes))
    _print(changes)
    for out in outs:
        _WRITERS[out.suffix.lower()](out, old, new, changes)
    return OK


def _print(changes: Sequence[Change]) -> None:
    """The counts, and a table of all that is not as it was."""
    print(", ".join(f"{sum(change.what == what for change in changes)} {what}" for what in WHATS))
    table = Table(box=SIMPLE_HEAD, pad_edge=False, expand=True)
    for name, width in (("", 10), ("", 13), ("Page", 4)):
        table.add_column(name, min_width=width, no_wrap=True)
    table.add_column("Words", ratio=1)
    for change in changes:
        if change.what != "unchanged":
            for finding in filter(None, (change.old, change.new)):
                what = change.what if finding is (change.old or change.new) else "  to"
                table.add_row(Text(what, _STYLE[change.what]), *_cells(finding))
    if table.row_count:
        Console(highlight=False).print(table)


def _cells(finding: Finding) -> tuple[Text, Text, Text]:
    statement = finding.promise.statement
    words = visible(" ".join(statement.text.split()))
    return Text(finding.finding_id), Text(str(statement.page or "")), Text(words)


def _write_csv(out: Path, _: Path, __: Path, changes: Sequence[Change]) -> None:
    with replacing(out, encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\r\n")
        writer.writeheader()
        writer.writerows(safe_row(comparison_row(change)) for change in changes)


def _write_html(out: Path, old: Path, new: Path, changes: Sequence[Change]) -> None:
    with replacing(out, encoding="utf-8", newline="\n") as file:
        file.write(changes_page(old.name, new.name, changes))


_WRITERS = {".csv": _write_csv, ".html": _write_html}


def comparison_row(change: Change) -> Row:
    """A change as a row of the CSV file."""
    either = change.new or change.old
    row: Row = {}
    row.update(dict.fromkeys(COLUMNS, ""), change=change.what)
    if either:
        row |= {"kind": either.kind, "severity": either.severity}
    for side, finding in (("old", change.old), ("new", change.new)):
        if finding:
            statement = finding.promise.statement
            row |= {f"{side}_id": finding.finding_id, f"{side}_page": statement.page or "", f"{side}_text": statement.text}
    return row
