"""PDFs written byte by byte, for what no library writes: false lengths, bombs, hidden text."""

from __future__ import annotations

import zlib
from pathlib import Path

FONT = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"


def stream(content: bytes, layers: int = 1) -> bytes:
    """A stream, compressed as many times as is said."""
    for _ in range(layers):
        content = zlib.compress(content, 9)
    return b"<</Length %d/Filter[%s]>>stream\n%s\nendstream" % (len(content), b"/FlateDecode" * layers, content)


def one_page(path: Path, content: bytes, more: bytes = b"", count: int = 1) -> Path:
    """A PDF of one page with the given content stream, further page entries, and the count of pages it claims."""
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F 5 0 R>>>>/Contents 4 0 R%s>>" % more
    kids = b"<</Type/Pages/Kids[3 0 R]/Count %d>>" % count
    return write(path, [b"<</Type/Catalog/Pages 2 0 R>>", kids, page, content, FONT])


def shown(text: str, *, at: tuple[float, float] = (72, 700), size: float = 12, before: str = "") -> bytes:
    """The operators that show a text, `before` them what sets colour or mode."""
    return f"{before} BT /F {size} Tf {at[0]} {at[1]} Td ({text}) Tj ET\n".encode("latin-1")


def write(path: Path, objects: list[bytes]) -> Path:
    """A file of objects 1, 2 … of which the first is the catalogue."""
    out, places = b"%PDF-1.7\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    tail = b"xref\n0 %d\n0000000000 65535 f \n%strailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF"
    path.write_bytes(out + tail % (size, table, size, len(out)))
    return path
