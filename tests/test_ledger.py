from __future__ import annotations

import os
import random
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from pipeline.errors import OutputError
from pipeline.inputs import Input
from pipeline.ledger import NAME, Ledger
from pipeline.report.rows import Rows
from pipeline.results_folder import is_ours


def rows(status: str = "ok", title: str = "") -> Rows:
    return {
        "documents": [{"file": "", "status": status, "title": title}, {"file": "/in", "status": "ok"}],
        "commitments": [],
        "findings": [],
    }


def ledger(folder: Path, made_by: str = "v1", limits: str = "l1", *, resume: bool = True) -> Ledger:
    return Ledger(folder, made_by, limits, resume=resume)


def test_what_is_recorded_is_held_for_the_same_program_and_options(tmp_path: Path) -> None:
    with ledger(tmp_path) as book:
        book.record("c", rows())
    with ledger(tmp_path) as book:
        assert book.holds("c")
        assert not book.holds("d")
        assert book.rows("c") == rows()
    with ledger(tmp_path, "v2") as book:
        assert not book.holds("c")
        book.record("c", rows("empty"))
        assert book.holds("c")


@pytest.mark.parametrize("status", ["too-large", "timed-out", "crashed"])
def test_what_failed_within_limits_is_tried_again_within_others(tmp_path: Path, status: str) -> None:
    with ledger(tmp_path) as book:
        book.record("good", rows())
        book.record("bad", rows(status))
    with ledger(tmp_path) as book:
        assert book.holds("bad")
    with ledger(tmp_path, limits="l2") as book:
        assert book.holds("good")
        assert not book.holds("bad")


def test_without_resume_it_starts_over(tmp_path: Path) -> None:
    with ledger(tmp_path) as book:
        book.record("c", rows())
    with ledger(tmp_path, resume=False) as book:
        assert not book.holds("c")


def test_a_scan_that_gets_nowhere_loses_nothing(tmp_path: Path) -> None:
    with ledger(tmp_path) as book:
        assert book.is_empty
        book.record("c", rows())
        book.record("d", rows())
    with ledger(tmp_path, resume=False) as book:
        assert not book.holds("c")
    with ledger(tmp_path) as book:
        assert book.holds("c")
        assert not book.is_empty
    with ledger(tmp_path, resume=False) as book:
        book.record("c", rows("empty"))
        assert book.holds("c")
    with ledger(tmp_path) as book:
        assert not book.holds("d")
        assert book.rows("c") == rows("empty")
    with ledger(tmp_path, resume=False) as book:
        assert list(book.entries()) == []
        book.finish()
    with ledger(tmp_path) as book:
        assert book.is_empty


def test_entries_come_in_input_order_under_their_own_names(tmp_path: Path) -> None:
    with ledger(tmp_path) as book:
        book.record("y", rows("empty"))
        book.record("x", rows(title="lone \ud800 surrogate"))
        for position, content in enumerate("xyx"):
            book.place(position, Input(Path(f"{position}.txt"), (f"own {position}",)), content)
        entries = list(book.entries())
    assert [entry.own for entry in entries] == [("own 0",), ("own 1",), ("own 2",)]
    assert [row["file"] for entry in entries for row in entry.rows["documents"]] == [
        "0.txt", "0.txt/in", "1.txt", "1.txt/in", "2.txt", "2.txt/in",
    ]  # fmt: skip
    assert [entry.rows["documents"][0]["status"] for entry in entries] == ["ok", "empty", "ok"]
    assert entries[0].rows["documents"][0]["title"] == "lone \ud800 surrogate"


def test_a_finished_ledger_does_not_show_its_history(tmp_path: Path) -> None:
    contents = [f"c{n}" for n in range(50)]
    for folder in ("a", "b"):
        random.Random(folder).shuffle(order := list(contents))
        with ledger(tmp_path / folder) as book:
            for content in [*order, *(["gone"] if folder == "b" else [])]:
                book.record(content, rows(title=content))
        with ledger(tmp_path / folder) as book:
            for position, content in enumerate(contents):
                book.place(position, Input(Path(content)), content)
            book.finish()
    with ledger(tmp_path / "b") as book:
        for position, content in enumerate(contents):
            book.place(position, Input(Path(content)), content)
        book.finish()
    assert (tmp_path / "a" / NAME).read_bytes() == (tmp_path / "b" / NAME).read_bytes()
    assert [p.name for p in (tmp_path / "a").iterdir()] == [NAME]
    with ledger(tmp_path / "b") as book:
        assert book.holds("c7")
        assert not book.holds("gone")


def test_two_scans_cannot_write_to_one_folder(tmp_path: Path) -> None:
    with ledger(tmp_path), pytest.raises(OutputError, match="another scan is writing there"):
        ledger(tmp_path)


@pytest.mark.parametrize("damage", ["rubbish", "another version"])
def test_a_ledger_that_cannot_be_read_is_replaced_unless_it_is_wanted(tmp_path: Path, damage: str) -> None:
    if damage == "rubbish":
        (tmp_path / NAME).write_bytes(b"no database" * 100)
    else:
        with sqlite3.connect(tmp_path / NAME) as connection:
            connection.execute("PRAGMA user_version = 99")
        connection.close()
    with pytest.raises(OutputError, match="run without --resume"):
        ledger(tmp_path)
    with ledger(tmp_path, resume=False) as book:
        book.record("c", rows())


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(OutputError, match=r"cannot write to .*file"):
        ledger(tmp_path / "file")
    (tmp_path / "out" / NAME).mkdir(parents=True)
    with pytest.raises(OutputError, match="cannot be opened for writing"):
        ledger(tmp_path / "out")


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="permissions do not bind this user")
def test_a_read_only_folder_is_named(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(OutputError, match="cannot write to"):
        ledger(tmp_path)
    tmp_path.chmod(0o700)


def test_a_full_disk_leaves_the_ledger_sound(tmp_path: Path) -> None:
    with ledger(tmp_path) as book:
        book.record("c", rows())
        book._connection.exec_driver_sql("PRAGMA max_page_count = 12")
        book._connection.rollback()
        with pytest.raises(OutputError, match="the disk is full"):
            book.record("d", rows(title="x" * 100_000))
        assert book.holds("c")
    with ledger(tmp_path) as book:
        assert book.rows("c") == rows()
        assert not book.holds("d")


def test_to_look_whether_a_ledger_is_ours_leaves_no_file_beside_it(tmp_path: Path) -> None:
    """A scan that is killed while it finishes leaves a ledger whose log is empty; the next one looks at it before it opens it."""
    path = tmp_path / "ledger.sqlite"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode = wal")
        connection.execute("CREATE TABLE accounts (name)")
    assert not is_ours(path)
    assert [file.name for file in tmp_path.iterdir()] == ["ledger.sqlite"]
