"""`overpromise strip`: take this tool's marks out of a copy, and check that they are gone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.commands.console import complain, say
from pipeline.errors import MarkError, ReadError
from pipeline.extract.media import DOCX, PDF, describe, media_type
from pipeline.report import strip_docx, strip_pdf

if TYPE_CHECKING:
    from pathlib import Path

OK, NOT_READ = 0, 3
_STRIPPERS = {DOCX: strip_docx, PDF: strip_pdf}


def run(path: Path, out: Path) -> int:
    """Write the document without this tool's marks. The result is read again; where any mark is left, nothing is kept."""
    try:
        kind = media_type(path)
        if kind not in _STRIPPERS:
            raise MarkError(f"{describe(kind)}; only Word and PDF documents carry this tool's marks")
        content, count = _STRIPPERS[kind].stripped(path)
        checked = out.with_name(f"{out.name}.part")
        checked.parent.mkdir(parents=True, exist_ok=True)
        checked.write_bytes(content)
        if left := _STRIPPERS[kind].remains(checked):
            checked.unlink()
            raise MarkError(f"marks could not all be taken out ({', '.join(left)}); nothing was written")
        checked.replace(out)
    except (MarkError, ReadError) as error:
        complain(f"{path.as_posix()}: {error}")
        return NOT_READ
    say(f"{out.as_posix()}: {count} note{'' if count == 1 else 's'} taken out; read again, none is left")
    return OK
