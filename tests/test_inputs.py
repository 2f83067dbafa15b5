from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.inputs import Input, content_key, find, path_of, read_manifest

Write = Callable[..., Path]


def test_every_file_of_a_folder_is_found_once(write: Write, tmp_path: Path) -> None:
    write("a/b/plan.txt", "x")
    write("a/.hidden", "x")
    write("a/z.md", "x")
    found = find([tmp_path, tmp_path / "a" / "z.md", tmp_path / "absent.pdf"])
    assert [p.name for p in found] == [".hidden", "plan.txt", "z.md", "absent.pdf"]


def test_patterns_are_expanded_where_the_shell_did_not(write: Write, tmp_path: Path) -> None:
    for name in ("b.pdf", "a.pdf", "c/d.pdf", "e.txt", "what[1].pdf"):
        write(name, "x")
    assert [p.name for p in find([tmp_path / "*.pdf"])] == ["a.pdf", "b.pdf", "what[1].pdf"]
    assert [p.name for p in find([tmp_path / "**" / "*.pdf"])] == ["a.pdf", "b.pdf", "d.pdf", "what[1].pdf"]
    assert find([tmp_path / "what[1].pdf"]) == [tmp_path / "what[1].pdf"]
    assert find([tmp_path / "*.docx"]) == [tmp_path / "*.docx"]
    assert find([tmp_path / ("x" * 300)]) == [tmp_path / ("x" * 300)]


def test_results_of_an_earlier_scan_are_not_scanned(write: Write, tmp_path: Path) -> None:
    write("drafts/plan.txt", "x")
    write("drafts/results/findings.csv", "x")
    write("drafts/results/report.html", "x")
    write("drafts/findings.csv", "x")
    drafts = tmp_path / "drafts"
    assert [p.name for p in find([drafts], drafts / "results")] == ["findings.csv", "plan.txt"]
    assert [p.name for p in find([drafts], drafts)] == ["plan.txt", "findings.csv", "report.html"]
    assert len(find([drafts], tmp_path)) == len(find([drafts], tmp_path / "elsewhere")) == 4
    assert find([drafts / "findings.csv"], drafts) == [drafts / "findings.csv"]


def test_a_manifest_names_files_and_says_more_of_them(write: Write, tmp_path: Path) -> None:
    write("docs/a.txt", "x")
    write("docs/b.txt", "x")
    path = write(
        "docs/list.csv",
        '\ufeffpublisher, location ,status,\r\n"Marl, County",a.txt,draft,\r\nFen,*.txt,,\r\n,,,\r\nFen,gone.txt\r\n',
    )
    own, inputs = read_manifest(path)
    assert own == ("publisher", "manifest_status")
    assert inputs == [
        Input(tmp_path / "docs" / "a.txt", ("Marl, County", "draft")),
        Input(tmp_path / "docs" / "a.txt", ("Fen", "")),
        Input(tmp_path / "docs" / "b.txt", ("Fen", "")),
        Input(tmp_path / "docs" / "gone.txt", ("Fen", "")),
    ]


def test_a_manifest_from_an_old_spreadsheet(write: Write) -> None:
    content = "location,publisher\na.txt,Café Müller für das Gemeinwohl\nb.txt,Société générale à Évreux\n".encode("cp1252")
    _, inputs = read_manifest(write("list.csv", content))
    assert inputs[0].own == ("Café Müller für das Gemeinwohl",)


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        ("", "the header has no column location; it is empty"),
        ("file,date\na,b\n", "the header has no column location; it has file, date$"),
        ("Location,date\na,b\n", "the header has no column location; it has Location, date$"),
        ("location;date\na;b\n", "it has location;date; cells must be separated by commas"),
        ("location,x,x\na,b,c\n", "each column needs its own name; the header has x twice"),
        ("location,x\na,b\n,c\n", "line 3 has no location"),
        ("location,x\na,b,c\n", "line 2 has more cells than the header"),
        ('location,x\n"a,b\n', "unexpected end of data"),
    ],
)
def test_a_manifest_that_cannot_be_used_says_why(write: Write, content: str, problem: str) -> None:
    with pytest.raises(ValueError, match=problem):
        read_manifest(write("list.csv", content))


def test_a_manifest_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="No such file"):
        read_manifest(tmp_path / "list.csv")


def test_copies_have_one_key_unless_their_names_say_another_format(write: Write) -> None:
    keys = [content_key(write(name, "# x")) for name in ("a.txt", "b.TXT", "c.md", "d.t xt")]
    assert keys[0] == keys[1]
    assert len(set(keys)) == 3
    assert content_key(Path("absent")) is None


@pytest.mark.skipif(os.name == "nt", reason="no pipes with names")
def test_a_pipe_is_not_read_for_its_key(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert content_key(tmp_path / "pipe") is None


def test_names_are_printable() -> None:
    assert Input(Path(os.fsdecode(b"caf\xe9.txt"))).name.encode("utf-8")


@pytest.mark.skipif(os.name == "nt" or sys.platform == "darwin", reason="names that are not UTF-8")
def test_a_printable_name_leads_to_its_file(tmp_path: Path) -> None:
    odd = tmp_path / os.fsdecode(b"caf\xe9.txt")
    odd.touch()
    assert path_of(Input(odd).name) == odd
    escaped = tmp_path / r"caf\udce9.txt"
    assert escaped.name in Input(odd).name
    escaped.touch()
    assert path_of(escaped.as_posix()) == escaped
    assert path_of("absent.txt") == Path("absent.txt")
