"""Promise × Situation × law → Finding, as a table of cases."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.assess import assess, severity
from pipeline.classify import judge
from pipeline.extract.assemble import Piece, assemble
from pipeline.law import bodies
from pipeline.records import BlockKind, Document, Evidence, Promise, Situation, Statement, Verdict
from pipeline.recurrence import finding_id
from pipeline.segment import segment
from pipeline.wording import suggestion


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
    reservation = Statement("Cabinet will take the final decision.")
    (finding,) = assess(
        [promise("You will decide the plan.")], Situation("county-council", jurisdiction="England", reservations=(reservation,))
    )
    assert finding.severity == "high"
    assert reservation.text in finding.reason


@pytest.mark.parametrize("risk", ["explicit", "implied"])
@pytest.mark.parametrize("code", list(bodies()))
def test_suggested_wording_promises_no_share_in_the_decision(risk: str, code: str) -> None:
    text = suggestion(risk, "policy", "residents", Situation(body=code))
    assert "Option 1" in text
    assert "Option 2" in text
    for option in text.split("Option ")[1:]:
        words = option.split("): ", 1)[1]
        for statement in segment(Document(Path("d"), "text/plain", assemble([Piece(BlockKind.PARAGRAPH, words)]))):
            assert judge(statement).risk == "none", statement.text
