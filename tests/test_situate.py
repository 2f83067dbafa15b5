from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.extract.assemble import Piece, assemble
from pipeline.find_body import reads_as_public
from pipeline.find_decider import reserves
from pipeline.records import NOTHING_GIVEN, BlockKind, Document, Given, Situation
from pipeline.segment import segment
from pipeline.situate import situate


def situation(*paragraphs: str, title: str = "", given: Given = NOTHING_GIVEN) -> Situation:
    document = Document(Path("d"), "text/plain", assemble(Piece(BlockKind.PARAGRAPH, text) for text in paragraphs), title=title)
    return situate(document, segment(document), given)


@pytest.mark.parametrize(
    ("text", "code", "nation"),
    [
        ("Marlford County Council is consulting on its libraries.", "county-council", "England"),
        ("Argle Council is asking people across Scotland about ferries.", "scottish-council", "Scotland"),
        ("NHS Brant Integrated Care Board wants to hear from you.", "icb", "England"),
        ("Published by the Welsh Government. Welsh Ministers will reply.", "welsh-government", "Wales"),
        ("London Borough of Camden is consulting on parking.", "london-borough", "England"),
        ("Tillbrook Parish Council is asking for views.", "parish-council", "England"),
        ("Cyngor Cymuned Tillbrook is asking for views.", "parish-council", "Wales"),
        ("Tillbrook Town Council is asking for views.", "parish-council", ""),
        ("Tillbrook Town Council is asking people in Wales for views.", "parish-council", "Wales"),
        ("Tillbrook Community Council is asking people in Scotland.", "parish-council", ""),  # its kind there is another
        ("Tillbrook County Council is asking. The Welsh way: " + "Welsh homes. " * 5, "welsh-council", "Wales"),
        ("Tillbrook County Council is asking. The Welsh way: " + "Welsh homes. " * 3, "county-council", "England"),
        ("Tillbrook Integrated Care Board is asking. " + "Welsh homes. " * 9, "icb", "England"),
        ("The Police and Crime Commissioner for Tillshire is asking.", "police-crime-commissioner", ""),
        ("The Department for Seas is asking people in England. Welsh nets, Welsh boats.", "government-department", "England"),
        ("The forms are green and the pens are blue.", "unknown", ""),
        ("United States agencies and the White House met. " * 5, "outside-uk", ""),
    ],
)
def test_the_body_is_found_by_the_names_it_uses(text: str, code: str, nation: str) -> None:
    found = situation(text)
    assert (found.body, found.jurisdiction) == (code, nation)


def test_what_the_user_gives_wins() -> None:
    found = situation("Marlford County Council is consulting.", given=Given(body="icb"))
    assert (found.body, found.jurisdiction, found.body_name) == ("icb", "England", "")
    same = situation("Marlford County Council is consulting.", given=Given(body="county-council"))
    assert same.body_name == "Marlford County Council"
    told = situation("This consultation closes in May.", given=Given(stage="decision", status="decided", jurisdiction="Wales"))
    assert (told.stage, told.status, told.jurisdiction) == ("decision", "decided", "Wales")


@pytest.mark.parametrize(
    ("text", "given", "nation"),
    [
        ("We ask people in Wales.", Given(body="icb"), "England"),  # a kind of one nation
        ("We ask people in Wales.", Given(body="parish-council"), "Wales"),
        ("We ask people in Wales.", Given(body="icb", jurisdiction="Wales"), "Wales"),
        ("We ask people in Wales.", Given(body="a kind of the future"), "Wales"),
        ("Cardiff Health and Wellbeing Board is consulting.", Given(), "Wales"),  # by its name, though its kind is of England
        ("Marl Integrated Care Board is consulting Scottish patients in Scotland.", Given(), "England"),
        ("We met in Wales and in Scotland, then in Scotland again.", Given(), "Scotland"),
    ],
)
def test_the_nation_is_the_users_then_the_kinds_then_the_documents(text: str, given: Given, nation: str) -> None:
    assert situation(text, given=given).jurisdiction == nation


