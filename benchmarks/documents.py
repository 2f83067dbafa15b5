"""Documents to measure on, made from the project's own statements: PDFs of any length, and batches of many short files.

usage: python benchmarks/documents.py FOLDER COUNT     (COUNT documents of several formats, some damaged, some copies)

Every file follows from its number alone, so that two runs write the same bytes.
"""

from __future__ import annotations

import random
import sys
import zipfile
from functools import cache
from pathlib import Path
from xml.sax.saxutils import escape

from models.dataset import corpus

_WIDTH, _LINES = 92, 46  # characters a line, lines a page
_COPIES, _DAMAGED = 20, 50  # one file in so many is a copy of an earlier one, or damaged
_TOWNS = ("Marl", "Foxham", "Harbrook", "Ellin", "Tarnside", "Wexley", "Dunmoor", "Kestrel")
_KINDS = ("County Council", "Borough Council", "Integrated Care Board", "NHS Foundation Trust", "Combined Authority")
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


@cache
def flow() -> list[list[str]]:
    """The sentences of each whole document of the corpus."""
    scenarios: dict[str, list[str]] = {}
    for statement in corpus():
        if statement.phenomenon == "flow":
            scenarios.setdefault(statement.scenario, []).append(statement.text)
    return list(scenarios.values())


def paragraphs(number: int, count: int) -> list[str]:
    """A title and `count` paragraphs of a made-up consultation."""
    chance = random.Random(number)  # noqa: S311 - no secret
    title = f"{chance.choice(_TOWNS)} {chance.choice(_KINDS)}: consultation {number}"
    made = [title, f"{title.split(':')[0]} is consulting on its plans until {1 + number % 28} May {2015 + number % 12}."]
    while len(made) < count:
        document = chance.choice(flow())
        start = chance.randrange(len(document))
        made.append(" ".join(document[start : start + chance.randint(2, 5)]))
    return made


def write_pdf(path: Path, pages: int, number: int = 0, lines_a_page: int = _LINES) -> None:
    """A PDF of running text with so many pages."""
    from reportlab.pdfgen.canvas import Canvas

    canvas = Canvas(str(path), pagesize=(595, 842), invariant=1)
    lines = _lines(number)
    for _ in range(pages):
        text = canvas.beginText(72, 780)
        text.setFont("Helvetica", 10)
        text.setLeading(15)
        for _ in range(lines_a_page):
            text.textLine(next(lines))
        canvas.drawText(text)
        canvas.showPage()
    canvas.save()


def write_batch(folder: Path, count: int) -> None:
    """Text, Markdown, HTML, Word and PDF documents in turn, with copies and damaged files among them."""
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(count):
        if number and number % _COPIES == 0:
            source = next(folder.glob(f"{number - 7:06}.*"))
            (folder / f"{number:06}{source.suffix}").write_bytes(source.read_bytes())
        elif number and number % _DAMAGED == 3:
            (folder / f"{number:06}.docx").write_bytes(b"PK\x03\x04 cut off " + str(number).encode())
        else:
            _WRITERS[number % len(_WRITERS)](folder, number)


def _lines(number: int):  # noqa: ANN202 - an endless iterator of str
    import textwrap

    while True:
        for paragraph in paragraphs(number, 60):
            yield from textwrap.wrap(paragraph, _WIDTH)
            yield ""
        number += 1


def _text(folder: Path, number: int) -> None:
    (folder / f"{number:06}.txt").write_text("\n\n".join(paragraphs(number, 5)), encoding="utf-8")


def _markdown(folder: Path, number: int) -> None:
    title, *rest = paragraphs(number, 5)
    (folder / f"{number:06}.md").write_text(f"# {title}\n\n" + "\n\n".join(rest), encoding="utf-8")


def _html(folder: Path, number: int) -> None:
    title, *rest = map(escape, paragraphs(number, 5))
    body = "".join(f"<p>{text}</p>" for text in rest)
    page = f"<!doctype html><html><head><title>{title}</title></head><body><h1>{title}</h1>{body}</body></html>"
    (folder / f"{number:06}.html").write_text(page, encoding="utf-8")


def _docx(folder: Path, number: int) -> None:
    body = "".join(f"<w:p><w:r><w:t>{escape(text)}</w:t></w:r></w:p>" for text in paragraphs(number, 5))
    with zipfile.ZipFile(folder / f"{number:06}.docx", "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in (
            ("[Content_Types].xml", "<Types/>"),
            ("word/document.xml", f'<w:document xmlns:w="{_WORD}"><w:body>{body}</w:body></w:document>'),
        ):
            archive.writestr(zipfile.ZipInfo(name), content)


def _pdf(folder: Path, number: int) -> None:
    write_pdf(folder / f"{number:06}.pdf", 1, number, lines_a_page=12)


_WRITERS = (_text, _markdown, _html, _docx, _pdf)

if __name__ == "__main__":
    write_batch(Path(sys.argv[1]), int(sys.argv[2]))
