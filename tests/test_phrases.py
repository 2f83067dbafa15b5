"""The document's own words for people and for what is decided: whole phrases, or nothing."""

from __future__ import annotations

import pytest

from pipeline.phrases import matter_in, people_behind, people_in


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("The Ferry Users' Forum will choose the timetable.", "the Ferry Users' Forum"),
        ("Our tenants and leaseholders decide.", "the tenants and leaseholders"),
        ("A jury of twelve residents, picked by lot, will choose.", "the jury of twelve residents"),
        ("Nothing moves until its user group has agreed.", "the user group"),
        ("Carers of people with dementia will have a veto.", "carers of people with dementia"),
        ("People who live in sheltered housing will decide.", "people who live in sheltered housing"),
        ("Tenants settle the repairs list.", "tenants"),  # and not `tenants settle`
        ("The fares are what the assembly directs.", "the assembly"),
        ("It is for the families' panels to say.", "the families' panels"),
        ("It goes the way of the families' wishes.", "the families"),
        ("The carers' strategy will be co-produced.", ""),  # whose plan it is, not who takes part
        ("Services for older people will be co-produced.", ""),
        ("No pupil has to move.", ""),
        ("A draft that the Families' Bench finds wanting is withdrawn.", "the Families' Bench"),
        ("It binds us on a turnout of half.", ""),
        ("The Board will decide.", ""),
        ("You will decide.", ""),
    ],
)
def test_people(text: str, people: str) -> None:
    assert people_in(text) == people


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("with patients, carers and staff", "patients, carers and staff"),
        ("with residents and allotment societies during May", "residents and allotment societies"),
        ("with the fishing fleet;", "the fishing fleet"),
        ("with people who use the centre and their carers.", "people who use the centre and their carers"),
        ("with us in the spring", ""),
        ("with the Board", ""),
    ],
)
def test_people_behind_with(text: str, people: str) -> None:
    assert people_behind(text, len("with")) == people


@pytest.mark.parametrize(
    ("text", "matter"),
    [
        ("Residents will set the new opening times.", "the new opening times"),
        ("We will co-produce our Food and Farming Strategy with growers.", "the Food and Farming Strategy"),
        ("The Food and Farming Strategy will be co-produced with growers.", "the Food and Farming Strategy"),
        ("We back the co-production of the next Local Transport Plan with riders.", "the next Local Transport Plan"),
        ("Parents will have the last word on whether the pool stays open.", "whether the pool stays open"),
        ("Carers have equal power over how the grant is spent.", "how the grant is spent"),
        ("No scheme goes ahead that tenants refuse.", "the scheme"),
        ("A rise in the fees or the fares takes two votes.", "the fees or the fares"),
        ("Pupils will pick the new hall's name.", "the new hall's name"),
        ("Anything that we fund has to please the village.", ""),  # a verb
        ("Nothing opens under this programme without a vote.", ""),  # by the way
        ("Then it ends.", ""),
    ],
)
def test_what_is_decided(text: str, matter: str) -> None:
    assert matter_in(text) == matter
