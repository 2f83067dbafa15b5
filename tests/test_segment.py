from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.extract.assemble import Piece, assemble
from pipeline.extract.bounds import parts_of, runs_between
from pipeline.records import BlockKind, Document, Run
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
        ["Ask Mr. J. Smith of No. 5 Mill Lane.", "He lives in the U.A.E.", "The post is slow."],
        ["See W.H.O. 5 for more.", "It costs approx. £5 or approx. 6 euros, postage etc.", "We pay."],
        ["The rent per yr. £40 is low; see p. 4.", "It falls in Dec.", "We agree."],
        ["Is he a Dr?", "Then ask him!", "(The wall is by Marl and Co.)", "We built it."],
        ["The site is myVale.", "myVale opens in May."],
        ["We will act .", "Then we stop."],
        ["We will act… but slowly, e.g. in May.", "• Then we stop."],
    ],
)
def test_sentences_end_where_readers_end_them(expected: list[str]) -> None:
    if expected[0].startswith("“"):
        expected = ["“We agree.”", "The tenants left."]
    assert sentences(" ".join(expected)) == expected


@pytest.mark.parametrize("text", ["The plan ... 14", "Ends here.Today it opens at 9 a.m. or later", "(Ask the office.) "])
def test_leaders_and_lost_spaces(text: str) -> None:
    expected = {"Ends": ["Ends here.", "Today it opens at 9 a.m. or later"]}
    assert sentences(text) == expected.get(text[:4], [text.strip()])


def test_space_is_no_part_of_a_sentence_and_no_sentence_of_its_own() -> None:
    assert sentences("  We will act.  It must. \n ") == ["We will act.", "It must."]
    assert sentences(" \n ") == sentences("") == []
    assert sentences("word" + " " * 7_000 + "end.") == ["word", "end."]


def test_a_sentence_too_long_for_the_classifier_is_cut_behind_words_and_loses_none() -> None:
    text = "Then " + "word " * 1_000 + "ends."
    parts = sentences(f"It begins. {text} It goes on.")
    assert (parts[0], parts[-1]) == ("It begins.", "It goes on.")
    assert len(parts) == 4
    assert " ".join(parts[1:-1]) == text


@pytest.mark.parametrize(
    ("text", "most", "expected"),
    [
        ("one two three", 8, ["one two ", "three"]),
        ("one two", 7, ["one two"]),
        ("abc defghijklm", 8, ["abc defg", "hijklm"]),  # a cut at the first space would leave a stub
        ("abcd efghijklm", 8, ["abcd ", "efghijkl", "m"]),
        ("abcdefg hijklm", 8, ["abcdefg ", "hijklm"]),
        ("abcdefgh ijk", 8, ["abcdefgh", " ijk"]),
        ("aa bb cc dd ee ff", 6, ["aa bb ", "cc dd ", "ee ff"]),
    ],
)
def test_a_text_is_cut_behind_the_last_space_of_the_second_half(text: str, most: int, expected: list[str]) -> None:
    assert [text[start:end] for start, end in parts_of(text, most)] == expected


def test_a_part_keeps_what_of_each_run_falls_into_it() -> None:
    same, joined = Run(0, 6, 100, 6, 1), Run(6, 2, 106, 1, 1)  # two letters that the source writes as one sign
    end = Run(8, 4, 107, 4, 2)
    assert runs_between((same, joined, end), 0, 12) == (same, joined, end)
    assert runs_between((same, joined, end), 2, 7) == (Run(0, 4, 102, 4, 1), Run(4, 1, 106, 1, 1))
    assert runs_between((same, joined, end), 7, 10) == (Run(0, 1, 106, 1, 1), Run(1, 2, 107, 2, 2))
    assert runs_between((same, joined, end), 6, 8) == (Run(0, 2, 106, 1, 1),)


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


def test_only_the_first_sentence_of_a_bullet_has_its_lead_in_before_it() -> None:
    lead = Piece(BlockKind.PARAGRAPH, "In May we will:")
    statements = segment(document(lead, Piece(BlockKind.LIST_ITEM, "Open the hub. It has six rooms.", level=1)))
    assert [s.before for s in statements[1:]] == ["In May we will:", "Open the hub."]


def test_a_heading_is_one_statement_unless_it_is_a_paragraph_in_disguise() -> None:
    title = "What next? You decide."
    (statement,) = segment(document(Piece(BlockKind.HEADING, title)))
    assert (statement.text, statement.start, statement.end) == (title, 0, len(title))
    assert len(segment(document(Piece(BlockKind.HEADING, f"{title} " * 10)))) == 20
    assert len(segment(document(Piece(BlockKind.PARAGRAPH, title)))) == 2


def test_a_statement_stands_on_the_page_on_which_it_begins() -> None:
    first, second, third = "It begins here.", "It runs on", "over the page. It ends here."
    text = f"{first} {second} {third}"
    over = len(first) + len(second) + 2
    runs = (Run(0, over, 0, over, 4), Run(over, len(third), 0, len(third), 5))
    paged = segment(document(Piece(BlockKind.PARAGRAPH, text, page=4, runs=runs)))
    assert [(s.text, s.page) for s in paged] == [(first, 4), (f"{second} over the page.", 4), ("It ends here.", 5)]
    assert [s.page for s in segment(document(Piece(BlockKind.PARAGRAPH, text, page=7)))] == [7, 7, 7]
    assert [s.page for s in segment(document(Piece(BlockKind.PARAGRAPH, text)))] == [None] * 3


def test_a_statement_counts_from_the_start_of_the_document_and_knows_its_block() -> None:
    pieces = Piece(BlockKind.HEADING, "Plan"), Piece(BlockKind.NOTE, "Mae hwn yn destun Cymraeg yn y ddogfen.", confidence=0.5)
    doc = document(*pieces)
    heading, note = segment(doc)
    assert (doc.text[note.start : note.end], note.section, note.kind) == (note.text, ("Plan",), BlockKind.NOTE)
    assert (note.language, note.recognised, note.after) == ("cy", 0.5, "")
    assert (heading.language, heading.recognised, heading.section) == ("en", None, ())


@given(st.lists(st.text(alphabet='ab. ?!"()1Ac\n', max_size=60), max_size=6))
def test_every_statement_quotes_its_document(texts: list[str]) -> None:
    doc = document(*(Piece(BlockKind.PARAGRAPH, text) for text in texts))
    end = 0
    for statement in segment(doc):
        assert doc.text[statement.start : statement.end] == statement.text
        assert statement.start >= end
        end = statement.end
