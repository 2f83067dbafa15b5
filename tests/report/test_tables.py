from __future__ import annotations

import csv
import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.records import Finding, Outcome, Promise, Statement, Status, Verdict
from pipeline.report.columns import COLUMNS
from pipeline.report.rows import ROWS, verdict
from pipeline.report.schema import dictionary
from pipeline.report.tables import Tables, safe_cell, write_run
from pipeline.scanner import scan


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_headers_stand_even_when_nothing_was_found(tmp_path: Path) -> None:
    with Tables(tmp_path):
        pass
    for name, columns in COLUMNS.items():
        raw = (tmp_path / f"{name}.csv").read_bytes()
        assert raw.startswith(b"\xef\xbb\xbf")
        assert raw.decode("utf-8-sig").strip().split(",") == list(columns)


def test_tables_begin_as_promised() -> None:
    assert COLUMNS["documents"][:11] == tuple(
        "file status cause verdict pages statements commitments findings body jurisdiction stage".split()
    )
    assert COLUMNS["findings"][:17] == (
        *tuple(
            "finding_id kind file page section start end text evidence label risk severity confidence authority reason suggestion".split()
        ),
        "hedge",
    )


def test_an_unread_file_is_a_row_with_its_cause(tmp_path: Path) -> None:
    with Tables(tmp_path) as tables:
        outcome = Outcome(Path("a/b.pdf"), Status.ENCRYPTED, "the PDF is protected by a password")
        tables.write({name: list(make(outcome)) for name, make in ROWS.items()})
    (row,) = read(tmp_path / "documents.csv")
    assert (row["file"], row["status"]) == ("a/b.pdf", "encrypted")
    assert row["verdict"] == "Not read (encrypted): the PDF is protected by a password."


def test_co_design_beyond_the_ceiling_is_in_the_verdict() -> None:
    statement = Statement("We will co-design the outcome with residents.")
    judged = Promise(statement, Verdict("commitment", "co-design", "none", 0, 1, False))
    over = Finding("OP-0123456789", "over-ceiling", judged, "low", (), ())
    read = Outcome(Path("a.txt"), Status.OK, statements=3, commitments=(judged,), findings=(over, over))
    assert verdict(read) == ("2 promises of co-design where the register leaves less; 1 co-design or co-production commitment.")
    mixed = replace(read, findings=(over, replace(over, kind="promise", severity="high")))
    assert verdict(mixed) == (
        "1 promise of a decision for which the register records no power to share, 1 of high severity; "
        "1 promise of co-design where the register leaves less; 1 co-design or co-production commitment."
    )
    assert verdict(replace(read, findings=())).startswith("No promise of a shared decision found in 3 statements; ")


def test_rows_and_frames_hold_the_documented_columns(samples: Path) -> None:
    outcome = scan(samples / "bus-and-ferry.html")
    for table, columns in COLUMNS.items():
        rows = list(ROWS[table](outcome))
        assert rows
        assert all(set(row) == set(columns) for row in rows), table
        assert list(outcome.to_frame(table).columns) == list(columns)
        assert len(outcome.to_frame(table)) == len(rows)


def test_the_data_dictionary_is_made_from_the_definition() -> None:
    text = (Path(__file__).parent.parent.parent / "docs" / "data-dictionary.md").read_text(encoding="utf-8")
    for table in COLUMNS:
        assert dictionary(table) in text, "run: python3 tasks.py docs"


def test_the_analysts_columns_stand_behind_ours(tmp_path: Path, samples: Path) -> None:
    outcome = scan(samples / "bus-and-ferry.html")
    rows = {name: list(make(outcome)) for name, make in ROWS.items()}
    with Tables(tmp_path, ("region", "year")) as tables:
        tables.write(rows, ("=North", "2026"))
        tables.write(rows)
    for table, columns in COLUMNS.items():
        written = read(tmp_path / f"{table}.csv")
        assert list(written[0]) == [*columns, "region", "year"]
        assert {(row["region"], row["year"]) for row in written} == {("'=North", "2026"), ("", "")}


def test_an_older_table_stands_until_the_new_one_is_complete(tmp_path: Path) -> None:
    (tmp_path / "findings.csv").write_text("old", encoding="utf-8")
    with pytest.raises(KeyError), Tables(tmp_path) as tables:
        tables.write({"documents": []})
    assert [p.name for p in tmp_path.iterdir()] == ["findings.csv"]
    assert (tmp_path / "findings.csv").read_text(encoding="utf-8") == "old"


def test_run_json_takes_any_name(tmp_path: Path) -> None:
    write_run(tmp_path, {"paths": ["café"]})
    assert json.loads((tmp_path / "run.json").read_text(encoding="utf-8")) == {"paths": ["café"]}


@given(st.text(st.characters()))
def test_no_cell_begins_as_a_formula(text: str) -> None:
    cell = safe_cell(text)
    assert isinstance(cell, str)
    is_number = re.fullmatch(r"[+-]?\d+(\.\d+)?", cell, re.ASCII)
    assert is_number or not cell.lstrip(" ").startswith(("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠"))
    assert cell.endswith(text.encode("utf-8", "backslashreplace").decode())


def test_numbers_stay_numbers() -> None:
    assert safe_cell(-3) == -3
    assert [safe_cell(text) for text in ("-3.5", "+12", "-0", "7")] == ["-3.5", "+12", "-0", "7"]


@pytest.mark.parametrize("text", ["-3.5\n", " -3", "-3+1", "-.5", "-1e5", "-1,000", "--1", "-\u0663", "-3.5.1", "+A1", "-"])
def test_what_is_no_plain_number_is_made_text(text: str) -> None:
    assert safe_cell(text) == f"'{text}"


def test_names_of_the_analysts_columns_are_no_formulas(tmp_path: Path, samples: Path) -> None:
    outcome = scan(samples / "bus-and-ferry.html")
    with Tables(tmp_path, ("=cmd()", "change")) as tables:
        tables.write({name: list(make(outcome)) for name, make in ROWS.items()}, ("a", "-3.5"))
    for table in COLUMNS:
        assert {(row["'=cmd()"], row["change"]) for row in read(tmp_path / f"{table}.csv")} == {("a", "-3.5")}
