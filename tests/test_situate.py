from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.extract.assemble import Piece, assemble
from pipeline.find_body import reads_as_public
from pipeline.records import BlockKind, Document, Given, Situation
from pipeline.segment import segment
from pipeline.situate import reserves, situate


def situation(*paragraphs: str, title: str = "", body: str = "") -> Situation:
    document = Document(Path("d"), "text/plain", assemble(Piece(BlockKind.PARAGRAPH, text) for text in paragraphs), title=title)
    return situate(document, segment(document), Given(body=body))


@pytest.mark.parametrize(
    ("text", "code", "nation"),
    [
        ("Marlford County Council is consulting on its libraries.", "county-council", "England"),
        ("Argle Council is asking people across Scotland about ferries.", "scottish-council", "Scotland"),
        ("NHS Brant Integrated Care Board wants to hear from you.", "icb", "England"),
        ("Published by the Welsh Government. Welsh Ministers will reply.", "welsh-government", "Wales"),
        ("London Borough of Camden is consulting on parking.", "london-borough", "England"),
        ("Tillbrook Parish Council is asking for views.", "parish-council", ""),
        ("The forms are green and the pens are blue.", "unknown", ""),
        ("United States agencies and the White House met. " * 5, "outside-uk", ""),
    ],
)
def test_the_body_is_found_by_the_names_it_uses(text: str, code: str, nation: str) -> None:
    found = situation(text)
    assert (found.body, found.jurisdiction) == (code, nation)


def test_what_the_user_gives_wins() -> None:
    found = situation("Marlford County Council is consulting.", body="icb")
    assert (found.body, found.jurisdiction, found.body_name) == ("icb", "England", "")


def test_stage_and_decider_are_read_with_their_words() -> None:
    found = situation("This consultation closes on 6 May.", "The Planning Committee will decide in June.")
    assert found.stage == "consultation"
    assert found.decider == "Planning Committee"
    assert [s.text for s in found.reservations] == ["The Planning Committee will decide in June."]


@pytest.mark.parametrize(
    "text",
    [
        "The final decision rests with Cabinet.",
        "The Board will make the decision.",
        "This is not a referendum.",
        "We are not bound by the result.",
    ],
)
def test_reservations(text: str) -> None:
    assert reserves(text)


@pytest.mark.parametrize(
    "text", ["Residents will decide.", "The council will open at nine.", "Members of the public may attend."]
)
def test_no_reservations(text: str) -> None:
    assert not reserves(text)


@pytest.mark.parametrize(
    ("text", "code", "name"),
    [
        ("The Data Panel advises Government. Marl City Council sends a member.", "government-department", ""),
        ("A word. " * 600 + "Members: A of Marl City Council, B of Tarn NHS Trust.", "unknown", ""),
        ("Thanks to the charity Homes Now, a registered charity.", "unknown", ""),
        ("The Department for Sea and Sky is consulting.", "government-department", "Department for Sea and Sky"),
        ("Tarn and Marl District Councils are consulting.", "district-council", "Tarn and Marl District Councils"),
    ],
)
def test_those_named_in_passing_are_not_the_body(text: str, code: str, name: str) -> None:
    found = situation(text)
    assert (found.body, found.body_name) == (code, name)


@pytest.mark.parametrize(
    ("text", "public"),
    [
        ("The loop exits where the guard fails and the trace is recorded again. " * 40, False),
        ("The loop exits where the guard fails.", True),
        ("The service is run for residents by the council and local people use it. " * 40, True),
    ],
)
def test_a_text_of_another_kind_is_told_from_a_public_one(text: str, public: bool) -> None:
    assert reads_as_public(text) == public
