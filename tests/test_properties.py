"""What holds of every document, whatever stands in it."""

from __future__ import annotations

import csv
import json
import re
import tempfile
import zipfile
from html.parser import HTMLParser
from pathlib import Path
from xml.sax.saxutils import escape

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from pipeline.extract import extract
from pipeline.extract.boxes import source_spans
from pipeline.records import Document, Evidence, Finding, Option, Outcome, Point, Promise, Situation, Statement, Status, Verdict
from pipeline.report.formats import writer_of
from pipeline.report.html import document_page
from pipeline.report.marked_docx import marked
from pipeline.report.marks import Mark
from pipeline.report.rows import ROWS
from pipeline.report.tables import Tables
from pipeline.segment import segment

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
WORDS = st.sampled_from(
    "we will residents decide co-produce co\u2011design the final say. Budget! Why? (a) No. 5 \u201cyes\u201d \u00a35m e.g. off\ufb01cers".split()
)
SENTENCES = st.lists(st.lists(WORDS, min_size=2, max_size=9).map(" ".join), min_size=1, max_size=4).map(" ".join)
PARAGRAPHS = st.lists(SENTENCES.map(lambda text: f"Here {text} it ends."), min_size=1, max_size=5)
ANY = st.text(st.characters(codec="utf-8"), max_size=120)
NASTY = st.one_of(
    ANY,
    st.sampled_from(
        [
            "=cmd|' /C calc'!A0", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\uff1d1", " =1", "<script>alert(1)</script>", "]]>",
            "\"><img src=x onerror=alert(1)>", "</title><svg onload=alert(1)>", "{{7*7}}", "javascript:alert(1)", "\u202eevil\u202c",
            "\x00\x1b[2J", "a\r\nb", '"', "'", "\ud800", "&lt;b&gt;", "=HYPERLINK(\"http://x\")",
        ]
    ),
)  # fmt: skip
quick = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def as_docx(paragraphs: list[str], folder: Path) -> Path:
    body = "".join(f'<w:p><w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p>' for text in paragraphs)
    with zipfile.ZipFile(folder / "draft.docx", "w") as parts:
        types = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
        parts.writestr("[Content_Types].xml", types)
        parts.writestr("word/document.xml", f'<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>')
    return folder / "draft.docx"


def as_html(paragraphs: list[str], folder: Path) -> Path:
    body = "".join(f"<p>{escape(text)}</p>" for text in paragraphs)
    (folder / "draft.html").write_text(f"<!doctype html><body><main>{body}</main></body>", encoding="utf-8")
    return folder / "draft.html"


def as_text(paragraphs: list[str], folder: Path) -> Path:
    (folder / "draft.txt").write_text("\n\n".join(paragraphs), encoding="utf-8")
    return folder / "draft.txt"


