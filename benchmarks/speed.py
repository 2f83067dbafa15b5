"""Pages per second of a whole scan beside raw text extraction by pypdfium2, on the same PDFs in the same run.

usage: python benchmarks/speed.py FOLDER [ROUNDS]

The two take turns, round by round, so that a slow moment of the machine hits both; the ratio is what to quote.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

import pypdfium2 as pdfium

from pipeline.classify import classify
from pipeline.errors import ReadError
from pipeline.extract import extract
from pipeline.scanner import scan
from pipeline.segment import segment

if TYPE_CHECKING:
    from collections.abc import Callable


def raw_text(path: Path) -> int:
    """Read every page's text and nothing else; the number of pages."""
    with pdfium.PdfDocument(path) as pdf:
        for page in pdf:
            page.get_textpage().get_text_range()
        return len(pdf)


def read_only(path: Path) -> None:
    """Extraction and sentences, without the classifier."""
    segment(extract(path))


def classified(path: Path) -> None:
    """Extraction, sentences and classifier, without the law."""
    classify(segment(extract(path)))


STEPS: dict[str, Callable[[Path], object]] = {
    "raw text (pypdfium2)": raw_text,
    "extract and segment": read_only,
    "… and classify": classified,
    "whole scan": scan,
}


def timed(step: Callable[[Path], object], paths: list[Path]) -> float:
    """Processor seconds that a step takes over all files."""
    start = time.process_time()
    for path in paths:
        step(path)
    return time.process_time() - start


def main() -> None:
    """Time every step on every readable PDF of the folder and print pages per second and ratios."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path("corpus/samples")
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 3
    paths = [path for path in sorted(folder.glob("*.pdf")) if readable(path)]
    pages = sum(raw_text(path) for path in paths)
    for step in STEPS.values():
        timed(step, paths[:1])  # load models and libraries before the clock runs
    seconds: dict[str, list[float]] = {name: [] for name in STEPS}
    for _ in range(rounds):
        for name, step in STEPS.items():
            seconds[name].append(timed(step, paths))
    base = seconds["raw text (pypdfium2)"]
    print(f"{len(paths)} PDFs, {pages} pages, {rounds} rounds, one process; pages per processor second, ratio to raw text")
    for name, values in seconds.items():
        ratios = [first / value for first, value in zip(base, values, strict=True)]
        print(f"{name:22} {pages / median(values):8.1f}   ratio {median(ratios):.3f} ({min(ratios):.3f} to {max(ratios):.3f})")


def readable(path: Path) -> bool:
    """Whether the file can be read at all."""
    try:
        extract(path)
    except ReadError:
        return False
    return True


if __name__ == "__main__":
    main()
