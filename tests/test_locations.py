"""Documents in object stores, through fsspec's stores in memory and on the local disk."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import fsspec
import pytest

from pipeline.batch import Settings, scan_all
from pipeline.errors import ReadError
from pipeline.inputs import Input, content_key, find, read_manifest
from pipeline.locations import at_hand, url_of

PROMISE = "Marl County Council is consulting. Residents will have the final say on the opening hours of each library."


@pytest.fixture
def store() -> Iterator[fsspec.AbstractFileSystem]:
    memory = fsspec.filesystem("memory")
    memory.pipe({"/box/a.txt": PROMISE.encode(), "/box/sub/b.txt": b"It rained.", "/box/c.md": b"# Nothing"})
    yield memory
    memory.rm("/box", recursive=True)


@pytest.mark.parametrize(
    ("given", "url"),
    [
        ("s3://bucket/a/b.pdf", "s3://bucket/a/b.pdf"),
        ("memory://box/a.txt", "memory://box/a.txt"),
        ("file:///data/a.txt", "file:///data/a.txt"),
        ("folder/a.txt", ""),
        ("C:/folder/a.txt", ""),
        ("note: this/a.txt", ""),
    ],
)
def test_a_url_survives_as_a_path(given: str, url: str) -> None:
    assert url_of(Path(given)) == url


@pytest.mark.usefixtures("store")
def test_folders_and_patterns_of_a_store_are_expanded() -> None:
    names = [Input(path).name for path in find([Path("memory://box"), Path("memory://box/*.txt"), Path("memory://box/none.txt")])]
    assert names == ["memory://box/a.txt", "memory://box/c.md", "memory://box/sub/b.txt", "memory://box/none.txt"]


@pytest.mark.usefixtures("store")
def test_objects_are_scanned_and_named_by_their_url(tmp_path: Path) -> None:
    inputs = [
        Input(path) for path in find([Path("memory://box"), Path("memory://box/none.txt"), Path("https://example.org/a.pdf")])
    ]
    rows = [row for scanned in scan_all(inputs, Settings(jobs=1)) for row in scanned.rows["documents"]]
    assert [(row["file"], row["status"]) for row in rows] == [
        ("memory://box/a.txt", "ok"),
        ("memory://box/c.md", "ok"),
        ("memory://box/sub/b.txt", "ok"),
        ("memory://box/none.txt", "missing"),
        ("https://example.org/a.pdf", "unsupported"),
    ]
    assert rows[0]["commitments"] == 1
    assert not list(tmp_path.iterdir())


@pytest.mark.usefixtures("store")
def test_a_manifest_may_name_objects_and_files(tmp_path: Path) -> None:
    (tmp_path / "here.txt").write_text(PROMISE, encoding="utf-8")
    (tmp_path / "list.csv").write_text(f"location,year\nmemory://box/a.txt,2024\nfile://{tmp_path.as_posix()}/here.txt,2025\n")
    own, inputs = read_manifest(tmp_path / "list.csv")
    assert own == ("year",)
    assert [item.own for item in inputs] == [("2024",), ("2025",)]
    with at_hand(inputs[1].path, tmp_path) as copy:
        assert copy.name == "here.txt"
        assert copy.read_text(encoding="utf-8") == PROMISE
    assert not copy.exists()


def test_a_changed_object_has_another_key(store: fsspec.AbstractFileSystem) -> None:
    before = content_key(Path("memory://box/a.txt"))
    assert before == content_key(Path("memory://box/a.txt"))
    store.pipe("/box/a.txt", b"changed")
    assert content_key(Path("memory://box/a.txt")) not in (before, None)
    assert content_key(Path("memory://box/none.txt")) is None


def test_a_store_without_its_package_says_so(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="no kind of place"), at_hand(Path("nowhere://a/b"), tmp_path):
        pass
