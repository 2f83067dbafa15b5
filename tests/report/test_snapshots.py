"""What a reader sees, held still: a change of wording or layout shows in the review of `__snapshots__`.

Where it is meant: `pytest tests/report/test_snapshots.py --snapshot-update`. Versions and hashes are left out.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest
from lxml import html

from pipeline.report.formats import writer_of
from pipeline.report.html import document_page, index_page
from pipeline.report.pdf import document_pdf
from pipeline.report.rows import ROWS
from pipeline.report.tables import Tables
from pipeline.version import program
from tests.report.test_html import outcome
from tests.report.test_pdf import pdf_text

if TYPE_CHECKING:
    from pathlib import Path

    from syrupy.assertion import SnapshotAssertion


def seen(page: str) -> str:
    """The text of a page, a line for each element that has any."""
    main = html.fromstring(page).xpath("//body")[0]
    texts = (" ".join(text.split()) for text in main.xpath(".//text()[not(parent::script)]"))
    return plain("\n".join(text for text in texts if text))


def plain(text: str) -> str:
    return re.sub(r"version \S+", "version X", text.replace(program(), "X"))


@pytest.mark.parametrize("counsel", [False, True])
def test_page(snapshot: SnapshotAssertion, *, counsel: bool) -> None:
    assert seen(document_page(outcome(), counsel=counsel)) == snapshot


@pytest.mark.parametrize("counsel", [False, True])
def test_index(snapshot: SnapshotAssertion, *, counsel: bool) -> None:
    assert seen(index_page([(outcome(), "draft.html"), (outcome(), "")], counsel=counsel)) == snapshot


@pytest.mark.parametrize("counsel", [False, True])
def test_pdf(snapshot: SnapshotAssertion, *, counsel: bool) -> None:
    assert plain(pdf_text(document_pdf(outcome(), counsel=counsel))) == snapshot


def test_tables(snapshot: SnapshotAssertion, tmp_path: Path) -> None:
    rows = {name: list(make(outcome())) for name, make in ROWS.items()}
    for writer in (Tables, writer_of("sarif"), writer_of("github")):
        with writer(tmp_path) as target:
            target.write(rows)
    log = json.loads((tmp_path / "overpromise.sarif").read_text(encoding="utf-8"))
    assert log["runs"][0]["results"] == snapshot(name="sarif")
    for name in ("findings.csv", "documents.csv", "overpromise.github"):
        assert (tmp_path / name).read_text(encoding="utf-8-sig") == snapshot(name=name)
