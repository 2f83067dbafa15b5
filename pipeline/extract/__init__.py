"""Extraction: a file becomes a `Document` of typed blocks.

A further format is one new module with a function `read(path) -> Document` and one line in `READERS`.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from pipeline.errors import ReadError
from pipeline.extract import media
from pipeline.records import Status

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.records import Document

# By name, so that a reader and its library are loaded only when a file needs them.
READERS = {
    media.PDF: "pipeline.extract.pdf",
    media.DOCX: "pipeline.extract.docx",
    media.HTML: "pipeline.extract.html",
    media.MARKDOWN: "pipeline.extract.markdown",
    media.TEXT: "pipeline.extract.plain",
}

_ADVICE = {
    "application/msword": "an old Word file (.doc); save it as .docx or PDF",
    "application/vnd.ms-office": "an old Office file; save it as .docx or PDF",
    "application/x-ole-storage": "an old Office file; save it as .docx or PDF",
    "application/rtf": "a rich text file (.rtf); save it as .docx or PDF",
    "text/rtf": "a rich text file (.rtf); save it as .docx or PDF",
    media.ODT: "an OpenDocument text (.odt); save it as .docx or PDF",
    "application/zip": "a zip archive; unpack it and scan the folder",
    "application/octet-stream": "a kind of file that is not recognised",
}


def extract(path: Path) -> Document:
    """Read a file into a document.

    Raises:
        ReadError: the file is missing, empty, encrypted, corrupted, unsupported or needs OCR.
    """
    media_type = media.media_type(path)
    reader = READERS.get(media_type)
    if reader is None:
        raise ReadError(Status.UNSUPPORTED, _ADVICE.get(media_type, f"{media_type} is not a format that can be read"))
    document: Document = import_module(reader).read(path)
    if not document.blocks:
        raise ReadError(Status.EMPTY, "the file was read and holds no text")
    return document
