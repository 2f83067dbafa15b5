"""No file of the model is loaded that is not the one its manifest names."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from models import artefacts, encoder, gate, linear, sessions
from models.dataset import digest
from pipeline.commands import train
from pipeline.errors import DataError


@pytest.fixture
def copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    folder = tmp_path / "artefact"
    shutil.copytree(artefacts._folder(), folder)
    monkeypatch.setattr(artefacts, "_folder", lambda: folder)
    artefacts._manifest.cache_clear()
    yield folder
    artefacts._manifest.cache_clear()


@pytest.mark.parametrize(
    ("name", "load"),
    [
        ("linear.npz", linear.load),
        (gate.NAME, gate.load),
        (encoder.PARTS[0], encoder.load),
        (encoder.PARTS[-1], encoder.load),
        ("tokenizer.json", sessions.tokenizer),
    ],
)
def test_a_changed_file_is_refused_by_name(copy: Path, name: str, load: object) -> None:
    changed = bytearray((copy / name).read_bytes())
    changed[len(changed) // 2] ^= 1
    (copy / name).write_bytes(changed)
    with pytest.raises(DataError, match=f"{name} is not the file that its manifest names"):
        load.__wrapped__()  # type: ignore[attr-defined]


def test_a_missing_file_or_manifest_is_refused(copy: Path) -> None:
    (copy / "linear.npz").unlink()
    with pytest.raises(DataError, match=r"linear.npz cannot be read"):
        artefacts.content("linear.npz")
    (copy / "manifest.json").write_text("[1]", encoding="utf-8")
    artefacts._manifest.cache_clear()
    with pytest.raises(DataError, match="not a list of files"):
        artefacts.content(encoder.PARTS[-1])


def test_the_manifest_can_be_written_anew(copy: Path) -> None:
    (copy / "linear.npz").write_bytes(b"another model")
    artefacts.write_manifest(copy)
    artefacts._manifest.cache_clear()
    assert artefacts.content("linear.npz") == b"another model"


def test_the_shipped_manifest_names_every_file() -> None:
    shipped = {path.name for path in artefacts._folder().iterdir()} - {artefacts.MANIFEST}
    assert set(artefacts._manifest()) == shipped


def test_the_linear_models_were_fitted_from_this_corpus() -> None:
    """The second set of tests fits them anew and compares every bit."""
    assert artefacts.content(artefacts.TRAINED_ON).decode() == digest(), "run: python3 tasks.py train"


@pytest.mark.slow
def test_the_shipped_linear_models_are_what_the_corpus_gives() -> None:
    assert train.run(check=True) == 0