@quick
@given(PARAGRAPHS)
def test_one_text_in_three_formats_gives_the_same_statements(paragraphs: list[str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        read = [segment(extract(write(paragraphs, Path(folder)))) for write in (as_docx, as_html, as_text)]
    assert [s.text for s in read[0]] == [s.text for s in read[1]] == [s.text for s in read[2]]


@quick
@given(st.lists(st.one_of(SENTENCES, ANY), min_size=1, max_size=5))
def test_reading_twice_gives_the_same_and_every_span_quotes_the_text(paragraphs: list[str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = as_text(["Here it begins.", *paragraphs], Path(folder))
        first, second = extract(path), extract(path)
    assert first == second
    statements = segment(first)
    assert statements == segment(second)
    for statement in statements:
        assert first.text[statement.start : statement.end] == statement.text
    for block in first.blocks:
        assert first.text[block.start : block.end] == block.text


@quick
@given(PARAGRAPHS)
def test_offsets_lead_from_cleaned_text_back_to_the_source(paragraphs: list[str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = as_text(paragraphs, Path(folder))
        source, document = path.read_text(encoding="utf-8"), extract(path)
    for statement in segment(document):
        spans = list(source_spans(document, statement.start, statement.end))
        start, end = min(at for _, at, _ in spans), max(at + length for _, at, length in spans)
        assert letters(source[start:end]) == letters(statement.text)


def letters(text: str) -> str:
    return "".join(c for c in text.replace("\ufb01", "fi") if c.isalnum())


def outcome_of(text: str, name: str) -> Outcome:
    statement = Statement(text, text, text, 0, len(text), None, (text,))
    verdict = Verdict("commitment", "co-production", "explicit", 0, 0.9, False, (Evidence(0, min(3, len(text)), text[:3], 1.0),))
    promise = Promise(statement, verdict)
    finding = Finding(
        "OP-0", "promise", promise, "high", (Point("promised", "quotation", text),), (Option("least change", "states a fact", text),), places=(text,)
    )  # fmt: skip
    document = Document(Path(name), "text/plain", (), title=text)
    return Outcome(Path(name), Status.OK, "", document, Situation(body_name=text, decider=text), 1, (promise,), (finding,))


def safe(name: str) -> str:
    return "".join(c for c in name if c not in "/\x00") or "x"


@quick
@given(NASTY, NASTY)
def test_no_text_makes_a_table_unsafe(text: str, name: str) -> None:
    outcome = outcome_of(text, safe(name).encode("utf-8", "backslashreplace").decode())
    rows = {table: list(made(outcome)) for table, made in ROWS.items()}
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        for kind in (Tables, *map(writer_of, ("jsonl", "xlsx", "sarif"))):
            with kind(folder) as writer:
                writer.write(rows)
        for table in ROWS:
            with (folder / f"{table}.csv").open(encoding="utf-8-sig", newline="") as file:
                read = list(csv.DictReader(file))
            assert len(read) == 1
            words = [cell for cell in read[0].values() if cell and not re.fullmatch(r"[+-]?[0-9]+(\.[0-9]+)?", cell)]
            assert not any(cell.lstrip(" ").startswith(("=", "+", "-", "@", "\t", "\r", "\uff1d")) for cell in words)
            assert json.loads((folder / f"{table}.jsonl").read_text(encoding="utf-8"))
        assert json.loads((folder / "overpromise.sarif").read_text(encoding="utf-8"))["runs"][0]["results"]
        with zipfile.ZipFile(folder / "overpromise.xlsx") as book:
            for part in book.namelist():
                root = etree.fromstring(book.read(part))
                assert not list(root.iter("{*}f", "{*}hyperlink")), "a formula or link"


class Tags(HTMLParser):
    """The tags of a page and the attributes that could run something."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[tuple[str, tuple[str, ...]]] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, tuple(sorted(name for name, _ in attributes))))


def tags(page: str) -> list[tuple[str, tuple[str, ...]]]:
    parser = Tags()
    parser.feed(page)
    return parser.seen


@quick
@given(NASTY, st.booleans())
def test_no_text_adds_a_tag_or_attribute_to_a_page(text: str, counsel: bool) -> None:
    harmless = "".join("x" if not c.isspace() else c for c in text)
    page = document_page(outcome_of(text, safe(text)), counsel=counsel)
    assert {name for _, names in tags(page) for name in names if name.startswith("on")} == set()
    kinds = {tag for tag, _ in tags(document_page(outcome_of(harmless or "x", "x"), counsel=counsel))} | {"mark"}
    assert {tag for tag, _ in tags(page)} <= kinds
    assert "\u202e" not in page


@quick
@given(st.lists(SENTENCES, min_size=1, max_size=3), NASTY)
def test_no_note_makes_a_word_document_unsafe(paragraphs: list[str], note: str) -> None:
    with tempfile.TemporaryDirectory() as made:
        document = extract(as_docx(paragraphs, Path(made)))
        content = marked(document, [Mark(Statement(document.text), ((0, min(5, len(document.text))),), note, "OP-0")])
        copy = Path(made) / "copy.docx"
        copy.write_bytes(content)
        assert extract(copy).text == document.text
        with zipfile.ZipFile(copy) as parts:
            comments = etree.fromstring(parts.read("word/comments.xml"))
            assert len(list(comments)) == 1
            assert {etree.QName(element).localname for element in comments.iter()} <= {
                "comments",
                "comment",
                "p",
                "r",
                "rPr",
                "sz",
                "t",
            }
