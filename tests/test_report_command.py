"""`report` and `compare`, as a user calls them: nothing of the user's is written over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import html

from pipeline.report.names import Names
from tests.test_decisions import PROMISE, run

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def test_a_document_beside_its_report_stays_whole(write: Callable[..., Path], tmp_path: Path) -> None:
    page = f"<!doctype html><title>x</title><main><p>{PROMISE}</p></main>"
    names = ("plan.report.html", "index.html", "javascript:x.html")
    files = {name: write(name, page) for name in names}
    result = run("report", *files.values(), "--out", tmp_path, "--counsel", "--pdf")
    assert result.exit_code == 0
    assert all(path.read_text(encoding="utf-8") == page for path in files.values())
    index = html.fromstring((tmp_path / "index-2.html").read_text(encoding="utf-8"))
    links = index.xpath("//td/a/@href")
    assert len(links) == 3
    assert all(link.startswith("./") for link in links)
    assert (tmp_path / "plan.report.counsel.pdf").read_bytes().startswith(b"%PDF")
    run("report", *files.values(), "--out", tmp_path)
    assert not (tmp_path / "index-3.html").exists()


def test_names_are_not_handed_out_twice_and_spare_the_inputs(write: Callable[..., Path], tmp_path: Path) -> None:
    names = Names(tmp_path, [write("b.notes.txt", "x")])
    assert [names.free("a", ".notes.txt") for _ in range(3)] == ["a", "a-2", "a-3"]
    assert names.free("A", ".notes.txt") == "A-4"
    assert names.free("b", ".notes.txt") == "b-2"


def test_compare_writes_what_its_names_end_in(write: Callable[..., Path], tmp_path: Path) -> None:
    old, new = write("old.md", PROMISE), write("new.md", PROMISE.replace("final say", "last word"))
    page, table = tmp_path / "c.html", tmp_path / "c.csv"
    result = run("compare", old, new, "--out", page, "--out", table)
    assert (result.exit_code, max(map(len, result.stdout.splitlines()))) == (0, 80)
    assert "1 reworded" in result.stdout
    assert "last word" in page.read_text(encoding="utf-8")
    assert "reworded,promise" in table.read_text(encoding="utf-8-sig")
    assert run("compare", old, new, "--out", tmp_path / "c.doc").exit_code == 2
