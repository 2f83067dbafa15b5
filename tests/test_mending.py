"""Suggested wording fits where the promise stands: its speaker, its form, the stage, what may be shaped at all."""

from __future__ import annotations

from dataclasses import replace

from pipeline.assess import assess
from pipeline.records import BlockKind, Finding, Promise, Situation, Statement, Verdict

COUNTY = Situation(body="county-council", jurisdiction="England", status="draft")
COMMISSIONER = Situation(body="police-crime-commissioner", jurisdiction="England", status="draft")
WE_WILL = "Over the next year we will:"


def found(text: str, risk: str = "explicit", situation: Situation = COUNTY, **statement: object) -> Finding:
    verdict = Verdict("commitment", "co-production", risk, 0, 0.9, False)
    (finding,) = assess([Promise(replace(Statement(text), **statement), verdict)], situation)  # type: ignore[arg-type]
    return finding


def offers(text: str, risk: str = "explicit", situation: Situation = COUNTY, **statement: object) -> list[str]:
    return [option.text for option in found(text, risk, situation, **statement).options]


def test_the_least_change_keeps_the_sentence() -> None:
    first, _ = offers("From May our new parks plan will be co-produced with dog walkers.", "implied")
    assert first.startswith("From May our new parks plan will be co-designed with dog walkers. [The Cabinet")


def test_both_terms_become_one() -> None:
    assert offers("We will co-design and co-produce the parks plan.", "implied")[0].startswith(
        "We will co-design the parks plan. "
    )


def test_a_bullet_is_offered_a_bullet() -> None:
    bullet = {"kind": BlockKind.LIST_ITEM, "before": WE_WILL}
    for offer in (
        *offers("co-produce the parks plan with dog walkers;", "implied", **bullet),
        *offers("let dog walkers fix the hours", **bullet),
    ):
        assert offer[0].islower()
        assert not offer.endswith((".", ";"))
    assert offers("let tenants fix the hours", **bullet)[1].startswith("design the options with tenants before [the Cabinet")


def test_a_bullet_about_the_time_after_the_decision_awaits_none() -> None:
    settled = {"kind": BlockKind.LIST_ITEM, "before": "Once the Cabinet has decided, we will:"}
    offered = offers("co-produce the parks plan with dog walkers", "implied", **settled)
    assert offered[0] == "co-design the parks plan with dog walkers, within what has been decided"
    assert not any("[on date]" in offer for offer in offered)


def test_what_the_statement_does_not_name_is_left_to_be_filled_in() -> None:
    advice, _ = offers("It stops there if tenants say no.")
    assert advice.startswith("Tenants will advise on [what is to be decided]. ")


def test_many_decide_and_one_decides() -> None:
    ministers = Situation(body="scottish-government", jurisdiction="Scotland", status="draft")
    advice, design = offers("Tenants will fix the hours.", situation=ministers)
    assert "Ministers] decide on" in design
    assert "the evidence and the legal duties" in advice
    assert "maker] decides on" in offers("Tenants will fix the hours.")[1]


def test_one_who_writes_i_is_offered_i() -> None:
    advice, design = offers("My fund will be shared out by the victims' panel.", situation=COMMISSIONER)
    assert "I will take the decision" in advice
    assert "my legal duties" in advice
    assert design.startswith("I will design the options with the victims' panel before I decide")
    ours = offers("Tenants will fix the hours.", before="“I want my say,” a tenant told us.")
    assert ours[1].startswith("We will design")


def test_options_are_designed_together_before_consultation_only() -> None:
    late = replace(COUNTY, stage="consultation")
    early, after = offers("Tenants will fix the hours."), offers("Tenants will fix the hours.", situation=late)
    assert "design the options" in early[1]
    assert not any("design" in offer for offer in after)
    assert any("can give views" in offer for offer in after)


def test_a_contract_is_awarded_on_published_criteria() -> None:
    (offer,) = offers("Tenants will choose the winning bid when the contract is awarded.")
    assert "quality criteria" in offer
    assert "design" not in offer


def test_what_leaves_no_room_for_design_is_offered_none() -> None:
    (offer,) = offers("Neighbours will determine each planning application.", situation=replace(COUNTY, body="district-council"))
    assert "can give views" in offer


def test_no_wording_is_said_to_state_a_fact() -> None:
    for risk in ("explicit", "implied"):
        assert {option.tag for option in found("Tenants will co-produce the plan.", risk).options} == {"adds a commitment"}
