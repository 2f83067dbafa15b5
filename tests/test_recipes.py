"""The recipes of docs/batch.md run as they stand, on the tables of a small batch, and say what the batch holds."""

from __future__ import annotations

import contextlib
import io
import re
from pathlib import Path

import duckdb
import pytest

from pipeline.batch import Settings, scan_all
from pipeline.inputs import read_manifest
from pipeline.report.tables import Tables

PAGE = (Path(__file__).parent.parent / "docs" / "batch.md").read_text(encoding="utf-8")
PYTHON, SQL = (re.findall(rf"```{language}\n(.*?)```", PAGE, re.DOTALL) for language in ("python", "sql"))
COUNCIL = "Marl County Council is consulting on its libraries. Residents will have the final say on whether each library closes."
BOARD = (
    "Harbrook Integrated Care Board is consulting on urgent care. It rained. The board met in May and took note of the report."
)


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("recipes")
    for name, text in {"a.txt": COUNCIL, "b.txt": COUNCIL + " It rained.", "c.txt": BOARD}.items():
        (folder / name).write_text(text, encoding="utf-8")
    (folder / "cut.docx").write_bytes(b"PK\x03\x04")
    (folder / "list.csv").write_text("location,year\na.txt,2023\nb.txt,2024\nc.txt,2024\ncut.docx,2024\n", encoding="utf-8")
    own, inputs = read_manifest(folder / "list.csv")
    with Tables(folder / "results", own) as tables:
        for scanned in scan_all(inputs, Settings(jobs=1)):
            tables.write(scanned.rows, scanned.item.own)
    return folder


def printed(recipe: str) -> list[list[str]]:
    with contextlib.redirect_stdout(io.StringIO()) as said:
        exec(recipe, {})  # noqa: S102 - our own page
    return [line.split() for line in said.getvalue().splitlines()]


def test_every_recipe_is_tested() -> None:
    assert (len(PYTHON), len(SQL)) == (3, 3)


def test_promise_rate_by_kind_of_body(results: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(results)
    assert printed(PYTHON[0])[2:] == [["county-council", "2", "1.0"], ["icb", "1", "0.0"]]
    assert duckdb.sql(SQL[0]).fetchall() == [("county-council", 2, 1.0), ("icb", 1, 0.0)]


def test_promise_rate_by_year(results: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(results)
    assert printed(PYTHON[1])[2:] == [["2023", "1", "1.0", "1.0"], ["2024", "2", "0.5", "1.0"]]
    assert duckdb.sql(SQL[1]).fetchall() == [(2023, 1, 1.0, 1), (2024, 2, 0.5, 1)]


def test_decisions_most_often_promised_away(results: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(results)
    assert printed(PYTHON[2])[2:] == [["closure", "2", "2"]]
    assert duckdb.sql(SQL[2]).fetchall() == [("closure", 2, 2)]
