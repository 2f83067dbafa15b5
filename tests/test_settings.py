"""What the user says: options, `overpromise.toml` behind them, and rules of the user's own."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from pipeline.assess import assess
from pipeline.errors import DataError
from pipeline.law import rules_of
from pipeline.records import Situation
from pipeline.settings import Asked, given_of
from tests.test_assess import promise

SCHEME = """
[[rule]]
id = "MARL-01"
jurisdictions = ["England"]
effect = "reserves"
bodies = ["county-council"]
decisions = ["policy"]
subjects = []
stages = ["any"]
counterparties = ["any"]
decider = "the Director of Place"
delegates = ["the Head of Parks"]
floor = ""
ceiling = "co-design"
route = ""
cues = []
authority = "Constitution of Marl County Council, Part 3"
plain = "Policies on parks are for the Director."
grade = "official"
source = ""
review_by = 2027-01-01
moving = false
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_command_line_wins_over_the_settings_file(folder: Path) -> None:
    (folder / "overpromise.toml").write_text('body = "icb"\nstatus = "live"\nas_at = 2025-01-31\n', encoding="utf-8")
    given = given_of(Asked(body="county council"))
    assert (given.body, given.status, given.as_at) == ("county-council", "live", date(2025, 1, 31))


@pytest.mark.parametrize(
    ("content", "message"), [("colour = 1", "unknown key colour"), ("body = ", "overpromise.toml"), ('status = "lost"', "'lost'")]
)
def test_a_settings_file_that_cannot_be_used_is_named(folder: Path, content: str, message: str) -> None:
    (folder / "overpromise.toml").write_text(content, encoding="utf-8")
    with pytest.raises(DataError, match=message):
        given_of(Asked())


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        (Asked(as_at="1 May"), "1 May"),
        (Asked(stage="tea"), "'tea' is not one of"),
        (Asked(law=(Path("none.toml"),)), "none.toml"),
    ],
)
@pytest.mark.usefixtures("folder")
def test_options_that_say_nothing_are_refused(asked: Asked, message: str) -> None:
    with pytest.raises(DataError, match=message):
        given_of(asked)


def test_a_scheme_of_delegation_says_who_decides_and_the_statute_stands_behind_it(tmp_path: Path) -> None:
    path = tmp_path / "scheme.toml"
    path.write_text(SCHEME, encoding="utf-8")
    (finding,) = assess(
        [promise("The panel will settle our policy.")], Situation("county-council", jurisdiction="England", rules=rules_of(path))
    )
    assert finding.rules[0] == "MARL-01"
    assert finding.rules[1].startswith("ENG-LA")
    assert "the Director of Place" in finding.reason
    assert "the Head of Parks" in finding.reason


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('"reserves"', '"allows"', "rule MARL-01: effect"),
        ("MARL-01", "ENG-LA-01", "ENG-LA-01 is the id"),
        (SCHEME, "", "no \\[\\[rule"),
    ],
)
def test_a_broken_file_of_rules_is_named(tmp_path: Path, old: str, new: str, message: str) -> None:
    path = tmp_path / "scheme.toml"
    path.write_text(SCHEME.replace(old, new), encoding="utf-8")
    with pytest.raises(DataError, match=message) as caught:
        rules_of(path)
    assert "scheme.toml" in str(caught.value)
