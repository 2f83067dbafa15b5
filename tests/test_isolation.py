"""Whatever a file does to its reader, it gets a row that says so, and the next file is read."""

from __future__ import annotations

import os
import sys
import threading
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import faults
import psutil
import pytest

from pipeline.isolation import Isolated, Stopped
from pipeline.limits import MAX_FAILURES, Limits
from pipeline.records import Outcome, Status

Reader = Callable[..., Isolated]


@pytest.fixture
def isolated(tmp_path: Path) -> Iterator[Reader]:
    made: list[Isolated] = []
    folder = tmp_path / "private"
    folder.mkdir()

    def _isolated(seconds: int = 20, megabytes: int = 200, load: faults.child.Load = faults.load) -> Isolated:
        made.append(Isolated(load, Limits(seconds, megabytes), folder))
        return made[-1]

    yield _isolated
    for one in made:
        one.close()


def read(isolated: Isolated, *names: str, ahead: bool = False) -> list[Outcome]:
    """What the files came to; `ahead`: the child is told of each before it is done with the one before."""
    paths = [Path(name) for name in names]
    following = [*paths[1:], None] if ahead else [None] * len(paths)
    return [read.outcome for path, then in zip(paths, following, strict=True) for read in isolated.read(path, then)]


ahead = pytest.mark.parametrize("ahead", [False, True], ids=["one by one", "told ahead"])


def test_a_child_is_kept_for_the_next_file(isolated: Reader) -> None:
    first, second = (outcome.cause.split() for outcome in read(isolated(), "a", "b"))
    assert (first[0], second[0]) == ("1", "2")
    assert first[-1] == second[-1] != str(os.getpid())


@pytest.mark.parametrize(
    ("fault", "status", "cause"),
    [
        ("exit", Status.CRASHED, "ended early with exit code 3"),
        ("exit0", Status.CRASHED, "ended early with exit code 0"),
        pytest.param("abort", Status.CRASHED, "stopped by signal 6", marks=pytest.mark.skipif(os.name == "nt", reason="signals")),
        pytest.param("segfault", Status.CRASHED, "signal 11", marks=pytest.mark.skipif(os.name == "nt", reason="signals")),
        ("rubbish", Status.CRASHED, "no result"),
        ("bomb", Status.CRASHED, "no result"),
        pytest.param(
            "write", Status.CRASHED, "no result", marks=pytest.mark.skipif(os.name == "nt", reason="pipes have no number")
        ),
        ("error", Status.CRASHED, "the program failed on this file (ValueError); please report it"),
        ("allocate", Status.TOO_LARGE, "more than 200 MB of memory"),
    ],
)
@ahead
def test_a_fault_is_named_and_the_next_file_read(
    isolated: Reader, fault: str, status: Status, cause: str, *, ahead: bool
) -> None:
    before, failed, after = read(isolated(), "before", fault, "after", ahead=ahead)
    assert (failed.path, failed.status) == (Path(fault), status)
    assert cause in failed.cause
    assert [before.status, after.status] == [Status.OK, Status.OK]


@pytest.mark.parametrize(
    "fault", ["hang", "spin", "hangup", pytest.param("half", marks=pytest.mark.skipif(os.name == "nt", reason="pipes"))]
)
@ahead
def test_what_does_not_end_is_ended(isolated: Reader, fault: str, *, ahead: bool) -> None:
    failed, after = read(isolated(seconds=1), fault, "after", ahead=ahead)
    assert after.status is Status.OK
    if fault == "hangup":
        assert (failed.status, failed.cause) == (Status.CRASHED, "the program that reads it hung up")
    else:
        assert (failed.status, failed.cause) == (Status.TIMED_OUT, "not finished within 1 second")


def test_programs_that_a_reader_started_end_with_it(isolated: Reader, tmp_path: Path) -> None:
    (failed,) = read(isolated(seconds=3), "program")
    assert failed.status is Status.TIMED_OUT
    pid = int((tmp_path / "started").read_text(encoding="utf-8"))
    assert not psutil.pid_exists(pid) or psutil.Process(pid).status() == psutil.STATUS_ZOMBIE


def test_memory_is_watched_where_the_platform_sets_no_limit(isolated: Reader) -> None:
    failed, after = read(isolated(load=faults.load_unlimited), "allocate", "after")
    assert (failed.status, failed.cause) == (Status.TOO_LARGE, "reading it takes more than 200 MB of memory")
    assert after.status is Status.OK


def test_what_a_reader_prints_goes_nowhere(isolated: Reader, capfd: pytest.CaptureFixture[str]) -> None:
    (outcome,) = read(isolated(), "scribble")
    assert outcome.status is Status.OK
    assert capfd.readouterr() == ("", "")


