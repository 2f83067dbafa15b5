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
    ],
)
def test_a_date_is_what_the_words_before_it_say(text: str, kind: str, expected: date) -> None:
    assert find_dates(text)[kind][0] == expected


@pytest.mark.parametrize("text", ["We met in spring.", "Published 99/99/2026", "It closes the gap. Later, 2026 came."])
def test_no_date_is_made_up(text: str) -> None:
    assert find_dates(text) == {}
