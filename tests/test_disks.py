"""Real disks that are full or read-only, as small file systems in memory: a clear error, and a ledger that can go on."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux" or os.geteuid() != 0, reason="only root of a Linux system can mount a disk"),
]

ROOT = Path(__file__).parent.parent
PROMISE = (
    "Marl County Council is consulting on library {}. Residents will have the final say on its opening hours. It rained.\n\n"
)


@pytest.fixture
def documents(write: Callable[..., Path], tmp_path: Path) -> Path:
    for number in range(12):
        write(f"in/{number:02}.txt", PROMISE.format(number) * 40)
    return tmp_path / "in"


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Callable[[str], Path]]:
    place = tmp_path / "disk"
    place.mkdir()

    def mount(options: str) -> Path:
        done = subprocess.run(["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(place)], check=False, capture_output=True)
        if done.returncode:
            pytest.skip("mounting is not allowed here")
        return place

    yield mount
    subprocess.run(["umount", str(place)], check=False, capture_output=True)


def scan(documents: Path, out: Path, *options: str) -> subprocess.CompletedProcess[str]:
    words = [sys.executable, str(ROOT / "cli.py"), "scan", str(documents), "--out", str(out), "--quiet", "--jobs", "1", *options]
    return subprocess.run(words, cwd=ROOT, check=False, capture_output=True, text=True)


def tables(out: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in out.iterdir() if path.suffix in (".csv", ".sqlite")}


def test_a_full_disk_is_named_and_with_more_room_the_scan_goes_on(
    documents: Path, disk: Callable[[str], Path], tmp_path: Path
) -> None:
    place = disk("size=160k")
    full = scan(documents, place / "out")
    assert full.returncode == 2
    assert full.stderr.startswith("overpromise: ")
    assert "Traceback" not in full.stderr
    assert "full" in full.stderr or "No space left" in full.stderr
    assert not list((place / "out").glob("*.csv"))
    subprocess.run(["mount", "-o", "remount,size=50m", str(place)], check=True)
    again = scan(documents, place / "out", "--resume")
    assert again.returncode == 0, again.stderr
    scan(documents, tmp_path / "whole")
    assert tables(place / "out") == tables(tmp_path / "whole")


def test_a_read_only_disk_is_named(documents: Path, disk: Callable[[str], Path]) -> None:
    place = disk("size=5m")
    subprocess.run(["mount", "-o", "remount,ro", str(place)], check=True)
    done = scan(documents, place / "out")
    assert done.returncode == 2
    assert done.stderr.startswith("overpromise: cannot write to ")
    assert "Read-only" in done.stderr
    assert "Traceback" not in done.stderr
