from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.extract.assemble import Piece, assemble
from pipeline.records import BlockKind, Document
from pipeline.segment import segment, sentence_spans


def sentences(text: str) -> list[str]:
    return [text[start:end] for start, end in sentence_spans(text)]


@pytest.mark.parametrize(
    "expected",
    [
        ["The Council will act.", "It must."],
        ["See para. 3.2.1 and s. 14Z45 of the Act.", "Then reply."],
        ["Cllr. Jones met Dr. Rao at 5 p.m. to talk, e.g. about rents."],
        ["3. The Council will decide.", "4. It will publish."],
        ["“We agree.” The tenants left."],
        ["Is it £1.5m?", "Yes!", "The answer is no.", "Contact No. 5 for more."],
        ["It ended in 2025.", "A new plan followed."],
        ["They saved £4.2m, i.e. 3.1 per cent., by 2026."],
    ],
)
def test_sentences_end_where_readers_end_them(expected: list[str]) -> None:
    if expected[0].startswith("“"):
        expected = ["“We agree.”", "The tenants left."]
    assert sentences(" ".join(expected)) == expected


def document(*pieces: Piece) -> Document:
    return Document(Path("d"), "text/plain", assemble(pieces))


def test_bullets_are_read_with_their_lead_in() -> None:
    heading, lead = Piece(BlockKind.HEADING, "Next"), Piece(BlockKind.PARAGRAPH, "Thank you. In May we will:")
    bullets = [
        Piece(BlockKind.LIST_ITEM, "open the hub", level=1),
        Piece(BlockKind.LIST_ITEM, "let you choose its name", level=1),
    ]
    statements = segment(document(heading, lead, *bullets))
    assert [s.before for s in statements[3:]] == ["In May we will:", "In May we will:"]
    assert statements[3].after == "let you choose its name"
    assert statements[3].section == ("Next",)


def test_neighbours_cross_blocks() -> None:
    statements = segment(document(Piece(BlockKind.HEADING, "Who decides"), Piece(BlockKind.PARAGRAPH, "You do. Then we build.")))
    assert [(s.before, s.after) for s in statements] == [("", "You do."), ("Who decides", "Then we build."), ("You do.", "")]


@given(st.lists(st.text(alphabet='ab. ?!"()1Ac\n', max_size=60), max_size=6))
def test_every_statement_quotes_its_document(texts: list[str]) -> None:
    doc = document(*(Piece(BlockKind.PARAGRAPH, text) for text in texts))
    end = 0
    for statement in segment(doc):
        assert doc.text[statement.start : statement.end] == statement.text
        assert statement.start >= end
        end = statement.end
