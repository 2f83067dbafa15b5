"""The recipes of docs/batch.md run as they stand, on the tables of a small batch and of its parts, and say what it holds."""

from __future__ import annotations

import contextlib
import io
import re
import shutil
import subprocess
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb
import pytest

from pipeline.batch import Settings, scan_all
from pipeline.inputs import read_manifest
from pipeline.report.tables import Tables

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pipeline.inputs import Input
    from pipeline.report.rows import Rows

PAGE = (Path(__file__).parent.parent / "docs" / "batch.md").read_text(encoding="utf-8")
PYTHON, SQL, SHELL = (re.findall(rf"```{language}\n(.*?)```", PAGE, re.DOTALL) for language in ("python", "sql", "sh"))
CUT, *PYTHON = PYTHON
COUNCIL = "Marl County Council is consulting on its libraries. Residents will have the final say on whether each library closes."
BOARD = (
    "Harbrook Integrated Care Board is consulting on urgent care. It rained. The board met in May and took note of the report."
)
# b.txt is listed for two years, and twice for one of them; papers.zip and mail.eml are read and hold c.txt's words again.
LISTED = """location,year,publisher
a.txt,2023,Marl
b.txt,2023,Marl
b.txt,2024,Marl
b.txt,2024,Fen
c.txt,2024,Harbrook
cut.docx,2024,Fen
papers.zip,2024,Fen
mail.eml,2024,Fen
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the tables of one scan in `whole/results`, and those of a scan in parts in `parts/results/0000` and so on."""
    folder = tmp_path_factory.mktemp("recipes")
    for name, text in {"a.txt": COUNCIL, "b.txt": COUNCIL + " It rained.", "c.txt": BOARD}.items():
        (folder / name).write_text(text, encoding="utf-8")
    (folder / "cut.docx").write_bytes(b"PK\x03\x04")
    (folder / "mail.eml").write_text(f"From: a@b.c\nTo: d@e.f\nSubject: x\n\n{BOARD}\n", encoding="utf-8")
    with zipfile.ZipFile(folder / "papers.zip", "w") as archive:
        archive.writestr("c.txt", BOARD)
    (folder / "list.csv").write_text(LISTED, encoding="utf-8")
    own, inputs = read_manifest(folder / "list.csv")
    scanned = [(each.rows, each.item) for each in scan_all(inputs, Settings(jobs=1))]
    write(folder / "whole" / "results", own, scanned)
    for number, one in enumerate(scanned):
        write(folder / "parts" / "results" / f"{number:04}", own, [one])
    return folder


def write(out: Path, own: tuple[str, ...], scanned: Iterable[tuple[Rows, Input]]) -> None:
    with Tables(out, own) as tables:
        for rows, item in scanned:
            tables.write(rows, item.own)


@pytest.fixture(params=["whole", "parts"])
def pattern(request: pytest.FixtureRequest, folder: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """What stands for `results/` in the recipes; the working directory holds the tables."""
    monkeypatch.chdir(folder / request.param)
    return "results/" if request.param == "whole" else "results/*/"


def printed(recipe: int, pattern: str) -> list[list[str]]:
    with contextlib.redirect_stdout(io.StringIO()) as said:
        exec((PYTHON[0] + PYTHON[recipe]).replace("results/", pattern), {})  # noqa: S102 - our own page
    return [line.split() for line in said.getvalue().splitlines()[2:]]


def asked(recipe: int, pattern: str) -> list[tuple[object, ...]]:
    with duckdb.connect() as connection:
        connection.execute(SQL[0].replace("results/", pattern))
        return connection.execute(SQL[recipe]).fetchall()


def test_every_recipe_is_tested() -> None:
    assert (len(PYTHON), len(SQL), len(SHELL)) == (4, 4, 1)


def test_promise_rate_by_kind_of_body(pattern: str) -> None:
    assert printed(1, pattern) == [["county-council", "2", "1.0"], ["icb", "3", "0.0"]]
    assert asked(1, pattern) == [("county-council", 2, 1.0), ("icb", 3, 0.0)]


def test_promise_rate_by_year(pattern: str) -> None:
    assert printed(2, pattern) == [["2023", "2", "1.00", "2.0"], ["2024", "4", "0.25", "1.0"]]
    assert asked(2, pattern) == [("2023", 2, 1.0, 2), ("2024", 4, 0.25, 1)]


def test_decisions_most_often_promised_away(pattern: str) -> None:
    assert printed(3, pattern) == [["closure", "2", "2"]]
    assert asked(3, pattern) == [("closure", 2, 2)]


def test_a_manifest_is_cut_into_parts_that_array_tasks_find(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    names = [f'{number}, part of \'a "plan".txt' for number in range(25)]
    Path("locations.txt").write_text("\n".join(names), encoding="utf-8")
    exec(CUT.replace("20_000", "2"), {})  # noqa: S102 - our own page
    parts = sorted(tmp_path.glob("part-*.csv"))
    assert [item.path.name for part in parts for item in read_manifest(part)[1]] == names
    shell = shutil.which("sh")
    if shell:
        script = "overpromise() { echo $3 $5; }\n" + SHELL[0]
        for task, part in enumerate(parts):
            done = subprocess.run(
                [shell, "-c", script], env={"SLURM_ARRAY_TASK_ID": str(task)}, check=True, capture_output=True, text=True
            )
            assert done.stdout.split() == [part.name, f"results/{task:04}"]
