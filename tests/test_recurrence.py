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
