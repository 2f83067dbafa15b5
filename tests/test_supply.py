"""What is shipped: the same wheel each time, under permissive licences, with its documents."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


@pytest.mark.slow
def test_the_wheel_is_the_same_each_time_it_is_built(tmp_path: Path) -> None:
    made = []
    for name in ("first", "second"):
        build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path / name)]
        subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
        made += list((tmp_path / name).glob("*.whl"))
    assert made[0].name == made[1].name
    assert made[0].read_bytes() == made[1].read_bytes()
    with zipfile.ZipFile(made[0]) as wheel:
        assert "models/artefact/manifest.json" in wheel.namelist()


def test_every_dependency_is_under_a_permissive_licence() -> None:
    done = subprocess.run([sys.executable, str(ROOT / "tools" / "licences.py")], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
    assert "numpy" in done.stdout


def test_the_document_on_security_names_tests_that_exist() -> None:
    import re

    text = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
    named = re.findall(r"`(tests/[\w/.]+)`|\]\((docs/[\w./-]+)\)", text)
    assert [name for pair in named for name in pair if name and not (ROOT / name).exists()] == []