def test_stage_and_decider_are_read_with_their_words() -> None:
    found = situation("This consultation closes on 6 May.", "The Planning Committee will decide in June.")
    assert found.stage == "consultation"
    assert found.decider == "Planning Committee"
    assert [s.text for s in found.reservations] == ["The Planning Committee will decide in June."]


FAR = "words of no weight. " * 310  # what follows stands behind the front of the document


@pytest.mark.parametrize(("times", "stage"), [(3, "consultation"), (5, "delivery")])
def test_a_stage_named_at_the_front_counts_as_four_named_further_on(times: int, stage: str) -> None:
    found = situation("This consultation is about buses.", FAR, "See the action plan. " * times)
    assert (found.stage, found.found["stage"].lower()) == (stage, {"consultation": "this consultation"}.get(stage, "action plan"))


def test_the_first_words_of_a_stage_are_the_ones_shown() -> None:
    assert situation("Have your say. This consultation is open.").found["stage"] == "Have your say"


@pytest.mark.parametrize(
    "text",
    [
        "Consultation open until 6 May 2027",
        "Public consultation: 6 January 2027 - 6 May 2027",
        "Survey open 6 January 2027 to 6 May 2027",
        "Tell us what you think by 6 May 2027",
        "Open from 6 January 2027 until noon on 6 May 2027",
        "Public consultation on our draft plan for buses, March to May 2027",
        "Consultation, 6 January to 6 May 2027. It follows a long list of bus routes.",
        "Consultation: 6 January 2027 to 6 May 2027. Thank you for your replies to our issues paper.",
    ],
)
def test_a_consultation_with_its_dates_is_one_in_progress(text: str) -> None:
    assert situation(text).stage == "consultation"


@pytest.mark.parametrize(
    "text", ["The baths are open from 6 January 2027 to 6 May 2027.", "Consultation helps. The form has 12 parts."]
)
def test_other_dates_show_no_stage(text: str) -> None:
    assert situation(text).stage == ""


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Consultation draft for Cabinet, 6 May 2027", "draft"),
        ("Draft for the Board", "draft"),
        ("A draft for board games and cards.", ""),
        ("This is the first draft.", "draft"),
        ("Drivers read the first draft in May.", ""),
        ("An early draft of it was shown to drivers.", ""),
        ("Drivers read an early draft. This is the second draft.", "draft"),
    ],
)
def test_a_draft_says_so_of_itself(text: str, status: str) -> None:
    assert situation(text).status == status


def test_the_status_is_read_at_the_front_and_from_the_title() -> None:
    assert situation("Words.", title="Bus strategy: working draft").status == "draft"
    assert situation("The consultation has closed.", FAR).status == "closed"
    assert situation(FAR, "The consultation has closed.").status == ""
    assert situation("The consultation has closed. A working draft.").found["status"] == "The consultation has closed"


def test_nothing_is_said_to_be_found_that_was_not() -> None:
    found = situation("The forms are green.")
    assert (found.stage, found.status, found.decider, found.dates, found.found) == ("", "", "", {}, {})


def test_the_decider_named_most_often_is_the_decider() -> None:
    found = situation("The Planning Committee will decide. The Cabinet will decide. In May the Cabinet will determine it.")
    assert (found.decider, found.found["decider"]) == ("Cabinet", "Cabinet")


@pytest.mark.parametrize(
    ("text", "decider"),
    [
        ("The Cabinet will decide.", "Cabinet"),
        ("Our Board will make the final decision.", "Board"),
        ("Then Ministers will decide.", "Ministers"),
        ("The Licensing Committee will decide.", "Licensing Committee"),
    ],
)
def test_a_decider_is_named_without_the_word_before_it(text: str, decider: str) -> None:
    assert situation(text).decider == decider


