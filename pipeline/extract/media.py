"""What kind of file this is, by its content. The name only decides between kinds of plain text."""

from __future__ import annotations

import re
import zipfile
from typing import TYPE_CHECKING

import puremagic

from pipeline.errors import ReadError
from pipeline.records import Status

if TYPE_CHECKING:
    from pathlib import Path

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ODT = "application/vnd.oasis.opendocument.text"
HTML = "text/html"
MARKDOWN = "text/markdown"
TEXT = "text/plain"

_HTML_START = re.compile(rb"(?is)^\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype html|html|head|body)\b")
_HTML_TAG = re.compile(rb"(?i)<(?:div|p|h[1-6]|table|ul|main|article|section)\b[^>]*>")
_BINARY = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_MARKDOWN_NAMES = frozenset({".md", ".markdown", ".mdown", ".mkd"})
_HEAD = 65_536


def media_type(path: Path) -> str:
    """Name the media type of a file.

    Raises:
        ReadError: missing, empty or unreadable file.
    """
    head = _head(path)
    if b"%PDF-" in head[:1024]:
        return PDF
    if head.startswith(b"PK\x03\x04"):
        return _zip_type(path)
    if _HTML_START.match(head):
        return HTML
    if _is_text(head):
        return _text_type(path, head)
    return _by_magic(path)


def _head(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD)
    except FileNotFoundError:
        raise ReadError(Status.MISSING, "no such file") from None
    except OSError as error:
        raise ReadError(Status.MISSING, f"cannot be opened: {error.strerror or error}") from None
    if not head:
        raise ReadError(Status.EMPTY, "the file has no content (0 bytes)")
    return head


def _zip_type(path: Path) -> str:
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
            if "mimetype" in names and archive.getinfo("mimetype").file_size < 200:
                return archive.read("mimetype").decode("ascii", "replace").strip()
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError):
        raise ReadError(Status.CORRUPTED, "a zip-based document (such as .docx) whose archive is damaged or cut off") from None
    if any(name.lower() == "word/document.xml" for name in names) or any(n.startswith("word/") for n in names):
        return DOCX
    return _by_magic(path) if "[Content_Types].xml" in names else "application/zip"


def _is_text(head: bytes) -> bool:
    if head.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")):
        return True
    if head.startswith((b"{\\rtf", b"%!PS")):
        return False
    return not _BINARY.search(head)


def _text_type(path: Path, head: bytes) -> str:
    if path.suffix.lower() in {".html", ".htm", ".xhtml"} or (len(_HTML_TAG.findall(head)) > 3 and b"</" in head):
        return MARKDOWN if path.suffix.lower() in _MARKDOWN_NAMES else HTML
    return MARKDOWN if path.suffix.lower() in _MARKDOWN_NAMES else TEXT


def _by_magic(path: Path) -> str:
    try:
        matches = puremagic.magic_file(str(path))
    except (puremagic.PureError, ValueError, OSError):
        return "application/octet-stream"
    return next((match.mime_type for match in matches if match.mime_type), "application/octet-stream")
