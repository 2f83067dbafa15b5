"""Word comments stand on the words, and nothing else in the package changes."""

from __future__ import annotations

import io
import shutil
import subprocess
import zipfile
from typing import TYPE_CHECKING

import pypdfium2 as pdfium
import pytest
from lxml import etree

from pipeline.errors import MarkError, ReadError
from pipeline.extract import extract
from pipeline.extract.archive import parse_xml
from pipeline.extract.docx_styles import local, value
from pipeline.records import Statement
from pipeline.report import strip_docx
from pipeline.report.marked_docx import marked
from pipeline.report.marks import Mark, marks
from pipeline.report.note import AUTHOR
from pipeline.scanner import scan

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from lxml.etree import _Element

    from pipeline.records import Document

BOLD = "<w:rPr><w:b/></w:rPr>"
BOX = (
    '<w:p><w:r><w:t>Before the box.</w:t></w:r><w:r><mc:AlternateContent xmlns:mc="mc"><mc:Choice><w:txbxContent>'
    "<w:p><w:r><w:t>You will decide in the box.</w:t></w:r></w:p></w:txbxContent></mc:Choice>"
    "<mc:Fallback><w:txbxContent><w:p><w:r><w:t>You will decide in the box.</w:t></w:r></w:p></w:txbxContent></mc:Fallback>"
    "</mc:AlternateContent></w:r></w:p>"
)
FOOTNOTES = (
    '<w:footnotes XMLNS><w:footnote w:type="separator" w:id="-1"><w:p/></w:footnote><w:footnote w:id="2"><w:p><w:r>'
    "<w:t>You will decide in the note.</w:t></w:r></w:p></w:footnote></w:footnotes>"
)
RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId7" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments" Target="comments.xml"/></Relationships>'
)
OTHERS = '<w:comments XMLNS><w:comment w:id="4" w:author="Ann"><w:p><w:r><w:t>Mine.</w:t></w:r></w:p></w:comment></w:comments>'


def run(text: str, formatting: str = "") -> str:
    return f'<w:r>{formatting}<w:t xml:space="preserve">{text}</w:t></w:r>'


def on(document: Document, *phrases: str) -> list[Mark]:
    """A mark on each phrase, which stands once in the document."""
    found = []
    for phrase in phrases:
        assert document.text.count(phrase) == 1
        start = document.text.index(phrase)
        statement = Statement(phrase, start=start, end=start + len(phrase))
        found.append(Mark(statement, ((start, start + len(phrase)),), f"Note on {phrase}\nSecond line", "OP-1"))
    return found


def parts(content: bytes | Path) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content) if isinstance(content, bytes) else content) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def canonical(content: bytes) -> bytes:
    return etree.tostring(parse_xml(content), method="c14n")


def ranges(content: bytes) -> dict[str, str]:
    """The text between the ends of each comment's range, by the first line of the comment."""
    package = parts(content)
    names = {}
    for comment in parse_xml(package["word/comments.xml"]):
        texts = ["".join(t.text or "" for t in paragraph.iter() if local(t) == "t") for paragraph in comment]
        again = "" if texts[0] not in names.values() else f" ({value(comment, 'id')})"  # two notes may begin alike
        names[value(comment, "id")] = f"{texts[0]}{again}"
    covered: dict[str, str] = {}
    open_ones: set[str] = set()
    referred = []
    for element in parse_xml(package["word/document.xml"]).iter():
        kind, identity = local(element), value(element, "id")
        if kind == "commentRangeStart":
            open_ones.add(identity)
            covered[names[identity]] = ""
        elif kind == "commentRangeEnd":
            open_ones.remove(identity)
        elif kind == "commentReference":
            referred.append(identity)
        elif kind in ("t", "tab"):
            for identity in open_ones:
                covered[names[identity]] += element.text or "" if kind == "t" else " "
    assert not open_ones
    assert sorted(referred) == sorted(names)
    return covered


