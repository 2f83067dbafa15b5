from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.extract.cleaning import TextBuilder, vocabulary_of


def joined(*lines: str) -> str:
    builder = TextBuilder()
    for line in lines:
        builder.add_line(line, 0)
    return builder.build()[0]


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        (("through co-produc-", "tion with us"), "through co-production with us"),
        (("we will co-", "produce it"), "we will co-produce it"),
        (("We will Co-", "design it"), "We will Co-design it"),
        (("the co\u2010", "production board"), "the co-production board"),
        (("the consul-", "tation"), "the consultation"),
        (("the well-", "being of all"), "the well-being of all"),
        (("a co-", "uncil of elders"), "a council of elders"),
        (("pages 20-", "25 of it"), "pages 20- 25 of it"),
        (("the Stoke-", "Trent line"), "the Stoke-Trent line"),
        (("one", "two"), "one two"),
    ],
)
def test_words_broken_at_line_ends_are_mended(lines: tuple[str, ...], text: str) -> None:
    assert joined(*lines) == text


def test_the_documents_own_words_decide_on_compounds() -> None:
    words = vocabulary_of(["capacity and building and so on", "without them the con"])
    cases = [("capacity-", "building", "capacity-building"), ("with-", "out", "without"), ("con-", "sult", "consult")]
    for first, second, text in cases:
        builder = TextBuilder(lambda: words)
        builder.add_line(first, 0)
        builder.add_line(second, len(first))
        assert builder.build()[0] == text


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("of\ufb01cers co\u2011produce", "officers co-produce"),
        ("con\u00adsul\u00adta\u00adtion", "consultation"),
        ("a\u00a0b  c\t d", "a b c d"),
        ("zero\u200bwidth", "zerowidth"),
        ("the co- produced plan", "the co-produced plan"),
        ("  edges  ", "edges"),
    ],
)
def test_typesetting_is_undone(raw: str, text: str) -> None:
    assert joined(raw) == text


@given(st.lists(st.text(alphabet="ab -\u00ad\u2011\ufb01\u00a0\nco", max_size=30), max_size=4))
def test_every_run_quotes_its_source(lines: list[str]) -> None:
    source = "".join(lines)
    builder = TextBuilder()
    offset = 0
    for line in lines:
        builder.add_line(line, offset)
        offset += len(line)
    text, runs = builder.build()
    assert text == text.strip()
    for run in runs:
        assert 0 <= run.start <= run.start + run.length <= len(text)
        if run.length == run.source_length and run.length > 1:
            assert text[run.start : run.start + run.length] == source[run.source : run.source + run.source_length]
