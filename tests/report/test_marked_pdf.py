"""Highlights stand on the words, and every byte of the original stays."""

from __future__ import annotations

import ctypes
import io
from typing import TYPE_CHECKING

import pypdfium2 as pdfium
import pypdfium2.raw as raw
import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.annotations import Text
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, RectangleObject, TextStringObject

from pipeline.errors import MarkError
from pipeline.extract import extract
from pipeline.records import Statement
from pipeline.report import strip_pdf
from pipeline.report.marked_pdf import marked
from pipeline.report.marks import Mark, marks
from pipeline.report.note import AUTHOR
from pipeline.scanner import scan

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from pipeline.records import Document


def on(document: Document, *phrases: str, page: int = 1, recognised: float | None = None) -> list[Mark]:
    """A mark on each phrase, which stands once in the document."""
    found = []
    for phrase in phrases:
        assert document.text.count(phrase) == 1
        start = document.text.index(phrase)
        end = start + len(phrase)
        statement = Statement(phrase, start=start, end=end, page=page, recognised=recognised)
        found.append(Mark(statement, ((start, end),), f"Note on {phrase}\nSecond line", "OP-1"))
    return found


def ours(content: bytes | Path) -> list[tuple[int, DictionaryObject]]:
    """This tool's annotations with their pages."""
    reader = PdfReader(io.BytesIO(content) if isinstance(content, bytes) else content)
    return [
        (number, annotation.get_object())
        for number, page in enumerate(reader.pages)
        for annotation in page.annotations or ()
        if annotation.get_object().get("/T") == AUTHOR
    ]


def words(text: str) -> str:
    return "".join(c for c in text.lower() if c.isalnum())


def under(content: bytes) -> Iterator[tuple[str, str]]:
    """The first line of each note, and the characters whose middle lies in one of the annotation's quads."""
    with pdfium.PdfDocument(content) as pdf:
        for number, annotation in ours(content):
            text_page = pdf[number].get_textpage()
            points = [float(point) for point in annotation["/QuadPoints"]]
            quads = [points[at : at + 8] for at in range(0, len(points), 8)]
            inside = [index for index in range(text_page.count_chars()) if _is_in(text_page, index, quads)]
            yield (
                str(annotation["/Contents"]).splitlines()[0],
                "".join(chr(raw.FPDFText_GetUnicode(text_page, index)) for index in inside),
            )


def _is_in(text_page: pdfium.PdfTextPage, index: int, quads: list[list[float]]) -> bool:
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    raw.FPDFText_GetCharBox(text_page, index, left, right, bottom, top)
    x, y = (left.value + right.value) / 2, (bottom.value + top.value) / 2
    return any(quad[0] <= x <= quad[2] and quad[5] <= y <= quad[1] for quad in quads)


@pytest.mark.parametrize("name", ["library-review.pdf", "local-plan.pdf"])
def test_the_words_of_the_samples_lie_under_the_quads_of_the_written_file(samples: Path, name: str) -> None:
    outcome = scan(samples / name)
    assert outcome.document is not None
    found = marks(outcome)
    content = marked(outcome.document, found)
    text = outcome.document.text
    wanted = "".join(words(text[start:end]) for mark in found for start, end in mark.spans)
    covered = list(under(content))
    assert len(covered) >= len(found)
    assert sorted("".join(words(inside) for _, inside in covered)) == sorted(wanted)
    by_note = {note: words(inside) for note, inside in covered}
    one_page = [mark for mark in found if len([note for note, _ in covered if note == mark.note.splitlines()[0]]) == 1]
    spoken = [mark for mark in one_page if f"“{text[mark.spans[0][0] : mark.spans[0][1]]}”" in mark.note]
    assert spoken
    for mark in spoken:
        inside = by_note[mark.note.splitlines()[0]]  # in the order of the file, which may not be that of reading
        assert sorted(inside) == sorted(words(text[mark.spans[0][0] : mark.spans[0][1]]))


def test_a_passage_over_two_pages_is_marked_on_both(pdf: Callable[..., Path]) -> None:
    document = extract(pdf(["A first line stands here, and residents will", (72, 746, 11, "have")], ["the final say on it."]))
    content = marked(document, on(document, "residents will have the final say"))
    assert [(note, words(inside)) for note, inside in under(content)] == [
        ("Note on residents will have the final say", "residentswillhave"),
        ("The passage goes on here; see the note on page 1.", "thefinalsay"),
    ]


def test_a_page_whose_origin_is_elsewhere(pdf: Callable[..., Path], tmp_path: Path) -> None:
    writer = PdfWriter(clone_from=pdf(["Residents will have the final say on it."]))
    writer.pages[0].mediabox = RectangleObject((50, 300, 400, 800))
    moved = tmp_path / "moved.pdf"
    writer.write(moved)
    document = extract(moved)
    assert [words(inside) for _, inside in under(marked(document, on(document, "final say")))] == ["finalsay"]


def test_neighbours_on_a_line_share_a_quad(pdf: Callable[..., Path]) -> None:
    document = extract(pdf([(72, 700, 11, "We will co"), (128, 700, 11, "produce the plan.")]))
    ((_, annotation),) = ours(marked(document, on(document, document.text)))
    assert len(annotation["/QuadPoints"]) == 8


