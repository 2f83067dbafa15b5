"""Each reader, on the smallest file that shows what it must do."""

from __future__ import annotations

import shutil
import zipfile
from typing import TYPE_CHECKING

import pytest

from pipeline.errors import ReadError
from pipeline.extract import READERS, extract, media, ocr
from pipeline.records import BlockKind, Status

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pipeline.records import Document

H, P, L, C, N = BlockKind.HEADING, BlockKind.PARAGRAPH, BlockKind.LIST_ITEM, BlockKind.TABLE_CELL, BlockKind.NOTE


def seen(document: Document) -> list[tuple[BlockKind, str]]:
    return [(block.kind, block.text) for block in document.blocks]


def test_text_paragraphs_headings_and_bullets(write: Callable[..., Path]) -> None:
    path = write("plan.txt", "Our plan\n\nWe will work\nwith you.\n\nWe will:\n- open a hub\n- co-\nproduce the menu\n")
    document = extract(path)
    assert seen(document) == [
        (H, "Our plan"),
        (P, "We will work with you."),
        (P, "We will:"),
        (L, "open a hub"),
        (L, "co-produce the menu"),
    ]
    assert [block.lead_in for block in document.blocks[3:]] == ["We will:", "We will:"]
    assert document.blocks[1].section == ("Our plan",)


def test_text_in_an_old_encoding(write: Callable[..., Path]) -> None:
    path = write(
        "old.txt", "The café’s owners said £5 was too much, and the council’s officers agreed with them.".encode("cp1252")
    )
    assert "café’s owners said £5" in extract(path).text


def test_markdown_structure_and_offsets(write: Callable[..., Path]) -> None:
    source = "# Plan\n\nWe will *co-design*\nthe hub.\n\n- one\n  - two\n\n| a | b |\n|---|---|\n| c | d |\n"
    document = extract(write("plan.md", source))
    assert seen(document) == [
        (H, "Plan"),
        (P, "We will co-design the hub."),
        (L, "one"),
        (L, "two"),
        (C, "a"),
        (C, "b"),
        (C, "c"),
        (C, "d"),
    ]
    assert [block.level for block in document.blocks[:4]] == [1, None, 1, 2]
    for block in document.blocks:
        for run in block.runs:
            if run.length == run.source_length and run.length > 1:
                assert block.text[run.start : run.start + run.length] == source[run.source : run.source + run.length]


def test_markdown_whose_page_is_in_its_front_matter_is_not_lost(write: Callable[..., Path]) -> None:
    text = "---\ntitle: Group\nbody: >-\n  The group aims to hear from people who\n  have been homeless.\n---\n"
    assert "The group aims to hear from people who have been homeless." in extract(write("page.md", text)).text


def test_html_keeps_content_and_drops_furniture(write: Callable[..., Path]) -> None:
    page = (
        "<!doctype html><title>T</title><body><header>Site</header><nav>Menu</nav><div class='cookie-banner'>Cookies</div><main><h1>Buses</h1>"
        "<p>We <b>will</b> run<br>them.</p><ul><li>one<ul><li>two</li></ul></li></ul><details><summary>More</summary>Inside.</details>"
        "<table><tr><td>cell</td></tr></table><script>bad()</script></main><footer>Foot</footer></body>"
    )
    document = extract(write("page.html", page))
    assert seen(document) == [
        (H, "Buses"),
        (P, "We will run them."),
        (L, "one"),
        (L, "two"),
        (H, "More"),
        (P, "Inside."),
        (C, "cell"),
    ]
    assert document.title == "T"


