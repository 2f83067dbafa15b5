"""Offsets survive: a span of the cleaned text maps back to the words on the page."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pypdfium2 as pdfium

from pipeline.extract import extract
from pipeline.extract.boxes import quads, source_spans
from pipeline.segment import segment
from tests.conftest import SAMPLES

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def words(text: str) -> str:
    return "".join(c for c in text.lower() if c.isalnum())


def test_the_text_under_the_boxes_is_the_span(pdf: Callable[..., Path]) -> None:
    lines = [
        (72, 740, 18, "Heading"),
        (72, 700, 11, "All plans will be made in co-produc-"),
        (72, 686, 11, "tion with everybody here."),
    ]
    document = extract(pdf(lines))
    start = document.text.index("co-production with")
    found = quads(document, start, start + len("co-production with"))
    assert len(found) == 2
    with pdfium.PdfDocument(document.path) as source:
        text_page = source[0].get_textpage()
        under = [text_page.get_text_bounded(q.left - 0.5, q.bottom - 0.5, q.right + 0.5, q.top + 0.5) for q in found]
    assert words("".join(under)) == "coproductionwith"


def test_every_statement_of_the_sample_maps_to_its_own_words() -> None:
    document = extract(SAMPLES / "library-review.pdf")
    with pdfium.PdfDocument(document.path) as source:
        pages = [page.get_textpage().get_text_range() for page in source]
    for statement in segment(document):
        spans = list(source_spans(document, statement.start, statement.end))
        raw = "".join(pages[page - 1][offset : offset + length] for page, offset, length in spans if page)
        assert words(raw) == words(statement.text)
        assert statement.page == spans[0][0]


def test_formats_without_pages_have_no_boxes(write: Callable[..., Path]) -> None:
    document = extract(write("a.txt", "We will co-design it.\n"))
    assert quads(document, 0, 5) == []
    assert list(source_spans(document, 0, 7)) == [(None, 0, 7)]
