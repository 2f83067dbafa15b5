"""What would grow without bound is refused before it is parsed, with a cause that a person understands."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from raw_pdf import one_page, shown, stream

from pipeline.errors import ReadError
from pipeline.extract import archive, extract, media
from pipeline.extract.bounds import parts_of
from pipeline.limits import MAX_BLOCK_CHARACTERS, MAX_STATEMENT_CHARACTERS
from pipeline.records import Status
from pipeline.segment import segment

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).parent.parent.parent
READ_AND_MEASURE = """
import resource, sys
from pathlib import Path
from pipeline.errors import ReadError
from pipeline.extract import extract
try:
    extract(Path(sys.argv[1]))
except ReadError as error:
    print(error.status.value)
status = Path("/proc/self/status")  # on Linux getrusage also counts what the parent held before this program began
if status.exists():
    print(int(status.read_text().split("VmHWM:")[1].split()[0]) // 1024)
else:
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024 // 1024)
"""


def refused(path: Path) -> ReadError:
    with pytest.raises(ReadError) as caught:
        extract(path)
    return caught.value


@pytest.mark.skipif(sys.platform == "win32", reason="resource")
def test_a_word_document_that_inflates_a_thousandfold_is_refused_in_little_memory(tmp_path: Path) -> None:
    path = tmp_path / "bomb.docx"
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as parts,
        parts.open("word/document.xml", "w", force_zip64=True) as part,
    ):
        for _ in range(600):
            part.write(b"<w:p><w:r><w:t>a</w:t></w:r></w:p>" * 30_000)
    assert path.stat().st_size < 3_000_000
    done = subprocess.run(
        [sys.executable, "-c", READ_AND_MEASURE, str(path)], cwd=ROOT, capture_output=True, text=True, check=True
    )
    status, megabytes = done.stdout.split()
    assert status == "too-large"
    assert int(megabytes) < 150


def test_a_directory_of_too_many_members_is_not_even_listed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "many.zip"
    with zipfile.ZipFile(path, "w") as parts:
        for number in range(300):
            parts.writestr(f"{number}.txt", "")
    monkeypatch.setattr(archive, "MAX_DIRECTORY_BYTES", 10_000)
    monkeypatch.setattr(zipfile, "ZipFile", None)
    with pytest.raises(ReadError, match="list of the archive's parts") as caught:
        media.media_type(path)
    assert caught.value.status is Status.TOO_LARGE


def test_two_parts_of_one_name_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "twice.docx"
    with zipfile.ZipFile(path, "w") as parts:
        parts.writestr("word/document.xml", "<d/>")
        parts.writestr("Word/Document.xml", "<d/>")
    assert "two parts of the same name" in refused(path).cause


@pytest.mark.parametrize(
    "prologue",
    [
        '<!DOCTYPE d SYSTEM "https://example.org/d.dtd">',
        '<!-- <d> --><?a b?> <!DOCTYPE d [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>',
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_xml_that_declares_a_document_type_is_refused(prologue: str, encoding: str) -> None:
    content = f'<?xml version="1.0" encoding="{encoding}"?>{prologue}<d>hello</d>'.encode(encoding)
    with pytest.raises(ReadError, match="document type or entities"):
        archive.parse_xml(content)
    assert archive.parse_xml(content.replace(prologue.encode(encoding.replace("16", "16-le")), b"")).text == "hello"


def odd_type(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as parts:
        parts.writestr("mimetype", "\x1b[31msecret words\nplan.pdf: ok")


def broken_tag(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as parts:
        parts.writestr("word/document.xml", "<d><secret.words></d>")


def two_names(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as parts:
        parts.writestr("word/document.xml", "<secret-words/>")
    path.write_bytes(path.read_bytes().replace(b"word/document.xml", b"word/secret_w.xml", 1))


def wrong_sum(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as parts:
        parts.writestr("word/document.xml", "<secret-words/>")
    path.write_bytes(path.read_bytes().replace(b"<secret", b"<terces"))


@pytest.mark.parametrize(
    ("make", "cause"),
    [
        (odd_type, "a kind of file that is not recognised cannot be read"),
        (broken_tag, "a part of the document is not well-formed XML (line 1, character 22)"),
        (two_names, "the archive is damaged: its list of parts is damaged"),
        (wrong_sum, "the archive is damaged: bad CRC-32"),
    ],
)
def test_causes_hold_no_word_of_the_file(tmp_path: Path, make: Callable[[Path], None], cause: str) -> None:
    make(tmp_path / "plan.odt")
    assert refused(tmp_path / "plan.odt").cause == cause


def test_xml_nested_too_deeply_is_too_large(docx: Callable[..., Path]) -> None:
    error = refused(docx("<w:p>" * 5_000 + "</w:p>" * 5_000))
    assert (error.status, error.cause) == (Status.TOO_LARGE, "a part of the document nests its elements too deeply")


@pytest.mark.parametrize("open_tags", ["<div>", "<b>"])
def test_html_that_leaves_too_much_open_is_refused(write: Callable[..., Path], open_tags: str) -> None:
    error = refused(write("page.html", f"<!doctype html><body>{open_tags * 5_000}{'<p>hello' * 5_000}"))
    assert error.status is Status.TOO_LARGE
    assert "tags open" in error.cause


def test_an_ordinary_page_that_closes_no_paragraph_is_read(write: Callable[..., Path]) -> None:
    document = extract(write("page.html", "<!doctype html><body>" + "<p>hello <b>you</b><br>" * 3_000))
    assert len(document.blocks) == 3_000


@pytest.mark.parametrize(("layers", "cause"), [(1, "inflates to more than 75,000,000 bytes"), (2, "compressed more than once")])
def test_a_pdf_stream_that_inflates_too_far_is_refused(tmp_path: Path, layers: int, cause: str) -> None:
    error = refused(one_page(tmp_path / "bomb.pdf", stream(b" " * 90_000_000, layers)))
    assert error.status is Status.TOO_LARGE
    assert cause in error.cause


def test_a_long_stream_that_keeps_within_the_limit_is_read(tmp_path: Path) -> None:
    content = shown("Residents will decide.") + b"%" + bytes(range(32, 256)) * 20_000
    assert len(stream(content)) > 1_000
    assert extract(one_page(tmp_path / "plain.pdf", stream(content))).text == "Residents will decide."


def test_a_pdf_of_too_many_objects_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.extract.pdf_bounds.MAX_OBJECTS", 4)
    assert "more than 4 objects" in refused(one_page(tmp_path / "many.pdf", stream(b""))).cause


def test_a_page_of_too_many_characters_is_named(pdf: Callable[..., Path], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.extract.pdf.MAX_PAGE_CHARACTERS", 10)
    assert "page 1 holds" in refused(pdf(["Residents will decide."])).cause


@pytest.mark.parametrize(("limit", "cause"), [("MAX_FILE_BYTES", "bytes; at most 10"), ("MAX_CHARACTERS", "characters of text")])
def test_files_and_texts_have_a_largest_size(
    write: Callable[..., Path], monkeypatch: pytest.MonkeyPatch, limit: str, cause: str
) -> None:
    monkeypatch.setattr(f"pipeline.extract.{limit}", 10)
    error = refused(write("plan.txt", "Residents will decide."))
    assert error.status is Status.TOO_LARGE
    assert cause in error.cause


def test_a_file_of_one_line_is_read_whole_in_statements_of_a_bounded_length(write: Callable[..., Path]) -> None:
    words = " ".join(f"word{number}" for number in range(30_000))
    document = extract(write("line.txt", words))
    assert max(len(block.text) for block in document.blocks) <= MAX_BLOCK_CHARACTERS
    statements = segment(document)
    assert max(len(statement.text) for statement in statements) <= MAX_STATEMENT_CHARACTERS
    assert " ".join(statement.text for statement in statements) == words
    for block in document.blocks:
        for run in block.runs:
            assert block.text[run.start : run.start + run.length] == words[run.source : run.source + run.source_length]


@pytest.mark.parametrize("text", ["", "a", "ab cd ef", "abcdefghij" * 3, "a " * 20])
def test_parts_together_are_the_text(text: str) -> None:
    spans = list(parts_of(text, 8))
    assert "".join(text[start:end] for start, end in spans) == text
    assert all(end - start <= 8 for start, end in spans)


@pytest.mark.parametrize("count", ["x1", "\u00b2", "-1", "9" * 5_000, "2000000000"])
def test_numbers_that_are_none_or_too_large_are_taken_for_one(
    odt: Callable[..., Path], docx: Callable[..., Path], count: str
) -> None:
    body = f'<text:h text:outline-level="{count}">Plan</text:h><text:p>We<text:s text:c="{count}"/>will.</text:p>'
    assert extract(odt(body)).text == "Plan\nWe will."
    item = f'<w:pPr><w:numPr><w:ilvl w:val="{count}"/></w:numPr><w:outlineLvl w:val="{count}"/></w:pPr>'
    assert extract(docx(f"<w:p>{item}<w:r><w:t>one</w:t></w:r></w:p>")).blocks[0].level == 1
