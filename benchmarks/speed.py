"""How fast a scan is, beside raw text extraction by pypdfium2 and the conventional stack, on the same PDFs in the same run.

usage: python benchmarks/speed.py FOLDER [ROUNDS]

Everything takes turns, round by round, and processor time is counted, so that a slow moment of the machine hits all alike; the
ratios are what to quote. Then, on these PDFs joined: growth with length, memory, drop to findings. Last, all steps again on a
generated set of 2,000 pages, which is rich in promises as no real document is.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from itertools import cycle
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

import pypdfium2 as pdfium
from documents import write_pdf

from pipeline.classify import classify
from pipeline.document_findings import rests_on_stance
from pipeline.errors import ReadError
from pipeline.extract import extract
from pipeline.scanner import scan
from pipeline.segment import segment

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

RAW, CONVENTIONAL = "raw text (pypdfium2)", "conventional stack"
GENERATED = (100, 20)  # pages a document, documents
LENGTHS = (125, 250, 500, 1000)
_PEAK = """
import sys
from pathlib import Path
from pipeline.scanner import scan
scan(Path(sys.argv[1]))
print(next(line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM")))
"""  # not getrusage, whose peak a process inherits from the one that starts it


def raw_text(path: Path) -> int:
    """Read every page's text and nothing else; the number of pages."""
    with pdfium.PdfDocument(path) as pdf:
        for page in pdf:
            page.get_textpage().get_text_range()
        return len(pdf)


def segmented(path: Path) -> None:
    """Extraction and sentences."""
    segment(extract(path))


def classified(path: Path) -> None:
    """Extraction, sentences and classifier, without the law."""
    classify(segment(extract(path)), always=rests_on_stance)


STEPS: dict[str, Callable[[Path], object]] = {
    RAW: raw_text,
    "extract": extract,
    "… and segment": segmented,
    "… and classify": classified,
    "whole scan": scan,
}


def timed(step: Callable[[Path], object], paths: Sequence[Path]) -> float:
    """Processor seconds that a step takes over all files."""
    start = time.process_time()
    for path in paths:
        step(path)
    return time.process_time() - start


def compare(paths: Sequence[Path], rounds: int, steps: dict[str, Callable[[Path], object]]) -> None:
    """Print a table of pages per processor second and ratios to raw text, and to the conventional stack where that is timed."""
    pages = sum(raw_text(path) for path in paths)
    for step in steps.values():
        step(paths[0])  # load models and libraries before the clock runs
    seconds: dict[str, list[float]] = {name: [] for name in steps}
    for _ in range(rounds):
        for name, step in steps.items():
            seconds[name].append(timed(step, paths))
    print(f"\n{len(paths)} PDFs, {pages} pages, {rounds} rounds, one process\n")
    print("| | pages a processor second | ratio to raw text | times the conventional stack |\n| --- | --- | --- | --- |")
    for name, values in seconds.items():
        beside = _ratio(seconds[CONVENTIONAL], values) if CONVENTIONAL in seconds else ""
        print(f"| {name} | {pages / median(values):.1f} | {_ratio(seconds[RAW], values)} | {beside} |", flush=True)


def _ratio(base: Sequence[float], values: Sequence[float]) -> str:
    ratios = [first / value for first, value in zip(base, values, strict=True)]
    return f"{median(ratios):.3g} ({min(ratios):.3g} to {max(ratios):.3g})"


def join(paths: Sequence[Path], pages: int, target: Path) -> None:
    """Write so many pages of the PDFs as one, over and over where they are fewer."""
    with pdfium.PdfDocument.new() as made:
        for path in cycle(paths):
            with pdfium.PdfDocument(path) as source:
                made.import_pages(source, list(range(min(len(source), pages - len(made)))))
            if len(made) == pages:
                break
        made.save(target)


def lengths(paths: Sequence[Path], folder: Path, rounds: int) -> None:
    """Print how time and memory grow with the length of a document."""
    print("\n| pages | milliseconds a page | in raw extractions | peak memory, MB |\n| --- | --- | --- | --- |")
    for pages in LENGTHS:
        path = folder / f"{pages}.pdf"
        join(paths, pages, path)
        both = [(timed(raw_text, [path]), timed(scan, [path])) for _ in range(rounds)]
        taken, times = median(ours for _, ours in both), median(ours / raw for raw, ours in both)
        print(f"| {pages:,} | {1000 * taken / pages:.1f} | {times:.1f} | {_peak(path):.0f} |", flush=True)


def _peak(path: Path) -> float:
    """Megabytes that a process of its own takes at most; read from /proc, so on Linux only."""
    told = subprocess.run([sys.executable, "-c", _PEAK, str(path)], check=True, capture_output=True, text=True).stdout
    return int(told) * 1024 / 1e6


def first_finding(paths: Sequence[Path], folder: Path, rounds: int) -> None:
    """Print how long the command takes from its start to the findings of 100 pages, nothing loaded before."""
    path = folder / "cold.pdf"
    join(paths, 100, path)
    taken = []
    for _ in range(rounds):
        start = time.perf_counter()
        subprocess.run([sys.executable, "cli.py", "scan", str(path)], check=False, capture_output=True)
        taken.append(time.perf_counter() - start)
    print(f"\nDrop to findings, 100 pages, cold: {min(taken):.1f} s at best, {median(taken):.1f} s in the middle of {rounds}")


def with_conventional() -> dict[str, Callable[[Path], object]]:
    """The steps, and the conventional stack where its model is installed."""
    try:
        import conventional

        conventional.model()
    except ImportError:
        print("without the conventional stack: pip install --require-hashes --no-deps -r benchmarks/requirements.txt")
        return STEPS
    return {**STEPS, CONVENTIONAL: conventional.scan}


def readable(path: Path) -> bool:
    """Whether the file can be read at all."""
    try:
        extract(path)
    except ReadError:
        return False
    return True


def main() -> None:
    """Time every step on every readable PDF of the folder, then on generated ones."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path("corpus/samples")
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 3
    paths = [path for path in sorted(folder.glob("*.pdf")) if readable(path)]
    compare(paths, rounds, with_conventional())
    with tempfile.TemporaryDirectory() as made:
        first_finding(paths, Path(made), rounds)
        lengths(paths, Path(made), rounds)
        pages, count = GENERATED
        generated = [Path(made) / f"generated-{number}.pdf" for number in range(count)]
        for number, path in enumerate(generated):
            write_pdf(path, pages, 1000 * number)
        compare(generated, 1, STEPS)


if __name__ == "__main__":
    main()
