"""Which rules a finding leans on, and what of a route a text shows."""

from __future__ import annotations

from dataclasses import replace

from pipeline.assess import assess
from pipeline.authorities import Route, capping_rules, ceiling_of, doctrine, named_route
from pipeline.law import rule_by_id, rules
from pipeline.records import Evidence, Promise, Rung, Situation, Statement, Verdict

COUNTY = Situation(body="county-council", jurisdiction="England")
EXPLICIT = Verdict("commitment", "co-production", "explicit", 0, 0.9, False, (Evidence(0, 1, "R", 1.0),))


def test_a_place_is_a_page_or_a_heading_or_the_body() -> None:
    text = "Residents will decide the budget."
    placed = [
        Statement(text, start=5, end=38, page=3, section=("Part 1", "Money")),
        Statement(text, start=5, end=38, section=("Part 1", "Money")),
        Statement(text, start=5, end=38),
    ]
    (finding,) = assess([Promise(statement, EXPLICIT) for statement in placed], COUNTY)
    assert finding.places == ("p. 3 (5-38)", "Money (5-38)", "body (5-38)")


def test_a_route_knows_what_of_it_is_not_shown() -> None:
    rule = next(rule for rule in rules() if rule.rung is Rung.CO_PRODUCTION)
    route = Route(rule, ("power", "limits"))
    assert route.missing == ("delegate", "override")
    assert not route.lifts
    assert Route(rule, ("power", "delegate")).lifts
    lower = next(rule for rule in rules() if rule.rung < Rung.CO_PRODUCTION)
    assert not Route(lower, ("power", "delegate")).lifts


def test_a_rule_of_the_users_stands_first_with_the_registers_best_behind_it() -> None:
    statement = Statement("Residents will decide the budget.")
    plain = capping_rules(statement, COUNTY, "budget")
    own = replace(plain[0], id="OWN-1")
    found = capping_rules(statement, replace(COUNTY, rules=(own,)), "budget")
    assert [rule.id for rule in found] == ["OWN-1", plain[0].id]


def test_the_ceiling_is_lower_only_for_the_very_subject() -> None:
    assert ceiling_of(Statement("We will co-design the strategy."), COUNTY, "strategy") is Rung.CO_DESIGN
    planning = Situation(body="district-council", jurisdiction="England")
    assert (
        ceiling_of(Statement("We will co-design the outcome of the planning application."), planning, "planning") < Rung.CO_DESIGN
    )


def test_bodies_outside_public_law_have_doctrine_of_their_own() -> None:
    public, private = doctrine(COUNTY), doctrine(Situation(body="housing-association", jurisdiction="England"))
    assert [rule.id for rule in private] == ["UK-DO-20"]
    assert rule_by_id("UK-DO-20") not in public
    assert public


def test_a_route_is_named_only_where_it_is_offered_and_to_whom_it_may_be() -> None:
    district = Situation(body="district-council", jurisdiction="England")
    offered = Statement("Electors will decide the neighbourhood plan in the neighbourhood plan referendum on 6 May.")
    denied = Statement("There will be no referendum, and no neighbourhood plan referendum, on this.")
    assert named_route(offered, district, "planning", "electors") is not None
    assert named_route(offered, district, "planning", "staff-unions") is None
    assert named_route(denied, district, "planning", "electors") is None
