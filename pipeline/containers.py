"""Files that hold documents: ZIP archives and e-mails. Each document inside gets its own row, named `archive.zip/inner.docx`.

What is inside is written under names of our own into a private folder, never under the names that the container gives.
"""

from __future__ import annotations

import tempfile
import zipfile
import zlib
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from pipeline.errors import ReadError
from pipeline.extract import media
from pipeline.extract.archive import open_archive

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from email.message import MIMEPart

NOTHING_INSIDE = {media.ZIP: "the archive holds no files", media.EML: "the e-mail holds no text and no attachments"}
CONTAINERS = frozenset(NOTHING_INSIDE)
MAX_DEPTH = 3
"""How deep containers may hold containers; deeper ones are named as unsupported."""


@contextmanager
def unpacked(path: Path, media_type: str) -> Iterator[list[tuple[str, Path]]]:
    """The documents inside a container: the name that each has there, and where it lies while the context is open.

    Raises:
        ReadError: the container is damaged, encrypted or larger than the limits.
    """
    with tempfile.TemporaryDirectory(prefix="overpromise-") as folder:
        inner = _members(path) if media_type == media.ZIP else _attachments(path)
        yield list(_written(inner, Path(folder)))


def is_container(path: Path) -> str:
    """The media type of a container, or empty."""
    try:
        found = media.media_type(path)
    except ReadError:
        return ""
    return found if found in CONTAINERS else ""


def _written(inner: Iterable[tuple[str, bytes]], folder: Path) -> Iterator[tuple[str, Path]]:
    for number, (name, content) in enumerate(inner):
        parts = [part for part in PurePosixPath(name.replace("\\", "/")).parts if part not in ("/", "..", ".")]
        safe = "/".join(parts) or f"part-{number}"
        target = folder / f"{number}{PurePosixPath(safe).suffix[:12]}"
        target.write_bytes(content)
        yield safe, target


def _members(path: Path) -> Iterator[tuple[str, bytes]]:
    with open_archive(path, is_document=False) as archive:
        for member in archive.infolist():
            if not member.is_dir():
                try:
                    yield member.filename, archive.read(member)
                except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError, EOFError, ValueError, zlib.error):
                    yield member.filename, b""  # its row says that it has no content


def _attachments(path: Path) -> Iterator[tuple[str, bytes]]:
    """An e-mail's text and its attachments."""
    import email
    import email.policy

    with path.open("rb") as file:
        message = email.message_from_binary_file(file, policy=email.policy.default)
    body = message.get_body(("plain", "html"))
    if body is not None:
        yield f"message.{'html' if body.get_content_subtype() == 'html' else 'txt'}", _payload(body)
    for number, part in enumerate(message.iter_attachments()):
        yield part.get_filename() or f"attachment-{number}", _payload(part)


def _payload(part: MIMEPart) -> bytes:
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else part.as_bytes()
