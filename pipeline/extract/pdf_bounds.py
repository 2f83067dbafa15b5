"""Looks at a PDF's bytes before it is parsed: how many objects there are, and how far its compressed streams would inflate.

pdfium inflates a page's content whole and ends the process where memory does not suffice. Pictures are not looked at: to read
text is not to inflate them.
"""

from __future__ import annotations

import mmap
import re
import zlib
from typing import TYPE_CHECKING

from pipeline.errors import ReadError
from pipeline.records import Status

if TYPE_CHECKING:
    from pathlib import Path

MAX_STREAM_BYTES = 75_000_000
"""What one stream may inflate to (as pypdf)."""
MAX_STREAMS_BYTES = 1_000_000_000
"""What all streams together may inflate to, pictures apart."""
MAX_OBJECTS = 1_000_000
_TINY = 8  # bytes: an empty stream
_STREAM = re.compile(rb"stream\r?\n")  # patterns begin with letters, which makes the search many times faster
_OBJECT = re.compile(rb" obj\b")
_TWICE = re.compile(rb"/F(?:ilter)?\s*\[\s*/(?:FlateDecode|Fl)\s*/(?:FlateDecode|Fl)\b")
_ONLY_DEFLATED = re.compile(rb"/F(?:ilter)?\s*\[?\s*/(?:FlateDecode|Fl)\b\s*[\]/>\r\n]")
_PICTURE = re.compile(rb"/Subtype\s*/Image\b")
_DICTIONARY = 4_096  # bytes before a stream in which its dictionary is looked for
_CHUNK = 1_000_000


def check(path: Path) -> int:
    """Refuse a PDF whose parts would grow beyond the limits; else say how many of its compressed streams are damaged.

    Pictures and what is encrypted are not looked into. A file too short to map is left to the reader.

    Raises:
        ReadError: too many objects, or a stream that inflates too far.
    """
    with path.open("rb") as file:
        try:
            content = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        except (ValueError, OSError):
            return 0
        with content:
            if sum(1 for _ in _OBJECT.finditer(content)) > MAX_OBJECTS:
                raise ReadError(Status.TOO_LARGE, f"the PDF has more than {MAX_OBJECTS:,} objects")
            damaged = _check_streams(content)
            return damaged if content.find(b"/Encrypt") < 0 else 0


def _check_streams(content: mmap.mmap) -> int:
    total = damaged = 0
    for match in _STREAM.finditer(content):
        if content[match.start() - 3 : match.start()] == b"end":
            continue
        before = content[max(0, match.start() - _DICTIONARY) : match.start()]
        dictionary = before[max(before.rfind(mark) for mark in (b" obj", b"endobj", b"endstream")) + 1 :]
        if _TWICE.search(dictionary):
            raise ReadError(Status.TOO_LARGE, "a stream of the PDF is compressed more than once, which no ordinary program does")
        if not _ONLY_DEFLATED.search(dictionary) or _PICTURE.search(dictionary):
            continue
        end = content.find(b"endstream", match.end())
        size, is_whole = _inflated(content, match.end(), end if end >= 0 else len(content))
        damaged += not is_whole
        total += size
        if total > MAX_STREAMS_BYTES:
            raise ReadError(Status.TOO_LARGE, f"the streams of the PDF inflate to more than {MAX_STREAMS_BYTES:,} bytes")
    return damaged


def _inflated(content: mmap.mmap, start: int, end: int) -> tuple[int, bool]:
    """How many bytes a stream inflates to, and whether it does so to its end. Never holds more than a chunk."""
    inflater, total = zlib.decompressobj(), 0
    for at in range(start, end, _CHUNK):
        waiting = content[at : min(at + _CHUNK, end)]
        while waiting and not inflater.eof:
            try:
                total += len(inflater.decompress(waiting, _CHUNK))
            except zlib.error as error:
                return total, "incorrect data check" in str(error)  # all of it came, and only its checksum is wrong
            waiting = inflater.unconsumed_tail
            if total > MAX_STREAM_BYTES:
                raise ReadError(Status.TOO_LARGE, f"a stream of the PDF inflates to more than {MAX_STREAM_BYTES:,} bytes")
    return total, inflater.eof or end - start < _TINY