def test_the_nation_of_a_title_is_the_documents() -> None:
    found = situation("We met in Wales. Welsh boats, Welsh nets.", title="Nets: a scheme for England")
    assert found.jurisdiction == "England"
    assert situation("We met in Wales.", title="A scheme for England and for Scotland").jurisdiction == "Wales"


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("We will publish a summary of responses in May.", ""),
        ("We intend to publish a summary of responses.", ""),
        ("Once the consultation has closed we write to everybody.", ""),
        ("No work starts until the decision has been taken.", ""),
        ("We will write to you. The consultation has closed.", "closed"),
        ("This is a summary of responses.", "closed"),
        ("The decision has been taken.", "decided"),
    ],
)
def test_what_is_still_to_come_is_no_status(text: str, status: str) -> None:
    assert situation(text).status == status


@pytest.mark.parametrize(
    ("text", "decider"),
    [
        ("It is the Mayor, and no other person, who decides on the fares.", "Mayor"),
        ("It is not the Mayor who decides on the fares.", ""),
        ("Cabinet will then vote on the plan.", "Cabinet"),
        ("The Cabinet will not decide on the plan.", ""),
        ("The final decision rests with the Planning Committee.", "Planning Committee"),
        ("The final decision does not rest with the Board.", ""),
        ("A decision on fares will be taken by the Board in May.", "Board"),
        ("The decision was taken by the Board in May.", ""),
        ("The trustees will decide in May.", "trustees"),
        ("It will be the Police and Crime Commissioner who takes the decision.", "Police and Crime Commissioner"),
        ("A decision on fares will be taken by the Cabinet Member for Buses.", "Cabinet Member"),
        ("It is Councillor Marl who decides on the fares.", ""),
        ("Who takes the decision? Marl's Board. It meets in May.", "Board"),
        ("Who will decide? The Planning Committee, in May. The Cabinet will approve a form.", "Planning Committee"),
        ("Who decides? You do. The Board meets in May.", ""),
        ("Who decides where the line goes? The Board.", ""),
        ("The decision whether to reopen the line is for the Mayor.", "Mayor"),
        ("The decision is no longer for the Mayor.", ""),
        ("The Fire Authority will approve the plan in May.", "Fire Authority"),
        ("The Board and the Trust Board will jointly decide on the ward.", ""),
        ("Full Council will set the budget in March.", ""),  # of the budget, not of all that the document speaks of
    ],
)
def test_the_documents_own_words_name_the_decider(text: str, decider: str) -> None:
    assert situation(text).decider == decider


def test_another_bodys_decision_names_no_decider() -> None:
    assert situation("Marl Parish Council is consulting.", "Tarn District Council will decide on the mast.").decider == ""
    assert situation("Marl Parish Council is consulting.", "Marl Parish Council will decide in May.").decider == "Parish Council"


@pytest.mark.parametrize(
    "text",
    [
        "It is the Mayor, and no other person, who decides on the fares.",
        "Cabinet will then vote on the plan.",
        "A decision on fares will be taken by the board in May.",
        "The Mayor expects to make a decision in May.",
        "The final decision rests with Cabinet.",
        "The Board will make the decision.",
        "This is not a referendum.",
        "We are not bound by the result.",
        "The decision whether to reopen the line is for the Mayor.",
        "Drivers will sketch three timetables, and the board will choose one.",
        "Full Council will set the budget in March.",
        "Ministers will settle the rules in May.",
        "The forum cannot overrule the board.",
        "The change needs the approval of the Cabinet Secretary.",
    ],
)
def test_reservations(text: str) -> None:
    assert reserves(text)


@pytest.mark.parametrize(
    "text",
    [
        "Residents will decide.",
        "The council will open at nine.",
        "Members of the public may attend.",
        "The Borough Council and the Trust will jointly decide on the lease.",
        "Drivers and the board will choose the timetable between them.",
        "The council will choose the timetable together with drivers.",
        "The council will set up a forum.",
        "The change needs the approval of drivers.",
    ],
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
