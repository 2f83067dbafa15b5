"""What kind of file this is, by its content. The name only decides between kinds of plain text."""

from __future__ import annotations

import re
import stat
import struct
import zipfile
import zlib
from typing import TYPE_CHECKING

from pipeline.errors import ReadError
from pipeline.extract.archive import check_size_of_directory
from pipeline.records import Status

if TYPE_CHECKING:
    from pathlib import Path

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ODT = "application/vnd.oasis.opendocument.text"
HTML = "text/html"
MARKDOWN = "text/markdown"
TEXT = "text/plain"
DOC = "application/msword"
RTF = "application/rtf"
PPT = "application/vnd.ms-powerpoint"
PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
ODP = "application/vnd.oasis.opendocument.presentation"
EML = "message/rfc822"
ZIP = "application/zip"

_UNKNOWN = "application/octet-stream"
_STATED = frozenset({"application/epub+zip"}) | {
    f"application/vnd.oasis.opendocument.{kind}{form}"
    for kind in (
        "text",
        "spreadsheet",
        "presentation",
        "graphics",
        "chart",
        "formula",
        "image",
        "database",
        "text-master",
        "base",
    )
    for form in ("", "-template")
}
"""What an archive may say that it is; anything else is words of its own, which no cause must quote."""
_PLAIN_NAMES = {
    DOC: "an old Word file (.doc)",
    RTF: "a rich text file (.rtf)",
    PPT: "an old PowerPoint file (.ppt)",
    PPTX: "a PowerPoint file (.pptx)",
    ODP: "an OpenDocument presentation (.odp)",
    _UNKNOWN: "a kind of file that is not recognised",
}
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")  # a part, the end of an empty archive, the first of several volumes
_PDF_HEAD = 1024  # how far from its start readers look for a PDF's header
_MAIL_START = re.compile(rb"(?i)^(?:[a-z][a-z0-9-]*: [^\r\n]*\r?\n(?:[ \t][^\r\n]*\r?\n)*){2}")
_MAIL_HEADER = re.compile(rb"(?im)^(?:from|received|message-id|mime-version): ")

_HTML_START = re.compile(rb"(?is)^\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype html|html|head|body)\b")
_HTML_TAG = re.compile(rb"(?i)<(?:div|p|h[1-6]|table|ul|main|article|section)\b[^>]*>")
_BINARY = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_STRAY = 0.02  # share of control characters that a text may hold and still be one
_MARKDOWN_NAMES = frozenset({".md", ".markdown", ".mdown", ".mkd"})
_HEAD = 65_536
_OLE_HEAD = 20_000_000  # the directory may stand at the end


def media_type(path: Path) -> str:
    """Name the media type of a file.

    Raises:
        ReadError: missing, empty or unreadable file.
    """
    head = _head(path)
    if head.startswith(_ZIP):  # before PDF: an archive that is not compressed holds its documents as they are
        return _zip_type(path)
    if head.startswith(_OLE):
        return _ole_type(path)
    if head.startswith(b"{\\rtf"):
        return RTF
    if _is_pdf(head):
        return PDF
    if _HTML_START.match(head):
        return HTML
    if _MAIL_START.match(head) and _MAIL_HEADER.search(head[:4096]):
        return EML
    if _is_text(head):
        return _text_type(path, head)
    return _by_magic(path)


def describe(media_type: str) -> str:
    """How to name a media type to a person."""
    return _PLAIN_NAMES.get(media_type, f"a file of type {media_type}")


def _ole_type(path: Path) -> str:
    """Old Office files share one container; its directory of UTF-16 names tells which program wrote it."""
    with path.open("rb") as file:
        content = file.read(_OLE_HEAD)
    if "PowerPoint Document".encode("utf-16-le") in content or path.suffix.lower() == ".ppt":
        return PPT
    if "WordDocument".encode("utf-16-le") in content or path.suffix.lower() == ".doc":
        return DOC
    return _by_magic(path)


def _head(path: Path) -> bytes:
    try:
        _check_kind(path)
        with path.open("rb") as file:
            head = file.read(_HEAD)
    except FileNotFoundError:
        cause = "a link to a place where nothing is" if path.is_symlink() else "no such file"
        raise ReadError(Status.MISSING, cause) from None
    except OSError as error:
        raise ReadError(Status.MISSING, f"cannot be opened: {error.strerror or error}") from None
    if not head:
        raise ReadError(Status.EMPTY, "the file has no content (0 bytes)")
    return head


def _check_kind(path: Path) -> None:
    """Nothing is opened that might never end. A folder comes here where it could not be searched."""
    mode = path.stat().st_mode
    if stat.S_ISDIR(mode):
        if path.is_symlink():
            raise ReadError(
                Status.UNSUPPORTED, "a link to a folder, which is not followed; name the folder itself to have it scanned"
            )
        next(path.iterdir(), None)  # the error says why it could not
        raise ReadError(Status.UNSUPPORTED, "a folder, not a document")
    if not stat.S_ISREG(mode):
        raise ReadError(Status.UNSUPPORTED, "a pipe, a socket or a device, not a document")


def _zip_type(path: Path) -> str:
    check_size_of_directory(path)
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
            if "mimetype" in names and archive.getinfo("mimetype").file_size < 200:
                stated = archive.read("mimetype").decode("ascii", "replace").strip()
                return stated if stated in _STATED else _UNKNOWN
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError, EOFError, ValueError, zlib.error, struct.error):
        raise ReadError(Status.CORRUPTED, "a zip-based document (such as .docx) whose archive is damaged or cut off") from None
    if any(name.lower() == "word/document.xml" for name in names) or any(n.startswith("word/") for n in names):
        return DOCX
    if any(name.startswith("ppt/") for name in names):
        return PPTX
    return _by_magic(path) if "[Content_Types].xml" in names else ZIP


def _is_pdf(head: bytes) -> bool:
    """Whether a PDF's header stands at the start or behind rubbish. In a text it is a word like any other."""
    before, header, _ = head[:_PDF_HEAD].partition(b"%PDF-")
    if not header:
        return False
    return not before.removeprefix(b"\xef\xbb\xbf").strip() or not (_is_text(before) and _is_text(head))


def _is_text(head: bytes) -> bool:
    if head.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")):
        return True
    if head.startswith(b"%!PS"):
        return False
    return b"\x00" not in head and len(_BINARY.findall(head)) <= len(head) * _STRAY


def _text_type(path: Path, head: bytes) -> str:
    if path.suffix.lower() in {".html", ".htm", ".xhtml"} or (len(_HTML_TAG.findall(head)) > 3 and b"</" in head):
        return MARKDOWN if path.suffix.lower() in _MARKDOWN_NAMES else HTML
    return MARKDOWN if path.suffix.lower() in _MARKDOWN_NAMES else TEXT


def _by_magic(path: Path) -> str:
    import puremagic

    try:
        matches = puremagic.magic_file(str(path))
    except (puremagic.PureError, ValueError, OSError):
        return _UNKNOWN
    return next((match.mime_type for match in matches if match.mime_type), _UNKNOWN)
