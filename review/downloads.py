"""Files for the browser to save."""

from __future__ import annotations

from pathlib import PurePath
from urllib.parse import quote

from fastapi import Response


def download(content: bytes, name: str, ending: str) -> Response:
    """A file that a browser saves and never shows: whatever it holds, it does not run here."""
    stem = PurePath(name).stem or "document"
    plain = "".join(letter if letter.isascii() and (letter.isalnum() or letter in "-_. ") else "-" for letter in stem)
    disposition = f"attachment; filename=\"{plain}{ending}\"; filename*=UTF-8''{quote(stem + ending, safe='')}"
    return Response(content, media_type="application/octet-stream", headers={"Content-Disposition": disposition})
