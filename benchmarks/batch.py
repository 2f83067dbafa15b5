"""What isolation costs and how well two processes share a batch.

usage: python benchmarks/batch.py [COUNT] [ROUNDS]     (COUNT documents as `benchmarks/documents.py` makes them)

Three programs take turns on the same documents: one that reads them itself, one after another; the command with one child
process; the command with two. Wall time with every start and every load; the ratios are what to quote.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from documents import write_batch

_ALONE = """
import sys
from pathlib import Path
from pipeline.scanner import scan
contents = {path.read_bytes(): path for path in sorted(Path(sys.argv[1]).iterdir())}  # a copy is read once, as in a batch
for path in contents.values():
    scan(path)
"""


def seconds(arguments: list[str]) -> float:
    """How long a Python takes over the arguments."""
    start = time.perf_counter()
    subprocess.run([sys.executable, *arguments], check=False, capture_output=True)
    return time.perf_counter() - start


def main() -> None:
    """Print the seconds of each and the two ratios, the middle of the rounds with the least and the most."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 600
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 3
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        write_batch(folder, count)
        scan = ["cli.py", "scan", str(folder), "--quiet", "--jobs"]
        taken = [(seconds(["-c", _ALONE, str(folder)]), seconds([*scan, "1"]), seconds([*scan, "2"])) for _ in range(rounds)]
    alone, one, two = map(median, zip(*taken, strict=True))
    print(f"{count} documents, {rounds} rounds: {alone:.1f} s without isolation, {one:.1f} s in one child, {two:.1f} s in two")
    for name, ratios in (
        ("isolation costs", [single / own - 1 for own, single, _ in taken]),
        ("efficiency on two cores", [single / double / 2 for _, single, double in taken]),
    ):
        print(f"{name}: {median(ratios):.2f} ({min(ratios):.2f} to {max(ratios):.2f})")


if __name__ == "__main__":
    main()