@ahead
def test_a_crash_is_tried_once_more_with_a_new_child(isolated: Reader, *, ahead: bool) -> None:
    """Earlier files may be to blame: the rest of a batch must not decide what a file comes to."""
    outcomes = read(isolated(), "before", "moody", "after", ahead=ahead)
    assert [outcome.cause.split()[0] for outcome in outcomes] == ["1", "1", "2"]


@ahead
def test_children_are_replaced_after_so_many_files(isolated: Reader, monkeypatch: pytest.MonkeyPatch, *, ahead: bool) -> None:
    monkeypatch.setattr("pipeline.isolation.DOCUMENTS_PER_CHILD", 2)
    counts = [outcome.cause.split()[0] for outcome in read(isolated(), *"abcde", ahead=ahead)]
    assert counts == ["1", "2", "1", "2", "1"]


def test_a_child_reads_on_while_nobody_listens(isolated: Reader, write: Callable[..., Path]) -> None:
    """The caller is busy with the first file, and the second is read meanwhile."""
    log = write("log.txt", "")
    reader = isolated(load=partial(faults.load_noting, log))
    read_first = [each.outcome for each in reader.read(Path("a"), Path("b"))]
    for _ in range(100):
        if log.read_text(encoding="utf-8").split() == ["a", "b"]:
            break
        time.sleep(0.05)
    else:
        pytest.fail("the child waits")
    (second,) = read(reader, "b")
    assert [first.path for first in read_first] == [Path("a")]
    assert second.path == Path("b")
    assert log.read_text(encoding="utf-8").split() == ["a", "b"]  # and not once more


def test_a_child_that_reads_another_file_is_not_taken_at_its_word(isolated: Reader) -> None:
    reader = isolated()
    outcomes = [each.outcome for each in reader.read(Path("a"), Path("b"))] + read(reader, "c")
    assert [(outcome.path.name, outcome.cause.split()[0]) for outcome in outcomes] == [("a", "1"), ("c", "1")]


def test_one_bad_part_of_an_archive_costs_no_other(isolated: Reader, write: Callable[..., Path]) -> None:
    path = write("papers.box", "a exit-1 b abort-2 c")
    outcomes = read(isolated(), str(path))
    assert [o.path.name for o in outcomes] == ["papers.box", "a", "exit-1", "b", "abort-2", "c"]
    assert [o.status for o in outcomes if o.path.name[:2] in ("ex", "ab")] == [Status.CRASHED] * 2
    assert sum(o.status is Status.OK for o in outcomes) == 4


def test_an_archive_of_bad_parts_is_given_up(isolated: Reader, write: Callable[..., Path]) -> None:
    names = [f"exit-{n}" for n in range(MAX_FAILURES + 3)]
    outcomes = read(isolated(), str(write("papers.box", " ".join(names))))
    assert [o.path.name for o in outcomes] == ["papers.box", *names]
    assert [o.cause for o in outcomes[-3:]] == ["left"] * 3


def test_a_reader_that_cannot_start_says_why(isolated: Reader) -> None:
    with pytest.raises(RuntimeError, match="does not start: OSError: no model here"):
        read(isolated(load=faults.load_nothing), "a")


def test_a_reading_can_be_stopped_from_another_thread(isolated: Reader) -> None:
    reader = isolated(seconds=1000)
    read(reader, "a")
    threading.Timer(0.5, reader.close).start()
    with pytest.raises(Stopped):
        read(reader, "hang")


def test_nothing_is_left_in_the_private_folder(isolated: Reader, tmp_path: Path) -> None:
    reader = isolated()
    read(reader, "a", "exit", "b")
    reader.close()
    assert list((tmp_path / "private").iterdir()) == []


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL")
def test_children_end_with_a_parent_that_is_killed(tmp_path: Path) -> None:
    import subprocess

    code = (
        "import faults, pathlib, sys; from pipeline.isolation import Isolated; from pipeline.limits import Limits\n"
        f"if __name__ == '__main__':\n reader = Isolated(faults.load, Limits(), pathlib.Path({str(tmp_path)!r}))\n"
        " print(list(reader.read(pathlib.Path('a')))[0].outcome.cause.split()[-1], flush=True); list(reader.read(pathlib.Path('hang')))\n"
    )
    script = tmp_path / "parent.py"
    script.write_text(code, encoding="utf-8")
    with subprocess.Popen([sys.executable, str(script)], stdout=subprocess.PIPE, text=True, env=_paths()) as parent:
        try:
            assert parent.stdout
            child = psutil.Process(int(parent.stdout.readline()))
        finally:
            parent.kill()
    for _ in range(100):
        if not child.is_running() or child.status() == psutil.STATUS_ZOMBIE:
            return
        time.sleep(0.1)
    pytest.fail("the child lives on")


def _paths() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
