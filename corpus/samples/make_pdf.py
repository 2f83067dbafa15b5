"""Set a parsed document as an A4 PDF: cover, running headers, page numbers, and footnotes at the foot of the page."""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pdf_atoms import (
    ACCENT,
    BODY,
    LEFT,
    PAGE_HEIGHT,
    PAGE_WIDTH,
    RIGHT,
    RULE,
    SMALL,
    WIDTH,
    Atom,
    Line,
    atoms_of,
    draw_text,
)
from pdf_lines import Style, break_lines, measure
from reportlab import rl_config
from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

if TYPE_CHECKING:
    from parse import Block, Document

TOP, BOTTOM = PAGE_HEIGHT - 76.0, 74.0
NOTE = Style("Helvetica", 8, 10.4)
NOTE_GAP = 14.0  # between the text and the footnotes, with the rule in the middle of it
COVER_TITLE = Style("Helvetica-Bold", 34, 40, colour="#ffffff")
COVER_LINE = Style("Helvetica", 15, 20, colour="#ffffff")
COVER_HEAD = Style("Helvetica-Bold", 12, 16, colour=ACCENT)
BAND_HEIGHT = 250.0


@dataclass
class Page:
    """The atoms and footnotes of one page, and the height they take up."""

    atoms: list[Atom] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    used: float = 0


@dataclass(frozen=True)
class Imprint:
    """What is printed on every page and kept in the file's metadata."""

    body: str
    subject: str


def note_lines(number: str, document: Document) -> list[str]:
    """Break one footnote into lines."""
    return break_lines(f"{number}  {document.notes[number]}", WIDTH, NOTE, hyphens=False)


def notes_height(numbers: list[str], document: Document) -> float:
    """Return the height that the footnotes of a page need."""
    lines = sum(len(note_lines(number, document)) for number in numbers)
    return lines * NOTE.leading + NOTE_GAP if lines else 0


def chunks_of(atoms: list[Atom]) -> list[list[Atom]]:
    """Group atoms that must stay on one page."""
    chunks: list[list[Atom]] = [[]]
    for atom in atoms:
        chunks[-1].append(atom)
        if not atom.keep:
            chunks.append([])
    return [chunk for chunk in chunks if chunk]


def chunk_height(chunk: list[Atom], at_top: bool) -> float:
    """Return the height of a chunk; the space above it is dropped at the top of a page."""
    return sum(atom.height + atom.above for atom in chunk) - (chunk[0].above if at_top else 0)


def paginate(atoms: list[Atom], document: Document) -> list[Page]:
    """Fill pages with chunks, leaving room for the footnotes they call for."""
    pages = [Page()]
    for chunk in chunks_of(atoms):
        notes = [number for atom in chunk for number in atom.notes]
        page = pages[-1]
        needed = chunk_height(chunk, not page.atoms) + notes_height(page.notes + notes, document)
        if page.used + needed > TOP - BOTTOM:
            page = Page()
            pages.append(page)
        page.used += chunk_height(chunk, not page.atoms)
        page.atoms += chunk
        page.notes += notes
    return pages


def draw_furniture(canvas: Canvas, title: str, imprint: Imprint, number: int, total: int) -> None:
    """Draw the running header and the footer."""
    canvas.setStrokeColor(HexColor(RULE))
    canvas.setLineWidth(0.6)
    canvas.line(LEFT, PAGE_HEIGHT - 52, RIGHT, PAGE_HEIGHT - 52)
    draw_text(canvas, LEFT, PAGE_HEIGHT - 46, title, SMALL)
    draw_text(canvas, RIGHT - measure(imprint.body, SMALL), PAGE_HEIGHT - 46, imprint.body, SMALL)
    footer = f"Page {number} of {total}"
    draw_text(canvas, (PAGE_WIDTH - measure(footer, SMALL)) / 2, 40, footer, SMALL)


