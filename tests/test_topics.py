"""What is to be decided and with whom: the statement first, then its heading, then its neighbours."""

from __future__ import annotations

import pytest

from pipeline.records import BlockKind, Evidence, Promise, Statement, Verdict
from pipeline.topics import counterparty_of, decision_of, is_light, matter_of, people_of

ABOVE = ("Housing", "Your buses ")


@pytest.mark.parametrize(
    ("statement", "decision"),
    [
        (Statement("You will decide the budget.", before="Rents", after="Rents", section=ABOVE), "budget"),
        (Statement("You will decide.", before="Rents", after="Budget", section=ABOVE), "transport"),
        (Statement("You will decide.", before="The budget", after="Rents", section=("Housing", "Who decides")), "budget"),
        (Statement("You will decide.", after="The budget comes next."), "budget"),
        (Statement("You will decide.", after="How we set the budget"), "plan"),  # a heading that follows
        (Statement("You will decide.", after="Who sets the budget?"), "plan"),  # the next question
        (Statement("We will co-produce the Repair and Reuse Strategy with residents.", section=("Buses ",)), "strategy"),
        (Statement("No package of care at home will be cut unless the person agrees.", section=("Budget",)), "budget"),
        (Statement("Both of us must agree to a rise in rents.", section=("Allotments",)), "assets"),
        (Statement("Carers will co-produce the Strategic Commissioning Plan."), "strategy"),
        (Statement("The panel will hold the grants for repairs at home."), "grants"),
        (Statement("You will decide.", section=("Budget",)), "budget"),
        (Statement("You will decide.", section=("Housing", "Who")), "housing"),
        (Statement("You will decide.", after="The lido shuts next year.", section=("Our budget", "Who")), "budget"),
        (Statement("You will decide.", before="A leaflet follows.", after="The budget comes next."), "budget"),
        (Statement("You will decide.", section=("Our mural",)), "materials"),
        (Statement("agree it with you.", after="set the budget.", kind=BlockKind.LIST_ITEM), "plan"),
        (Statement("agree it with you.", after="set the budget;"), "plan"),  # the next item of a list
        (Statement("No proposal goes ahead without you.", section=("Buses ",)), "transport"),
        (Statement("You will decide."), "plan"),
    ],
)
def test_what_is_decided(statement: Statement, decision: str) -> None:
    assert decision_of(statement) == decision


@pytest.mark.parametrize(
    ("text", "decision"),
    [
        ("You will settle the district rate.", "budget"),
        ("Neighbours will strike the rate.", "budget"),
        ("Whatever you tick is what we will cut.", "budget"),
        ("Only the cuts that you tick will be made.", "budget"),
        ("No cuts to the hospital without you.", "service-change"),
        ("The recycling rate is for you to judge.", "plan"),
        ("You will choose your self-directed support option.", "individual-plan"),
        ("Carers will have a veto over our self-directed support policy.", "policy"),
        ("The beds stay unless you agree.", "service-change"),
        ("Wards move only if you agree.", "service-change"),
        ("Flower beds move only if you agree.", "plan"),
        ("The ward councillor and you will agree it.", "plan"),
        ("We will co-produce our community therapy model with you.", "service-change"),
        ("You will agree a new model for day trips.", "service-change"),
        ("You will agree our new governance model.", "governance"),
        ("Overnight opening ends when you say so.", "service-change"),
        ("If you vote no, the school stays open.", "school-organisation"),
        ("You will say if the school is to be discontinued.", "school-organisation"),
        ("We close Tarn Road Primary School only if you agree.", "school-organisation"),
        ("You will say how we close the gap at school.", "closure"),
        ("If you vote no, the lido remains open.", "closure"),
        ("You decide while the survey remains open.", "research"),
        ("You will co-produce our guidance for officers.", "policy"),
    ],
)
def test_words_that_show_what_is_decided(text: str, decision: str) -> None:
    assert decision_of(Statement(text)) == decision


@pytest.mark.parametrize(
    ("statement", "words", "counterparty"),
    [
        (Statement("Tenants and carers will decide."), "", "tenants"),
        (Statement("Carers and tenants will decide."), "", "carers"),
        (Statement("Tenants meet; carers will decide."), "carers will decide", "carers"),
        (Statement("It will be decided.", before="Carers", section=("Patients", "For tenants")), "", "tenants"),
        (Statement("It will be decided.", before="Carers", after="Tenants", section=("Patients", "Who")), "", "carers"),
        (Statement("It will be decided.", after="Tenants"), "", "tenants"),
        (Statement("It will be decided.", section=("Patients",)), "", "patients"),
        (Statement("You and the tenants will decide."), "", "tenants"),  # `you` only where nobody else is named
        (Statement("You will decide.", section=("For tenants",)), "", "residents"),
        (Statement("You will decide your care plan."), "", "individual"),
        (Statement("It will be decided."), "", "residents"),
    ],
)
def test_with_whom(statement: Statement, words: str, counterparty: str) -> None:
    evidence = (Evidence(0, len(words), words, 1.0),) if words else ()
    verdict = Verdict("commitment", "co-production", "explicit", 0, 0.9, False, evidence)
    assert counterparty_of(Promise(statement, verdict)) == counterparty


def test_a_leaflet_weighs_little_and_a_budget_does_not() -> None:
    assert is_light(decision_of(Statement("Pupils choose the picture for the leaflet.")))
    assert not is_light(decision_of(Statement("Pupils choose the budget.")))


@pytest.mark.parametrize(
    ("text", "words", "people"),
    [
        ("The lido plan will be co-produced with swimmers and their families.", "", "swimmers and their families"),
        ("Tenants meet in May, and the Youth Commission decides.", "the Youth Commission decides", "the Youth Commission"),
        ("The option with most votes is the one we build.", "", "those who take part"),
        ("It will not run if they refuse.", "", "people affected"),
    ],
)
def test_the_people_are_called_what_the_document_calls_them(text: str, words: str, people: str) -> None:
    evidence = (Evidence(text.index(words), len(text), words, 1.0),) if words else ()
    verdict = Verdict("commitment", "co-production", "explicit", 0, 0.9, False, evidence)
    assert people_of(Promise(Statement(text, before="Patients", section=("For carers",)), verdict)) == people


@pytest.mark.parametrize(
    ("statement", "matter"),
    [
        (Statement("We will co-produce the Repair Strategy.", section=("Housing",)), "the Repair Strategy"),
        (Statement("It all stops there.", after="Will jobs be lost?", section=("Housing",)), "this matter"),
        (Statement("Which two close is for the panel to say."), "any closure"),
    ],
)
def test_what_is_decided_is_called_what_the_statement_calls_it(statement: Statement, matter: str) -> None:
    assert matter_of(statement) == matter
