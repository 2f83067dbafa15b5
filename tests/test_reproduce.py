"""`reproduce` scans again what a run.json names, and says what has changed where it comes out differently."""

from __future__ import annotations

import json
import os
import sys
from typing import TYPE_CHECKING, Any

import pytest

from pipeline.reproduce import changes, differences, limited, without
from pipeline.version import environment
from tests.test_decisions import PROMISE, run

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.fixture
def scanned(write: Callable[..., Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    write("plan.txt", PROMISE)
    write("rules.toml", "")
    assert run("scan", "plan.txt", "--out", "out", "--quiet").exit_code == 0
    return tmp_path / "out" / "run.json"


def test_the_same_comes_out_the_same(scanned: Path) -> None:
    result = run("reproduce", scanned)
    assert (result.exit_code, result.stderr) == (0, "")
    assert "findings in 1 documents come out as on " in result.stdout
    assert "library closes" not in scanned.read_text(encoding="utf-8")


def test_what_changed_is_named(scanned: Path) -> None:
    then = json.loads(scanned.read_text(encoding="utf-8"))
    (name,) = list(then["results"]["plan.txt"]["findings"])[:1]
    then["results"]["plan.txt"]["findings"] = {name: "000000000000", "OP-aaaaaaaaaa": "000000000000"}
    then |= {"register_sha256": "0" * 64, "overpromise": "0.0.9"}
    then["libraries"]["spacy"] = "3.0.0"
    scanned.write_text(json.dumps(then), encoding="utf-8")
    result = run("reproduce", scanned)
    assert result.exit_code == 1
    assert "plan.txt: gone OP-aaaaaaaaaa" in result.stdout
    assert f"argued otherwise {name}" in result.stdout
    for line in ("the program: 0.0.9 then", "the law register (corpus/law): 000000000000… then", "the library spacy: 3.0.0 then"):
        assert line in result.stdout


def test_a_changed_and_a_lost_document(scanned: Path, tmp_path: Path) -> None:
    plan = tmp_path / "plan.txt"
    plan.write_text("Marl County Council is consulting on its libraries. The Cabinet will decide.", encoding="utf-8")
    result = run("reproduce", scanned)
    assert result.exit_code == 1
    assert "the document plan.txt: its content" in result.stdout
    plan.unlink()
    assert run("reproduce", scanned).exit_code == 3


def test_what_exceeded_a_limit_then_is_not_compared(scanned: Path) -> None:
    then = json.loads(scanned.read_text(encoding="utf-8"))
    then["results"]["plan.txt"] = {"status": "timed-out", "findings": {}}
    scanned.write_text(json.dumps(then), encoding="utf-8")
    result = run("reproduce", scanned)
    assert result.exit_code == 0
    assert "please report" not in result.stdout
    assert "All 0 findings in 0 documents" in result.stdout
    assert result.stdout.splitlines()[-2:] == [
        "Not compared, since they exceeded the limits of time or size, then or now:",
        "  plan.txt",
    ]


def test_documents_inside_what_exceeded_a_limit_are_left_out_too() -> None:
    then: dict[str, dict[str, Any]] = {name: {"status": "ok", "findings": {}} for name in ("a.zip", "a.zip/b.txt", "a.zip.txt")}
    now = {"a.zip": {"status": "too-large", "findings": {}}}
    assert limited(then, now) == ["a.zip"]
    assert list(without(then, ["a.zip"])) == ["a.zip.txt"]


@pytest.mark.skipif(os.name == "nt" or sys.platform == "darwin", reason="names that are not UTF-8")
def test_a_name_that_is_not_utf_8_is_found_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / os.fsdecode(b"caf\xe9.txt")).write_text(PROMISE, encoding="utf-8")
    assert run("scan", "in", "--out", "out", "--quiet").exit_code == 0
    result = run("reproduce", tmp_path / "out" / "run.json")
    assert (result.exit_code, result.stderr) == (0, "")


@pytest.mark.parametrize(
    "content", ["", "{}", "[]", '{"inputs": {}, "results": {}, "options": {}, "started": "x", "limits": {}}']
)
def test_what_is_no_run_is_told(write: Callable[..., Path], content: str) -> None:
    result = run("reproduce", write("run.json", content))
    assert result.exit_code == 2
    assert "run.json: " in result.stderr


def test_differences_and_changes_are_empty_for_the_same() -> None:
    results: dict[str, dict[str, Any]] = {"a.pdf": {"status": "ok", "findings": {"OP-1": "x"}}}
    assert not list(differences(results, results))
    assert list(differences(results, {})) == ["a.pdf: is not there any more"]
    now = environment()
    assert not list(changes(now, now))
    assert next(iter(changes({**now, "ocr": not now["ocr"]}, now))).startswith("text recognition: ")
