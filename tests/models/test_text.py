from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.text import tokens


@pytest.mark.parametrize(
    "spelling",
    [
        "co-produced",
        "coproduced",
        "co produced",
        "Co-Produced",
        "co\u2011produced",
        "co\u2010produced",
        "co- produced",
        "co \u2013 produced",
        "CO-PRODUCED",
    ],
)
def test_every_spelling_is_one_token(spelling: str) -> None:
    text = f"It is {spelling} here."
    (token,) = [token for token in tokens(text) if token.text == "coproduced"]
    assert text[token.start : token.end] == spelling


@pytest.mark.parametrize("text", ["the co-op", "Co. Durham", "so producers"])
def test_other_words_stay(text: str) -> None:
    assert all(not token.text.startswith("coprod") for token in tokens(text))


@given(
    st.lists(st.sampled_from(["co-produce", "co create", "“it”", "We’ll", " ", "co\u2011design", "the", "\n", "x."]), max_size=12)
)
def test_tokens_quote_the_text_in_order(words: list[str]) -> None:
    text = " ".join(words)
    end = 0
    for token in tokens(text):
        assert end <= token.start < token.end <= len(text)
        assert text[token.start].lower() == token.text[0] or text[token.start] in "“”’‘\u2011"
        end = token.end
