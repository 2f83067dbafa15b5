"""`overpromise report`: documents in, pages to read and print out."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, NamedTuple

from models.decision import Sensitivity
from pipeline.batch import Settings, scan_all
from pipeline.commands.console import complain, say
from pipeline.errors import DataError
from pipeline.inputs import Input, find
from pipeline.report.html import document_page, index_page
from pipeline.report.names import Names
from pipeline.report.tables import replacing
from pipeline.settings import Asked, decisions_of, given_of

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.decisions import Decisions
    from pipeline.records import Outcome

OK, USAGE, NOT_READ = 0, 2, 3
_NEUTRAL, _COUNSEL = ".report", ".counsel"
_ENDINGS = [f"{part}{ending}" for part in (_NEUTRAL, _COUNSEL) for ending in (".html", ".pdf")]
_INDEX = {_NEUTRAL: ".html", _COUNSEL: ".counsel.html"}


class Wanted(NamedTuple):
    """What is to be written of each document, and where."""

    out: Path
    decisions: Decisions
    names: Names
    parts: tuple[str, ...]
    pdf: bool


def run(paths: list[Path], out: Path, asked: Asked, sensitivity: str, *, counsel: bool, pdf: bool) -> int:
    """Write a page for each document read, with `counsel` a second one beside it, and an index where there are several."""
    today = datetime.now(UTC).date()
    try:
        settings = Settings(given_of(asked, today=today), Sensitivity(sensitivity))
        decisions = decisions_of(asked, paths, out, today)
    except DataError as error:
        complain(str(error))
        return USAGE
    out.mkdir(parents=True, exist_ok=True)
    inputs = find(paths, out, whole=True)
    names = Names(out, inputs)
    index = names.free("index", *_INDEX.values())
    wanted = Wanted(out, decisions, names, (_NEUTRAL, _COUNSEL) if counsel else (_NEUTRAL,), pdf)
    made: list[tuple[Outcome, str]] = []
    for scanned in scan_all([Input(path) for path in inputs], settings):
        for outcome in scanned.outcomes():
            if not outcome.status.was_read:
                complain(f"{outcome.path.as_posix()}: {outcome.status.value}: {outcome.cause}")
            name = _write(outcome, wanted) if outcome.status.was_read and not outcome.holds else ""
            made.append((outcome.lean(), name))
    if len(made) > 1:
        for part in wanted.parts:
            pages = [(outcome, f"{name}{part}.html" if name else "") for outcome, name in made]
            _save(out / f"{index}{_INDEX[part]}", index_page(pages, counsel=part == _COUNSEL))
    return OK if all(outcome.status.was_read for outcome, _ in made) else NOT_READ


def _write(outcome: Outcome, wanted: Wanted) -> str:
    """Write the pages of a document; how their names begin."""
    name = wanted.names.free(outcome.path.stem, *_ENDINGS)
    for part in wanted.parts:
        _save(wanted.out / f"{name}{part}.html", document_page(outcome, wanted.decisions, counsel=part == _COUNSEL))
        if wanted.pdf:
            from pipeline.report.pdf import document_pdf

            path = wanted.out / f"{name}{part}.pdf"
            path.write_bytes(document_pdf(outcome, wanted.decisions, counsel=part == _COUNSEL))
            say(path.as_posix())
    return name


def _save(path: Path, content: str) -> None:
    with replacing(path, encoding="utf-8", newline="\n") as file:
        file.write(content)
    say(path.as_posix())
