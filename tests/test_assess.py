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
    assert natures["promised"] == "quotation"
    assert natures["decides"] == natures["delegates"] == "law"
    assert natures["ceiling"] == natures["kept"] == natures["broken"] == "inference"
