"""Every format holds the same rows, and none of them runs a formula."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import jsonschema
import pytest
from openpyxl import load_workbook

from pipeline.report.columns import COLUMNS
from pipeline.report.formats import FORMATS, writer_of
from pipeline.report.rows import ROWS, Rows
from pipeline.report.tables import Tables
from tests.report.test_html import outcome

ATTACK = '=HYPERLINK("http://example.org")'


@pytest.fixture
def rows() -> Rows:
    made = outcome(f"{ATTACK} Residents will decide the plan.\u202e")
    return {name: list(make(made)) for name, make in ROWS.items()}


@pytest.fixture
def folder(tmp_path: Path, rows: Rows) -> Path:
    for writer in (Tables, *map(writer_of, FORMATS)):
        with writer(tmp_path, ("region",)) as tables:
            tables.write(rows, ("+North",))
    return tmp_path


@pytest.mark.parametrize("table", list(COLUMNS))
def test_all_formats_agree(folder: Path, rows: Rows, table: str) -> None:
    with (folder / f"{table}.csv").open(encoding="utf-8-sig", newline="") as file:
        from_csv = list(csv.DictReader(file))
    from_json = [json.loads(line) for line in (folder / f"{table}.jsonl").read_text(encoding="utf-8").splitlines()]
    assert len(from_csv) == len(from_json) == len(rows[table])
    for row, ours, theirs in zip(rows[table], from_json, from_csv, strict=True):
        assert ours == {column: row[column] for column in COLUMNS[table]} | {"region": "+North"}
        assert {column: "" if value is None else str(value) for column, value in ours.items()} == {
            c: v.removeprefix("'") for c, v in theirs.items()
        }


def test_a_workbook_has_text_not_formulas_and_a_frozen_header(folder: Path, rows: Rows) -> None:
    sheet = load_workbook(folder / "overpromise.xlsx")["findings"]
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref
    header = [cell.value for cell in sheet[1]]
    assert header == [*COLUMNS["findings"], "region"]
    assert all(cell.data_type != "f" for line in sheet for cell in line)
    text = sheet.cell(2, header.index("text") + 1).value
    assert text.startswith(ATTACK)
    assert "[U+202E]" in text
    assert len(rows["findings"]) == sheet.max_row - 1


def test_workbooks_of_the_same_rows_are_the_same_bytes(tmp_path: Path, rows: Rows) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        with writer_of("xlsx")(tmp_path / name) as book:
            book.write(rows)
    assert (tmp_path / "one" / "overpromise.xlsx").read_bytes() == (tmp_path / "two" / "overpromise.xlsx").read_bytes()


# What SARIF 2.1.0 requires of the parts that we write (OASIS, section 3).
SARIF = {
    "type": "object",
    "required": ["version", "runs"],
    "properties": {
        "version": {"const": "2.1.0"},
        "runs": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["tool", "results"],
                "properties": {
                    "results": {
                        "type": "array",
                        "items": {
                            "type": "object",
                            "required": ["message", "ruleId", "level", "partialFingerprints", "locations"],
                            "properties": {
                                "level": {"enum": ["none", "note", "warning", "error"]},
                                "message": {"type": "object", "required": ["text"]},
                                "partialFingerprints": {"type": "object", "additionalProperties": {"type": "string"}},
                            },
                        },
                    }
                },
            },
        },
    },
}


def test_sarif_holds_each_finding_with_a_lasting_fingerprint(folder: Path, rows: Rows) -> None:
    log = json.loads((folder / "overpromise.sarif").read_text(encoding="utf-8"))
    jsonschema.validate(log, SARIF)
    (result,) = log["runs"][0]["results"]
    (row,) = rows["findings"]
    assert result["partialFingerprints"] == {"findingId/v1": row["finding_id"]}
    assert result["ruleId"] in {rule["id"] for rule in log["runs"][0]["tool"]["driver"]["rules"]}
    assert result["level"] == "error"


@pytest.mark.parametrize("name", list(FORMATS))
def test_nothing_half_written_is_left_where_a_scan_fails(tmp_path: Path, rows: Rows, name: str) -> None:
    def broken() -> None:
        with writer_of(name)(tmp_path) as tables:
            tables.write(rows)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        broken()
    assert list(tmp_path.iterdir()) == []
