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
        ("It is for farmers to say.", "farmers"),  # and not what a service is for
        ("We treat leaseholders as partners.", "leaseholders"),  # a verb stands behind we
        ("Ward councillors and cyclists come to one view.", "cyclists"),  # the body does not advise itself
        ("Drivers and the Cabinet Member will settle it.", "drivers"),
        ("Members of the Board will vote.", ""),
        ("The residents who know us will decide.", "the residents"),
        ("Patients who use the van tell us they like it.", "patients who use the van"),  # up to its second verb
        ("The people who travel on it will decide.", "the people who travel on it"),
        ("The next community plan is yours.", ""),  # what kind of plan
        ("A community table where cyclists sit shares it out.", "cyclists"),
        ("Put the people who use the pool in charge.", "the people who use the pool"),
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
        (
            "We will co-produce our rehabilitation and community nursing model with patients.",
            "the rehabilitation and community nursing model",
        ),
        ("We co-produce our carers' breaks policy with carers.", "the carers' breaks policy"),
        ("The fields are those that walkers settle upon.", ""),
        ("Riders vote on new shelters and the Chief Lead Officer confirms them.", "new shelters"),  # another clause; a title
        ("It goes into the round-the-hours service.", ""),
        ("The village design codes will be for walkers to fix.", "the village design codes"),
        ("opening hours at the lido will be fixed with swimmers", "opening hours"),  # a bullet without a verb at its head
        ("redesign opening hours with swimmers", ""),
        ("The district rate for parks will be what ratepayers back.", "the district rate for parks"),
        ("The Play in Parks scheme will be co-produced.", "the Play in Parks scheme"),
        ("Riders have the last word on who gets a pass.", "who gets a pass"),
        ("We expect bold plans to be drawn up by all.", ""),
        ("The last word on who gets a pass rests with the riders.", ""),
        ("Then it ends.", ""),
    ],
)
def test_what_is_decided(text: str, matter: str) -> None:
    assert matter_in(text) == matter
