"""Promise × Situation × law → Finding, as a table of cases."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from pipeline.assess import assess, severity
from pipeline.classify import judge
from pipeline.extract.assemble import Piece, assemble
from pipeline.law import NOT_ASSESSED, bodies, rules
from pipeline.records import BlockKind, Document, Evidence, Promise, Rung, Situation, Statement, Verdict
from pipeline.recurrence import finding_id
from pipeline.segment import segment
from pipeline.wording import PUBLISHED


def promise(
    text: str, risk: str = "explicit", hedge: int = 0, before: str = "", after: str = "", page: int | None = None
) -> Promise:
    evidence = (Evidence(0, len(text), text, 1.0),) if risk != "none" else ()
    label = "co-production" if risk != "none" else "none"
    return Promise(
        Statement(text, before, after, 0, len(text), page), Verdict("commitment", label, risk, hedge, 0.9, False, evidence)
    )


COUNTY = Situation(body="county-council", jurisdiction="England")


@pytest.mark.parametrize(
    ("risk", "hedged", "route", "strong", "expected"),
    [
        ("explicit", False, False, True, "high"),
        ("explicit", True, False, True, "medium"),
        ("explicit", False, False, False, "medium"),
        ("implied", False, False, True, "medium"),
        ("implied", True, False, True, "low"),
        ("explicit", False, True, True, "low"),
    ],
)
def test_severity_is_one_function(risk: str, hedged: bool, route: bool, strong: bool, expected: str) -> None:
    assert severity(risk, hedged=hedged, route_named=route, strong_authority=strong) == expected


@pytest.mark.parametrize(
    ("text", "situation", "rule"),
    [
        ("The tenants' panel will settle our policy on noise.", COUNTY, "ENG-LA"),
        ("Residents will set the council tax for 2027.", COUNTY, "ENG-LA-14"),
        ("Residents will decide the budget.", Situation(body="ni-council", jurisdiction="Northern Ireland"), "NIR-LA"),
        ("Islanders will decide the policy.", Situation(body="scottish-council", jurisdiction="Scotland"), "SCO-LA"),
        ("Patients will decide which clinic closes.", Situation(body="icb", jurisdiction="England"), "ENG-NH"),
        ("The panel will decide the strategy.", Situation(), "UK-DO-08"),
    ],
)
def test_the_rule_that_caps_belongs_to_body_and_nation(text: str, situation: Situation, rule: str) -> None:
    (finding,) = assess([promise(text)], situation)
    assert finding.rules[0].startswith(rule)
    assert finding.authority
    assert text in finding.reason


def test_statements_without_risk_are_no_findings() -> None:
    assert assess([promise("We will listen.", risk="none")], COUNTY) == ()


def test_the_same_promise_again_is_one_finding_with_several_places() -> None:
    found = assess([promise("You will decide the plan.", page=2), promise("You will decide  the plan", page=30)], COUNTY)
    assert len(found) == 1
    assert [place.split(" (")[0] for place in found[0].places] == ["p. 2", "p. 30"]


def test_nearly_the_same_promise_is_one_finding() -> None:
    first = promise("Islanders will settle how the fares fund is spent at two open meetings.", page=1)
    second = promise("Islanders will settle how the fund is spent at two open meetings in May.", page=9)
    other = promise("Islanders will settle who runs the ferries.", page=9)
    assert [len(finding.places) for finding in assess([first, second, other], COUNTY)] == [2, 1]


def test_a_named_route_lowers_and_a_shown_route_removes() -> None:
    named = promise("Electors will decide the neighbourhood plan in the neighbourhood plan referendum on 6 May.")
    (finding,) = assess([named], Situation(body="district-council", jurisdiction="England"))
    assert finding.severity == "low"
    assert "A lawful way of sharing may exist" in finding.reason


def test_ids_depend_on_words_alone() -> None:
    assert finding_id("promise", "You decide.") == finding_id("promise", "You  DECIDE")
    assert finding_id("promise", "You decide.") != finding_id("document", "You decide.")


def test_a_reservation_elsewhere_is_quoted_and_cures_nothing() -> None:
    reservation = Statement("Cabinet will take the final decision on the libraries plan.")
    (finding,) = assess(
        [promise("You will decide the libraries plan.")],
        Situation("county-council", jurisdiction="England", reservations=(reservation,)),
    )
    assert finding.severity == "high"
    assert reservation.text in finding.reason


@pytest.mark.parametrize("status", ["draft", *PUBLISHED])
@pytest.mark.parametrize("risk", ["explicit", "implied"])
@pytest.mark.parametrize("code", sorted(bodies().keys() - NOT_ASSESSED.keys()))
def test_suggested_wording_promises_no_share_in_the_decision(risk: str, code: str, status: str) -> None:
    (finding,) = assess([promise("The panel will settle our policy with us.", risk)], Situation(body=code, status=status))
    assert len(finding.options) >= 2
    for option in finding.options:
        for statement in segment(Document(Path("d"), "text/plain", assemble([Piece(BlockKind.PARAGRAPH, option.text)]))):
            assert judge(statement).risk == "none", statement.text


def test_once_published_the_options_are_courses_for_counsel() -> None:
    (draft,) = assess([promise("You will decide the plan.")], replace(COUNTY, status="draft"))
    (live,) = assess([promise("You will decide the plan.")], replace(COUNTY, status="live"))
    assert {option.tag for option in draft.options} == {"adds a commitment"}
    assert {option.tag for option in live.options} == {"for counsel"}


def test_law_not_yet_in_force_is_not_cited() -> None:
    board = Situation("integration-joint-board", jurisdiction="Scotland")
    text = "Carers on the board will vote on the strategic plan as voting members of the integration joint board."
    today, before = (assess([promise(text)], replace(board, as_at=when)) for when in (None, date(2026, 1, 1)))
    newer = {rule.id for rule in rules() if rule.start and rule.start > date(2026, 1, 1)}
    assert not {rule for finding in before for rule in finding.rules} & newer
    assert [f.severity for f in before] == ["high"]
    assert [f.severity for f in today] != ["high"]


def test_an_older_document_is_told_of_newer_law_and_an_overdue_rule_says_so() -> None:
    later = rules_in_force_from(date(2020, 1, 1))
    situation = replace(COUNTY, body="icb", dates={"document": date(2019, 5, 1)}, today=date(2030, 1, 1))
    (finding,) = assess([promise("Patients will decide which clinic closes.")], situation)
    assert set(finding.rules) & later
    assert "dated May 2019, before this law" in finding.reason
    assert "Past its review date" in finding.reason


def rules_in_force_from(day: date) -> set[str]:
    return {rule.id for rule in rules() if rule.start and rule.start >= day}


def test_co_design_of_what_must_be_decided_on_its_evidence_is_over_the_ceiling() -> None:
    def designed(text: str, label: str = "co-design") -> Promise:
        return replace(promise(text), verdict=Verdict("commitment", label, "none", 0, 0.9, False))

    council = Situation("district-council", jurisdiction="England")
    (finding,) = assess([designed("Neighbours will co-design the decision on each planning application.")], council)
    assert (finding.kind, finding.severity, finding.ceiling) == ("over-ceiling", "low", Rung.CONSULTATION)
    assert assess([designed("Neighbours will co-design the local plan.")], council) == ()
    assert assess([designed("We co-produced the form for each planning application.", "co-production")], council) == ()


def test_what_weighs_little_is_one_step_less_grave() -> None:
    (finding,) = assess([promise("Pupils will choose the picture for the leaflet.")], COUNTY)
    assert finding.severity == "medium"


def test_the_argument_keeps_law_and_inference_apart() -> None:
    (finding,) = assess([promise("You will decide the plan.")], COUNTY)
    natures = {point.name: point.nature for point in finding.argument}
    assert natures["decides"] == natures["delegates"] == "law"
    for name in ("promised", "ceiling", "kept", "broken", "clarity"):
        assert natures[name] == "inference"


@pytest.mark.parametrize("risk", ["explicit", "implied"])
def test_only_the_documents_words_count_as_quotation(risk: str) -> None:
    text = "Carers will settle the rota."
    (finding,) = assess([promise(text, risk, after="The Board may take another view.")], replace(COUNTY, body="icb"))
    quoted = [point.text for point in finding.argument if point.nature == "quotation"]
    assert quoted == [f"“{text}”", "Beside these words stands: “The Board may take another view.”"]
    assert f"“{text}” can be read as promising" in finding.reason


NEXT_DOOR = [
    "The Executive Member is free to choose another site and will say why.",
    "The Head of Parks signs each order off and may decline a choice.",
    "Cabinet will take the final decision in October.",
    "The views of the circle are advisory.",
    "The Cabinet will decide on 4 June.",
    "The Cabinet will approve the site of the skate ramp.",
    "Their choice goes to officers as advice, and the Cabinet decides.",
]
NO_SAVING = [
    "Cabinet will confirm whatever they settle on.",
    "The Director will sign it off, which is a formality.",
    "The Licensing Committee will determine each street licence.",
    "The Cabinet will take the decision on bus fares in May.",
    "The ramp in Tarn was approved by the Cabinet in 2019.",
    "Young people may take a different view.",
    "The skaters' board will take the final decision.",
    "The Cabinet may not depart from it.",
    "The Cabinet may reject it if the skaters agree.",
]


@pytest.mark.parametrize("beside", NEXT_DOOR)
def test_saving_words_beside_a_promise_are_quoted_and_make_it_low(beside: str) -> None:
    (finding,) = assess([promise("Young people will choose the site of the skate ramp.", after=beside)], COUNTY)
    assert finding.severity == "low"
    assert beside in finding.reason
    assert "without reservation" not in finding.reason
    assert "clear and unqualified promise" not in finding.reason


@pytest.mark.parametrize("beside", NO_SAVING)
def test_a_rubber_stamp_another_matter_or_another_decider_saves_nothing(beside: str) -> None:
    (finding,) = assess([promise("Young people will choose the site of the skate ramp.", after=beside)], COUNTY)
    assert finding.severity == "high"
    assert "without reservation" in finding.reason


def test_words_that_point_back_save_what_stands_before_them_alone() -> None:
    text, pointing = "Skaters will choose the colour of the ramp.", "The Cabinet Member may take a different view."
    for keywords, severity_there in (({"after": pointing}, "low"), ({"before": pointing}, "high")):
        (finding,) = assess([promise(text, **keywords)], COUNTY)
        assert finding.severity == severity_there


@pytest.mark.parametrize(
    ("text", "severity_there"),
    [
        ("Skaters will choose the site, subject to approval by the Cabinet.", "low"),
        ("The Cabinet will go along with the skaters but may depart from their choice.", "low"),
        ("The youth council will decide where the ramp goes.", "high"),
        ("Skaters and the Council will decide in May.", "high"),
    ],
)
def test_saving_words_count_in_the_promise_itself(text: str, severity_there: str) -> None:
    (finding,) = assess([promise(text)], COUNTY)
    assert finding.severity == severity_there


def test_a_promise_beside_a_promise_saves_nothing() -> None:
    one, other = "Skaters will choose the site of the ramp.", "The Board will decide in May."
    found = assess([promise(one, after=other), promise(other, before=one)], COUNTY)
    assert found[0].severity == "high"


def test_a_promise_made_again_without_its_saving_words_is_not_saved() -> None:
    text = "Skaters will choose the site of the ramp."
    again = promise(text, page=9)
    (finding,) = assess([promise(text, after="The Cabinet will take the final decision."), again], COUNTY)
    assert finding.severity == "high"


@pytest.mark.parametrize(
    "reservation",
    [
        "The libraries strategy of 2019 was approved by the Cabinet.",
        "The Board will determine the closing date of this survey.",
        "The Cabinet will take the final decision.",
        "Library staff will be told before the Cabinet decides on pay, grading and holidays.",
    ],
)
def test_a_sentence_on_something_else_keeps_nothing_elsewhere(reservation: str) -> None:
    elsewhere = Situation("county-council", jurisdiction="England", reservations=(Statement(reservation),))
    (finding,) = assess([promise("You will decide which library closes.")], elsewhere)
    assert reservation not in finding.reason


def test_another_promise_keeps_nothing_elsewhere() -> None:
    other = "If the Cabinet decides to close a library, readers and the council will settle which library closes."
    elsewhere = Situation("county-council", jurisdiction="England", reservations=(Statement(other),))
    first, _ = assess([promise("You will decide which library closes."), promise(other)], elsewhere)
    assert other not in first.reason


@pytest.mark.parametrize("code", sorted(bodies().keys() - NOT_ASSESSED.keys()))
@pytest.mark.parametrize(("risk", "hedge"), [("explicit", 0), ("explicit", 1), ("implied", 0)])
@pytest.mark.parametrize("text", ["Carers will settle our policy.", "Carers will set the precept.", "Carers will name the hall."])
def test_a_note_that_something_is_not_high_stands_only_where_it_is_the_reason(
    code: str, risk: str, hedge: int, text: str
) -> None:
    (finding,) = assess([promise(text, risk, hedge)], Situation(body=code))
    says_so = "so this does not count as high" in finding.reason
    assert not (says_so and finding.severity == "high")
    assert not says_so or (risk == "explicit" and not hedge)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Pupils will choose the name of the academy.", "medium"),
        ("Passengers will name the ferry.", "medium"),
        ("Whatever name the villagers pick will go on the snow plough.", "medium"),
        ("Residents will decide what the new wing is called.", "medium"),
        ("Pupils will decide which school closes and what name it takes.", "high"),
        ("Residents will decide the budget in the council’s name.", "high"),
    ],
)
def test_a_name_is_light(text: str, expected: str) -> None:
    (finding,) = assess([promise(text)], COUNTY)
    assert finding.severity == expected
