"""A PDF as marks are put on it or taken away: what must not be touched, whose annotations are whose, where an update begins."""

from __future__ import annotations

import io
import logging
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pypdfium2 as pdfium
import pypdfium2.raw as raw
from pypdf import PdfReader
from pypdf.errors import PyPdfError
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject

from pipeline.errors import MarkError
from pipeline.report.note import AUTHOR

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pypdf import PageObject
    from pypdf.generic import PdfObject

SEAM = f"\n% marks by {AUTHOR} follow\n".encode()
"""Stands between the original's last byte and the marks. `original` finds it."""
_END = b"%%EOF"
_ENCRYPTED = "the PDF is encrypted, and is not touched"
_DAMAGED = "the PDF is damaged, or built in a way that cannot be extended"
_DEEPEST = 50  # levels of form fields: a file may name a field as its own child

logging.getLogger("pypdf").addHandler(logging.NullHandler())  # it reports oddities of a file that do not matter here


def opened(content: bytes) -> PdfReader:
    """A PDF that may be written to.

    Raises:
        MarkError: encrypted, signed or damaged.
    """
    try:
        with pdfium.PdfDocument(content) as pdf:
            if raw.FPDF_GetSecurityHandlerRevision(pdf.raw) >= 0:
                raise MarkError(_ENCRYPTED)
    except pdfium.PdfiumError as error:
        raise MarkError(_ENCRYPTED if "password" in str(error).lower() else _DAMAGED) from None
    with damage_named():
        reader = PdfReader(io.BytesIO(content))
        if _is_signed(reader):
            raise MarkError("the PDF is digitally signed, and any change would break the signature")
    return reader


@contextmanager
def damage_named() -> Iterator[None]:
    """Say of what pypdf cannot work with that it is damaged; pypdf meets broken files with any of these errors.

    Raises:
        MarkError: whatever was met.
    """
    try:
        yield
    except (PyPdfError, ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError):
        raise MarkError(_DAMAGED) from None


def original(content: bytes) -> bytes:
    """The file before this tool marked it; the file as it is where it was not marked, or changed by another since."""
    before, seam, marks = content.rpartition(SEAM)
    untouched = marks.count(_END) == 1 and marks.rstrip().endswith(_END)
    return before if seam and untouched else content


def drop(page: PageObject) -> int:
    """Take this tool's annotations off a page and say how many there were. Answers by others stay, as notes of their own."""
    listed = _resolved(page.get("/Annots"))
    if not isinstance(listed, ArrayObject):
        return 0
    count = 0
    for index in reversed(range(len(listed))):
        annotation = _resolved(listed[index])
        if not isinstance(annotation, DictionaryObject):
            continue
        if is_ours(annotation) or is_ours(_resolved(annotation.get("/Parent"))):
            count += is_ours(annotation)
            del listed[index]
        elif is_ours(_resolved(annotation.get("/IRT"))):
            for key in ("/IRT", "/RT"):
                annotation.pop(key, None)
    return count


def is_ours(annotation: PdfObject | None) -> bool:
    """Whether this tool is the author of an annotation."""
    return isinstance(annotation, DictionaryObject) and annotation.get("/T") == AUTHOR


def _is_signed(reader: PdfReader) -> bool:
    root = reader.root_object
    if "/Perms" in root:  # certified, or with rights that any change takes away
        return True
    form = _resolved(root.get("/AcroForm"))
    return isinstance(form, DictionaryObject) and any(
        field.get("/FT") == "/Sig" and "/V" in field for field in _fields(_resolved(form.get("/Fields")), _DEEPEST)
    )


def _fields(listed: PdfObject | None, depth: int) -> Iterator[DictionaryObject]:
    for entry in listed if isinstance(listed, ArrayObject) and depth else ():
        field = _resolved(entry)
        if isinstance(field, DictionaryObject):
            yield field
            yield from _fields(_resolved(field.get("/Kids")), depth - 1)


def _resolved(value: object) -> PdfObject | None:
    return value.get_object() if isinstance(value, IndirectObject) else value  # type: ignore[return-value]
