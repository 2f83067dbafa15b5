from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.errors import ReadError
from pipeline.extract.media import media_type
from pipeline.inputs import Input, content_key, find, path_of, read_manifest
from pipeline.report.tables import Tables, write_run

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
    assert [p.name for p in find([drafts], drafts / "results")] == ["findings.csv", "plan.txt", "report.html"]
    assert [p.name for p in find([drafts], drafts / "results", whole=True)] == ["findings.csv", "plan.txt"]
    assert [p.name for p in find([drafts], drafts)] == ["plan.txt", "findings.csv", "report.html"]
    assert len(find([drafts], tmp_path)) == len(find([drafts], tmp_path / "elsewhere")) == 4
    assert find([drafts / "findings.csv"], drafts) == [drafts / "findings.csv"]


def test_other_folders_of_results_are_not_scanned_but_what_else_lies_there_is(write: Write, tmp_path: Path) -> None:
    with Tables(tmp_path / "in" / "march"):
        pass
    write_run(tmp_path / "in" / "march", {"overpromise": "1.0"})
    write("in/march/note.txt", "x")
    write("in/april/run.json", '{"laps": 3}')
    write("in/april/documents.csv", "mine")
    assert [p.relative_to(tmp_path / "in").as_posix() for p in find([tmp_path / "in"])] == [
        "april/documents.csv",
        "april/run.json",
        "march/note.txt",
    ]


@pytest.mark.skipif(os.name == "nt", reason="links and pipes of POSIX")
def test_whatever_stands_in_a_folder_is_met_and_no_link_is_followed(write: Write, tmp_path: Path) -> None:
    write("in/sub/a.txt", "x")
    write("elsewhere/b.txt", "x")
    folder = tmp_path / "in"
    (folder / "broken").symlink_to("nowhere")
    (folder / "circle").symlink_to("circle")
    (folder / "linked").symlink_to(tmp_path / "elsewhere")
    (folder / "sub" / "up").symlink_to(folder)
    (folder / "file.txt").symlink_to(tmp_path / "elsewhere" / "b.txt")
    os.mkfifo(folder / "pipe")
    names = ["broken", "circle", "file.txt", "linked", "pipe", "sub/a.txt", "sub/up"]
    assert [p.relative_to(folder).as_posix() for p in find([folder])] == names
    assert find([folder / "**"]) == find([folder])
    for pattern in ("**/*.txt", "**/[ab].txt", "**/sub/**/*.txt", "**/up/*/*.txt"):
        found = {p.relative_to(folder).as_posix() for p in find([folder / pattern])}
        assert {"linked", "sub/up"} <= found <= set(names)
    assert find([folder / "linked"]) == find([folder / "link*"]) == [folder / "linked" / "b.txt"]


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="permissions do not bind this user")
def test_a_folder_that_is_barred_is_met(write: Write, tmp_path: Path) -> None:
    write("in/barred/a.txt", "x")
    write("in/b.txt", "x")
    barred = tmp_path / "in" / "barred"
    barred.chmod(0)
    assert find([tmp_path / "in"]) == [tmp_path / "in" / "b.txt", barred]
    assert find([tmp_path / "in" / "**" / "*.txt"]) == [tmp_path / "in" / "b.txt", barred]
    with pytest.raises(ReadError, match="cannot be opened: Permission denied"):
        media_type(barred)
    barred.chmod(0o700)


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


@pytest.mark.skipif(os.name == "nt", reason="links and pipes of POSIX")
def test_what_is_no_file_is_named_at_once(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "broken").symlink_to("nowhere")
    (tmp_path / "linked").symlink_to(tmp_path)
    causes = {
        "pipe": "a pipe, a socket or a device",
        "broken": "a link to a place where nothing is",
        "linked": "a link to a folder",
    }
    for name, cause in causes.items():
        with pytest.raises(ReadError, match=cause):
            media_type(tmp_path / name)
    with pytest.raises(ReadError, match="a pipe, a socket or a device"):
        media_type(Path("/dev/zero"))


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