def test_word_headings_lists_tables_notes_and_tracked_changes(docx: Callable[..., Path]) -> None:
    styles = '<w:styles XMLNS><w:style w:styleId="H"><w:name w:val="heading 2"/></w:style></w:styles>'
    notes = "<w:footnotes XMLNS><w:footnote><w:p><w:r><w:t>A note.</w:t></w:r></w:p></w:footnote></w:footnotes>"
    body = (
        '<w:p><w:pPr><w:pStyle w:val="H"/></w:pPr><w:r><w:t>Our plan</w:t></w:r></w:p>'
        "<w:p><w:r><w:t>We will </w:t></w:r><w:del><w:r><w:delText>not </w:delText></w:r></w:del><w:ins><w:r><w:t>always </w:t></w:r></w:ins>"
        "<w:r><w:t>co</w:t><w:noBreakHyphen/><w:t>design.</w:t></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>secret</w:t></w:r></w:p>"
        '<w:p><w:pPr><w:numPr><w:ilvl w:val="1"/><w:numId w:val="3"/></w:numPr></w:pPr><w:r><w:t>a bullet</w:t></w:r></w:p>'
        "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>cell</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
    )
    document = extract(docx(body, styles=styles, footnotes=notes))
    assert seen(document) == [(H, "Our plan"), (P, "We will always co-design."), (L, "a bullet"), (C, "cell"), (N, "A note.")]
    assert [block.level for block in document.blocks[:3]] == [2, None, 2]
    assert document.left_out == {"deletions": 1, "hidden": 1}


def test_pdf_joins_lines_drops_running_heads_and_mends_hyphens(pdf: Callable[..., Path]) -> None:
    pages = [
        [
            (72, 815, 9, "Draft strategy 2026"),
            (72, 740, 18, f"Part {number}"),
            (72, 700, 11, "The new service will be written through co-produc-"),
            (72, 686, 11, "tion with everyone who uses it, and the rooms will be"),
            (72, 672, 11, "painted by the people who live there."),
            (280, 30, 9, f"Page {number} of 4"),
        ]
        for number in range(1, 5)
    ]
    document = extract(pdf(*pages))
    assert seen(document)[:2] == [
        (H, "Part 1"),
        (
            P,
            "The new service will be written through co-production with everyone who uses it, and the rooms will be painted by the people who live there.",
        ),
    ]
    assert len(document.blocks) == 8
    assert document.pages == 4
    assert [block.page for block in document.blocks] == [1, 1, 2, 2, 3, 3, 4, 4]


def test_pdf_sentence_runs_over_a_page_break(pdf: Callable[..., Path]) -> None:
    first = [(72, 740, 18, "Heading"), (72, 90, 11, "Residents will decide, before anything is built, which of the")]
    document = extract(pdf(first, [(72, 760, 11, "four sites is used for the new school and the new clinic.")]))
    block = document.blocks[-1]
    assert (
        block.text
        == "Residents will decide, before anything is built, which of the four sites is used for the new school and the new clinic."
    )
    assert {run.page for run in block.runs} == {1, 2}


def test_every_reader_named_in_the_registry_exists() -> None:
    from importlib import import_module

    assert all(callable(import_module(name).read) for name in READERS.values())


@pytest.mark.parametrize(
    ("name", "content", "status", "cause"),
    [
        ("nothing.txt", b"", Status.EMPTY, "0 bytes"),
        ("blank.txt", b" \n\n ", Status.EMPTY, "no text"),
        ("cut.docx", b"PK\x03\x04 cut off", Status.CORRUPTED, "archive"),
        ("cut.pdf", b"%PDF-1.7\nnothing more", Status.CORRUPTED, "cannot be opened"),
        ("picture.png", b"\x89PNG\r\n\x1a\n" + bytes(60), Status.UNSUPPORTED, "image/png"),
        (".hidden", bytes(range(9)) * 20, Status.UNSUPPORTED, "not"),
    ],
)
def test_bad_input_gets_a_status_and_a_cause(
    write: Callable[..., Path], name: str, content: bytes, status: Status, cause: str
) -> None:
    with pytest.raises(ReadError) as caught:
        extract(write(name, content))
    assert caught.value.status is status
    assert cause in caught.value.cause


