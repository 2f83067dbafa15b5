"""The commands, as a user or another program calls them."""

from __future__ import annotations

import csv
import json
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from cli import app
from pipeline.inputs import content_key
from pipeline.report.formats import FORMATS
from pipeline.scanner import scan

if TYPE_CHECKING:
    from collections.abc import Callable

    from click.testing import Result

ROOT = Path(__file__).parent.parent
PROMISE = "Marl County Council is consulting on its libraries. Residents will have the final say on which library closes."


def run(*arguments: str | Path, text: str | None = None) -> Result:
    return CliRunner().invoke(app, [str(a) for a in arguments], input=text)


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("command", ["scan", "mark", "strip", "classify", "evaluate", "explain", "law", "train"])
def test_every_command_has_help_and_stands_in_the_readme_or_changelog(command: str) -> None:
    result = run(command, "--help")
    assert result.exit_code == 0
    assert "Usage" in result.output
    assert command in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_version_and_usage() -> None:
    assert run("--version").output.startswith("overpromise ")
    assert run("scan").exit_code == 2
    assert run("scan", "x.txt", "--body", "druids").exit_code == 2


def test_help_loads_nothing_heavy() -> None:
    code = "import sys, cli; sys.argv = ['overpromise', '--help']\ntry: cli.main()\nexcept SystemExit: pass\nprint([m for m in ('spacy', 'numpy', 'pandas', 'sklearn', 'pypdfium2') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip().endswith("[]")


def test_scan_writes_tables_and_names_what_it_could_not_read(write: Callable[..., Path], tmp_path: Path) -> None:
    write("in/plan.txt", PROMISE)
    write("in/cut.docx", b"PK\x03\x04")
    out = tmp_path / "out"
    result = run("scan", tmp_path / "in", tmp_path / "absent.pdf", "--out", out)
    assert result.exit_code == 3
    assert [line.split(": ")[2] for line in result.stderr.splitlines()] == ["corrupted", "missing"]
    assert [row["status"] for row in rows(out / "documents.csv")] == ["corrupted", "ok", "missing"]
    (finding,) = [row for row in rows(out / "findings.csv") if row["kind"] == "promise"]
    assert finding["severity"] == "high"
    assert finding["evidence"] in finding["text"]
    assert json.loads((out / "run.json").read_text(encoding="utf-8"))["statuses"] == {"corrupted": 1, "missing": 1, "ok": 1}


def test_tables_depend_on_nothing_but_input(write: Callable[..., Path], tmp_path: Path) -> None:
    path = write("plan.txt", PROMISE)
    for out in ("a", "b"):
        run("scan", path, "--out", tmp_path / out, "--quiet")
    for name in ("documents", "commitments", "findings"):
        assert (tmp_path / "a" / f"{name}.csv").read_bytes() == (tmp_path / "b" / f"{name}.csv").read_bytes()


@pytest.mark.parametrize(("level", "code"), [("low", 1), ("high", 1), (None, 0)])
def test_fail_on(write: Callable[..., Path], level: str | None, code: int) -> None:
    options = ["--fail-on", level] if level else []
    assert run("scan", write("plan.txt", PROMISE), *options).exit_code == code


def test_a_manifest_carries_its_columns_into_every_table(write: Callable[..., Path], tmp_path: Path) -> None:
    write("in/plan.txt", PROMISE)
    manifest = write("in/list.csv", "location,publisher\nplan.txt,Marl\ngone.txt,Fen\n")
    assert run("scan", "--manifest", manifest, "--out", tmp_path / "o", "--quiet").exit_code == 3
    assert [(row["status"], row["publisher"]) for row in rows(tmp_path / "o" / "documents.csv")] == [
        ("ok", "Marl"),
        ("missing", "Fen"),
    ]
    for table in ("commitments", "findings"):
        assert {list(row)[-1] for row in rows(tmp_path / "o" / f"{table}.csv")} == {"publisher"}
        assert {row["publisher"] for row in rows(tmp_path / "o" / f"{table}.csv")} == {"Marl"}


