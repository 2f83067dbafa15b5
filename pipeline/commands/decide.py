"""`overpromise accept` and `dismiss`: keep a decision on a finding, with its reason, for every later scan and report."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from pipeline.commands.console import complain, say
from pipeline.decisions import NAME, Decision, keep
from pipeline.errors import DataError
from pipeline.settings import Asked, decisions_path

if TYPE_CHECKING:
    from pathlib import Path

OK, USAGE = 0, 2


def run(finding: str, decision: str, *, reason: str, by: str, until: str, where: Path | None, decisions: Path | None) -> int:
    """Keep it. `where` is the document, or the `--out` folder of a batch; without it the working directory counts."""
    today = datetime.now(UTC).date()
    try:
        path = decisions_path(Asked(decisions=decisions)) or _default(where)
        document = where.name if where and not where.is_dir() else ""
        replaced = keep(path, Decision(finding, decision, reason, by, today, _day(until, today), document))
    except DataError as error:
        complain(str(error))
        return USAGE
    say(f"{path.as_posix()}: {finding} {decision}{' in ' + document if document else ''}; {_again(replaced=replaced)}")
    return OK


def _default(where: Path | None) -> Path:
    if where is None:
        from pathlib import Path

        return Path(NAME)
    if not where.exists():
        raise DataError(f"{where.as_posix()}: no such document or folder")
    return where / NAME if where.is_dir() else where.with_name(NAME)


def _day(until: str, today: date) -> date | None:
    if not until:
        return None
    try:
        day = date.fromisoformat(until)
    except ValueError:
        raise DataError(f"'{until}' is not a date such as 2027-05-28") from None
    if day < today:
        raise DataError(f"{until} has passed")
    return day


def _again(*, replaced: bool) -> str:
    return "an earlier decision on it gave way" if replaced else "it stays in every table and report, and fails no run"