_WORDS = b"Files begin with %PDF-1.7.\n"
_STREAM = bytes(range(256)) * 20


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("notes.md", _WORDS, media.MARKDOWN),
        ("notes.txt", b"\xef\xbb\xbf" + _WORDS, media.TEXT),
        ("page.html", b"<!doctype html><p>" + _WORDS, media.HTML),
        ("rich.txt", b"{\\rtf1 " + _WORDS, media.RTF),
        ("plain.txt", b"%PDF-1.7\n1 0 obj\n", media.PDF),
        ("blank.txt", b"\xef\xbb\xbf\r\n%PDF-1.7\n1 0 obj\n", media.PDF),
        ("rubbish.txt", b"\x00\x01\x02%PDF-1.7\n" + b"1 0 obj\n" * 20, media.PDF),
        ("downloaded.txt", b"HTTP/1.1 200 OK\r\n\r\n%PDF-1.7\n" + _STREAM, media.PDF),
    ],
)
def test_a_pdf_is_told_from_a_text_that_speaks_of_one(write: Callable[..., Path], name: str, content: bytes, kind: str) -> None:
    assert media.media_type(write(name, content)) == kind


@pytest.mark.parametrize("inner", ["leaflet.pdf", "word/document.xml"])
def test_an_archive_that_holds_a_pdf_as_it_is_stays_an_archive(tmp_path: Path, inner: str) -> None:
    with zipfile.ZipFile(tmp_path / "papers.bin", "w", zipfile.ZIP_STORED) as archive:
        archive.writestr(inner, b"%PDF-1.7\n1 0 obj\n")
    assert media.media_type(tmp_path / "papers.bin") == (media.DOCX if inner.startswith("word") else media.ZIP)