def test_resume_skips_what_is_done_and_says_so(write: Callable[..., Path], tmp_path: Path) -> None:
    write("in/plan.txt", PROMISE)
    write("in/copy.txt", PROMISE)
    out = tmp_path / "o"
    run("scan", tmp_path / "in", "--out", out, "--quiet")
    whole = {path.name: path.read_bytes() for path in out.iterdir() if path.name != "run.json"}
    again = run("scan", tmp_path / "in", "--out", out, "--resume", "--fail-on", "high")
    assert again.exit_code == 1
    assert "2 of 2 files were done before and were skipped" in again.stderr
    assert {path.name: path.read_bytes() for path in out.iterdir() if path.name != "run.json"} == whole
    other = run("scan", tmp_path / "in", "--out", out, "--resume", "--sensitivity", "careful")
    assert "0 of 2 files" in other.stderr
    assert run("scan", tmp_path / "in", "--resume").exit_code == 2


def test_results_beside_the_documents_are_not_scanned_the_next_time(write: Callable[..., Path]) -> None:
    folder = write("in/plan.txt", PROMISE).parent
    formats = [word for name in FORMATS for word in ("--format", name)]
    run("scan", folder, "--out", folder, "--quiet", *formats)
    whole = (folder / "documents.csv").read_bytes()
    write("in/ledger.sqlite-wal", "left by a scan that was killed")
    write("in/findings.csv.part", "and this")
    (folder / "ledger.sqlite").unlink()
    assert len(list(folder.iterdir())) > 8
    run("scan", folder, "--out", folder, "--quiet", *formats)
    assert (folder / "documents.csv").read_bytes() == whole


@pytest.mark.skipif(os.name == "nt", reason="links and pipes of POSIX")
def test_whatever_is_named_or_met_gets_a_row(write: Callable[..., Path], tmp_path: Path) -> None:
    folder = write("in/plan.txt", PROMISE).parent
    (folder / "broken").symlink_to("nowhere")
    (folder / "linked").symlink_to(tmp_path)
    os.mkfifo(tmp_path / "pipe")
    barred = write("barred.txt", "x")
    barred.chmod(0)
    assert run("scan", folder, tmp_path / "pipe", barred, "--out", tmp_path / "o", "--quiet", "--timeout", "20").exit_code == 3
    found = [(Path(row["file"]).name, row["status"]) for row in rows(tmp_path / "o" / "documents.csv")]
    assert found[:-1] == [("broken", "missing"), ("linked", "unsupported"), ("plan.txt", "ok"), ("pipe", "unsupported")]
    assert found[-1] == ("barred.txt", "missing" if os.geteuid() else "ok")  # root may read it


@pytest.mark.parametrize(
    "name", ["documents.csv", "findings.csv", "run.json", "ledger.sqlite", "overpromise.xlsx", "findings.jsonl"]
)
def test_what_the_user_keeps_under_our_names_is_not_overwritten(write: Callable[..., Path], name: str) -> None:
    plan, mine = write("plan.txt", PROMISE), write(f"o/{name}", "file,status,mine\n")
    result = run("scan", plan, "--out", mine.parent, "--format", "xlsx", "--format", "jsonl")
    assert result.exit_code == 2
    assert f"{mine.as_posix()} was not written by a scan" in result.stderr
    assert [path.name for path in mine.parent.iterdir()] == [name]
    assert mine.read_text(encoding="utf-8") == "file,status,mine\n"


def test_a_database_of_somebody_else_is_not_taken_for_a_ledger(write: Callable[..., Path], tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "ledger.sqlite")) as mine:
        mine.execute("CREATE TABLE accounts (name)")
    assert "ledger.sqlite was not written by a scan" in run("scan", write("plan.txt", PROMISE), "--out", tmp_path).stderr


