"""Take this tool's highlights and notes out of a PDF, and nothing else."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from pypdf import PdfReader, PdfWriter

from pipeline.report.pdf_file import SEAM, drop, is_ours, opened, original

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
    count = _ours(opened(content))
    before = original(content)
    if not _ours(opened(before)):
        return before, count
    writer = PdfWriter(clone_from=io.BytesIO(before))
    for page in writer.pages:
        drop(page)
    target = io.BytesIO()
    writer.write(target)
    return target.getvalue(), count


def remains(path: Path) -> list[str]:
    """The objects of a PDF, reachable or not, that still name this tool as their author, and the seam of an update."""
    content = path.read_bytes()
    reader = opened(content)
    numbers = sorted({number for table in reader.xref.values() for number in table} | set(reader.xref_objStm))
    left = [f"object {number}" for number in numbers if is_ours(reader.get_object(number))]
    return left + (["an earlier state of the file"] if SEAM in content else [])


def _ours(reader: PdfReader) -> int:
    return sum(is_ours(annotation.get_object()) for page in reader.pages for annotation in page.annotations or ())