@pytest.mark.parametrize(
    ("name", "content"),
    [("old.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)), ("rich.rtf", b"{\\rtf1 hello}")],
)
def test_old_formats_without_libreoffice_say_what_to_do(
    write: Callable[..., Path], monkeypatch: pytest.MonkeyPatch, name: str, content: bytes
) -> None:
    monkeypatch.setattr("shutil.which", lambda _: None)
    with pytest.raises(ReadError, match="install LibreOffice, or save it as") as caught:
        extract(write(name, content))
    assert caught.value.status is Status.UNSUPPORTED


@pytest.mark.slow
@pytest.mark.skipif(not (shutil.which("soffice") or shutil.which("libreoffice")), reason="LibreOffice is not installed")
def test_old_formats_are_read_through_libreoffice(write: Callable[..., Path]) -> None:
    document = extract(write("rich.rtf", rb"{\rtf1 We will {\b co-design} it.\par With you.\par}"))
    assert document.text == "We will co-design it.\nWith you."
    assert document.path.name == "rich.rtf"


def test_opendocument_lists_tables_notes_boxes_and_tracked_changes(odt: Callable[..., Path]) -> None:
    body = (
        "<text:tracked-changes><text:changed-region><text:deletion><text:p>not</text:p></text:deletion></text:changed-region></text:tracked-changes>"
        '<text:h text:outline-level="2">Our plan</text:h>'
        '<text:p text:style-name="B">Bold lead</text:p>'
        "<text:p>We will<text:s/>always <text:change-start/>co-design<text:change-end/>.<text:note><text:note-citation>1</text:note-citation>"
        "<text:note-body><text:p>A note.</text:p></text:note-body></text:note><office:annotation><text:p>why?</text:p></office:annotation></text:p>"
        "<text:list><text:list-item><text:p>one</text:p><text:list><text:list-item><text:p>two</text:p></text:list-item></text:list></text:list-item></text:list>"
        "<table:table><table:table-row><table:table-cell><text:p>cell</text:p></table:table-cell></table:table-row></table:table>"
        "<text:p><draw:frame><draw:text-box><text:p>boxed</text:p></draw:text-box></draw:frame>beside</text:p>"
    )
    document = extract(odt(body))
    assert seen(document) == [
        (H, "Our plan"),
        (H, "Bold lead"),
        (P, "We will always co-design."),
        (L, "one"),
        (L, "two"),
        (C, "cell"),
        (P, "beside"),
        (P, "boxed"),
        (N, "A note."),
    ]
    assert [block.level for block in document.blocks if block.kind is L] == [1, 2]
    assert document.left_out == {"comments": 1, "deletions": 1}


def test_missing_file(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="no such file"):
        extract(tmp_path / "absent.pdf")


def test_pdf_of_too_many_pages(pdf: Callable[..., Path], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.extract.pdf.MAX_PAGES", 1)
    with pytest.raises(ReadError, match="the PDF has 2 pages; at most 1 are read") as caught:
        extract(pdf(["One."], ["Two."]))
    assert caught.value.status is Status.TOO_LARGE


def test_encrypted_pdf(pdf: Callable[..., Path]) -> None:
    with pytest.raises(ReadError) as caught:
        extract(pdf(["Secret."], password="pass"))
    assert caught.value.status is Status.ENCRYPTED


@pytest.fixture
def scan(tmp_path: Path) -> Callable[..., Path]:
    """A PDF of one picture: the given PDF's first page as a scanner gives it, or a blank sheet."""

    def _scan(source: Path | None = None, turn: int = 0) -> Path:
        import pypdfium2 as pdfium
        from PIL import Image

        image = pdfium.PdfDocument(source)[0].render(scale=200 / 72).to_pil() if source else Image.new("L", (600, 800), 200)
        path = tmp_path / "scan.pdf"
        image.rotate(turn, expand=True).save(path, "PDF", resolution=200)
        return path

    return _scan


def test_scanned_pdf_needs_ocr(scan: Callable[..., Path], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.extract.ocr.available", lambda: False)
    with pytest.raises(ReadError) as caught:
        extract(scan())
    assert caught.value.status is Status.NEEDS_OCR


needs_tesseract = pytest.mark.skipif(not ocr.available(), reason="the extra `ocr` is not installed")


@needs_tesseract
@pytest.mark.slow
@pytest.mark.parametrize("turn", [0, 90, 180])
def test_scans_are_recognised_whichever_way_they_lie(scan: Callable[..., Path], pdf: Callable[..., Path], turn: int) -> None:
    lines = [
        (72, 700 - 20 * n, 14, text)
        for n, text in enumerate(["Residents will decide which of the", "four sites is used for the new clinic."])
    ]
    document = extract(scan(pdf(lines, name="source.pdf"), turn))
    assert document.text.lower() == "residents will decide which of the four sites is used for the new clinic."
    assert (document.blocks[0].recognised or 0) > 0.7


@needs_tesseract
def test_a_blank_scan_is_empty(scan: Callable[..., Path]) -> None:
    with pytest.raises(ReadError, match="no text") as caught:
        extract(scan())
    assert caught.value.status is Status.EMPTY


def test_inflating_word_document_is_refused_before_it_is_read(docx: Callable[..., Path]) -> None:
    with pytest.raises(ReadError) as caught:
        extract(docx("<w:p><w:r><w:t>" + "a" * 30_000_000 + "</w:t></w:r></w:p>"))
    assert caught.value.status is Status.TOO_LARGE


def test_external_entities_are_not_followed(docx: Callable[..., Path], write: Callable[..., Path]) -> None:
    secret = write("secret.txt", "the secret")
    path = docx("<w:p/>")
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr(
            "word/document.xml",
            f'<!DOCTYPE d [<!ENTITY x SYSTEM "{secret.as_uri()}">]><d xmlns:w="w"><w:body><w:p><w:r><w:t>hello &x;</w:t></w:r></w:p></w:body></d>',
        )
    with pytest.raises(ReadError, match="document type or entities"):
        extract(path)
