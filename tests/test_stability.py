"""Nothing that other programs rely on changes without a line in CHANGELOG.md."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
import stability

HOW = 'if this is meant: tell users in CHANGELOG.md, then run  python tests/stability.py "those words"'


@pytest.mark.parametrize("part", list(stability.current()))
def test_what_programs_rely_on_is_as_recorded(part: str) -> None:
    assert stability.current()[part] == stability.recorded()["surface"][part], f"{part} changed; {HOW}"


def test_the_last_change_stands_in_the_changelog() -> None:
    assert stability.recorded()["changelog"] in stability.changelog()


def test_recording_needs_words_of_the_changelog() -> None:
    script = Path(stability.__file__)
    done = subprocess.run(
        [sys.executable, str(script), "words that are not there at all"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert "CHANGELOG.md" in done.stderr


def test_the_document_on_stability_names_every_part() -> None:
    text = (stability.ROOT / "docs" / "stability.md").read_text(encoding="utf-8")
    assert [part for part in stability.current() if f"**{part}**" not in text] == []
    assert json.loads(stability.RECORDED.read_text(encoding="utf-8"))
