"""What is to be decided and with whom: the statement first, then its heading, then its neighbours."""

from __future__ import annotations

import pytest

from pipeline.records import Evidence, Promise, Statement, Verdict
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
        (Statement("You will decide.", section=("Housing", "Who")), "plan"),
        (Statement("You will decide."), "plan"),
    ],
)
def test_what_is_decided(statement: Statement, decision: str) -> None:
    assert decision_of(statement) == decision


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
