"""The decision table: what a public-law reader expects of a statement in a given situation, case by case.

`decision_table.csv` was written from the law and the rules on severity, not from what the code says. A case that fails is a
question for a lawyer before it is a question for a programmer.
"""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path
from typing import NamedTuple

import pytest
from _pytest.mark import ParameterSet

from pipeline.assess import assess
from pipeline.law import JURISDICTIONS, Rule, bodies, rules, with_parents
from pipeline.records import Evidence, Finding, Promise, Situation, Statement, Verdict


class Case(NamedTuple):
    """One row of the table, as it stands in the file."""

    case: str
    body: str
    jurisdiction: str
    stage: str
    status: str
    as_at: str
    before: str
    text: str
    after: str
    label: str
    risk: str
    hedge: str
    finding: str
    ceiling: str
    severity: str
    rule: str
    why: str
    limit: str

    @property
    def near(self) -> str:
        """The statement with its neighbours, in lower case."""
        return f"{self.before} {self.text} {self.after}".lower()


def _read() -> list[Case]:
    with (Path(__file__).parent / "decision_table.csv").open(encoding="utf-8", newline="") as table:
        header, *rows = csv.reader(table)
    assert tuple(header) == Case._fields
    return [Case(*row) for row in rows]


CASES = _read()
PERMITS = [rule for rule in rules() if rule.effect == "permits"]


def _as_parameter(case: Case) -> ParameterSet:
    """A case that the tool is known not to meet must go on failing, or lose its mark."""
    marks = [pytest.mark.xfail(reason=case.limit, strict=True)] if case.limit else []
    return pytest.param(case, id=case.case, marks=marks)


def _as_at(case: Case) -> date | None:
    return date.fromisoformat(case.as_at) if case.as_at else None


def _found(case: Case) -> list[Finding]:
    evidence = (Evidence(0, len(case.text), case.text, 1.0),) if case.risk != "none" else ()
    promise = Promise(
        Statement(case.text, case.before, case.after, 0, len(case.text)),
        Verdict("commitment", case.label, case.risk, int(case.hedge), 0.9, False, evidence),
    )
    situation = Situation(
        body=case.body, jurisdiction=case.jurisdiction, stage=case.stage, status=case.status, as_at=_as_at(case)
    )
    return [finding for finding in assess([promise], situation) if finding.kind in ("promise", "over-ceiling")]


@pytest.mark.parametrize("case", [_as_parameter(case) for case in CASES])
def test_the_law_is_applied_as_a_lawyer_expects(case: Case) -> None:
    found = _found(case)
    assert [finding.kind for finding in found] == ([] if case.finding == "none" else [case.finding]), case.why
    for finding in found:
        assert (finding.severity, finding.ceiling.plain) == (case.severity, case.ceiling), case.why
        assert any(rule.startswith(case.rule) for rule in finding.rules), f"{finding.rules}: {case.why}"
        _cites_only_law_of_its_place_and_time(case, finding)


def _cites_only_law_of_its_place_and_time(case: Case, finding: Finding) -> None:
    cited = [rule for rule in rules() if rule.id in finding.rules]
    when, body = _as_at(case), bodies()[case.body]
    for rule in cited:
        assert not case.jurisdiction or case.jurisdiction in rule.jurisdictions, rule.id
        assert when is None or (rule.start or when) <= when <= (rule.end or when), rule.id
        assert body.public_law or rule.effect != "doctrine" or "any" not in rule.bodies, f"{rule.id} is public law"


def _names(case: Case, rule: Rule) -> bool:
    """Whether a case names a route in a place, at a date and for a body where the route exists."""
    when = _as_at(case)
    return (
        any(cue in case.near for cue in rule.cues)
        and case.jurisdiction in rule.jurisdictions
        and bool({*with_parents(case.body)} & {*rule.bodies})
        and (when is None or (rule.start or when) <= when <= (rule.end or when))
    )


@pytest.mark.parametrize("rule", PERMITS, ids=lambda rule: rule.id)
def test_every_lawful_route_has_a_right_and_a_wrong_counterparty(rule: Rule) -> None:
    named = [case for case in CASES if case.risk == "explicit" and _names(case, rule)]
    right = [case for case in named if case.rule == rule.id]
    wrong = [case for case in named if case.rule != rule.id and case.severity in ("high", "medium")]
    assert right, "no case in which the right people are promised a share by this route"
    assert wrong, "no case in which the wrong people are promised a share beside this route"


def test_every_route_that_shares_decisions_is_shown_half_shown_and_not_shown() -> None:
    for rule in PERMITS:
        if rule.ceiling == "co-production":
            outcomes = [case.finding for case in CASES if case.rule == rule.id and case.risk == "explicit"]
            assert outcomes.count("none") >= 1, rule.id
            assert outcomes.count("promise") >= 2, rule.id


def test_the_table_is_wide_enough() -> None:
    assert len(CASES) >= 320
    assert len({case.body for case in CASES}) >= 35
    assert {case.jurisdiction for case in CASES} >= set(JURISDICTIONS)
    assert {case.status for case in CASES} == {"", "draft", "live", "closed", "decided"}
    assert [case.case for case in CASES] == [str(number) for number in range(1, len(CASES) + 1)]
    assert all(case.why.endswith(".") and case.body in bodies() for case in CASES)


def test_the_table_agrees_with_itself() -> None:
    for case in CASES:
        assert bool(case.severity) == (case.finding != "none"), case.case
        assert case.finding == "none" or case.risk != "none" or (case.label, case.severity) == ("co-design", "low"), case.case
        assert case.finding != "over-ceiling" or case.ceiling == "consultation", case.case
        assert case.ceiling != "co-production" or case.finding == "none", case.case