def draw_notes(canvas: Canvas, page: Page, document: Document) -> None:
    """Draw the footnotes of a page above its footer, under a short rule."""
    if not page.notes:
        return
    y = BOTTOM + notes_height(page.notes, document) - NOTE_GAP
    canvas.setStrokeColor(HexColor(RULE))
    canvas.line(LEFT, y + NOTE_GAP / 2, LEFT + 120, y + NOTE_GAP / 2)
    for number in page.notes:
        for text in note_lines(number, document):
            draw_text(canvas, LEFT, y - NOTE.size, text, NOTE)
            y -= NOTE.leading


def draw_page(canvas: Canvas, page: Page, document: Document) -> None:
    """Draw the text and the footnotes of one page."""
    top = TOP
    for number, atom in enumerate(page.atoms):
        top -= atom.above if number else 0
        atom.draw(canvas, top)
        top -= atom.height
    draw_notes(canvas, page, document)


def draw_band(canvas: Canvas, cover: list[Block]) -> None:
    """Draw the coloured band of the cover, with the title and the line beneath it."""
    canvas.setFillColor(HexColor(ACCENT))
    canvas.rect(0, PAGE_HEIGHT - 90 - BAND_HEIGHT, PAGE_WIDTH, BAND_HEIGHT, stroke=0, fill=1)
    y = PAGE_HEIGHT - 90 - 80
    for text in break_lines(cover[0].text, WIDTH, COVER_TITLE, hyphens=False):
        draw_text(canvas, LEFT, y, text, COVER_TITLE)
        y -= COVER_TITLE.leading
    draw_text(canvas, LEFT, y - 12, cover[1].text, COVER_LINE)


def draw_contents(canvas: Canvas, pages: list[Page], top: float) -> None:
    """Draw the contents list, which names every section and the page on which it begins."""
    draw_text(canvas, LEFT, top, "Contents", COVER_HEAD)
    for number, page in enumerate(pages, start=2):
        for atom in page.atoms:
            if isinstance(atom, Line) and atom.outline == 2:
                top -= 17
                draw_text(canvas, LEFT, top, atom.text, BODY)
                draw_text(canvas, RIGHT - measure(str(number), BODY), top, str(number), BODY)


def draw_cover(canvas: Canvas, cover: list[Block], pages: list[Page]) -> None:
    """Draw the cover: band, introduction and contents."""
    draw_band(canvas, cover)
    top = PAGE_HEIGHT - 90 - BAND_HEIGHT - 26
    for text in break_lines(cover[2].text, WIDTH, BODY, hyphens=False):
        draw_text(canvas, LEFT, top - BODY.size, text, BODY)
        top -= BODY.leading
    draw_contents(canvas, pages, top - 40)


def new_canvas(target: io.BytesIO, title: str, imprint: Imprint) -> Canvas:
    """Open a canvas whose output never varies: no dates, and no compression that differs between zlib builds."""
    rl_config.useA85 = 0
    canvas = Canvas(target, pagesize=A4, invariant=1, pageCompression=0, lang="en-GB", pdfVersion=(1, 7))
    canvas.setTitle(title)
    canvas.setAuthor(imprint.body)
    canvas.setSubject(imprint.subject)
    canvas.setCreator("Overpromise sample documents")
    canvas.setViewerPreference("DisplayDocTitle", "true")
    return canvas


def make_pdf(document: Document, imprint: Imprint) -> bytes:
    """Return the document as the bytes of a PDF."""
    split = next(index for index, block in enumerate(document.blocks) if block.kind == "break")
    cover, inside = document.blocks[:split], document.blocks[split + 1 :]
    pages = paginate(atoms_of(inside), document)
    target = io.BytesIO()
    canvas = new_canvas(target, document.title, imprint)
    for number, page in enumerate([None, *pages], start=1):
        draw_furniture(canvas, document.title, imprint, number, len(pages) + 1)
        if page is None:
            draw_cover(canvas, cover, pages)
        else:
            draw_page(canvas, page, document)
        canvas.showPage()
    canvas.save()
    return target.getvalue()
