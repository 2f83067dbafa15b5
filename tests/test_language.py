"""In which language a text is, from six words on; lists and tables of English count as English."""

from __future__ import annotations

import pytest

from pipeline.language import language_of, plain_name


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("We will work with you on the plan and publish it in May.", "en"),
        ("Byddwn yn gweithio gyda chi ar y cynllun ac yn ei gyhoeddi ym mis Mai.", "cy"),
        ("Byddwn yn gweithio gyda chi eto.", "cy"),
        ("Mae hwn yn y ddogfen.", "en"),  # five words say too little
        ("Hours", "en"),
        ("Caf\u00e9 Ren\u00e9e", "en"),
        ("", "en"),
        ("2026 – 2027", "en"),
        ("План к маю", "other"),
        ("План A to B", "en"),  # as many Latin letters
        ("Наш план будет готов к маю и мы вам о нём расскажем", "other"),
        ("План Road, Marl Road, Tarn Road, Foxham Road", "en"),
    ],
)
def test_languages(text: str, code: str) -> None:
    assert language_of(text) == code


@pytest.mark.parametrize(
    ("small", "others", "code"),
    [(0, 39, "en"), (0, 40, "other"), (2, 38, "other"), (3, 37, "en"), (6, 44, "cy"), (5, 45, "en")],
)
def test_a_long_text_without_small_words_of_any_language_is_in_another(small: int, others: int, code: str) -> None:
    assert language_of("mae " * small + "nomen " * others) == code


@pytest.mark.parametrize(("code", "name"), [("en", "English"), ("cy", "Welsh"), ("other", "another language")])
def test_a_language_is_named_in_english(code: str, name: str) -> None:
    assert plain_name(code) == name
