"""The same batch on a Dask cluster: the same rows, also where workers are killed."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Protocol

import faults
import pytest

from pipeline import batch
from pipeline.batch import Settings, scan_all
from pipeline.inputs import Input, find
from pipeline.ledger import Ledger
from pipeline.limits import Limits

distributed = pytest.importorskip("distributed", reason="the extra dask is not installed")
pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("ignore")]

Write = Callable[..., Path]
LIMITS = Limits(30, 500)


class Cluster(Protocol):
    scheduler_address: str


@pytest.fixture(autouse=True)
def reader(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(batch, "load", partial(faults.load_noting, tmp_path / "read"))
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parent))


@pytest.fixture
def cluster(monkeypatch: pytest.MonkeyPatch) -> Iterator[Cluster]:
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parent))
    with distributed.LocalCluster(2, threads_per_worker=1, processes=True, dashboard_address=None) as made:
        yield made


def rows(paths: list[Path], settings: Settings, ledger: Ledger | None = None) -> list[tuple[object, object]]:
    found = scan_all([Input(path) for path in find(paths)], settings, ledger)
    return [(Path(str(row["file"])).name, row["status"]) for scanned in found for row in scanned.rows["documents"]]


def test_rows_are_those_of_the_local_engine(write: Write, tmp_path: Path, cluster: Cluster) -> None:
    for name in ("a.txt", "exit-1.txt", "zz.txt"):
        write(f"in/{name}", name)
    write("in/papers.box", "a exit-1 b")
    paths = [tmp_path / "in", tmp_path / "absent.txt"]
    local = rows(paths, Settings(limits=LIMITS, jobs=2))
    assert rows(paths, Settings(limits=LIMITS, jobs=2, engine="dask", scheduler=cluster.scheduler_address)) == local


def test_a_cluster_of_its_own_is_started_and_ended(write: Write, tmp_path: Path) -> None:
    write("in/a.txt", "a")
    assert rows([tmp_path / "in"], Settings(limits=LIMITS, jobs=1, engine="dask")) == [("a.txt", "ok")]


@pytest.mark.skipif(os.name == "nt", reason="SIGKILL")
def test_a_worker_killed_in_mid_run_loses_and_repeats_nothing(write: Write, tmp_path: Path, cluster: Cluster) -> None:
    for number in range(30):
        write(f"in/slow-{number:02}.txt", str(number))
    settings = Settings(limits=LIMITS, engine="dask", scheduler=cluster.scheduler_address)
    with Ledger(tmp_path / "out", "v", "l", resume=False) as ledger:
        done = []
        for scanned in scan_all([Input(path) for path in find([tmp_path / "in"])], settings, ledger):
            done.append(scanned.item.path.name)
            if len(done) == 5:
                with distributed.Client(cluster.scheduler_address) as client:
                    victim = next(iter(client.run(os.getpid).values()))
                os.kill(victim, signal.SIGKILL)
        entries = [row for entry in ledger.entries() for row in entry.rows["documents"]]
    assert done == [f"slow-{number:02}.txt" for number in range(30)]
    assert [Path(str(row["file"])).name for row in entries] == done
    assert {row["status"] for row in entries} == {"ok"}
    read = (tmp_path / "read").read_text(encoding="utf-8").split()
    assert set(read) == set(done)
    assert len(read) <= len(done) + 4  # what the killed worker had in hand was read again, and nothing else
