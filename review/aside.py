"""Work on a document's file that a hostile file could turn against the server: done in a program of its own, with limits.

`python -m review.aside TASK` takes a pickled request on standard input and answers in bytes on standard output.
"""

from __future__ import annotations

import io
import json
import pickle
import struct
import subprocess
import sys
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from pipeline.records import Document
    from pipeline.report.marks import Mark

_SECONDS = 60
_MEGABYTES = 2000
_DPI = 110
_POINTS = 72
_PNG = b"\x89PNG\r\n\x1a\n"
_LENGTH = struct.Struct(">I")


class AsideError(Exception):
    """The program failed on this file or took too long. The message is for the user."""


class Span(NamedTuple):
    """Words on a page: whose finding, and where they stand in the page's text layer."""

    finding_id: str
    offset: int
    length: int


class Box(NamedTuple):
    """Where words stand on a page's image, in pixels."""

    finding_id: str
    x: float
    y: float
    width: float
    height: float


class Picture(NamedTuple):
    """A page as an image, its size in pixels, and the boxes of the words asked for."""

    png: bytes
    width: int
    height: int
    boxes: tuple[Box, ...]


def picture(path: Path, page: int, spans: Sequence[Span]) -> Picture:
    """A page of a PDF (counted from 1) as an image.

    Raises:
        AsideError: the page cannot be drawn.
    """
    answer = _ask("picture", (path, page, tuple(tuple(span) for span in spans)))
    try:
        (length,) = _LENGTH.unpack_from(answer)
        facts = json.loads(answer[_LENGTH.size : _LENGTH.size + length])
        png = answer[_LENGTH.size + length :]
        boxes = tuple(Box(str(name), *map(float, numbers)) for name, *numbers in facts["boxes"])
        made = Picture(png, int(facts["width"]), int(facts["height"]), boxes)
    except (struct.error, ValueError, KeyError, TypeError):
        raise AsideError("The page cannot be shown as an image") from None
    if not png.startswith(_PNG):
        raise AsideError("The page cannot be shown as an image")
    return made


def marked_copy(document: Document, marks: Sequence[Mark]) -> tuple[bytes, str]:
    """The document with notes on its words, and how its name ends; the notes as text where it cannot carry them.

    Raises:
        AsideError: the program failed or took too long.
    """
    answer = _ask("marked", (document, tuple(marks)))
    ending, _, content = answer.partition(b"\n")
    return content, ending.decode("ascii", "replace")


def _ask(task: str, request: object) -> bytes:
    try:
        done = subprocess.run(  # noqa: S603 - our own module
            [sys.executable, "-m", "review.aside", task],
            input=pickle.dumps(request),
            capture_output=True,
            timeout=_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise AsideError(f"This took longer than {_SECONDS} seconds and was stopped") from None
    if done.returncode:
        raise AsideError("The program failed on this file")
    return done.stdout


def _picture(request: Any) -> bytes:  # noqa: ANN401 - from our own parent
    import pypdfium2 as pdfium

    path, number, spans = request
    with pdfium.PdfDocument(path) as pdf:
        page = pdf[number - 1]
        image = page.render(scale=_DPI / _POINTS).to_pil()
        boxes = [(name, *box) for name, offset, length in spans for box in _boxes(page, offset, length, image.size)]
    png = io.BytesIO()
    image.quantize(128).save(png, "PNG")
    facts = json.dumps({"width": image.width, "height": image.height, "boxes": boxes}).encode()
    return _LENGTH.pack(len(facts)) + facts + png.getvalue()


def _boxes(page: Any, offset: int, length: int, size: tuple[int, int]) -> list[tuple[float, float, float, float]]:  # noqa: ANN401
    """The boxes of a stretch of the page's text in pixels, whatever the page's rotation and crop."""
    import ctypes

    import pypdfium2.raw as raw

    text, found = page.get_textpage(), []
    left, top, right, bottom = (ctypes.c_double() for _ in range(4))
    for index in range(raw.FPDFText_CountRects(text, offset, length)):
        raw.FPDFText_GetRect(text, index, left, top, right, bottom)
        xs, ys = zip(*(_pixel(page, size, x.value, y.value) for x, y in ((left, top), (right, bottom))), strict=True)
        found.append((min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys)))
    return found


def _pixel(page: Any, size: tuple[int, int], x: float, y: float) -> tuple[int, int]:  # noqa: ANN401 - pdfium's own
    import ctypes

    import pypdfium2.raw as raw

    across, down = ctypes.c_int(), ctypes.c_int()
    raw.FPDF_PageToDevice(page, 0, 0, *size, 0, x, y, across, down)
    return across.value, down.value


def _marked(request: Any) -> bytes:  # noqa: ANN401 - from our own parent
    from pipeline.commands.mark import copy

    content, ending = copy(*request)
    return ending.encode() + b"\n" + content


def _main() -> None:
    from pipeline.child import limit_memory

    limit_memory(_MEGABYTES)
    answer = {"picture": _picture, "marked": _marked}[sys.argv[1]](pickle.load(sys.stdin.buffer))  # noqa: S301 - from our own parent
    sys.stdout.buffer.write(answer)


if __name__ == "__main__":
    _main()
