"""`overpromise report`: documents in, pages to read and print out."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from models.decision import Sensitivity
from pipeline.batch import Settings, scan_all
from pipeline.errors import DataError
from pipeline.inputs import Input, find
from pipeline.report.html import document_page, index_page
from pipeline.report.tables import replacing
from pipeline.settings import Asked, given_of

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.records import Outcome

OK, USAGE, NOT_READ = 0, 2, 3
INDEX = "index"


def run(paths: list[Path], out: Path, asked: Asked, sensitivity: str, *, counsel: bool) -> int:
    """Write a page for each document read, with `counsel` a second one beside it, and an index where there are several."""
    try:
        settings = Settings(given_of(asked, today=datetime.now(UTC).date()), Sensitivity(sensitivity))
    except DataError as error:
        print(f"overpromise: {error}", file=sys.stderr)
        return USAGE
    out.mkdir(parents=True, exist_ok=True)
    made: list[tuple[Outcome, str]] = []
    taken = {INDEX}
    for scanned in scan_all([Input(path) for path in find(paths, out)], settings):
        for outcome in scanned.outcomes():
            link = _write(outcome, out, taken, counsel=counsel) if outcome.status.was_read and not outcome.holds else ""
            if not outcome.status.was_read:
                print(f"overpromise: {outcome.path.as_posix()}: {outcome.status.value}: {outcome.cause}", file=sys.stderr)
            made.append((outcome.lean(), link))
    if len(made) > 1:
        _save(out / f"{INDEX}.html", index_page(made))
    return OK if all(outcome.status.was_read for outcome, _ in made) else NOT_READ


def _write(outcome: Outcome, out: Path, taken: set[str], *, counsel: bool) -> str:
    """Write the page; its name, by which the index links to it."""
    name, number = outcome.path.stem, 1
    while name.casefold() in taken:
        number += 1
        name = f"{outcome.path.stem}-{number}"
    taken.add(name.casefold())
    _save(out / f"{name}.html", document_page(outcome))
    print((out / f"{name}.html").as_posix())
    if counsel:
        _save(out / f"{name}.counsel.html", document_page(outcome, counsel=True))
        print((out / f"{name}.counsel.html").as_posix())
    return f"{name}.html"


def _save(path: Path, content: str) -> None:
    with replacing(path, encoding="utf-8", newline="\n") as file:
        file.write(content)
