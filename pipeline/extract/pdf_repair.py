"""A second chance for a PDF that pdfium cannot open: its objects are looked for byte by byte and given a new table and page tree.

Files that were cut off or damaged in transit mostly keep their pages; what they lose is the directory at their end. A new one is
put behind the file, for pdfium to read as it reads every PDF.
"""

from __future__ import annotations

import re
import zlib
from typing import TYPE_CHECKING

from pipeline.extract.pdf_bounds import MAX_OBJECTS, MAX_STREAM_BYTES

if TYPE_CHECKING:
    from collections.abc import Iterator

_OBJECT = re.compile(rb"\b(\d{1,7}) (\d{1,5}) obj\b")
_PAGE = re.compile(rb"/Type\s*/Page\b")
_IN_STREAM = re.compile(rb"/Type\s*/ObjStm\b")
_NUMBER = {name: re.compile(rb"/" + name + rb"\s+(\d{1,7})\b") for name in (b"N", b"First")}
_STREAM = re.compile(rb"stream\r?\n")
_DICTIONARY = 4_096  # bytes of an object in which its kind is looked for
_MAX_INFLATED = 4 * MAX_STREAM_BYTES


def repaired(content: bytes) -> bytes | None:
    """The file with a new directory behind it; None where no page can be found in it."""
    places: dict[int, tuple[int, int]] = {}  # of each object: where it begins, and its generation
    pages: dict[int, int] = {}
    added = bytearray(b"\n")
    for match in _OBJECT.finditer(content):
        number = int(match.group(1))
        places[number] = match.start(), int(match.group(2))
        head = _head(content, match.end())
        pages.pop(number, None)
        if _PAGE.search(head):
            pages[number] = match.start()
        elif _IN_STREAM.search(head):
            _unpack(content, match.end(), head, places, pages, added)
        if len(places) > MAX_OBJECTS or len(added) > _MAX_INFLATED:
            return None
    if not pages:
        return None
    return content + bytes(added) + _directory(len(content) + len(added), places, pages)


def _head(content: bytes, start: int) -> bytes:
    head = content[start : start + _DICTIONARY]
    ends = [at for mark in (b"endobj", b"stream") if (at := head.find(mark)) >= 0]
    return head[: min(ends, default=len(head))]


def _unpack(
    content: bytes, start: int, head: bytes, places: dict[int, tuple[int, int]], pages: dict[int, int], added: bytearray
) -> None:
    """Write the objects of an object stream out one by one, behind the file."""
    for number, text in _packed(content, start, head):
        if number in places and places[number][0] < len(content):  # an object that stands in the file by itself goes before
            continue
        places[number] = len(content) + len(added), 0
        pages.pop(number, None)
        if _PAGE.search(text[:_DICTIONARY]):
            pages[number] = places[number][0]
        added += b"%d 0 obj\n%s\nendobj\n" % (number, text)


def _packed(content: bytes, start: int, head: bytes) -> Iterator[tuple[int, bytes]]:
    found = [pattern.search(head) for pattern in _NUMBER.values()]
    stream = _STREAM.search(content, start, start + _DICTIONARY + 10)
    if not stream or None in found:
        return
    count, first = (int(match.group(1)) for match in found if match)
    try:
        inflated = zlib.decompressobj().decompress(content[stream.end() :], MAX_STREAM_BYTES)
        numbers = [int(word) for word in inflated[:first].split()[: 2 * count]]
    except (zlib.error, ValueError):
        return
    offsets = [*numbers[1::2], len(inflated) - first]
    for number, offset, end in zip(numbers[::2], offsets, offsets[1:], strict=False):
        yield number, inflated[first + offset : first + max(end, offset)]


def _directory(at: int, places: dict[int, tuple[int, int]], pages: dict[int, int]) -> bytes:
    """A catalogue, a page tree over all pages in the order in which they stand, a table of objects and a trailer."""
    catalogue, tree = max(places) + 1, max(places) + 2
    kids = b" ".join(b"%d %d R" % (number, places[number][1]) for number in sorted(pages, key=lambda number: pages[number]))
    new = {
        catalogue: b"%d 0 obj\n<</Type/Catalog/Pages %d 0 R>>\nendobj\n" % (catalogue, tree),
        tree: b"%d 0 obj\n<</Type/Pages/Count %d/Kids[%s]>>\nendobj\n" % (tree, len(pages), kids),
    }
    out, known = bytearray(), dict(places)
    for number, text in new.items():
        known[number] = at + len(out), 0
        out += text
    table = at + len(out)
    out += b"xref\n0 1\n0000000000 65535 f \n"
    for number in sorted(known):
        out += b"%d 1\n%010d %05d n \n" % (number, *known[number])
    out += b"trailer<</Size %d/Root %d 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (tree + 1, catalogue, table)
    return bytes(out)
