"""`overpromise mark`: documents in, copies with drafting notes on the words out."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from models.decision import Sensitivity
from pipeline.batch import Settings, scan_all
from pipeline.commands.console import complain, say
from pipeline.errors import DataError, MarkError, ReadError
from pipeline.extract.media import DOCX, PDF
from pipeline.inputs import Input, find
from pipeline.report import marked_docx, marked_pdf
from pipeline.report.marks import Mark, marks
from pipeline.report.names import Names
from pipeline.report.sidecar import sidecar
from pipeline.settings import Asked, decisions_of, given_of
from pipeline.wording import PUBLISHED

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from pipeline.decisions import Decisions
    from pipeline.records import Document, Outcome

OK, USAGE, NOT_READ = 0, 2, 3
_WRITERS = {DOCX: (marked_docx.marked, ".marked.docx"), PDF: (marked_pdf.marked, ".marked.pdf")}
_SIDECAR = ".notes.txt"


def run(paths: list[Path], out: Path, asked: Asked, sensitivity: str) -> int:
    """Mark each document. What was written goes to standard output; what could not be marked or read to standard error."""
    today = datetime.now(UTC).date()
    try:
        given = given_of(asked, today=today)
        decisions = decisions_of(asked, paths, out, today)
    except DataError as error:
        complain(str(error))
        return USAGE
    out.mkdir(parents=True, exist_ok=True)
    code = OK
    inputs = find(paths)
    names = Names(out, inputs)
    settings = Settings(given, Sensitivity(sensitivity))
    for scanned in scan_all([Input(path) for path in inputs], settings):
        for outcome in scanned.outcomes():
            if not _done(outcome, out, names, decisions):
                code = NOT_READ
    return code


def _done(outcome: Outcome, out: Path, names: Names, decisions: Decisions) -> bool:
    """Mark one document; whether it could be read and marked."""
    name = outcome.path.as_posix()
    if outcome.holds:
        complain(f"{name}: holds documents; unpack it to have them marked")
        return False
    if not outcome.status.was_read:
        complain(f"{name}: {outcome.status.value}: {outcome.cause}")
        return False
    if outcome.path.is_file():  # what an archive holds was named with it
        _mark(outcome, out, names, decisions)
    return True


def _mark(outcome: Outcome, out: Path, names: Names, decisions: Decisions) -> None:
    found, document, name = marks(outcome, decisions), outcome.document, outcome.path.as_posix()
    if not found or document is None:
        say(f"{name}: {outcome.cause or 'nothing to note'}; no copy written")
        return
    content, ending = copy(document, found)
    target = out / f"{names.free(outcome.path.stem, ending)}{ending}"
    target.write_bytes(content)
    hint = "; taken for published, give --status draft for wording" if outcome.situation.status in PUBLISHED else ""
    say(f"{target.as_posix()}: {len(found)} note{'' if len(found) == 1 else 's'}{hint}")


def copy(document: Document, found: Sequence[Mark]) -> tuple[bytes, str]:
    """The marked copy and how its name ends; the notes alone where the document cannot carry them."""
    try:
        if document.media_type not in _WRITERS:
            raise MarkError("only Word and PDF documents carry notes")
        write, ending = _WRITERS[document.media_type]
        return write(document, found), ending
    except (MarkError, ReadError) as error:
        cause = str(error)
    except Exception as error:  # one document's oddity stops no other
        cause = f"the program failed on marking it ({type(error).__name__}); please report it"
    complain(f"{document.path.as_posix()}: {cause}; the notes go into a text file instead")
    return sidecar(document.path, found).encode(), _SIDECAR