def test_each_highlight_has_a_window_and_a_name(pdf: Callable[..., Path]) -> None:
    document = extract(pdf(["Residents will have the final say on it."]))
    ((_, annotation),) = ours(marked(document, on(document, "final say")))
    assert annotation["/Contents"] == "Note on final say\nSecond line"
    assert annotation["/NM"] == "OP-1"
    assert annotation["/Popup"]["/Subtype"] == "/Popup"


def test_recognised_text_gets_its_note_at_the_head_of_the_page(pdf: Callable[..., Path]) -> None:
    document = extract(pdf(["First."], ["Residents will have the final say on it."]))
    ((page, annotation),) = ours(marked(document, on(document, "final say", page=2, recognised=0.9)))
    assert (page, annotation["/Subtype"]) == (1, "/Text")
    assert "The words: “final say”\nNote on final say" in annotation["/Contents"]


def test_the_original_stands_in_the_copy_and_comes_back_byte_for_byte(samples: Path, tmp_path: Path) -> None:
    outcome = scan(samples / "library-review.pdf")
    assert outcome.document is not None
    content = marked(outcome.document, marks(outcome))
    assert content.startswith(outcome.path.read_bytes())
    assert content == marked(outcome.document, marks(outcome))
    assert PdfReader(io.BytesIO(content)).metadata == PdfReader(outcome.path).metadata
    assert b"/Info" in content[len(outcome.path.read_bytes()) :]
    copy = tmp_path / "copy.pdf"
    copy.write_bytes(content)
    assert strip_pdf.stripped(copy) == (outcome.path.read_bytes(), len(ours(content)))
    assert strip_pdf.remains(copy)[-1] == "an earlier state of the file"
    again = extract(copy)
    assert len(ours(marked(again, on(again, "Hallowden Town Council")))) == 1


def test_a_copy_that_others_worked_on_keeps_their_notes_and_no_trace_of_ours(pdf: Callable[..., Path], tmp_path: Path) -> None:
    document = extract(pdf(["Residents will have the final say on it."]))
    writer = PdfWriter(clone_from=io.BytesIO(marked(document, on(document, "final say"))))
    note = next(a.get_object() for a in writer.pages[0].annotations or () if a.get_object().get("/T") == AUTHOR)
    writer.add_annotation(0, Text(rect=(9, 9, 30, 30), text="I agree", title_bar="Ann", in_reply_to=note.indirect_reference))
    copy, result = tmp_path / "copy.pdf", tmp_path / "result.pdf"
    writer.write(copy)
    content, count = strip_pdf.stripped(copy)
    result.write_bytes(content)
    assert count == 1
    assert [a.get_object()["/T"] for a in PdfReader(result).pages[0].annotations or ()] == ["Ann"]
    assert strip_pdf.remains(result) == []
    assert AUTHOR.encode() not in content
    assert extract(result).text == document.text
    assert strip_pdf.remains(copy)


def test_encrypted_signed_and_certified_files_are_not_touched(pdf: Callable[..., Path], tmp_path: Path) -> None:
    plain = pdf(["Residents will have the final say on it."])
    document = extract(plain)
    found = on(document, "final say")
    writer = PdfWriter(clone_from=plain)
    writer.encrypt("", "owner", algorithm="RC4-128")  # opens without a password, and restricts changes
    writer.write(tmp_path / "encrypted.pdf")
    with pytest.raises(MarkError, match="encrypted"):
        marked(extract(tmp_path / "encrypted.pdf"), found)
    field = {"/FT": "/Sig", "/T": "Signature"}
    for entries in ({"form": field | {"/V": "signature"}}, {"form": field}, {"/Perms": {}}):
        signed = extract(_with(plain, tmp_path / "signed.pdf", entries))
        if entries == {"form": field}:  # waiting for a signature
            assert len(ours(marked(signed, found))) == 1
        else:
            with pytest.raises(MarkError, match="signed"):
                marked(signed, found)
            with pytest.raises(MarkError, match="signed"):
                strip_pdf.stripped(signed.path)


def _with(path: Path, target: Path, entries: dict[str, dict[str, str]]) -> Path:
    """A copy with a signature field, or with entries in its catalogue."""
    writer = PdfWriter(clone_from=path)
    for name, value in entries.items():
        plain = DictionaryObject({NameObject(key): TextStringObject(content) for key, content in value.items()})
        if "/FT" in plain:
            plain[NameObject("/FT")] = NameObject("/Sig")
        if name == "form":
            parent = DictionaryObject({NameObject("/Kids"): ArrayObject([writer._add_object(plain)])})
            form = DictionaryObject({NameObject("/Fields"): ArrayObject([writer._add_object(parent)])})
            writer.root_object[NameObject("/AcroForm")] = writer._add_object(form)
        else:
            writer.root_object[NameObject(name)] = plain
    writer.write(target)
    return target


def test_a_damaged_file_is_refused(write: Callable[..., Path]) -> None:
    with pytest.raises(MarkError, match="damaged"):
        strip_pdf.stripped(write("cut.pdf", b"%PDF-1.7\nnothing"))
