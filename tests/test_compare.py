"""Two versions of a draft, and what `compare` makes of them."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from pipeline.assess import assess
from pipeline.commands.compare import run
from pipeline.compare import compare
from pipeline.records import Finding
from pipeline.settings import Asked
from tests.test_assess import COUNTY, promise


def findings(*texts: str) -> tuple[Finding, ...]:
    return assess([promise(text) for text in texts], COUNTY)


PLAN = "Residents will have the final say on which of the libraries plans is adopted."


@pytest.mark.parametrize(
    ("old", "new", "changes"),
    [
        ([PLAN], [PLAN.upper()], ["unchanged"]),
        ([PLAN], [PLAN.replace("final say", "last word")], ["reworded"]),
        ([PLAN], ["Tenants decide the rent."], ["new", "gone"]),
        ([PLAN], [], ["gone"]),
        ([], [PLAN], ["new"]),
    ],
)
def test_changes(old: list[str], new: list[str], changes: list[str]) -> None:
    assert [change.what for change in compare(findings(*old), findings(*new))] == changes


def test_each_finding_is_matched_once() -> None:
    changes = compare(findings(PLAN), findings(PLAN.replace("final say", "last word"), PLAN.replace("Residents", "Tenants")))
    assert sorted(change.what for change in changes) == ["new", "reworded"]


def test_the_command_prints_and_writes_the_changes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    old, new, out = tmp_path / "old.md", tmp_path / "new.md", tmp_path / "changes.csv"
    kept = "Marl County Council is consulting. Cabinet will take the final decision in July."
    old.write_text(f"{kept} {PLAN}", encoding="utf-8")
    new.write_text(kept, encoding="utf-8")
    assert run(old, new, [out], Asked(), "balanced") == 0
    assert "1 gone" in capsys.readouterr().out
    with out.open(encoding="utf-8-sig", newline="") as file:
        assert [row["old_text"] for row in csv.DictReader(file)] == [PLAN]


def test_a_version_that_cannot_be_read_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(tmp_path / "none.pdf", tmp_path / "none.pdf", [], Asked(), "balanced") == 3
    assert "none.pdf: missing" in capsys.readouterr().err
