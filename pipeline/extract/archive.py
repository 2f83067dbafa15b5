"""Zip-based files (DOCX, ODT, archives): the directory is checked before anything is inflated; XML is read without entities."""

from __future__ import annotations

import re
import struct
import zipfile
import zlib
from contextlib import contextmanager
from typing import TYPE_CHECKING

from lxml import etree

from pipeline.errors import ReadError
from pipeline.records import Status

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

# Limits in use elsewhere: compression ratio 100 and 10,000 members (Apache Tika, kreuzberg), 500 MB in all (kreuzberg).
MAX_MEMBERS = 10_000
MAX_RATIO = 100
MAX_PART_BYTES = 100_000_000
MAX_TOTAL_BYTES = 500_000_000
MAX_DIRECTORY_BYTES = 10_000_000
_SMALL = 1_000_000  # small parts of repeated markup compress beyond the ratio and harm nobody
_DECLARES = "a part of the document declares a document type or entities, which no Office program does"
_END, _END_64 = b"PK\x05\x06", b"PK\x06\x06"
_TAIL = 66_000  # the end record and the longest comment
_PROLOGUE = rb"(?is)(?>\xef\xbb\xbf|\s+|<\?.*?\?>|<!--.*?-->)*+"
_QUOTES = re.compile("['\"]")
_DOCTYPE = re.compile(_PROLOGUE + rb"<!DOCTYPE")


@contextmanager
def open_archive(path: Path, *, is_document: bool = True) -> Iterator[zipfile.ZipFile]:
    """Open a zip-based file whose directory keeps within the limits; of a document, also names that fit together.

    Raises:
        ReadError: damaged, encrypted, or larger than the limits once inflated.
    """
    check_size_of_directory(path)
    try:
        with zipfile.ZipFile(path) as archive:
            _check(archive.infolist())
            if is_document:
                _check_names(archive.infolist())
            yield archive
    except zipfile.BadZipFile as error:
        raise ReadError(Status.CORRUPTED, f"the archive is damaged: {_said(error)}") from None
    except (EOFError, NotImplementedError, OSError, RuntimeError, zlib.error, struct.error, ValueError) as error:
        if isinstance(error, RecursionError):
            raise
        raise ReadError(Status.CORRUPTED, f"the archive is damaged: {_said(error)}") from None


def check_size_of_directory(path: Path) -> None:
    """Refuse an archive whose list of members alone would fill the memory: it is read whole before it can be counted.

    Raises:
        ReadError: the directory is larger than the limit.
    """
    with path.open("rb") as file:
        size = file.seek(0, 2)
        file.seek(max(0, size - _TAIL))
        tail = file.read()
    at, wide = tail.rfind(_END), tail.rfind(_END_64)
    claims = [int.from_bytes(tail[at + 12 : at + 16], "little")] if at >= 0 else []
    if wide >= 0:
        claims.append(int.from_bytes(tail[wide + 40 : wide + 48], "little"))
    claimed = max((claim for claim in claims if claim <= size), default=0)  # a larger claim is damage, and zipfile says so
    if claimed > MAX_DIRECTORY_BYTES:
        raise ReadError(Status.TOO_LARGE, f"the list of the archive's parts alone takes {claimed:,} bytes")


def parse(archive: zipfile.ZipFile, name: str) -> etree._Element | None:
    """The root of an XML part, or None where the document has no such part."""
    return parse_xml(archive.read(name)) if name in archive.NameToInfo else None


def parse_xml(content: bytes) -> etree._Element:
    """The root of an XML part. A document type or entities are refused, the network is never asked; libxml2 bounds the nesting.

    Raises:
        ReadError: not well-formed, or with what is refused.
        MemoryError: the part does not fit into memory.
    """
    narrow = content.replace(b"\x00", b"") if b"\x00" in content[:4] else content  # UTF-16, near enough for the prologue
    if _DOCTYPE.match(narrow.removeprefix(b"\xff\xfe").removeprefix(b"\xfe\xff")):
        raise ReadError(Status.CORRUPTED, _DECLARES)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        if error.code == etree.ErrorTypes.ERR_NO_MEMORY:
            raise MemoryError from None
        if "depth" in str(error.msg):
            raise ReadError(Status.TOO_LARGE, "a part of the document nests its elements too deeply") from None
        line, column = error.position  # the message would name the document's own tags
        cause = f"a part of the document is not well-formed XML (line {line:,}, character {column:,})"
        raise ReadError(Status.CORRUPTED, cause) from None
    if root.getroottree().docinfo.internalDTD is not None:
        raise ReadError(Status.CORRUPTED, _DECLARES)
    return root


def _check(members: list[zipfile.ZipInfo]) -> None:
    total = sum(member.file_size for member in members)
    if len(members) > MAX_MEMBERS or total > MAX_TOTAL_BYTES:
        raise ReadError(Status.TOO_LARGE, f"the archive holds {len(members):,} parts of {total:,} bytes in all")
    for member in members:
        if member.flag_bits & 1:
            raise ReadError(Status.ENCRYPTED, "the document is protected by a password")
        ratio = member.file_size / max(member.compress_size, 1)
        if member.file_size > MAX_PART_BYTES or (ratio > MAX_RATIO and member.file_size > _SMALL):
            raise ReadError(Status.TOO_LARGE, f"one part inflates to {member.file_size:,} bytes ({ratio:,.0f} times its size)")


def _check_names(members: list[zipfile.ZipInfo]) -> None:
    """Two parts of one name: programs differ in which they show, so that a reader and this tool could see different texts."""
    names = [member.filename.lower() for member in members if not member.is_dir()]
    if len(set(names)) < len(names):
        raise ReadError(
            Status.CORRUPTED, "the document holds two parts of the same name, of which programs show one or the other"
        )


def _said(error: Exception) -> str:
    """What a library said of an archive, where it says it in its own words alone: quotation marks hold names from the file."""
    text = str(error).partition(" for file ")[0]
    if not isinstance(error, (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError)) or _QUOTES.search(text):
        return "its list of parts is damaged"
    return text[:1].lower() + text[1:] if text else type(error).__name__
