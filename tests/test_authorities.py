"""Which rules a finding leans on, and what of a route a text shows."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from pipeline.assess import assess
from pipeline.authorities import Route, capping_rules, ceiling_of, doctrine, named_route
from pipeline.law import applicable, rule_by_id, rules
from pipeline.records import Evidence, Promise, Rung, Situation, Statement, Verdict

if TYPE_CHECKING:
    from pipeline.law_schema import Rule

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


ACT, ORDER, GUIDE, CASE = (
    "Marl Act 2001, section 3",
    "Marl Order 2001",
    "Marl Guidance",
    "Marl v Tarn [2001] EWCA Civ 1; Marl Act 2001",
)
LEAST = replace(
    next(rule for rule in rules() if rule.effect == "involves" and rule.decider),
    id="LEAST",
    jurisdictions=("England",),
    bodies=("any", "council"),
    decisions=("any",),
    subjects=(),
    stages=("any",),
    authority=CASE,
    grade="secondary",
    moving=False,
    ceiling="co-design",
    start=None,
    end=None,
)
# What puts a rule before another, by `corpus/law/README.md`: each outweighs all that come after it.
PRECEDENCE: list[dict[str, Any]] = [
    {},  # it reserves the decision, the other is a duty to involve
    {"subjects": ("budget",), "ceiling": "consultation"},
    {"decisions": ("budget",)},
    {"subjects": ("budget",)},
    {"bodies": ("county-council",)},  # it speaks of this kind of body alone
    {"authority": ACT},
    {"grade": "official"},
    {"bodies": ("county-council", "council", "any")},
    {"bodies": ("council",)},
]


@pytest.mark.parametrize("at", range(len(PRECEDENCE)))
def test_one_ground_of_precedence_outweighs_all_later_ones(at: int) -> None:
    later: dict[str, Any] = {"effect": "reserves" if at else "involves"}
    for ground in PRECEDENCE[at + 1 :]:
        later |= ground
    better = replace(LEAST, id="BETTER", effect="reserves", **PRECEDENCE[at])
    worse = replace(LEAST, id="WORSE", **later)
    assert first_of(worse, better) == first_of(better, worse) == "BETTER"


@pytest.mark.parametrize(("better", "worse"), [(ACT, ORDER), (ORDER, GUIDE), (GUIDE, CASE), ("Act (Marl) 2001", ORDER)])
def test_statute_stands_before_regulations_before_guidance_before_cases(better: str, worse: str) -> None:
    one, other = replace(LEAST, authority=better, id="BETTER"), replace(LEAST, authority=worse, id="WORSE", grade="primary")
    assert first_of(other, one) == first_of(one, other) == "BETTER"


def first_of(*own: Rule) -> str:
    """Which of a user's rules, which stand before the register's, caps a promise on the budget."""
    return capping_rules(Statement("Residents will decide the budget."), replace(COUNTY, rules=own), "budget")[0].id


def test_a_weak_rule_of_the_users_still_stands_before_the_registers() -> None:
    assert first_of(LEAST) == "LEAST"


def test_a_rule_for_another_stage_gives_way_to_one_that_speaks_at_this() -> None:
    early, late = replace(LEAST, id="EARLY", stages=("options",), authority=ACT), replace(LEAST, id="LATE", stages=("decision",))
    situation = replace(COUNTY, rules=(early, late), stage="decision")
    statement = Statement("Residents will decide the budget.")
    assert capping_rules(statement, situation, "budget")[0].id == "LATE"
    assert capping_rules(statement, replace(situation, stage=""), "budget")[0].id == "EARLY"


def test_the_longest_words_name_a_route_and_its_parts_are_those_shown() -> None:
    short = replace(LEAST, id="SHORT", effect="permits", cues=("poll",), counterparties=("electors",))
    long = replace(short, id="LONG", cues=("parish poll",), shows={"power": ("under the act",), "limits": ("advisory",)})
    situation = replace(COUNTY, rules=(short, long))
    route = named_route(Statement("Electors decide in a parish poll UNDER THE ACT."), situation, "budget", "electors")
    assert route is not None
    assert (route.rule.id, route.shown) == ("LONG", ("power",))
    alone = named_route(Statement("Electors decide in a poll."), situation, "budget", "electors")
    assert alone is not None
    assert alone.rule.id == "SHORT"
    assert named_route(Statement("Electors decide."), situation, "budget", "electors") is None


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


COMMISSIONER = Situation(body="police-crime-commissioner", jurisdiction="England")
PARISH = Situation(body="parish-council", jurisdiction="England")


@pytest.mark.parametrize(
    ("text", "situation", "rule", "decider"),
    [
        ("You will set the precept.", COMMISSIONER, "ENG-PC-04", "the police and crime commissioner in person"),
        ("You will set the precept.", PARISH, "ENG-LA-25", "the parish or town council itself"),
        ("Riders will decide the fares.", Situation(body="combined-authority"), "ENG-CA-01", "the mayor"),
        (
            "No statutory notice goes out on the two schools until their parents say yes.",
            Situation(body="welsh-council", jurisdiction="Wales"),
            "WAL-ED-02",
            "the proposer",
        ),
    ],
)
def test_a_rule_for_this_kind_of_body_stands_before_a_general_one(
    text: str, situation: Situation, rule: str, decider: str
) -> None:
    (finding,) = assess([Promise(Statement(text), EXPLICIT)], situation)
    assert finding.rules[0] == rule
    assert f"for {decider}" in finding.reason
    assert "full council" not in finding.reason


def test_a_parish_of_unknown_nation_is_told_of_no_executive_and_of_no_scottish_law() -> None:
    (finding,) = assess([Promise(Statement("You will decide the plan."), EXPLICIT)], Situation(body="parish-council"))
    assert finding.rules[0] == "ENG-LA-01"
    assert "executive" not in finding.reason
    scottish = {rule.id for rule in rules() if rule.jurisdictions == ("Scotland",)}
    assert not {rule.id for rule in applicable(Situation(body="parish-council"), "plan", "")} & scottish


@pytest.mark.parametrize(
    ("text", "situation"),
    [
        ("Residents will pick the policy on speeding.", COMMISSIONER),
        ("Patients will decide which clinic closes.", Situation(body="icb", jurisdiction="England")),
    ],
)
def test_a_duty_to_involve_is_not_given_out_as_the_power(text: str, situation: Situation) -> None:
    (finding,) = assess([Promise(Statement(text), EXPLICIT)], situation)
    assert "a duty to involve people lies" in finding.reason
    assert "holds no rule that gives the power itself" in finding.reason


def test_who_may_be_given_a_decision_is_read_from_the_first_rule_that_says_so() -> None:
    school = Situation(body="welsh-council", jurisdiction="Wales")
    (finding,) = assess([Promise(Statement("Parents will decide which school closes."), EXPLICIT)], school)
    assert finding.rules[:2] == ("WAL-ED-01", "WAL-LA-02")
    assert "It may be given to the executive" in finding.reason
    (other,) = assess([Promise(Statement("Residents will pick the policy on speeding."), EXPLICIT)], COMMISSIONER)
    assert "the register does not say: see the scheme of delegation" in other.reason


def _reason(text: str, situation: Situation) -> str:
    (finding,) = assess([Promise(Statement(text), EXPLICIT)], situation)
    return finding.reason


def test_a_rule_that_keeps_one_matter_is_not_drawn_over_a_promise_by_the_sentence_before() -> None:
    money = "The precept rises by two per cent."
    other = Statement("Victims will pick which support services get paid.", before=money)
    assert "ENG-PC-04" not in {rule.id for rule in capping_rules(other, COMMISSIONER, "budget")}
    assert capping_rules(replace(other, text="You will settle it."), COMMISSIONER, "budget")[0].id == "ENG-PC-04"
    assert capping_rules(replace(other, before="", section=(money,)), COMMISSIONER, "budget")[0].id == "ENG-PC-04"
    assert capping_rules(replace(other, section=("Our Police and Crime Plan",)), COMMISSIONER, "budget")[0].id != "ENG-PC-01"


@pytest.mark.parametrize(
    ("body", "nation", "kilby", "relief"),
    [
        ("unitary-council", "England", True, True),
        ("scottish-council", "Scotland", True, False),
        ("nhs-board-scotland", "Scotland", False, False),
        ("ni-department", "Northern Ireland", False, False),
        ("icb", "", False, True),
        ("housing-association", "England", False, False),
    ],
)
def test_doctrine_is_cited_only_for_bodies_and_places_of_which_it_speaks(
    body: str, nation: str, kilby: bool, relief: bool
) -> None:
    reason = _reason("You will decide the strategy.", Situation(body=body, jurisdiction=nation))
    assert ("Kilby" in reason, "relief may be refused" in reason) == (kilby, relief)


def test_refusal_of_relief_is_not_spoken_of_where_the_words_are_unclear() -> None:
    (finding,) = assess([Promise(Statement("We hope you will decide."), replace(EXPLICIT, hedge=1))], COUNTY)
    assert "relief" not in finding.reason


def test_what_only_one_may_decide_is_given_to_no_other_in_argument_or_wording() -> None:
    district = Situation(body="ni-council", jurisdiction="Northern Ireland", status="draft", decider="Leisure Committee")
    (rate,) = assess([Promise(Statement("Ratepayers will set the district rate in our budget."), EXPLICIT)], district)
    assert rate.rules[0] == "NIR-LA-02"
    assert "Leisure Committee" not in rate.reason
    assert not any("ommittee" in option.text for option in rate.options)
    assert any("Full council will take the decision" in option.text for option in rate.options)
    (other,) = assess([Promise(Statement("Swimmers will set the policy on lockers."), EXPLICIT)], district)
    assert any("Leisure Committee" in option.text for option in other.options)
    (alone,) = assess([Promise(Statement("I will let you set the precept."), EXPLICIT)], replace(COMMISSIONER, status="draft"))
    assert any("I will take the decision" in option.text for option in alone.options)


def test_a_finding_says_when_law_was_left_out_because_the_nation_is_not_known() -> None:
    text = "Tenants will decide the rent policy."
    unknown = _reason(text, Situation(body="housing-association"))
    assert "give --jurisdiction" in unknown
    assert "the rules of the society" in unknown
    assert "give --jurisdiction" not in _reason(text, Situation(body="housing-association", jurisdiction="England"))
    assert "give --jurisdiction" not in _reason(text, Situation(body="academy-trust"))


def test_a_budget_is_for_full_council_and_not_for_the_cabinet() -> None:
    (budget,) = assess([Promise(Statement("Residents will decide the council tax."), EXPLICIT)], replace(COUNTY, status="draft"))
    assert "full council" in budget.reason
    assert any("Full council will take the decision" in option.text for option in budget.options)
    assert not any("Cabinet" in option.text for option in budget.options)
    (service,) = assess(
        [Promise(Statement("Residents will decide which library shuts."), EXPLICIT)], replace(COUNTY, status="draft")
    )
    assert any("Cabinet" in option.text for option in service.options)
