"""`overpromise compare`: what became of the findings between two versions of a document."""

from __future__ import annotations

import csv
import sys
import textwrap
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from models.decision import Sensitivity
from pipeline.batch import Settings, scan_all
from pipeline.compare import Change, compare
from pipeline.errors import DataError
from pipeline.inputs import Input
from pipeline.report.tables import replacing, safe_row
from pipeline.report.visible import visible
from pipeline.settings import Asked, given_of

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.records import Finding
    from pipeline.report.rows import Row

OK, USAGE, NOT_READ = 0, 2, 3
COLUMNS = ("change", "kind", "severity", "old_id", "old_page", "old_text", "new_id", "new_page", "new_text")
_WIDTH = 79


def run(old: Path, new: Path, out: Path | None, asked: Asked, sensitivity: str) -> int:
    """Scan both and print the changes; with `out` also write them as CSV."""
    try:
        settings = Settings(given_of(asked, today=datetime.now(UTC).date()), Sensitivity(sensitivity))
    except DataError as error:
        print(f"overpromise: {error}", file=sys.stderr)
        return USAGE
    outcomes = [next(scanned.outcomes()) for scanned in scan_all([Input(old), Input(new)], settings)]
    for outcome in outcomes:
        if not outcome.status.was_read:
            print(f"overpromise: {outcome.path.as_posix()}: {outcome.status.value}: {outcome.cause}", file=sys.stderr)
            return NOT_READ
    changes = compare(*(outcome.findings for outcome in outcomes))
    counts = {what: sum(change.what == what for change in changes) for what in ("new", "gone", "reworded", "unchanged")}
    print(", ".join(f"{count} {what}" for what, count in counts.items()))
    for change in changes:
        if change.what != "unchanged":
            print(_shown(change))
    if out:
        with replacing(out, encoding="utf-8-sig", newline="") as file:
            writer = csv.DictWriter(file, COLUMNS, lineterminator="\r\n")
            writer.writeheader()
            writer.writerows(safe_row(comparison_row(change)) for change in changes)
    return OK


def _shown(change: Change) -> str:
    lines = [f"\n{change.what}"]
    for sign, finding in (("-", change.old), ("+", change.new)):
        if finding:
            where = f"page {finding.promise.statement.page}" if finding.promise.statement.page else ""
            text = visible(" ".join(finding.promise.statement.text.split()))
            head = f"  {sign} {finding.finding_id} {finding.severity} {where}".rstrip()
            lines += [head, textwrap.fill(text, _WIDTH, initial_indent="    ", subsequent_indent="    ")]
    return "\n".join(lines)


def comparison_row(change: Change) -> Row:
    """A change as a row of the CSV file."""
    either = change.new or change.old
    return {
        "change": change.what,
        "kind": either.kind if either else "",
        "severity": either.severity if either else "",
        **_cells("old", change.old),
        **_cells("new", change.new),
    }


def _cells(side: str, finding: Finding | None) -> Row:
    if finding is None:
        return {f"{side}_id": "", f"{side}_page": "", f"{side}_text": ""}
    statement = finding.promise.statement
    return {f"{side}_id": finding.finding_id, f"{side}_page": statement.page or "", f"{side}_text": statement.text}
