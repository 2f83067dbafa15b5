"""Every status a file can get, each by a file made here, with a cause that a person understands."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

import faults
import pytest
from raw_pdf import FONT, one_page, shown, stream, write

from pipeline.isolation import Isolated
from pipeline.limits import Limits
from pipeline.records import Outcome, Status
from pipeline.report.rows import document_row
from pipeline.scanner import scan

PROMISE = "Marl County Council is consulting on its libraries. Residents will have the final say on which library closes."
PICTURE = b"q 500 0 0 700 50 50 cm BI /W 1 /H 1 /CS /G /BPC 8 ID \x80 EI Q"


def two_pages(path: Path, first: bytes, second: bytes) -> Path:
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F 7 0 R>>>>/Contents %d 0 R>>"
    tree = b"<</Type/Pages/Kids[3 0 R 4 0 R]/Count 2>>"
    return write(path, [b"<</Type/Catalog/Pages 2 0 R>>", tree, page % 5, page % 6, first, second, FONT])


def ok(folder: Path) -> Path:
    return one_page(folder / "plan.pdf", stream(shown(PROMISE)))


def partly_scanned(folder: Path) -> Path:
    return two_pages(folder / "plan.pdf", stream(shown(PROMISE)), stream(PICTURE))


def scanned(folder: Path) -> Path:
    return one_page(folder / "plan.pdf", stream(PICTURE))


def cut_off(folder: Path) -> Path:
    whole = ok(folder)
    content = whole.read_bytes()
    whole.write_bytes(content[: content.index(b"xref")].replace(b"/Type/Catalog", b"/Type/Catalo"))
    return whole


def damaged_in_part(folder: Path) -> Path:
    path = two_pages(folder / "plan.pdf", stream(shown(PROMISE)), stream(shown("More words. " * 20)))
    content = path.read_bytes()
    at = content.rindex(b"stream\n", 0, content.rindex(b"endstream")) + 20
    path.write_bytes(content[:at] + b"\xff" * 20 + content[at + 20 :])
    return path


def damaged_throughout(folder: Path) -> Path:
    path = ok(folder)
    content = path.read_bytes()
    at = content.index(b"stream\n") + 9
    path.write_bytes(content[:at] + b"\xff" * 30 + content[at + 30 :])
    return path


def of_an_unknown_key(folder: Path) -> Path:
    path = one_page(folder / "plan.pdf", stream(b""))
    path.write_bytes(path.read_bytes().replace(b"/Root 1 0 R", b"/Root 1 0 R/Encrypt 99 0 R"))
    return path


def blank(folder: Path) -> Path:
    return one_page(folder / "plan.pdf", stream(b"q Q"))


def locked(folder: Path) -> Path:
    from reportlab.lib.pdfencrypt import StandardEncryption
    from reportlab.pdfgen.canvas import Canvas

    canvas = Canvas(str(folder / "plan.pdf"), encrypt=StandardEncryption("user", ownerPassword="owner"))
    canvas.drawString(72, 700, PROMISE)
    canvas.save()
    return folder / "plan.pdf"


def locked_archive(folder: Path) -> Path:
    path = folder / "plan.docx"
    with zipfile.ZipFile(path, "w") as parts:
        parts.writestr("word/document.xml", "<d/>")
    content = bytearray(path.read_bytes())
    content[content.index(b"PK\x01\x02") + 8] |= 1  # the directory's mark of encryption
    path.write_bytes(bytes(content))
    return path


def text(content: str | bytes, name: str = "plan.txt") -> Callable[[Path], Path]:
    def _write(folder: Path) -> Path:
        (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())
        return folder / name

    return _write


WELSH = "Mae'r cyngor yn ymgynghori ar y gwasanaethau hyn, ac mae pobl Cymru wedi gofyn i ni am fwy o amser. " * 3
AMERICAN = "The White House and Congress asked the federal government of the United States for a plan. The USA and the United States agreed. "


@pytest.mark.parametrize(
    ("make", "status", "cause"),
    [
        (ok, Status.OK, ""),
        (partly_scanned, Status.PARTIAL, "1 of 2 pages hold pictures of text and need OCR (page 2)"),
        (cut_off, Status.PARTIAL, "the PDF is damaged; 1 page was found in it, and others may be missing"),
        (damaged_in_part, Status.PARTIAL, "1 of the PDF's parts are damaged, and text of them may be missing"),
        (scanned, Status.NEEDS_OCR, "a scan: 1 of 1 pages are pictures without a text layer"),
        (blank, Status.EMPTY, "there is no text on the page"),
        (text(b""), Status.EMPTY, "the file has no content (0 bytes)"),
        (text(" \n"), Status.EMPTY, "the file was read and holds no text"),
        (locked, Status.ENCRYPTED, "the PDF is protected by a password"),
        (locked_archive, Status.ENCRYPTED, "the document is protected by a password"),
        (damaged_throughout, Status.CORRUPTED, "the PDF is damaged, and no text can be read on the page"),
        (of_an_unknown_key, Status.CORRUPTED, "the PDF is damaged, and no text can be read on the page"),
        (text(b"PK\x03\x04 cut off", "plan.docx"), Status.CORRUPTED, "whose archive is damaged or cut off"),
        (text(b"\x89PNG\r\n\x1a\n" + bytes(60), "plan.png"), Status.UNSUPPORTED, "a file of type image/png cannot be read"),
        (lambda folder: folder / "absent.pdf", Status.MISSING, "no such file"),
        (lambda folder: folder, Status.UNSUPPORTED, "a folder, not a document"),
        (text("<!doctype html>" + "<div>" * 5_000, "plan.html"), Status.TOO_LARGE, "nested too deeply"),
        (text(WELSH), Status.NOT_ASSESSED, "the text is mostly in Welsh"),
        (text(AMERICAN), Status.NOT_ASSESSED, "the body is outside the United Kingdom"),
    ],
)
def test_status_and_cause(
    make: Callable[[Path], Path], status: Status, cause: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pipeline.extract.ocr.available", lambda: False)
    outcome = scan(make(tmp_path))
    assert (outcome.status, cause in outcome.cause) == (status, True), outcome.cause
    assert bool(outcome.cause) == (status is not Status.OK)


@pytest.mark.parametrize(
    ("fault", "status", "cause"),
    [
        ("hang", Status.TIMED_OUT, "not finished within 1 second"),
        ("exit", Status.CRASHED, "the program that reads it ended early with exit code 3"),
        ("deep", Status.CRASHED, "the program failed on this file (RecursionError); please report it"),
    ],
)
def test_what_a_child_comes_to(tmp_path: Path, fault: str, status: Status, cause: str) -> None:
    reader = Isolated(faults.load, Limits(1, 200), tmp_path)
    try:
        (read,) = reader.read(Path(fault))
    finally:
        reader.close()
    assert (read.outcome.status, read.outcome.cause) == (status, cause)


def test_a_repaired_pdf_is_read_as_it_was(tmp_path: Path) -> None:
    outcome = scan(cut_off(tmp_path))
    assert outcome.document
    assert outcome.document.text == PROMISE
    assert [finding.promise.statement.page for finding in outcome.findings if finding.kind == "promise"] == [1]


def test_every_status_is_tested_here() -> None:
    marks = [*test_status_and_cause.pytestmark, *test_what_a_child_comes_to.pytestmark]
    tested = {case[1] for mark in marks if mark.name == "parametrize" for case in mark.args[1]}
    assert tested == set(Status)


def test_a_row_says_what_went_wrong_in_one_sentence(tmp_path: Path) -> None:
    row = document_row(Outcome(tmp_path / "a.pdf", Status.CORRUPTED, "the PDF has no pages that can be found"))
    assert row["verdict"] == "Not read (corrupted): the PDF has no pages that can be found."
