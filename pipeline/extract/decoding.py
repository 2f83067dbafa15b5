"""Text files in whatever encoding they come."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.errors import ReadError
from pipeline.limits import MAX_TEXT_BYTES
from pipeline.records import Status

if TYPE_CHECKING:
    from pathlib import Path


def decode(path: Path) -> str:
    """The text of a file: UTF-8 where it is valid, else the most likely encoding. Line ends become a line feed.

    Raises:
        ReadError: no encoding fits, or longer than the limit.
    """
    size = path.stat().st_size
    if size > MAX_TEXT_BYTES:
        raise ReadError(Status.TOO_LARGE, f"the text has {size:,} bytes; at most {MAX_TEXT_BYTES:,} are read")
    raw = path.read_bytes()
    try:
        text = raw.decode("utf-8-sig") if not raw.startswith((b"\xff\xfe", b"\xfe\xff")) else raw.decode("utf-16")
    except UnicodeDecodeError:
        from charset_normalizer import from_bytes  # seldom needed, and a tenth of a command's start

        best = from_bytes(raw).best()
        if best is None:
            raise ReadError(Status.CORRUPTED, "the text is in no encoding that could be recognised") from None
        text = str(best)
    return text.replace("\r\n", "\n").replace("\r", "\n")