def written(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


@pytest.mark.parametrize(
    ("body", "phrase"),
    [
        (f"<w:p>{run('You will decide here. And so on.')}</w:p>", "will decide"),
        (f"<w:p>{run('You wi')}{run('ll dec', BOLD)}{run('ide here.')}</w:p>", "will decide"),
        (f"<w:p>{run('You ')}<w:hyperlink>{run('will decide')}</w:hyperlink>{run(' here.')}</w:p>", "will decide here"),
        (f"<w:p>{run('You ')}<w:ins w:id='1' w:author='Ann'>{run('will decide')}</w:ins>{run(' here.')}</w:p>", "You will"),
        ("<w:p><w:r><w:t>You</w:t><w:tab/><w:t>will decide</w:t></w:r></w:p>", "You will"),
        ("<w:p><w:r><w:t>You</w:t><w:tab/><w:t>will decide</w:t></w:r></w:p>", "will decide"),
        (f"<w:tbl><w:tr><w:tc><w:p>{run('Here you will decide.')}</w:p></w:tc></w:tr></w:tbl>", "will decide"),
        (f"<w:p><w:pPr><w:numPr><w:ilvl w:val='0'/></w:numPr></w:pPr>{run('You will decide.')}</w:p>", "You will decide."),
        (f"<w:p>{run('You ')}<w:del><w:r><w:delText>may</w:delText></w:r></w:del>{run('will decide.')}</w:p>", "You will"),
        (f"<w:p><w:sdt><w:sdtContent>{run('You will decide.')}</w:sdtContent></w:sdt></w:p>", "will decide"),
    ],
)
def test_a_comment_stands_on_its_words(docx: Callable[..., Path], tmp_path: Path, body: str, phrase: str) -> None:
    document = extract(docx(body))
    content = marked(document, on(document, phrase))
    assert ranges(content) == {f"Note on {phrase}": phrase}
    again = extract(written(tmp_path / "marked.docx", content))
    assert [block.text for block in again.blocks] == [block.text for block in document.blocks]
    stripped, count = strip_docx.stripped(tmp_path / "marked.docx")
    assert count == 1
    assert {n: canonical(c) for n, c in parts(stripped).items()} == {n: canonical(c) for n, c in parts(document.path).items()}


def test_a_cut_keeps_the_formatting_of_both_halves(docx: Callable[..., Path]) -> None:
    document = extract(docx(f"<w:p>{run('You will decide here.', BOLD)}</w:p>"))
    body = parse_xml(parts(marked(document, on(document, "will decide")))["word/document.xml"])
    texts = [(text.text, text.getparent()) for text in body.iter() if local(text) == "t"]
    assert [text for text, _ in texts] == ["You ", "will decide", " here."]
    assert all(local(holder[0]) == "rPr" and local(holder[0][0]) == "b" for _, holder in texts if holder is not None)


def test_several_marks_in_one_run(docx: Callable[..., Path]) -> None:
    document = extract(docx(f"<w:p>{run('You will decide. They will choose. We will act.')}</w:p>"))
    phrases = ("You will decide.", "will choose", "We will act.")
    assert ranges(marked(document, on(document, *phrases))) == {f"Note on {phrase}": phrase for phrase in phrases}


def test_where_word_takes_no_comment_it_stands_at_the_place_and_says_so(docx: Callable[..., Path]) -> None:
    reference = "<w:p><w:r><w:t>A claim</w:t></w:r><w:r><w:footnoteReference w:id='2'/></w:r></w:p>"
    document = extract(docx(BOX + reference, footnotes=FOOTNOTES))
    content = marked(document, on(document, "decide in the box", "decide in the note"))
    assert list(ranges(content)) == [
        "(The words stand in a text box here, where Word takes no comment.)",
        "(The words stand in this note, where Word takes no comment.)",
    ]
    body = parse_xml(parts(content)["word/document.xml"])
    before = [_next(mark) for mark in body.iter() if local(mark) == "commentRangeStart"]
    assert [local(run[0]) for run in before] == ["AlternateContent", "footnoteReference"]
    assert not any(local(above) == "txbxContent" for mark in _marks(body) for above in mark.iterancestors())


def test_a_note_without_reference_is_remarked_at_the_end(docx: Callable[..., Path]) -> None:
    document = extract(docx(f"<w:p>{run('First.')}</w:p><w:p>{run('Last.')}</w:p>", footnotes=FOOTNOTES))
    covered = ranges(marked(document, on(document, "decide in the note")))
    assert covered == {"(The words stand in a note to which the text does not refer; the comment is put at the end.)": "Last."}
    empty = extract(docx("<w:p/>", "empty.docx", footnotes=FOOTNOTES))
    with pytest.raises(MarkError):
        marked(empty, on(empty, "decide in the note"))


def test_comments_of_others_stay_and_ids_do_not_clash(docx: Callable[..., Path], tmp_path: Path) -> None:
    theirs = '<w:commentRangeStart w:id="4"/><w:r><w:t>You</w:t></w:r><w:commentRangeEnd w:id="4"/><w:r><w:commentReference w:id="4"/></w:r>'
    path = docx(f"<w:p>{theirs}{run(' will decide.')}</w:p>", comments=OTHERS, **{"_rels/document.xml.rels": RELATIONS})
    with zipfile.ZipFile(path, "a") as archive:  # the fixture ends every name in .xml
        archive.writestr("word/_rels/document.xml.rels", RELATIONS)
    document = extract(path)
    content = marked(document, on(document, "will decide"))
    assert ranges(content) == {"Mine.": "You", "Note on will decide": "will decide"}
    assert "word/comments1.xml" not in parts(content)
    again = extract(written(tmp_path / "marked.docx", content))
    assert ranges(marked(again, on(again, "You"))) == {"Mine.": "You", "Note on You": "You"}
    stripped, count = strip_docx.stripped(tmp_path / "marked.docx")
    assert count == 1
    assert ranges(stripped) == {"Mine.": "You"}


def test_what_word_keeps_beside_comments_goes_too(docx: Callable[..., Path], tmp_path: Path) -> None:
    document = extract(docx(f"<w:p>{run('You will decide.')}</w:p>"))
    package = parts(marked(document, on(document, "will decide")))
    package["word/comments.xml"] = package["word/comments.xml"].replace(b"<w:p>", b'<w:p w14:paraId="AA" xmlns:w14="w14">', 1)
    package |= {
        "word/commentsExtended.xml": b'<e xmlns:x="x"><c x:paraId="AA"/><c x:paraId="BB" x:paraIdParent="AA"/></e>',
        "word/commentsIds.xml": b'<e xmlns:x="x"><c x:paraId="AA" x:durableId="11"/><c x:paraId="BB" x:durableId="22"/></e>',
        "word/commentsExtensible.xml": b'<e xmlns:x="x"><c x:durableId="11"/><c x:durableId="22"/></e>',
        "word/people.xml": f'<e xmlns:x="x"><person x:author="{AUTHOR}"/><person x:author="Ann"/></e>'.encode(),
    }
    path = tmp_path / "saved.docx"
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in package.items():
            archive.writestr(name, content)
    assert strip_docx.remains(path) == ["word/comments.xml", "word/people.xml"]
    stripped = parts(strip_docx.stripped(path)[0])
    assert stripped["word/commentsExtended.xml"] == b'<e xmlns:x="x"><c x:paraId="BB"/></e>'
    assert stripped["word/commentsIds.xml"] == b'<e xmlns:x="x"><c x:paraId="BB" x:durableId="22"/></e>'
    assert stripped["word/commentsExtensible.xml"] == b'<e xmlns:x="x"><c x:durableId="22"/></e>'
    assert stripped["word/people.xml"] == b'<e xmlns:x="x"><person x:author="Ann"/></e>'
    assert "word/comments.xml" not in stripped


def test_a_reference_without_its_comment_is_found(docx: Callable[..., Path]) -> None:
    assert strip_docx.remains(docx('<w:p><w:commentRangeStart w:id="0"/></w:p>')) == ["word/document.xml: commentRangeStart"]


def test_the_sample_changes_where_it_must_and_comes_back_whole(samples: Path, tmp_path: Path) -> None:
    outcome = scan(samples / "urgent-care.docx")
    assert outcome.document is not None
    found = marks(outcome)
    content = marked(outcome.document, found)
    before, after = parts(outcome.path), parts(content)
    assert {name for name in after if before.get(name) != after[name]} == {
        "[Content_Types].xml",
        "word/_rels/document.xml.rels",
        "word/document.xml",
        "word/comments.xml",
    }
    assert list(ranges(content).values()) == [outcome.document.text[mark.spans[0][0] : mark.spans[-1][1]] for mark in found]
    assert content == marked(outcome.document, found)
    stripped, count = strip_docx.stripped(written(tmp_path / "marked.docx", content))
    assert count == len(found)
    assert parts(stripped) == before
    assert strip_docx.remains(written(tmp_path / "stripped.docx", stripped)) == []


def test_strict_documents_get_strict_comments(docx: Callable[..., Path]) -> None:
    path = docx(f"<w:p>{run('You will decide.')}</w:p>")
    strict = "http://purl.oclc.org/ooxml/wordprocessingml/main"
    package = {
        name: c.replace(b"http://schemas.openxmlformats.org/wordprocessingml/2006/main", strict.encode())
        for name, c in parts(path).items()
    }
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in package.items():
            archive.writestr(name, content)
    document = extract(path)
    copy = parts(marked(document, on(document, "will decide")))
    assert etree.QName(parse_xml(copy["word/comments.xml"])).namespace == strict
    assert b"http://purl.oclc.org/ooxml/officeDocument/relationships/comments" in copy["word/_rels/document.xml.rels"]


def test_a_package_without_content_types_is_not_touched(docx: Callable[..., Path]) -> None:
    path = docx(f"<w:p>{run('You will decide.')}</w:p>")
    body = parts(path)["word/document.xml"]
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("word/document.xml", body)
    document = extract(path)
    with pytest.raises(ReadError):
        marked(document, on(document, "will decide"))


@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
def test_libreoffice_lays_out_the_marked_copy_on_the_same_pages(samples: Path, tmp_path: Path) -> None:
    outcome = scan(samples / "urgent-care.docx")
    assert outcome.document is not None
    written(tmp_path / "marked.docx", marked(outcome.document, marks(outcome)))
    shutil.copy(outcome.path, tmp_path / "plain.docx")
    command = ["soffice", f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless", "--convert-to", "pdf"]
    texts = []
    for name in ("plain", "marked"):
        subprocess.run(
            [*command, "--outdir", str(tmp_path), str(tmp_path / f"{name}.docx")], check=True, capture_output=True, timeout=180
        )
        with pdfium.PdfDocument(tmp_path / f"{name}.pdf") as pdf:
            # LibreOffice 7.4 loses the footnotes behind a comment, whoever wrote it: compare what stands above them.
            texts.append([page.get_textpage().get_text_range().split()[:200] for page in pdf])
    assert texts[0] == texts[1]


def _marks(body: _Element) -> Iterator[_Element]:
    return (element for element in body.iter() if local(element).startswith("comment"))


def _next(element: _Element) -> _Element:
    following = element.getnext()
    assert following is not None
    return following
