"""Zip-based documents (DOCX, ODT): the directory is checked before anything is inflated, and XML is read without entities."""

from __future__ import annotations

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
_SMALL = 1_000_000  # small parts of repeated markup compress beyond the ratio and harm nobody


@contextmanager
def open_archive(path: Path) -> Iterator[zipfile.ZipFile]:
    """Open a zip-based document whose directory keeps within the limits.

    Raises:
        ReadError: damaged, encrypted, or larger than the limits once inflated.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            _check(archive.infolist())
            yield archive
    except (zipfile.BadZipFile, EOFError, NotImplementedError, zlib.error) as error:
        raise ReadError(Status.CORRUPTED, f"the archive is damaged: {error}") from None


def parse(archive: zipfile.ZipFile, name: str) -> etree._Element | None:
    """The root of an XML part, or None where the document has no such part."""
    return parse_xml(archive.read(name)) if name in archive.NameToInfo else None


def parse_xml(content: bytes) -> etree._Element:
    """The root of an XML part. No DTD, entity or network is followed.

    Raises:
        ReadError: not well-formed.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        return etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise ReadError(Status.CORRUPTED, f"a part of the document is not well-formed XML: {error.msg}") from None


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
