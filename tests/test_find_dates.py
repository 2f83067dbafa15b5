from __future__ import annotations

from datetime import date

import pytest

from pipeline.find_dates import find_dates


@pytest.mark.parametrize(
    ("text", "kind", "expected"),
    [
        ("Published 12 March 2026", "document", date(2026, 3, 12)),
        ("Marl libraries\nMarch 2026\nForeword", "document", date(2026, 3, 1)),
        ("The consultation closes at midnight on 3rd May 2026.", "closes", date(2026, 5, 3)),
        ("Please reply by 04/05/2026.", "closes", date(2026, 5, 4)),
        ("Cabinet will decide on 14 July 2026.", "decision", date(2026, 7, 14)),
        ("Issued on 29 February 2024", "document", date(2024, 2, 29)),
        ("The deadline was moved. The deadline is 5 June 2026.", "closes", date(2026, 6, 5)),
        ("The deadline is 31/31/2026. The deadline is 5 June 2026.", "closes", date(2026, 6, 5)),
        ("word " * 5_000 + "Published 12 March 2026", "document", date(2026, 3, 12)),
        ("Date: 12 March 2026", "document", date(2026, 3, 12)),
        ("Terms (as at 12 March 2026)", "document", date(2026, 3, 12)),
        ("Consultation, 6 January to 2 March 2027", "closes", date(2027, 3, 2)),
        ("The survey runs from 9am on 6 January 2027 until midnight on 2nd March 2027.", "closes", date(2027, 3, 2)),
        ("This consultation is open to drivers from 06/01/2027 to 02/03/2027.", "closes", date(2027, 3, 2)),
        ("Open from 6 January 2027 until noon on 2 March 2027", "closes", date(2027, 3, 2)),
        ("Views are welcome until 2 March 2027.", "closes", date(2027, 3, 2)),
        ("Tell us your ideas by 2 March 2027.", "closes", date(2027, 3, 2)),
        ("Send the form back by 12 March 2026.", "closes", date(2026, 3, 12)),
    ],
)
def test_a_date_is_what_the_words_before_it_say(text: str, kind: str, expected: date) -> None:
    assert find_dates(text)[kind][0] == expected


@pytest.mark.parametrize(
    "text",
    [
        "We met in spring.",
        "Published 99/99/2026",
        "It closes the gap. Later, 2026 came.",
        "We mean to shut the baths on 31 August 2029.",
        "The baths are open from 6 January 2027 to 2 March 2027",
        "Budget consultation for 2026-27, as told on 5 May 2026",
        "The results will be published in May 2026.",
        "May 2026: boats leave",
        "Meeting date: 5 May 2026",
    ],
)
def test_no_date_is_made_up(text: str) -> None:
    assert find_dates(text) == {}


def test_the_words_that_gave_a_date_are_kept() -> None:
    found = find_dates("Marl, 2 May 2026. The deadline\tis 5 June 2026.")
    assert {kind: words for kind, (_, words) in found.items()} == {
        "closes": "deadline is 5 June 2026",
        "document": "2 May 2026",
    }


@pytest.mark.parametrize(
    "text",
    [
        "The deadline, of which we wrote at some length in our letter to all, is 5 June 2026.",  # too far
        "The deadline is\n5 June 2026",  # of another line
    ],
)
def test_a_date_must_follow_closely_and_on_the_same_line(text: str) -> None:
    assert "closes" not in find_dates(text)


def test_a_bare_date_is_the_documents_own_only_on_its_cover_and_if_it_is_no_other() -> None:
    assert find_dates("word\n" * 100 + "5 June 2026")["document"][0] == date(2026, 6, 5)
    assert find_dates("word\n" * 400 + "5 June 2026") == {}
    assert find_dates("word " * 12 + "June 2026")["document"][0] == date(2026, 6, 1)
    assert find_dates("word " * 13 + "June 2026") == {}
    assert find_dates("The deadline is 5 June 2026").keys() == {"closes"}
    assert find_dates("It began on 3 March 2026. Published 2 May 2026")["document"][0] == date(2026, 5, 2)
