"""The id of a finding: what it survives, and what gives a new one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.recurrence import finding_id, repeated
from tests.test_assess import promise

PLAN = "From 1 July 2026 the residents of the estate will decide on the co-production plan."


@pytest.mark.parametrize(
    "edited",
    [
        "From 1 July 2026, the residents of the estate will decide on the co-production plan",
        "From 3 September 2027 residents of the estate will decide the coproduction plan.",
        "FROM 1 JULY 2026 THE RESIDENTS OF THE ESTATE WILL DECIDE ON THE CO- PRODUCTION PLAN.",
        "From 1 July 2026 the residents of the es\xadtate will decide on the co‐production plan.".replace("\xad", ""),
    ],
)
def test_slight_edits_and_reprinting_keep_the_id(edited: str) -> None:
    assert finding_id("promise", edited) == finding_id("promise", PLAN)


@pytest.mark.parametrize(("old", "new"), [("will", "may"), ("residents", "tenants"), ("decide", "not decide"), ("plan", "rent")])
def test_other_words_give_another_id(old: str, new: str) -> None:
    assert finding_id("promise", PLAN.replace(old, new)) != finding_id("promise", PLAN)


@given(st.lists(st.sampled_from(["the", "a", "2026", "july", "of"]), min_size=1, max_size=4))
def test_slight_words_alone_still_tell_texts_apart(words: list[str]) -> None:
    assert finding_id("promise", " ".join(words)) != finding_id("promise", " ".join([*words, "this"]))


def test_ids_are_unique_within_a_file() -> None:
    groups = repeated([promise("You decide the rent."), promise("You decide this rent."), promise("We decide the rent.")])
    assert [len(group) for group in groups] == [2, 1]


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        ("Tenants will decide where the hall stands.", "Tenants will decide where the shop stands.", True),  # 6 words of 8
        ("Tenants will decide where a shop stands.", "Tenants will decide when a hall opens.", False),
        ("Tenants decide where halls stand.", "Tenants decide where halls stand now.", True),
        ("Tenants decide where halls.", "Tenants decide where halls stand.", False),  # of four words: to the letter
        ("Tenants decide where halls.", "The tenants decide where halls", True),
        ("one two three four five six seven eight", "one two three four five six seven nine ten", True),  # 7 of 10
        ("one two three four five six seven eight", "one two three four five six nine ten", False),  # 6 of 10
    ],
)
def test_promises_are_one_where_seven_words_in_ten_are_shared(first: str, second: str, same: bool) -> None:
    assert (len(repeated([promise(first), promise(second)])) == 1) == same
    assert (len(repeated([promise(second), promise(first)])) == 1) == same


def test_promises_of_different_risk_are_two_unless_the_words_are_the_same() -> None:
    implied = promise("Tenants will decide where the shop stands.", risk="implied")
    assert len(repeated([promise("Tenants will decide where the hall stands."), implied])) == 2
    assert len(repeated([promise("Tenants will decide where the shop stands."), implied])) == 1


def test_groups_stand_in_the_order_in_which_they_are_first_met() -> None:
    texts = ["You decide the rent.", "We choose a chair.", "You decide the rent.", "We choose a chair.", "You decide the rent."]
    groups = repeated([promise(text, page=page) for page, text in enumerate(texts)])
    assert [[each.statement.page for each in group] for group in groups] == [[0, 2, 4], [1, 3]]


def test_an_id_has_ten_signs_behind_its_mark() -> None:
    assert [len(finding_id("promise", text)) for text in ("You decide.", "", "\u00a0")] == [13, 13, 13]
