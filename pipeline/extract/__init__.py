"""Extraction: a file becomes a `Document` of typed blocks.

A further format is one new module with a function `read(path) -> Document` and one line in `READERS`.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from pipeline.errors import ReadError
from pipeline.extract import media, office
from pipeline.limits import MAX_CHARACTERS, MAX_FILE_BYTES
from pipeline.records import Status

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.records import Document

# By name, so that a reader and its library are loaded only when a file needs them.
READERS = {
    media.PDF: "pipeline.extract.pdf",
    media.DOCX: "pipeline.extract.docx",
    media.ODT: "pipeline.extract.odt",
    media.HTML: "pipeline.extract.html",
    media.MARKDOWN: "pipeline.extract.markdown",
    media.TEXT: "pipeline.extract.plain",
}
CONVERTED = frozenset({media.DOC, media.RTF, media.PPT, media.PPTX, media.ODP})
"""What LibreOffice can turn into one of the above."""


def extract(path: Path) -> Document:
    """Read a file into a document.

    Raises:
        ReadError: the file is missing, empty, encrypted, corrupted, unsupported, too large or needs OCR.
    """
    document: Document
    media_type = media.media_type(path)
    size = path.stat().st_size
    if size > MAX_FILE_BYTES:
        raise ReadError(Status.TOO_LARGE, f"the file has {size:,} bytes; at most {MAX_FILE_BYTES:,} are read")
    if media_type in CONVERTED:
        document = office.read(path, media_type)
    elif media_type in READERS:
        document = import_module(READERS[media_type]).read(path)
    else:
        raise ReadError(Status.UNSUPPORTED, f"{media.describe(media_type)} cannot be read")
    if not document.blocks:
        raise ReadError(Status.EMPTY, "the file was read and holds no text")
    length = sum(len(block.text) for block in document.blocks)
    if length > MAX_CHARACTERS:
        raise ReadError(
            Status.TOO_LARGE, f"the document holds {length:,} characters of text; at most {MAX_CHARACTERS:,} are assessed"
        )
    return document
