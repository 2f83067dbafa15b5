from __future__ import annotations

import pytest

from models.text import words


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
    assert words(f"It is {spelling} here.") == ["it", "is", "coproduced", "here", "."]


@pytest.mark.parametrize("text", ["the co-op", "Co. Durham", "so producers"])
def test_other_words_stay(text: str) -> None:
    assert not any(word.startswith("coprod") for word in words(text))
