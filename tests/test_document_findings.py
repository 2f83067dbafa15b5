"""What a document shows as a whole, on documents of a few sentences."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.scanner import scan

FILLER = "The building was put up in 1968 and has a flat roof. It is open six days a week. " * 25


def kinds(tmp_path: Path, text: str) -> list[str]:
    path = tmp_path / "draft.md"
    path.write_text(text, encoding="utf-8")
    return [finding.reason for finding in scan(path).findings if finding.kind == "document"]


START = "Marl County Council is consulting on its libraries.\n\n"
PROMISE = "Residents will have the final say on whether Harling library closes.\n\n"
KEPT = "Cabinet will take the final decision on whether Harling library closes.\n\n"


def test_a_promise_against_a_reservation_far_off(tmp_path: Path) -> None:
    reasons = kinds(tmp_path, f"{START}{PROMISE}{FILLER}\n\n{KEPT}")
    assert any("keeps the decision" in reason and "final say" in reason for reason in reasons)


def test_a_reservation_about_something_else_contradicts_nothing(tmp_path: Path) -> None:
    other = "The Licensing Committee will determine each pavement licence.\n\n"
    assert not any("keeps the decision" in reason for reason in kinds(tmp_path, f"{START}{PROMISE}{FILLER}\n\n{other}"))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("# Your library, your decision\n\nTell us what you think.", "The heading"),
        ("This draft strategy was co-produced with 40 carers last year.", "says that something was co-produced"),
        ("The opening hours were decided by residents in 2019.", "describes decisions as shared"),
        ("We will co-design the new hours with readers.", "does not say who decides"),
        ("The draft policy before you was written jointly with drivers last year.", "written jointly"),
        ("In 2019 tenants and staff chose the new contractor together.", "describes decisions as shared"),
        ("Last year carers and managers reached a joint decision to keep the day centre.", "describes decisions as shared"),
        ("Last year residents and the Cabinet agreed the list of savings jointly.", "describes decisions as shared"),
        ("In our last scheme, patients and managers took every decision as one.", "describes decisions as shared"),
        ("Co-production describes work in which carers hold as much power as managers.", "own definition"),
        ("Co-production means sharing every decision equally with the people who use a service.", "own definition"),
        ("We will co-produce the new plan. Fill in the questionnaire at any branch.", "what is described is consultation"),
        ("No change to shifts will be made without the agreement of the trade unions.", "power to stop"),
        ("No night crew will be stood down unless the union has agreed.", "a public service"),
        ("The council and the health board will jointly decide where the hub goes.", "names no power for it"),
        ("The Borough Council and the Trust will jointly decide where the hub goes.", "names no power for it"),
        ("The consultation has closed. We will co-design the new opening hours with readers.", "at or past consultation"),
    ],
)
def test_single_kinds(tmp_path: Path, text: str, words: str) -> None:
    assert any(words in reason for reason in kinds(tmp_path, START + text))


def test_law_that_asks_for_co_production_is_named_for_its_own_subject(tmp_path: Path) -> None:
    text = "{}\n\nWe will co-produce our strategy for {}.\n\n" + KEPT
    care = kinds(tmp_path, text.format(START, "adult social care with carers"))
    roads = kinds(tmp_path, text.format(START, "roads with drivers"))
    assert any("asks for co-production" in reason and "Care Act" in reason for reason in care)
    assert not any("asks for co-production" in reason for reason in roads)


@pytest.mark.parametrize(
    "text",
    [
        "Staff in the shop will decide each week with the volunteers how to dress the window.",
        "Staff must agree to the code of conduct before their first shift.",
    ],
)
def test_what_staff_settle_every_day_is_no_veto(tmp_path: Path, text: str) -> None:
    assert not any("power to stop" in reason for reason in kinds(tmp_path, f"{START}{text}\n\n{KEPT}"))


def test_a_binding_ballot_of_staff_is_one(tmp_path: Path) -> None:
    text = "Teachers will vote on the new rota and the majority will be binding.\n\n"
    assert any("power to stop" in reason for reason in kinds(tmp_path, f"{START}{text}{KEPT}"))


@pytest.mark.parametrize(
    "text",
    [
        "Residents will have the final say on the opening hours.",
        "We will co-design the new hours with readers. Their ideas will be considered by the head of libraries.",
        "We will co-design the new hours with readers. The Cabinet will choose between the drafts.",
    ],
)
def test_a_sentence_that_says_who_decides_or_how_views_count_is_not_undecided(tmp_path: Path, text: str) -> None:
    assert not any("does not say who decides" in reason for reason in kinds(tmp_path, START + text))


@pytest.mark.parametrize(
    "text",
    [
        "The Cabinet will consider the replies at its meeting in May.",
        "In May the plan will go to the Executive Committee.",
        "Nothing in this paper takes the decision away from those elected.",
        "The Full Council will set the budget in March.",
    ],
)
def test_a_document_that_says_further_on_who_decides_is_not_undecided(tmp_path: Path, text: str) -> None:
    told = f"{START}We will co-design the new hours with readers.\n\n{FILLER}\n\n{text}\n\n{FILLER}"
    assert not any("does not say who decides" in reason for reason in kinds(tmp_path, told))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Co-production is often described as people having equal power from first to last.", "own definition"),
        ("We will co-produce the bus strategy with drivers. Parents can send us ideas for the school hall.", "is consultation"),
        ("In 2019 tenants and staff chose the colour of the leaflet together.", "describes decisions as shared"),
        ("The youth council and the board will jointly decide where the hub goes.", "names no power for it"),
    ],
)
def test_what_only_looks_like_one_is_none(tmp_path: Path, text: str, words: str) -> None:
    assert not any(words in reason for reason in kinds(tmp_path, f"{START}{text}\n\n{KEPT}"))


def test_nobody_asks_for_a_last_word_or_for_what_the_next_sentence_is_about(tmp_path: Path) -> None:
    for text in (
        "Carers will have the last word on the strategy for adult social care.",
        "We will co-produce our roads policy with drivers. Adult social care is not part of it.",
    ):
        assert not any("asks for co-production" in reason for reason in kinds(tmp_path, f"{START}{text}\n\n{KEPT}"))


def test_a_promise_with_saving_words_beside_it_is_not_contradicted(tmp_path: Path) -> None:
    saved = "Residents will have the final say on whether Harling library closes. The Cabinet may take a different view.\n\n"
    assert not any("keeps the decision" in reason for reason in kinds(tmp_path, f"{START}{saved}{FILLER}\n\n{KEPT}"))


def test_a_plain_document_has_none(tmp_path: Path) -> None:
    assert kinds(tmp_path, f"{START}We will consult residents in May. {KEPT}") == []
