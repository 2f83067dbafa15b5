"""Take this tool's highlights and notes out of a PDF, and nothing else."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from pypdf import PdfReader, PdfWriter

from pipeline.report.pdf_file import SEAM, damage_named, drop, is_ours, opened, original

if TYPE_CHECKING:
    from pathlib import Path


def stripped(path: Path) -> tuple[bytes, int]:
    """The document without this tool's marks, and how many there were.

    A file that nobody changed since it was marked becomes the original again, byte for byte; another is written anew, since
    what an update takes away still lies in the file.

    Raises:
        MarkError: encrypted, signed or damaged.
    """
    content = path.read_bytes()
    before = original(content)
    marked, reader = opened(content), opened(before)
    with damage_named():
        count = _ours(marked)
        if not _ours(reader):
            return before, count
        for page in reader.pages:
            drop(page)
        target = io.BytesIO()
        PdfWriter(clone_from=reader).write(target)  # takes over what can be reached, and no more
    return target.getvalue(), count


def remains(path: Path) -> list[str]:
    """The objects of a PDF, reachable or not, that still name this tool as their author, and the seam of an update."""
    content = path.read_bytes()
    reader = opened(content)
    numbers = sorted({number for table in reader.xref.values() for number in table} | set(reader.xref_objStm))
    with damage_named():
        left = [f"object {number}" for number in numbers if is_ours(reader.get_object(number))]
    return left + (["an earlier state of the file"] if SEAM in content else [])


def _ours(reader: PdfReader) -> int:
    return sum(is_ours(annotation.get_object()) for page in reader.pages for annotation in page.annotations or ())
