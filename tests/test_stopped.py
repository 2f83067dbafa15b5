"""A scan that is killed, interrupted or out of space loses nothing: resumed, it gives what an undisturbed one gives."""

from __future__ import annotations

import contextlib
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

pytestmark = pytest.mark.skipif(os.name == "nt", reason="signals and limits of POSIX")

ROOT = Path(__file__).parent.parent
KILLS = int(os.environ.get("OVERPROMISE_KILLS", "50"))
PROMISE = (
    "Marl County Council is consulting on library {}. Residents will have the final say on its opening hours. It rained.\n\n"
)


@pytest.fixture
def documents(write: Callable[..., Path], tmp_path: Path) -> Path:
    for number in range(12):
        write(f"in/{number:02}.txt", PROMISE.format(number) * (1 + number % 4) * 10)
    write("in/copy.txt", PROMISE.format(0) * 10)
    write("in/cut.docx", b"PK\x03\x04")
    return tmp_path / "in"


@pytest.fixture(autouse=True)
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setenv("TMPDIR", str(folder))
    return folder


def command(documents: Path, out: Path, *options: str) -> list[str]:
    return [sys.executable, str(ROOT / "cli.py"), "scan", str(documents), "--out", str(out), "--quiet", *options]


def tables(out: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in out.iterdir() if path.name != "run.json"}


def running(documents: Path, out: Path, *options: str) -> subprocess.Popen[str]:
    """The scan, in a group of its own as from a terminal, and heeding interrupts also where the tests run in the background."""
    return subprocess.Popen(
        command(documents, out, *options), cwd=ROOT, stderr=subprocess.PIPE, text=True, start_new_session=True, errors="replace",
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    )  # fmt: skip


def wait_for_the_first_result(out: Path) -> None:
    for _ in range(600):
        log = out / "ledger.sqlite-wal"
        if log.exists() and log.stat().st_size > 40_000:  # more than the empty tables
            return
        time.sleep(0.05)
    pytest.fail("no result in 30 seconds")


def ended(process: psutil.Process) -> bool:
    with contextlib.suppress(psutil.NoSuchProcess, psutil.TimeoutExpired):
        process.wait(5)
    return not process.is_running() or process.status() == psutil.STATUS_ZOMBIE


@pytest.mark.slow
def test_killed_at_any_moment_and_resumed_it_gives_the_same_bytes(documents: Path, tmp_path: Path, temporary: Path) -> None:
    subprocess.run(command(documents, tmp_path / "whole"), cwd=ROOT, check=False)
    whole = tables(tmp_path / "whole")
    started = time.monotonic()
    subprocess.run(command(documents, tmp_path / "timed"), cwd=ROOT, check=False)
    length = time.monotonic() - started
    chance = random.Random(7)
    kills = finished = 0
    while kills < KILLS:
        out = tmp_path / f"out-{finished}"
        with running(documents, out, "--resume") as scan:
            try:
                scan.wait(chance.uniform(0.2, 1.1) * length)
            except subprocess.TimeoutExpired:
                scan.kill()
                kills += 1
                continue
        assert tables(out) == whole
        finished += 1
    out = tmp_path / f"out-{finished}"
    subprocess.run(command(documents, out, "--resume"), cwd=ROOT, check=False)
    assert tables(out) == whole
    assert not list(temporary.iterdir())


@pytest.mark.slow
def test_an_interrupt_keeps_what_is_done_and_says_how_to_go_on(documents: Path, tmp_path: Path, temporary: Path) -> None:
    (documents / "long.txt").write_text(PROMISE.format(99) * 2000, encoding="utf-8")  # read last, for seconds
    subprocess.run(command(documents, tmp_path / "whole"), cwd=ROOT, check=False)
    out = tmp_path / "out"
    with running(documents, out, "--jobs", "1") as scan:
        wait_for_the_first_result(out)
        children = psutil.Process(scan.pid).children(recursive=True)
        os.killpg(scan.pid, signal.SIGINT)
        _, said = scan.communicate(timeout=20)
    assert scan.returncode == 130
    assert said.splitlines()[-1] == "overpromise: stopped. What was read is kept: run again with --resume to go on."
    assert "Traceback" not in said
    assert not (out / "documents.csv").exists()
    assert all(ended(child) for child in children)
    assert not list(temporary.iterdir())
    resumed = subprocess.run(
        [word for word in command(documents, out, "--resume") if word != "--quiet"],
        cwd=ROOT,
        check=False,
        capture_output=True,
        text=True,
    )
    assert resumed.returncode == 3
    assert " of 15 files were done before" in resumed.stderr
    assert "0 of 15" not in resumed.stderr
    assert tables(out) == tables(tmp_path / "whole")


@pytest.mark.slow
def test_a_disk_that_is_full_is_named_and_loses_nothing(documents: Path, tmp_path: Path) -> None:
    subprocess.run(command(documents, tmp_path / "whole"), cwd=ROOT, check=False)
    out = tmp_path / "out"
    limited = "import resource, sys; resource.setrlimit(resource.RLIMIT_FSIZE, (60_000, 60_000)); sys.argv = sys.argv[1:]; import runpy; runpy.run_path(sys.argv[0], run_name='__main__')"
    words = command(documents, out)
    full = subprocess.run([words[0], "-c", limited, *words[1:]], cwd=ROOT, check=False, capture_output=True, text=True)
    assert full.returncode == 2
    assert full.stderr.splitlines()[-1].startswith("overpromise: ")
    assert "Traceback" not in full.stderr
    assert not list(out.glob("*.csv"))
    assert not list(out.glob("*.part"))
    subprocess.run(command(documents, out, "--resume"), cwd=ROOT, check=False)
    assert tables(out) == tables(tmp_path / "whole")
