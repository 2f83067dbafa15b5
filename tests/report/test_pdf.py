"""The PDF report holds what the page holds, is tagged, and breaks well whatever it is given."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from pypdf import PdfReader

from pipeline.decisions import Decisions
from pipeline.records import Document, Finding, Outcome, Promise, Situation, Statement, Status, Verdict
from pipeline.report.pdf import document_pdf
from pipeline.report.view import document_view
from pipeline.scanner import scan
from tests.conftest import DOCUMENTS


def pdf_text(content: bytes) -> str:
    pdf = pdfium.PdfDocument(content)
    return " ".join("".join(page.get_textpage().get_text_bounded() for page in pdf).split())


def squeezed(text: str) -> str:
    """The letters and digits alone: lines break and words are divided differently."""
    return "".join(letter for letter in text if letter.isalnum())


@pytest.mark.parametrize("counsel", [False, True])
@pytest.mark.parametrize("name", DOCUMENTS)
def test_it_holds_what_the_view_holds(samples: Path, name: str, *, counsel: bool) -> None:
    made = scan(samples / name)
    text = squeezed(pdf_text(document_pdf(made, counsel=counsel)))
    view = document_view(made, Decisions(), counsel=counsel)
    assert squeezed(view["verdict"]) in text
    for finding in view["findings"]:
        for wanted in (finding["id"], *(point["text"] for point in finding["points"])):
            assert squeezed(wanted)[:60] in text
        for source in finding.get("sources", ()):
            assert squeezed(source["authority"])[:40] in text


def test_it_is_tagged_has_a_title_and_is_the_same_twice(samples: Path, tmp_path: Path) -> None:
    made = scan(samples / "library-review.pdf")
    content = document_pdf(made)
    path = tmp_path / "a.pdf"
    path.write_bytes(content)
    reader = PdfReader(path)
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert reader.trailer["/Root"]["/Lang"] == "en-GB"
    assert reader.metadata is not None
    assert reader.metadata.title == "library-review.pdf: drafting notes"
    assert b"<pdfuaid:part>1</pdfuaid:part>" in content
    assert document_pdf(made) == content


@pytest.mark.parametrize("text", ["漢字 العربية", '#import "x" $ _ * ` \\ ] }', "\u202ekcart\x00", "w" * 4000, "word " * 3000])
def test_any_text_is_set_and_none_is_markup(text: str) -> None:
    statement = Statement(text, text[:50], "", 0, len(text), section=(text[:80],))
    verdict = Verdict("commitment", "co-production", "explicit", 0, 1, False)
    finding = Finding("OP-0123456789", "promise", Promise(statement, verdict), "high", (), ())
    document = Document(Path("a.pdf"), "application/pdf", ())
    made = Outcome(Path("a.pdf"), Status.OK, "", document, Situation(body_name=text[:50]), 1, (), (finding,))
    assert document_pdf(made, counsel=True).startswith(b"%PDF")
    assert "Reference OP-0123456789" in pdf_text(document_pdf(replace(made, cause=text[:40])))
