"""Text that a reader does not see is left out and named; words disguised from programs are still read."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from raw_pdf import one_page, shown, stream

from pipeline.extract import extract
from pipeline.extract.unseen import latin
from pipeline.report.rows import document_row, verdict
from pipeline.scanner import scan

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

PLAIN = "Marl County Council is consulting on its libraries."
KEPT_BACK = "Residents will have the final say on closures."
BOX = "0 0 1 rg 60 640 400 40 re f"
PICTURE = "q 500 0 0 100 50 600 cm BI /W 1 /H 1 /CS /G /BPC 8 ID \x80 EI Q"


@pytest.mark.parametrize(
    ("before", "at", "size", "is_hidden"),
    [
        ("3 Tr", (72, 650), 12, True),
        ("1 1 1 rg", (72, 650), 12, True),
        ("", (72, 650), 0.5, True),
        ("", (1000, 650), 12, True),
        ("", (72, -100), 12, True),
        ("0.9 0 0 rg", (72, 650), 12, False),
        (f"{BOX} 1 1 1 rg", (72, 650), 12, False),
        (f"{PICTURE} 3 Tr", (72, 650), 12, False),
    ],
    ids=["invisible mode", "white on white", "minute", "right of the page", "below the page", "red", "white on blue", "behind a scan"],
)  # fmt: skip
def test_hidden_text_of_a_pdf(tmp_path: Path, before: str, at: tuple[float, float], size: float, is_hidden: bool) -> None:
    content = shown(PLAIN) + shown(KEPT_BACK, at=at, size=size, before=before)
    document = extract(one_page(tmp_path / "plan.pdf", stream(content)))
    assert (KEPT_BACK in document.text) is not is_hidden
    assert document.hidden == ((KEPT_BACK,) if is_hidden else ())
    assert document.left_out == ({"hidden": 1} if is_hidden else {})


def run(text: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"


NOT_HIDDEN, MINUTE, STYLED = '<w:vanish w:val="0"/>', '<w:sz w:val="1"/>', '<w:rStyle w:val="Secret"/>'
WHITE = '<w:color w:val="FFFFFF"/>'
SHADE = '<w:shd w:val="clear" w:fill="0000FF"/>'


@pytest.mark.parametrize(
    ("body", "is_hidden"),
    [
        (f"<w:p>{run(KEPT_BACK, '<w:vanish/>')}</w:p>", True),
        (f"<w:p>{run(KEPT_BACK, NOT_HIDDEN)}</w:p>", False),
        (f"<w:p>{run(KEPT_BACK, WHITE)}</w:p>", True),
        (f"<w:p>{run(KEPT_BACK, WHITE + SHADE)}</w:p>", False),
        (f"<w:p><w:pPr>{SHADE}</w:pPr>{run(KEPT_BACK, WHITE)}</w:p>", False),
        (f"<w:tbl><w:tr><w:tc><w:p>{run(KEPT_BACK, WHITE)}</w:p></w:tc></w:tr></w:tbl>", False),
        (f"<w:p>{run(KEPT_BACK, MINUTE)}</w:p>", True),
        (f'<w:p><w:pPr><w:pStyle w:val="Secret"/></w:pPr>{run(KEPT_BACK)}</w:p>', True),
        (f"<w:p>{run(KEPT_BACK, STYLED)}</w:p>", True),
    ],
)
def test_hidden_text_of_a_word_document(docx: Callable[..., Path], body: str, is_hidden: bool) -> None:
    styles = '<w:styles XMLNS><w:style w:styleId="Secret"><w:basedOn w:val="Base"/></w:style><w:style w:styleId="Base"><w:rPr><w:vanish/></w:rPr></w:style></w:styles>'
    document = extract(docx(f"<w:p>{run(PLAIN)}</w:p>{body}", styles=styles))
    assert (KEPT_BACK in document.text) is not is_hidden
    assert document.hidden == ((KEPT_BACK,) if is_hidden else ())


@pytest.mark.parametrize(
    ("style", "is_hidden"),
    [
        ('<style:text-properties text:display="none"/>', True),
        ('<style:text-properties xmlns:fo="fo" fo:color="#FFFFFF"/>', True),
        ('<style:text-properties xmlns:fo="fo" fo:color="#FFFFFF" fo:background-color="#0000ff"/>', False),
        ('<style:text-properties xmlns:fo="fo" fo:font-size="1pt"/>', True),
    ],
)
def test_hidden_text_of_an_opendocument(odt: Callable[..., Path], style: str, is_hidden: bool) -> None:
    body = f'<style:style style:name="S">{style}</style:style><text:p>{PLAIN} <text:span text:style-name="S">{KEPT_BACK}</text:span> Thank you.</text:p>'
    document = extract(odt(body))
    assert (KEPT_BACK in document.text) is not is_hidden
    assert document.text.endswith("Thank you.")
    assert document.hidden == ((KEPT_BACK,) if is_hidden else ())


def test_a_hidden_section_and_paragraph_of_an_opendocument(odt: Callable[..., Path]) -> None:
    body = f'<text:p>{PLAIN}</text:p><text:section text:display="none"><text:p>One two.</text:p></text:section><text:p><text:hidden-paragraph/>{KEPT_BACK}</text:p>'
    document = extract(odt(body))
    assert document.text == PLAIN
    assert document.hidden == ("One two.", KEPT_BACK)


@pytest.mark.parametrize(
    ("attributes", "is_hidden"),
    [
        ('style="display: none"', True),
        ('style="VISIBILITY:hidden"', True),
        ('style="color:#fff"', True),
        ('style="color:#fff;background:#00f"', False),
        ('style="font-size:0"', True),
        ('style="position:absolute; left:-9999px"', True),
        ('style="opacity:0.5; font-size:10px"', False),
        ("hidden", True),
        ('aria-hidden="true"', False),
        ('style="color:#f00"', False),
    ],
)
def test_hidden_text_of_a_page(write: Callable[..., Path], attributes: str, is_hidden: bool) -> None:
    document = extract(write("page.html", f"<!doctype html><body><main><p>{PLAIN}</p><div {attributes}>{KEPT_BACK}</div></main>"))
    assert (KEPT_BACK in document.text) is not is_hidden
    assert document.hidden == ((KEPT_BACK,) if is_hidden else ())


def test_a_promise_in_hidden_text_is_counted_and_told(docx: Callable[..., Path]) -> None:
    outcome = scan(docx(f"<w:p>{run(PLAIN)}</w:p><w:p>{run(KEPT_BACK, '<w:vanish/>')}</w:p>"))
    assert document_row(outcome)["left_out"] == "hidden:1 hidden-promises:1"
    assert "1 stretch of hidden text left out, which hold 1 co-design or co-production commitment" in verdict(outcome)
    assert outcome.findings == ()


PROMISE = "Residents will co-produce the strategy with us."


@pytest.mark.parametrize(
    ("disguised", "noticed"),
    [
        (PROMISE.replace("co-produce", "c\u043e-pr\u043educe"), {"look-alikes": 1}),
        (PROMISE.replace("co-produce", "\u0441\u043e-\u0440roduce"), {"look-alikes": 1}),
        (PROMISE.replace("co-produce", "co-pro\u00adduce"), {}),
        (PROMISE.replace("co-produce", "c\u200bo-prod\u2060uce"), {}),
        (PROMISE.replace("co-produce", "\uff43\uff4f-produce"), {"look-alikes": 1}),
        (PROMISE.replace("co-produce", "\u202eco-produce\u202c"), {"overrides": 1}),
        (PROMISE.replace("co-produce", "co\u0002-\x1bproduce"), {}),
    ],
    ids=["Cyrillic", "a Cyrillic co", "soft hyphen", "zero width", "full width", "override", "controls"],
)
@pytest.mark.parametrize("suffix", ["txt", "md", "html"])
def test_disguised_words_are_read_and_told(
    write: Callable[..., Path], disguised: str, noticed: dict[str, int], suffix: str
) -> None:
    outcome = scan(write(f"plan.{suffix}", f"{PLAIN}\n\n{disguised}\n"))
    assert [promise.statement.text for promise in outcome.commitments] == [PROMISE]
    assert outcome.document
    assert outcome.document.left_out == noticed


@pytest.mark.parametrize(
    "text",
    [
        "We will.",
        "\u041c\u044b \u0440\u0435\u0448\u0438\u043c \u0432\u043c\u0435\u0441\u0442\u0435",
        "\u0391\u03b8\u03ae\u03bd\u03b1",
        "caf\u00e9 na\u00efve",
        "x\u00b2 \u00bd",
    ],
)
def test_words_of_another_alphabet_stay(text: str) -> None:
    assert latin(text) == text


@pytest.mark.parametrize("text", ["\u0441\u043e-production", "\U0001d41c\U0001d428 design", "\ufb01ne c\u03bfst", ""])
def test_latin_keeps_the_length(text: str) -> None:
    assert len(latin(text)) == len(text)


def test_files_set_into_a_document_are_told(docx: Callable[..., Path]) -> None:
    import zipfile

    path = docx(f"<w:p>{run(PLAIN)}</w:p>")
    with zipfile.ZipFile(path, "a") as parts:
        parts.writestr("word/embeddings/oleObject1.bin", b"x")
        parts.writestr("word/embeddings/Microsoft_Excel_Worksheet.xlsx", b"chart")
    assert extract(path).left_out == {"embedded": 1}
