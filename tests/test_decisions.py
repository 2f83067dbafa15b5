"""Decisions are kept where people can read them, shown everywhere, and fail no run."""

from __future__ import annotations

import csv
import json
from datetime import date
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from cli import app
from pipeline.decisions import NAME, Decision, Decisions, keep, place, read
from pipeline.errors import DataError
from pipeline.report.github import workflow_commands
from pipeline.report.html import document_page
from pipeline.report.marks import marks
from pipeline.report.rows import ROWS
from tests.report.test_html import outcome

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from click.testing import Result

PROMISE = "Marl County Council is consulting on its libraries. Residents will have the final say on which library closes."
ID = "OP-0123456789"
KEPT = Decision(ID, "accepted", "The “leader” said so.\nTwice.", "A. Solicitor", date(2026, 9, 1), date(2027, 5, 28), "plan.txt")


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, [str(a) for a in arguments])


def findings(folder: Path) -> list[dict[str, str]]:
    with (folder / "findings.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_what_is_kept_is_read_again_and_comments_stay(tmp_path: Path) -> None:
    path = tmp_path / NAME
    assert not keep(path, KEPT)
    path.write_text(path.read_text(encoding="utf-8") + "# ours\n", encoding="utf-8")
    other = Decision("OP-aaaaaaaaaa", "dismissed", "No.", "B", date(2026, 9, 2))
    assert not keep(path, other)
    assert read(path) == [KEPT, other]
    assert keep(path, Decision(ID, "dismissed", "After all.", "C", date(2026, 9, 3), document="plan.txt"))
    assert [decision.decision for decision in read(path)] == ["dismissed", "dismissed"]
    assert "# ours" in path.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("content", "cause"),
    [
        ("[[decision]]\nfinding = 'OP-1'", "needs by, decision, on, reason"),
        (
            "[[decision]]\nfinding = 'OP-1'\ndecision = 'accepted'\nreason = 'x'\nby = 'y'\non = 2026-09-01",
            "not the id of a finding",
        ),
        (
            f"[[decision]]\nfinding = '{ID}'\ndecision = 'waived'\nreason = 'x'\nby = 'y'\non = 2026-09-01",
            "accepted or dismissed",
        ),
        (f"[[decision]]\nfinding = '{ID}'\ndecision = 'accepted'\nreason = ' '\nby = 'y'\non = 2026-09-01", "needs a reason"),
        (f"[[decision]]\nfinding = '{ID}'\ndecision = 'accepted'\nreason = 'x'\nby = 'y'\non = 'today'", "on must be a date"),
        ("decision = 3", "decision"),
        ("[other]", "holds other"),
        ("[[decision", "decisions.toml"),
    ],
)
def test_a_fault_in_the_file_is_named(write: Callable[..., Path], content: str, cause: str) -> None:
    with pytest.raises(DataError, match=cause):
        read(write(NAME, content))


def test_a_decision_lapses_after_its_day() -> None:
    assert Decisions([KEPT], date(2027, 5, 28)).settles(ID, "a/plan.txt")
    late = Decisions([KEPT], date(2027, 5, 29))
    assert not late.settles(ID, "a/plan.txt")
    assert late.sentence(ID, "a/plan.txt").startswith("The decision of A. Solicitor lapsed on 28 May 2027")
    assert not Decisions([KEPT]).settles(ID, "other.txt")


def test_the_default_place_is_never_the_folder_of_a_batch(write: Callable[..., Path], tmp_path: Path) -> None:
    one, two, out = write("in/a.txt", ""), write("in/b.txt", ""), tmp_path / "out"
    for folder in (tmp_path / "in", out):
        write(f"{folder.name}/{NAME}", "")
    assert place([one]) == tmp_path / "in" / NAME
    assert place([one, two], out) == out / NAME
    assert place([tmp_path / "in"]).as_posix() == NAME


def test_an_accepted_finding_is_shown_and_fails_no_run(write: Callable[..., Path], tmp_path: Path) -> None:
    plan, out = write("plan.txt", PROMISE), tmp_path / "out"
    assert run("scan", plan, "--out", out, "--fail-on", "low").exit_code == 1
    for row in findings(out):
        reason = "=The leader will say so."
        assert run("accept", row["finding_id"], "--reason", reason, "--by", "A. Solicitor", "--in", plan).exit_code == 0
    result = run("scan", plan, "--out", out, "--fail-on", "low", "--format", "sarif")
    assert result.exit_code == 0
    assert "Accepted by A. Solicitor: =The leader will say so." in " ".join(result.stdout.split())
    rows = findings(out)
    assert {(row["decided"], row["decided_reason"]) for row in rows} == {("accepted", "'=The leader will say so.")}
    log = json.loads((out / "overpromise.sarif").read_text(encoding="utf-8"))
    assert all(result["suppressions"][0]["status"] == "accepted" for result in log["runs"][0]["results"])
    assert len(log["runs"][0]["results"]) == len(rows) > 0


def test_a_folder_with_decisions_in_it_is_scanned_without_them(write: Callable[..., Path], tmp_path: Path) -> None:
    write("in/plan.txt", PROMISE)
    keep(tmp_path / "in" / NAME, KEPT)
    assert run("scan", tmp_path / "in", "--out", tmp_path / "out", "--quiet").exit_code == 0


def test_pages_notes_and_annotations_show_it() -> None:
    made = outcome()
    (finding,) = made.findings
    kept = Decisions([Decision(finding.finding_id, "dismissed", "A <figure> of speech.", "B", date(2026, 9, 1))])
    assert "Dismissed by B: A &lt;figure&gt; of speech." in document_page(made, kept)
    assert marks(made, kept)[0].note.endswith("Dismissed by B: A <figure> of speech.")
    rows = kept.on_rows({name: list(make(made)) for name, make in ROWS.items()})
    (line,) = workflow_commands(rows)
    assert line.startswith("::notice file=draft.pdf,title=")
    assert "1 settled by a decision" in str(rows["documents"][0]["verdict"])


@pytest.mark.parametrize(
    ("arguments", "cause"),
    [
        (["accept", "x", "--reason", "r", "--by", "b"], "not the id"),
        (["accept", ID, "--reason", "r", "--by", " "], "the name of who took it"),
        (["dismiss", ID, "--reason", "r", "--by", "b", "--until", "soon"], "not a date"),
        (["dismiss", ID, "--reason", "r", "--by", "b", "--until", "2020-01-01"], "has passed"),
        (["dismiss", ID, "--reason", "r", "--by", "b", "--in", "absent.docx"], "no such document"),
    ],
)
def test_what_cannot_be_kept_is_told(arguments: list[str], cause: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    result = run(*arguments)
    assert (result.exit_code, list(tmp_path.iterdir())) == (2, [])
    assert cause in result.stderr


def test_the_settings_file_names_the_place(write: Callable[..., Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    write("overpromise.toml", 'decisions = "law/decided.toml"')
    assert run("dismiss", ID, "--reason", "r", "--by", "b").exit_code == 0
    assert read(tmp_path / "law" / "decided.toml")[0].finding == ID
    plan = write("plan.txt", PROMISE)
    assert run("scan", plan, "--decisions", tmp_path / "absent.toml").exit_code == 2
