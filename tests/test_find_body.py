"""Which body is taken to speak: where a name stands, how it is written, and how often."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from pipeline.extract.assemble import Piece, assemble
from pipeline.find_body import FoundBody, find_body, reads_as_public
from pipeline.records import BlockKind, Document

FAR = "words of no weight. " * 210  # what follows stands behind the front of the document
COUNTY = ("county-council", "Marl County Council")
TRUST = ("nhs-trust", "Tarn NHS Trust")
MET_COUNTY, MET_TRUST = "we met Marl County Council again. ", "we met Tarn NHS Trust again. "


def body_of(text: str, *, title: str = "", headings: tuple[str, ...] = (), file: str = "draft") -> FoundBody:
    pieces = [*(Piece(BlockKind.HEADING, heading) for heading in headings), Piece(BlockKind.PARAGRAPH, text)]
    return find_body(Document(Path(f"{file}.docx"), "text/plain", assemble(pieces), title=title))


@pytest.mark.parametrize(
    ("place", "times"),
    [
        ({"title": "Marl County Council: libraries"}, 6),
        ({"headings": ("Marl County Council",)}, 7),  # a heading is also a place in the text
        ({"file": "marl_Marl-County-Council_v2"}, 2),
    ],
)
def test_a_title_outweighs_a_file_name_and_both_outweigh_the_text(place: dict[str, Any], times: int) -> None:
    fewer, more = body_of(MET_TRUST * (times - 1), **place), body_of(MET_TRUST * (times + 1), **place)
    assert (fewer.code, fewer.name) == COUNTY
    assert (more.code, more.name) == TRUST


@pytest.mark.parametrize(
    ("once", "again", "fewer", "more"),
    [
        (MET_COUNTY + FAR, MET_TRUST, 2, 4),
        (f"{FAR}{MET_COUNTY}", "they met the nhs trust again. ", 2, 4),
        (f"{FAR}\u00a9 Marl County Council wrote this. ", MET_TRUST, 3, 4),
        (f"{FAR}on behalf of the Marl County Council it was written. ", MET_TRUST, 3, 4),
        (f"{FAR}they said that Marl County Council is consulting on fees. ", MET_TRUST, 3, 4),
    ],
)
def test_the_front_a_name_and_speaking_outweigh_mentions_further_on(once: str, again: str, fewer: int, more: int) -> None:
    assert body_of(once + again * fewer).code == "county-council"
    assert body_of(once + again * more).code == "nhs-trust"


def test_who_publishes_is_seen_on_the_very_first_line() -> None:
    again = "they met the nhs trust again. " * 5
    for first in ("\u00a9 ", "Published by ", "This is "):
        assert body_of(f"{first}Marl County Council. {again}").code == "county-council"
    assert body_of(f"They had a letter of Marl County Council. {again}").code == "nhs-trust"


@pytest.mark.parametrize(
    ("text", "file", "code"),
    [
        ("Marl University is consulting on fees.", "draft", "university"),
        ("Thanks to Marl University for the room.", "draft", "unknown"),
        (f"{FAR} Then Marl University is consulting on fees.", "draft", "unknown"),
        ("A word.", "Marl University plan", "university"),
    ],
)
def test_a_kind_that_others_name_in_passing_counts_where_it_speaks_or_names_the_file(text: str, file: str, code: str) -> None:
    assert body_of(text, file=file).code == code


@pytest.mark.parametrize(
    ("text", "code", "name"),
    [
        ("", "unknown", ""),
        ("they asked the county council. ", "unknown", ""),
        ("they asked the county council. " * 2, "unknown", ""),
        ("they asked the county council. " * 3, "county-council", ""),
        ("a unitary authority, a metropolitan council and unitary councils met", "unitary-council", ""),
        ("we met Marl County Council again; they asked a parish council.", *COUNTY),
        ("for Marl City Council, for Tarn District Council, for Foxham NHS Trust", "unknown", ""),
        ("for Foxham NHS Trust, for Marl City Council, for Tarn District Council", "unknown", ""),
        ("for Marl City Council, for Tarn District Council", "unitary-council", "Marl City Council"),
        ("we met Marl County Council and we met Marl County Council; we met Tarn NHS Trust and we met Tarn NHS Trust", *COUNTY),
    ],
)
def test_far_from_the_front_a_body_must_be_named_often_enough_and_stand_out(text: str, code: str, name: str) -> None:
    found = body_of(FAR + text)
    assert (found.code, found.name) == (code, name)


def test_the_words_that_showed_the_body_are_its_name_or_the_panels_task() -> None:
    assert body_of("Marl County Council is consulting.").words == "Marl County Council"
    assert body_of("This panel advises ministers on data.").words == "advises ministers"
    assert (
        body_of("The Department for Sea and Sky is consulting. The panel advises ministers.").words
        == "Department for Sea and Sky"
    )
    assert body_of("A word.").words == ""


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Camden Council is consulting on parking.", "london-borough"),
        ("Marl Council is consulting on parking.", "council"),
        ("Cardiff and Vale University Health Board is consulting.", "health-board-wales"),
        ("Defra is consulting on rivers.", "government-department"),
        ("Tarn ICB is consulting on clinics.", "icb"),
        ("Tarn pcc is consulting on clinics.", "unknown"),
        ("Foxham Parish Council in Scotland is consulting.", "parish-council"),
        ("Cardiff Health and Wellbeing Board is consulting.", "health-and-wellbeing-board"),
    ],
)
def test_the_kind_is_told_by_the_longest_name_that_fits_and_by_the_place(text: str, code: str) -> None:
    assert body_of(text).code == code


@pytest.mark.parametrize(
    ("cover", "code", "name"),
    [
        ("London Borough of Thornmere", "london-borough", "London Borough of Thornmere"),
        ("ROYAL BOROUGH OF THORNMERE", "london-borough", "Royal Borough of Thornmere"),
        ("London Borough of Tower Hamlets Housing Strategy", "london-borough", "London Borough of Tower Hamlets"),
        ("City of Thornmere Council", "council", "City of Thornmere Council"),
        ("Thornmere Metropolitan Borough Council, spring", "unitary-council", "Thornmere Metropolitan Borough Council"),
        (
            "Police and Crime Commissioner for Thornshire",
            "police-crime-commissioner",
            "Police and Crime Commissioner for Thornshire",
        ),
        ("THORNMERE NHS TRUST", "nhs-trust", "Thornmere NHS Trust"),
    ],
)
def test_a_name_on_a_line_of_its_own_outweighs_those_that_the_text_mentions(cover: str, code: str, name: str) -> None:
    text = "The Marl Partnership Board met. The Marl Partnership Board agreed a paper with the Tarn Town Board."
    pieces = [Piece(BlockKind.PARAGRAPH, cover), Piece(BlockKind.PARAGRAPH, text)]
    found = find_body(Document(Path("d"), "text/plain", assemble(pieces)))
    assert (found.code, found.name) == (code, name)


@pytest.mark.parametrize(
    ("opening", "code", "name"),
    [
        ("Department for Communities, Tarn House, Belfast. Closing date 4 May.", "ni-department", "Department for Communities"),
        ("NHS Marlmoor. Views are sought.", "nhs-board-scotland", "NHS Marlmoor"),
        ("Department for Communities staff met. Closing date 4 May.", "unitary-council", "Tarn City Council"),
    ],
)
def test_what_stands_before_the_first_full_stop_may_be_a_line_of_the_cover(opening: str, code: str, name: str) -> None:
    nation = "Scotland" if code == "nhs-board-scotland" else "Northern Ireland"
    pieces = [Piece(BlockKind.PARAGRAPH, opening), Piece(BlockKind.PARAGRAPH, f"People in {nation} met Tarn City Council.")]
    found = find_body(Document(Path("d"), "text/plain", assemble(pieces)))
    assert (found.code, found.name) == (code, name)


@pytest.mark.parametrize(
    ("cover", "code"),
    [
        ("Marl Borough Council\n(unitary authority)", "unitary-council"),
        ("Marl County Council\nAs a unitary authority, we run every service.", "unitary-council"),
        ("Marl Borough Council\nOption 1 is a unitary authority for the whole of Marlshire.", "district-council"),
        ("Marl Parish Council\n(unitary authority)", "parish-council"),
        (f"Marl Borough Council\n{FAR}(unitary authority)", "district-council"),
    ],
)
def test_a_council_that_calls_itself_unitary_is_no_district(cover: str, code: str) -> None:
    assert body_of(cover).code == code


@pytest.mark.parametrize(
    ("text", "nation"),
    [
        ("Marlshire Fire and Rescue Authority is consulting.", "England"),
        ("South Wales Fire and Rescue Authority is consulting.", "Wales"),
        ("The fire authority is consulting.", ""),
        ("Marl Housing Association is consulting. The Regulator of Social Housing sets standards.", "England"),
        ("Marl Housing Association is consulting. The Scottish Housing Regulator sets standards.", "Scotland"),
        ("Marl Housing Association is consulting.", ""),
    ],
)
def test_the_nation_is_known_by_what_exists_in_one_only(text: str, nation: str) -> None:
    assert body_of(text).jurisdiction == nation


def test_an_authors_university_on_a_line_of_the_cover_is_not_the_body() -> None:
    pieces = [Piece(BlockKind.PARAGRAPH, "Tarn University"), Piece(BlockKind.PARAGRAPH, "We studied boats on the Tarn.")]
    assert find_body(Document(Path("d"), "text/plain", assemble(pieces))).code == "unknown"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Most Parish Council papers are kept at the hall.", ""),
        ("Neighbouring Parish Councils are consulting too.", ""),
        ("The Governing Body is consulting on uniforms.", ""),
        ("The Council is consulting on bins.", ""),
        ("Then Marl ended. The Council is consulting on bins.", ""),
        ("A talk in Marlham. The Parish Council is consulting.", ""),
        ("Both Marl Parish Council and others wrote. Marl Parish Council is consulting.", "Marl Parish Council"),
        ("defra is consulting on rivers.", "Defra"),
        ("St. Osyth Parish Council is consulting.", "St. Osyth Parish Council"),
        ("New Marl Parish Council is consulting.", "New Marl Parish Council"),
        ("MARL-UPON-TARN ICB is consulting.", "Marl-upon-Tarn ICB"),
        ("This local authority is consulting.", ""),
        ("The final say rests with Full Council. The Leader of the Council is consulting.", ""),
        ("Metropolitan Borough of Marl is consulting.", "Metropolitan Borough of Marl"),
    ],
)
def test_a_name_is_written_as_a_reader_would_or_left_empty(text: str, name: str) -> None:
    assert body_of(text).name == name


@pytest.mark.parametrize(
    ("cover", "name"),
    [
        ("CYNGOR SIR MARL MARL COUNTY COUNCIL", "Marl County Council"),
        ("Cyngor Sir Mâl Marl County Council", ""),
        ("University Hospitals Marl NHS Trust", "University Hospitals Marl NHS Trust"),
    ],
)
def test_of_a_name_in_two_languages_one_is_printed_where_they_can_be_told_apart(cover: str, name: str) -> None:
    assert body_of("They met. " * 3, title=cover).name == name


@pytest.mark.parametrize(
    "text",
    [
        "The Tarn Learning Trust is asking parents about uniforms. Every local governing body has met.",
        "Tarn runs nine academies. The governing body of each has met. A governing body may write to us.",
        "The trustees are also company directors. The governing body of a school may write to us.",
    ],
)
def test_a_trust_of_academies_is_not_the_governing_body_of_a_school(text: str) -> None:
    assert body_of(text).code == "academy-trust"


IJB = "We work with Marl Integration Joint Board. The Scottish Ministers approve it. "


@pytest.mark.parametrize(
    ("text", "title", "code", "name"),
    [
        (IJB, "Wards in the glens - NHS Marlmoor", "nhs-board-scotland", "NHS Marlmoor"),
        (IJB, "NHS Greater Glasgow and Clyde Winter Plan", "nhs-board-scotland", "NHS Greater Glasgow and Clyde"),
        (f"{IJB} NHS Marlmoor is asking for views.", "", "nhs-board-scotland", "NHS Marlmoor"),
        (f"{IJB} We met NHS Marlmoor.", "", "integration-joint-board", "Marl Integration Joint Board"),
        ("People in England met.", "NHS Marlmoor", "unknown", ""),
    ],
)
def test_nhs_and_a_place_is_a_board_in_scotland_where_it_speaks(text: str, title: str, code: str, name: str) -> None:
    found = body_of(text, title=title)
    assert (found.code, found.name) == (code, name)


@pytest.mark.parametrize(
    "text",
    [
        "The U.S. Department of Sea Fishing is consulting on nets.",
        "The Department of Health and Human Services is consulting on grants.",
        "Write to nets.sea.gov or to crabs.sea.gov.",
    ],
)
def test_departments_of_other_countries_are_not_ours(text: str) -> None:
    assert body_of(text).code == "outside-uk"


def test_addresses_of_our_own_government_are_not_another_countrys() -> None:
    assert body_of("Write to nets.marl.gov.uk or to crabs.marl.gov.uk.").code == "unknown"
    assert body_of("See papers.sea.gov and again papers.sea.gov.").code == "unknown"  # one site, cited twice


@pytest.mark.parametrize(
    ("foreign", "home", "words", "outside"),
    [
        (5, 2, 1_000, True),
        (5, 3, 1_000, False),
        (4, 1, 1_000, False),
        (5, 0, 10_000, False),
        (2, 0, 100, True),
        (1, 0, 100, False),
        (2, 1, 100, False),
        (2, 0, 1_000, False),
        (0, 0, 100, False),
    ],
)
def test_another_country_must_be_named_often_for_the_length_and_more_than_home(
    foreign: int, home: int, words: int, outside: bool
) -> None:
    text = "Queensland again. " * foreign + "England again. " * home + "word " * (words - 2 * foreign - 2 * home)
    assert (body_of(text).code == "outside-uk") == outside


@pytest.mark.parametrize(
    ("words", "found", "public"),
    [(299, 0, True), (300, 0, False), (833, 5, True), (834, 5, False), (1_000, 6, True), (1_000, 5, False)],
)
def test_a_text_of_300_words_is_public_from_six_words_of_public_bodies_in_a_thousand(
    words: int, found: int, public: bool
) -> None:
    assert reads_as_public("council " * found + "word " * (words - found)) == public
