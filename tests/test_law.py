from __future__ import annotations

import pytest

from pipeline import law
from pipeline.errors import DataError
from pipeline.law_schema import parse_rule
from pipeline.records import Situation


def test_register_loads_and_covers_the_four_nations() -> None:
    found = law.rules()
    assert len(found) >= 40
    assert {nation for rule in found for nation in rule.jurisdictions} == set(law.JURISDICTIONS)
    assert all(rule.authority and rule.plain and rule.review_by for rule in found)


def test_permitting_rules_name_whom_they_admit_and_how_documents_name_them() -> None:
    for rule in law.rules():
        if rule.effect == "permits":
            assert "any" not in rule.counterparties, rule.id
            assert rule.route, rule.id
            assert rule.cues, rule.id
            assert set(rule.shows) == {"power", "delegate", "limits", "override"}, rule.id


def test_narrower_kinds_inherit_the_rules_of_wider_ones() -> None:
    assert law.with_parents("county-council") == ("county-council", "council")
    ids = {rule.id for rule in law.applicable(Situation(body="county-council", jurisdiction="England"), "policy", "our parks")}
    assert "ENG-LA-01" in ids
    assert "ENG-LA-20" not in ids  # libraries
    assert "SCO-LA-01" not in ids


def _binding(body: str, nation: str) -> set[str]:
    found = law.applicable(Situation(body=body, jurisdiction=nation), "plan", "our parks")
    return {rule.id for rule in found if rule.effect in ("reserves", "involves")}


def test_a_parish_council_has_no_cabinet_and_no_other_nations_law() -> None:
    assert not any(rule_id.startswith(("WAL", "SCO", "NIR")) for rule_id in _binding("parish-council", "England"))
    assert "WAL-LA-02" not in _binding("parish-council", "Wales")
    assert "WAL-LA-02" in _binding("welsh-council", "Wales")


def test_no_rule_of_a_nation_binds_a_body_that_cannot_exist_there() -> None:
    assert _binding("icb", "Wales") == set()
    assert _binding("icb", "") == _binding("icb", "England") != set()


def test_what_such_a_body_is_all_about_need_not_be_said() -> None:
    for body, nation, rule in (
        ("integration-joint-board", "Scotland", "SCO-HC-01"),
        ("health-board-wales", "Wales", "WAL-HC-01"),
    ):
        assert rule in {
            found.id for found in law.applicable(Situation(body=body, jurisdiction=nation), "commissioning", "the wards")
        }
    council = Situation(body="welsh-council", jurisdiction="Wales")
    assert "WAL-HC-01" not in {found.id for found in law.applicable(council, "commissioning", "the wards")}


def test_law_not_counted_for_want_of_a_nation_is_known() -> None:
    association = Situation(body="housing-association")
    assert "ENG-HO-05" in {rule.id for rule in law.left_out(association, "policy", "rents")}
    assert law.left_out(Situation(body="housing-association", jurisdiction="Wales"), "policy", "rents") == []
    assert law.left_out(Situation(body="icb"), "policy", "rents") == law.left_out(Situation(), "policy", "rents") == []


def test_a_body_of_no_known_nation_is_bound_by_what_holds_in_each() -> None:
    assert _binding("council", "") >= {"ENG-LA-01", "WAL-LA-01", "SCO-LA-01", "NIR-LA-01"}
    assert "WAL-LA-03" not in _binding("council", "")
    assert "ENG-PC-02" in _binding("police-crime-commissioner", "")
    assert {"ENG-LA-01", "WAL-LA-01"} <= _binding("parish-council", "") < _binding("council", "")


@pytest.mark.parametrize(
    ("words", "code"), [("icb", "icb"), ("County Council", "county-council"), ("HSCP", "integration-joint-board"), ("", "")]
)
def test_bodies_are_known_by_code_or_in_words(words: str, code: str) -> None:
    assert law.resolve_body(words) == code


@pytest.mark.parametrize("resolve", [law.resolve_body, law.resolve_jurisdiction])
def test_unknown_words_are_refused(resolve: object) -> None:
    with pytest.raises(ValueError, match="Atlantis"):
        resolve("Atlantis")  # type: ignore[operator]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"effect": "allows"}, "effect is 'allows'"),
        ({"bodies": ("druids",)}, "unknown body druids"),
        ({"jurisdictions": ("Mercia",)}, "unknown jurisdiction Mercia"),
        ({"nonsense": 1}, "unknown key nonsense"),
        ({"plain": None}, "missing plain"),
    ],
)
def test_a_broken_rule_is_named(change: dict[str, object], message: str) -> None:
    table = next(iter(law._read("england.toml")["rule"])) | change
    table = {key: value for key, value in table.items() if value is not None}
    with pytest.raises(DataError, match=message) as caught:
        parse_rule(table, "corpus/law/england.toml", set(law.bodies()) | {"council"})
    assert "corpus/law/england.toml, rule ENG-" in str(caught.value)
