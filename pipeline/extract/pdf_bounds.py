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
MAX_STREAMS_BYTES = 500_000_000
"""What all streams together may inflate to that are large enough to matter."""
MAX_OBJECTS = 1_000_000
_HIGHEST_RATIO = 1_032  # of deflate: a shorter stream cannot pass the limit
_STREAM = re.compile(rb"stream\r?\n")  # patterns begin with letters, which makes the search many times faster
_OBJECT = re.compile(rb" obj\b")
_DEFLATED = re.compile(rb"/(?:FlateDecode|Fl)\b")
_PICTURE = re.compile(rb"/Subtype\s*/Image\b")
_DICTIONARY = 4_096  # bytes before a stream in which its dictionary is looked for
_CHUNK = 1_000_000


def check(path: Path) -> None:
    """Refuse a PDF whose parts would grow beyond the limits. A file too short to map is left to the reader.

    Raises:
        ReadError: too many objects, or a stream that inflates too far.
    """
    with path.open("rb") as file:
        try:
            content = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        except (ValueError, OSError):
            return
        with content:
            if sum(1 for _ in _OBJECT.finditer(content)) > MAX_OBJECTS:
                raise ReadError(Status.TOO_LARGE, f"the PDF has more than {MAX_OBJECTS:,} objects")
            _check_streams(content)


def _check_streams(content: mmap.mmap) -> None:
    total = 0
    for match in _STREAM.finditer(content):
        if content[match.start() - 3 : match.start()] == b"end":
            continue
        before = content[max(0, match.start() - _DICTIONARY) : match.start()]
        dictionary = before[before.rfind(b" obj") + 1 :]
        layers = len(_DEFLATED.findall(dictionary))
        if layers > 1:
            raise ReadError(Status.TOO_LARGE, "a stream of the PDF is compressed more than once, which no ordinary program does")
        if not layers or _PICTURE.search(dictionary):
            continue
        end = content.find(b"endstream", match.end())
        length = (end if end >= 0 else len(content)) - match.end()
        if length * _HIGHEST_RATIO > MAX_STREAM_BYTES:
            total += _inflated(content, match.end(), length)
        if total > MAX_STREAMS_BYTES:
            raise ReadError(Status.TOO_LARGE, f"the streams of the PDF inflate to more than {MAX_STREAMS_BYTES:,} bytes")


def _inflated(content: mmap.mmap, start: int, length: int) -> int:
    """How many bytes a stream inflates to; what is no valid stream counts as far as it goes. Never holds more than a chunk."""
    inflater, total = zlib.decompressobj(), 0
    for at in range(start, start + length, _CHUNK):
        waiting = content[at : min(at + _CHUNK, start + length)]
        while waiting and not inflater.eof:
            try:
                total += len(inflater.decompress(waiting, _CHUNK))
            except zlib.error:
                return total
            waiting = inflater.unconsumed_tail
            if total > MAX_STREAM_BYTES:
                raise ReadError(Status.TOO_LARGE, f"a stream of the PDF inflates to more than {MAX_STREAM_BYTES:,} bytes")
    return total