def test_what_is_to_be_read_is_never_overwritten(write: Callable[..., Path], tmp_path: Path) -> None:
    write("o/plan.txt", PROMISE)
    run("scan", tmp_path / "o" / "plan.txt", "--out", tmp_path / "o", "--quiet")
    (tmp_path / "link.csv").symlink_to(tmp_path / "o" / "documents.csv")
    for arguments in (["o/documents.csv"], ["link.csv"], ["o/*.csv"], ["--manifest", "o/documents.csv"]):
        given = [tmp_path / word if "csv" in word else word for word in arguments]
        result = run("scan", *given, "--out", tmp_path / "o")
        assert result.exit_code == 2
        assert "is to be read and would be overwritten" in result.stderr or "has no column location" in result.stderr


def test_results_of_every_format_are_known_again_without_the_ledger(write: Callable[..., Path], tmp_path: Path) -> None:
    formats = [word for name in FORMATS for word in ("--format", name)]
    for text in (PROMISE, "", PROMISE):
        assert run("scan", write("plan.txt", text), "--out", tmp_path / "o", "--quiet", *formats).exit_code == (0 if text else 3)
        (tmp_path / "o" / "ledger.sqlite").unlink()


def test_a_format_that_lacks_its_library_is_refused_before_anything_is_read(
    write: Callable[..., Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    result = run("scan", write("plan.txt", PROMISE), "--out", tmp_path / "o", "--format", "parquet", "--log", "json")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == "overpromise: --format parquet needs pyarrow: pip install 'overpromise[parquet]'\n"
    assert not (tmp_path / "o").exists()


def test_a_resumed_scan_that_finds_nothing_keeps_what_there_is(write: Callable[..., Path], tmp_path: Path) -> None:
    out, plan = tmp_path / "o", write("in/plan.txt", PROMISE)
    run("scan", plan.parent, "--out", out, "--quiet")
    kept = (out / "documents.csv").read_bytes()
    plan.rename(tmp_path / "moved.txt")
    for path, code in ((plan, 3), (plan.parent, 2), (tmp_path / "unmounted", 3)):
        result = run("scan", path, "--out", out, "--resume", "--quiet")
        assert result.exit_code == code
        assert "the results of the earlier scan stay as they are" in result.stderr
        assert (out / "documents.csv").read_bytes() == kept
    assert "1 of 1 files were done before" in run("scan", tmp_path / "moved.txt", "--out", out, "--resume").stderr


@pytest.mark.skipif(os.name == "nt", reason="pipes of POSIX")
@pytest.mark.parametrize("with_out", [True, False])
def test_when_nobody_reads_the_output_any_more(write: Callable[..., Path], tmp_path: Path, *, with_out: bool) -> None:
    options = ["--out", str(tmp_path / "o")] if with_out else []
    for number in range(3):
        write(f"in/{number}.txt", PROMISE.replace("libraries", f"{number} libraries"))
    reader, writer = os.pipe()
    os.close(reader)
    words = [sys.executable, str(ROOT / "cli.py"), "scan", str(tmp_path / "in"), *options]
    done = subprocess.run(words, cwd=ROOT, stdout=writer, stderr=subprocess.PIPE, text=True, check=False)
    os.close(writer)
    assert (done.returncode, done.stderr) == (0 if with_out else 141, "")
    assert (tmp_path / "o").exists() == with_out
    assert not with_out or len(rows(tmp_path / "o" / "documents.csv")) == 3


def test_the_log_has_a_line_for_each_document_and_no_text(write: Callable[..., Path], tmp_path: Path) -> None:
    write("in/plan.txt", PROMISE)
    result = run("scan", tmp_path / "in", tmp_path / "absent.pdf", "--log", "json", "--quiet")
    lines = [json.loads(line) for line in result.stderr.splitlines()]
    assert [(Path(line["file"]).name, line["status"], line["pages"], line["cause"]) for line in lines] == [
        ("plan.txt", "ok", 0, ""),
        ("absent.pdf", "missing", 0, "no such file"),
    ]
    assert all(set(line) == {"file", "status", "seconds", "pages", "cause"} and line["seconds"] >= 0 for line in lines)


def test_every_line_of_the_log_is_json_also_where_a_scan_goes_on_and_is_summed_up(
    write: Callable[..., Path], tmp_path: Path
) -> None:
    path = write("in/plan.txt", PROMISE)
    run("scan", path, "--out", tmp_path / "o", "--quiet")
    again = run("scan", path, tmp_path / "absent.pdf", "--out", tmp_path / "o", "--resume", "--log", "json", "--verbose")
    *_, last = [json.loads(line) for line in again.stderr.splitlines()]
    assert last["summary"].items() >= {"files": 2, "skipped": 1, "statuses": {"missing": 1, "ok": 1}}.items()


def test_the_options_given_stand_in_run_json_and_change_no_row(write: Callable[..., Path], tmp_path: Path) -> None:
    path = write("plan.txt", PROMISE)
    decisions = write("kept.toml", "")
    run("scan", path, "--out", tmp_path / "o", "--quiet")
    options = ["--decisions", decisions, "--fail-on", "high", "--format", "jsonl", "--jobs", "1", "--resume"]
    again = run("scan", path, "--out", tmp_path / "o", *options)
    assert "1 of 1 files were done before" in again.stderr
    given = json.loads((tmp_path / "o" / "run.json").read_text(encoding="utf-8"))["options"]
    assert given["decisions"] == {decisions.as_posix(): content_key(decisions)}
    assert (given["fail_on"], given["formats"], given["jobs"], given["engine"]) == ("high", ["jsonl"], 1, "local")


def test_verbose_closes_with_every_status_and_the_slowest(write: Callable[..., Path], tmp_path: Path) -> None:
    result = run("scan", write("plan.txt", PROMISE), tmp_path / "absent.pdf", "--verbose", "--quiet")
    assert ": 1 ok, 1 missing" in result.stderr
    assert "plan.txt" in result.stderr.splitlines()[-2] + result.stderr.splitlines()[-1]


def test_results_that_cannot_be_written_are_an_error_before_anything_is_read(write: Callable[..., Path]) -> None:
    result = run("scan", write("plan.txt", PROMISE), "--out", write("file", "x"))
    assert result.exit_code == 2
    assert "cannot write to" in result.stderr


def test_memory_and_time_are_limits_a_user_can_set(write: Callable[..., Path], tmp_path: Path) -> None:
    path = write("long.txt", (PROMISE + "\n\n") * 20_000)
    result = run("scan", path, "--timeout", "1", "--out", tmp_path / "o")
    assert result.exit_code == 3
    assert "timed-out: not finished within 1 second" in result.stderr
    assert [row["status"] for row in rows(tmp_path / "o" / "documents.csv")] == ["timed-out"]


def test_given_body_wins(write: Callable[..., Path], tmp_path: Path) -> None:
    run("scan", write("plan.txt", PROMISE), "--body", "ICB", "--out", tmp_path / "o", "--quiet")
    (row,) = rows(tmp_path / "o" / "documents.csv")
    assert (row["body"], row["jurisdiction"]) == ("icb", "England")


def test_classify_reads_and_writes_json_lines_in_order() -> None:
    lines = [
        {"id": 7, "text": "We will co-produce the strategy with carers.", "extra": 1},
        {"id": "b", "text": "It rained.", "before": ""},
    ]
    result = run("classify", "-", text="\n".join(map(json.dumps, lines)) + "\n")
    out = [json.loads(line) for line in result.stdout.splitlines()]
    assert [row["id"] for row in out] == [7, "b"]
    assert list(out[0]) == ["id", "stance", "label", "risk", "hedge", "review", "confidence", "evidence"]
    assert (out[0]["label"], out[0]["risk"]) == ("co-production", "implied")
    span = out[0]["evidence"][0]
    assert str(lines[0]["text"])[span["start"] : span["end"]] == span["text"]


@pytest.mark.parametrize("line", ["not json", "[1]", '{"id": 1}', '{"text": "x"}'])
def test_classify_names_the_bad_line(line: str) -> None:
    result = run("classify", "-", text=f'{{"id": 1, "text": "x"}}\n{line}\n')
    assert result.exit_code == 3
    assert "line 2" in result.stderr


def test_evaluate_prints_the_figures_and_errors_by_id_only(write: Callable[..., Path]) -> None:
    gold = {
        "id": "g1",
        "text": "The bus leaves at nine.",
        "stance": "commitment",
        "label": "co-production",
        "risk": "explicit",
        "url": "d",
    }
    result = run("evaluate", write("gold.jsonl", json.dumps(gold)), "--errors")
    assert result.exit_code == 0
    assert "n=1 statements, 1 documents" in result.stdout
    assert "explicit_caught    ours 0.000" in result.stdout
    assert "g1: commitment/co-production/explicit taken for" in result.stdout
    assert "bus leaves" not in result.stdout


def test_explain_says_what_counted_and_what_the_law_says() -> None:
    result = run(
        "explain", "Residents will have the final say on the budget.", "--body", "county-council", "--jurisdiction", "England"
    )
    assert "risk explicit" in result.stdout
    assert "final say" in result.stdout
    assert "Local Government" in " ".join(result.stdout.split())
    assert "Option 1" in result.stdout


def test_law_lists_filters_and_shows() -> None:
    listed = run("law", "--body", "county council", "--jurisdiction", "england", "--effect", "reserves").stdout
    assert "ENG-LA-01" in listed
    assert "SCO-LA-01" not in listed
    shown = run("law", "eng-la-01").stdout
    assert "Local Government Act 1972, section 101(1)" in shown
    assert "the tool's inference" in shown
    assert run("law", "ENG-XX-99").exit_code == 2
    assert run("law", "--effect", "allows").exit_code == 2


@pytest.mark.slow
def test_a_plain_installed_wheel_scans_away_from_the_checkout(tmp_path: Path, samples: Path) -> None:
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    site = tmp_path / "site"
    subprocess.run([sys.executable, "-m", "pip", "install", "-q", "--no-deps", "--target", str(site), str(wheel)], check=True)
    code = f"import sys; sys.path.insert(0, {str(site)!r}); sys.argv = ['overpromise', 'scan', {str(samples / 'bus-and-ferry.html')!r}]; import cli; print(cli.__file__); cli.main()"
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONPATH": ""},
    )
    assert str(site) in done.stdout
    assert "of high severity" in done.stdout


def test_the_readme_python_works(samples: Path) -> None:
    frame = scan(samples / "bus-and-ferry.html").to_frame()
    assert {"finding_id", "severity", "text"} <= set(frame.columns)
    assert len(frame)


@pytest.mark.skipif(os.name == "nt", reason="names that Windows forbids")
@pytest.mark.parametrize("more", [(), ("--format", "github")])
def test_names_act_on_no_terminal(write: Callable[..., Path], tmp_path: Path, more: tuple[str, ...]) -> None:
    odd = "\x1b[31m\u202e\u061c:warning:[b]\nplan.txt: forged"
    result = run("scan", write(odd, PROMISE), tmp_path / f"{odd}.pdf", *more)
    for output in (result.stdout, result.stderr):
        assert not {letter for letter in output if not letter.isprintable()} - {"\n"}
    shown = "[U+001B][31m[U+202E][U+061C]:warning:[b][U+000A]plan.txt: forged"
    assert shown in result.stderr
    assert len(result.stderr.splitlines()) == 1
    assert more or "".join(shown.split()) in "".join(result.stdout.split())  # where it is folded it has other spaces


def test_an_error_names_its_file_on_one_line() -> None:
    result = run("evaluate", "gone\n\x1b.jsonl")
    assert result.stderr.startswith("overpromise: gone[U+000A][U+001B].jsonl: ")
    assert len(result.stderr.splitlines()) == 1
