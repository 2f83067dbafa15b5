"""Many files: each content read once, results in input order, what is done kept."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

import faults
import pytest

from pipeline import batch
from pipeline.batch import Scanned, Settings, scan_all
from pipeline.engine import AHEAD
from pipeline.inputs import Input, find
from pipeline.ledger import Ledger
from pipeline.limits import Limits
from pipeline.report.tables import Tables

Write = Callable[..., Path]


LIMITS = Limits(2, 200)


@pytest.fixture(autouse=True)
def reader(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A reader that does what the file's name says, and notes what it is given in `read`."""
    monkeypatch.setattr(batch, "load", partial(faults.load_noting, tmp_path / "read"))


def scan(paths: list[Path], out: Path, *, resume: bool = False, limits: Limits = LIMITS) -> list[Scanned]:
    with Ledger(out, "v1", str(limits), resume=resume) as ledger:
        return list(scan_all([Input(path) for path in find(paths)], Settings(limits=limits, jobs=2), ledger))


def noted(tmp_path: Path) -> list[str]:
    return sorted((tmp_path / "read").read_text(encoding="utf-8").split())


def files(results: list[Scanned]) -> list[str]:
    return [Path(str(row["file"])).name for scanned in results for row in scanned.rows["documents"]]


def statuses(results: list[Scanned]) -> list[str]:
    return [str(row["status"]) for scanned in results for row in scanned.rows["documents"]]


def test_results_come_in_input_order(write: Write, tmp_path: Path) -> None:
    names = ["a.txt", "exit-1.txt", "slow-1.txt", *(f"t{n}.txt" for n in range(8)), "zz.txt"]
    for name in names:
        write(f"in/{name}", name)
    inputs = [Input(path) for path in find([tmp_path / "in", tmp_path / "absent.txt"])]
    results = list(scan_all(inputs, Settings(limits=LIMITS, jobs=3)))
    assert files(results) == [*names, "absent.txt"]
    assert statuses(results) == ["ok", "crashed", *["ok"] * 11]  # this reader does not open the file


def test_copies_are_read_once_and_reported_for_each_path(write: Write, tmp_path: Path) -> None:
    for name in ("in/1.box", "in/2.box", "in/sub/3.box"):
        write(name, "p q")
    write("in/4.box", "r s")
    inputs = [Input(path) for path in find([tmp_path / "in"])]
    results = [
        (scanned.item.path.name, files([scanned]), [outcome.path.name for outcome in scanned.outcomes()], len(scanned.seconds))
        for scanned in scan_all(inputs, Settings(limits=LIMITS, jobs=1))
    ]
    assert noted(tmp_path) == ["1.box", "4.box"]
    assert results == [
        ("1.box", ["1.box", "p", "q"], ["1.box", "p", "q"], 3),
        ("2.box", ["2.box", "p", "q"], ["2.box", "p", "q"], 0),
        ("4.box", ["4.box", "r", "s"], ["4.box", "r", "s"], 3),
        ("3.box", ["3.box", "p", "q"], ["3.box", "p", "q"], 0),
    ]


def test_results_do_not_pile_up_on_the_disk(write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    private = tmp_path / "private"
    private.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(private))
    for number in range(12):
        write(f"in/{number:02}.txt", "x" * number)
    inputs = [Input(path) for path in find([tmp_path / "in"])]
    held = [len(list(private.glob("*/*.outcomes"))) for _ in scan_all(inputs, Settings(limits=LIMITS, jobs=1))]
    assert len(held) == 12
    assert max(held) <= AHEAD
    assert not list(private.iterdir())


def test_resume_reads_only_what_is_not_done(write: Write, tmp_path: Path) -> None:
    out = tmp_path / "out"
    for name in ("a.txt", "b.txt", "hang-c.txt"):
        write(f"in/{name}", name)
    first = scan([tmp_path / "in"], out)
    write("in/b.txt", "changed")
    write("in/d.txt", "new")
    (tmp_path / "read").unlink()
    second = scan([tmp_path / "in", tmp_path / "absent"], out, resume=True)
    assert noted(tmp_path) == ["absent", "b.txt", "d.txt"]
    assert [scanned.result is None for scanned in second] == [True, False, False, True, False]
    assert second[0].rows == first[0].rows
    assert statuses(second) == ["ok", "ok", "ok", "timed-out", "ok"]
    (tmp_path / "read").unlink()
    scan([tmp_path / "in"], out, resume=True, limits=Limits(3, 200))
    assert noted(tmp_path) == ["hang-c.txt"]
    (tmp_path / "read").unlink()
    scan([tmp_path / "in"], out)
    assert len(noted(tmp_path)) == 4


def test_lone_surrogates_reach_the_tables(write: Write, tmp_path: Path) -> None:
    out = tmp_path / "out"
    write("in/surrogates.txt", "x")
    (scanned,) = scan([tmp_path / "in"], out)
    with Tables(out) as tables:
        tables.write(scanned.rows)
    assert "\\ud800" in (out / "documents.csv").read_text(encoding="utf-8-sig")


def test_a_scan_of_nothing_is_empty(tmp_path: Path) -> None:
    assert scan([], tmp_path) == []
