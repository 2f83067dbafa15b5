"""What people leave with: the marked copy, the report, the tables of every registered format, the audit trail."""

from __future__ import annotations

import csv
import io
import tempfile
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.report.formats import FORMATS, writer_of
from pipeline.report.html import document_page
from pipeline.report.marks import marks
from pipeline.report.rows import ROWS
from pipeline.report.tables import Tables, safe_row
from review.aside import marked_copy
from review.findings import STATES, history

if TYPE_CHECKING:
    from pipeline.records import Outcome
    from pipeline.report.rows import Row
    from review.documents import Document
    from review.store import Store

TABLES = ("csv", *FORMATS)
_TITLES = {
    "csv": "Tables as CSV, for any spreadsheet",
    "jsonl": "Tables as JSON Lines, for programs",
    "xlsx": "Excel workbook",
    "sarif": "SARIF, for code hosts and editors",
}
_AUDIT = ("at", "by", "action", "finding_id", "decision", "text", "wording", "verdict", "taken_back", "statement")


def titles() -> dict[str, str]:
    """How each table format is named to a person."""
    return {name: _TITLES.get(name, name.upper()) for name in TABLES}


def tables(outcome: Outcome, form: str) -> tuple[bytes, str]:
    """The tables of a document in one of `TABLES`, and how the file's name ends; a ZIP where there are several files."""
    rows = {name: list(made(outcome)) for name, made in ROWS.items()}
    with tempfile.TemporaryDirectory(prefix="overpromise-export-") as name:
        folder = Path(name)
        with Tables(folder) if form == "csv" else writer_of(form)(folder) as writer:
            writer.write(rows)
        files = sorted(folder.iterdir())
        if len(files) == 1:
            return files[0].read_bytes(), files[0].suffix
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            for file in files:
                archive.writestr(zipfile.ZipInfo(file.name), file.read_bytes())
        return packed.getvalue(), f".{form}.zip"


def notes(outcome: Outcome, dismissed: set[str]) -> tuple[bytes, str]:
    """The neutral report of a document, without what was dismissed as a false alarm."""
    return document_page(_without(outcome, dismissed)).encode(), ".notes.html"


def counsel(outcome: Outcome) -> tuple[bytes, str]:
    """The report of a document for counsel, with every finding."""
    return document_page(outcome, counsel=True).encode(), ".counsel.html"


def marked(outcome: Outcome, dismissed: set[str]) -> tuple[bytes, str]:
    """The document with drafting notes on its words, but for those that were dismissed as false alarms.

    Raises:
        AsideError: the program failed on the file.
        ValueError: there is nothing to note.
    """
    chosen = marks(_without(outcome, dismissed))
    if outcome.document is None or not chosen:
        raise ValueError("There is nothing to note on this document")
    return marked_copy(outcome.document, chosen)


def _without(outcome: Outcome, dismissed: set[str]) -> Outcome:
    return replace(outcome, findings=tuple(finding for finding in outcome.findings if finding.finding_id not in dismissed))


def audit(store: Store, document: Document, outcome: Outcome) -> bytes:
    """Every step on a document as CSV: who, when, what, and on which words."""
    texts = {finding.finding_id: finding.promise.statement.text for finding in outcome.findings}
    file = io.StringIO(newline="")
    writer = csv.DictWriter(file, _AUDIT, lineterminator="\r\n")
    writer.writeheader()
    for step in history(store, document):
        row: Row = {
            "at": step.at,
            "by": step.by,
            "action": step.action,
            "finding_id": step.finding_id,
            "decision": STATES.get(step.state, step.state),
            "text": step.text,
            "wording": step.wording,
            "verdict": step.verdict,
            "taken_back": int(step.undone),
            "statement": texts.get(step.finding_id, ""),
        }
        writer.writerow(safe_row(row))
    return file.getvalue().encode("utf-8-sig")
