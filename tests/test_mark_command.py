"""`mark` and `strip`, as a user calls them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from pypdf import PdfWriter
from typer.testing import CliRunner

from cli import app
from pipeline.commands import mark
from pipeline.extract.media import PDF

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from click.testing import Result

PROMISE = "Marl County Council is consulting on its libraries. Residents will have the final say on which library closes."


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, [str(a) for a in arguments])


@pytest.mark.parametrize(("name", "ending"), [("urgent-care.docx", "docx"), ("library-review.pdf", "pdf")])
def test_mark_and_strip(samples: Path, tmp_path: Path, name: str, ending: str) -> None:
    before = (samples / name).read_bytes()
    result = run("mark", samples / name, "--out", tmp_path)
    assert (result.exit_code, result.stderr) == (0, "")
    (copy,) = tmp_path.iterdir()
    assert copy.name == f"{name.partition('.')[0]}.marked.{ending}"
    assert result.stdout.startswith(f"{copy.as_posix()}: ")
    assert (samples / name).read_bytes() == before
    stripped = run("strip", copy, "--out", copy)
    assert stripped.exit_code == 0
    assert "none is left" in stripped.stdout
    assert "0 notes taken out" in run("strip", copy, "--out", tmp_path / "again").stdout
    assert sorted(path.name for path in tmp_path.iterdir()) == ["again", copy.name]


def test_other_formats_and_files_that_must_not_change_get_their_notes_beside(
    pdf: Callable[..., Path], write: Callable[..., Path], tmp_path: Path
) -> None:
    write("in/plan.txt", PROMISE)
    writer = PdfWriter(clone_from=pdf([PROMISE]))
    writer.encrypt("", "owner", algorithm="RC4-128")  # opens without a password, and restricts changes
    writer.write(tmp_path / "in" / "locked.pdf")
    out = tmp_path / "out"
    result = run("mark", tmp_path / "in", "--out", out)
    assert result.exit_code == 0
    assert sorted(path.name for path in out.iterdir()) == ["locked.notes.txt", "plan.notes.txt"]
    assert "locked.pdf: the PDF is encrypted, and is not touched; the notes go into a text file instead" in result.stderr
    assert "plan.txt: only Word and PDF documents carry notes; the notes go into a text file" in result.stderr
    assert "final say" in (out / "locked.notes.txt").read_text(encoding="utf-8")


def test_one_document_that_cannot_be_marked_stops_no_other(
    pdf: Callable[..., Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> bytes:
        raise KeyError("odd")

    monkeypatch.setitem(mark._WRITERS, PDF, (fails, ".marked.pdf"))
    result = run("mark", pdf([PROMISE]), "--out", tmp_path / "out")
    assert result.exit_code == 0
    assert "the program failed on marking it (KeyError)" in result.stderr
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["draft.notes.txt"]


def test_like_names_do_not_overwrite_each_other(write: Callable[..., Path], tmp_path: Path) -> None:
    for folder in ("a", "b", "c"):
        write(f"{folder}/plan.txt", PROMISE)
    out = tmp_path / "out"
    run("mark", *(tmp_path / folder for folder in ("a", "b", "c")), "--out", out)
    assert sorted(path.name for path in out.iterdir()) == ["plan-2.notes.txt", "plan-3.notes.txt", "plan.notes.txt"]


def test_what_is_not_marked_is_named(write: Callable[..., Path], tmp_path: Path) -> None:
    quiet = write("quiet.txt", "The bus leaves at nine. It is red.")
    mail = write("mail.eml", f"From: a@b.example\nSubject: x\nMIME-Version: 1.0\nContent-Type: text/plain\n\n{PROMISE}\n")
    out = tmp_path / "out"
    result = run("mark", quiet, mail, tmp_path / "absent.pdf", "--out", out)
    assert result.exit_code == 3
    assert "quiet.txt: nothing to note; no copy written" in result.stdout
    assert "mail.eml: holds documents; unpack it to have them marked" in result.stderr
    assert "absent.pdf: missing" in result.stderr
    assert list(out.iterdir()) == []
    assert run("mark", quiet, "--out", out, "--body", "druids").exit_code == 2


def test_a_document_taken_for_published_says_how_to_get_wording(write: Callable[..., Path], tmp_path: Path) -> None:
    plan = write("plan.txt", PROMISE)
    published = run("mark", plan, "--out", tmp_path / "a", "--status", "live")
    draft = run("mark", plan, "--out", tmp_path / "b", "--status", "draft")
    assert "--status draft" in published.stdout
    assert "--status" not in draft.stdout
    assert "adds a commitment" in (tmp_path / "b" / "plan.notes.txt").read_text(encoding="utf-8")


def test_strip_keeps_nothing_that_it_cannot_vouch_for(
    write: Callable[..., Path], docx: Callable[..., Path], tmp_path: Path
) -> None:
    for path, cause in (
        (write("plan.txt", PROMISE), "only Word and PDF documents carry this tool's marks"),
        (docx('<w:p><w:commentRangeStart w:id="0"/></w:p>'), "marks could not all be taken out"),
        (tmp_path / "absent.pdf", "no such file"),
    ):
        result = run("strip", path, "--out", tmp_path / "out" / "result")
        assert result.exit_code == 3
        assert cause in result.stderr
    assert list(tmp_path.glob("out/*")) == []
