"""Set the local plan as a design studio would: columns, boxes and a landscape page, painted in another order than they are read.

`reading_order` returns the words in the order of reading, one block a line. A block that runs on from one frame into another is
given whole where it begins, and the footnotes of a page come after the last block that begins on it.
"""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from itertools import groupby
from typing import TYPE_CHECKING

from make_pdf import Imprint, new_canvas
from parse import NOTE_MARK
from pdf_atoms import draw_text
from pdf_lines import Style, break_lines, measure
from plan_boxes import box_text, draw_banner, draw_filled, draw_table, draw_text_box, rule, tint
from plan_cover import draw_cover
from plan_flow import Filled, Flow, Frame
from plan_layout import FOOT, MARGIN, MEASURE, PAGE_HEIGHT, PAGE_WIDTH, SECTIONS, PageSpec
from plan_text import GREEN, NOTE, OCHRE, WHITE, story_items

if TYPE_CHECKING:
    from parse import Block, Document
    from reportlab.pdfgen.canvas import Canvas

RUNNING = Style("Helvetica", 7.8, 10, colour=GREEN)
FOLIO = Style("Helvetica-Bold", 9, 11, colour=WHITE)
TAB = 26.0
DRAWERS = {
    "cover": draw_cover,
    "banner": draw_banner,
    "table": draw_table,
    "sidebar": draw_text_box,
    "callout": draw_text_box,
    "pull": draw_text_box,
}


@dataclass
class Page:
    """One page: its number, its plan, the text in its frames, and what it takes from the document."""

    number: int
    spec: PageSpec
    boxes: dict[str, Block]
    words: dict[str, str]
    story: dict[int, Filled] = field(default_factory=dict)

    @property
    def size(self) -> tuple[float, float]:
        """Return the width and height of the page as it is read."""
        return (PAGE_HEIGHT, PAGE_WIDTH) if self.spec.landscape else (PAGE_WIDTH, PAGE_HEIGHT)

    @property
    def notes(self) -> list[str]:
        """Return the footnotes called for on this page, each with its number in front."""
        text = " ".join(line.text for filled in self.story.values() for line in filled.lines)
        return [f"{number} {self.words[number]}" for number in sorted(set(NOTE_MARK.findall(text)))]

    def reading(self) -> list[str]:
        """Return the blocks that begin on this page, in reading order."""
        blocks: list[str] = []
        for index, frame in enumerate(self.spec.frames):
            blocks += self.story[index].begins if index in self.story else box_text(frame, self.boxes[frame.name])
        return [*blocks, *self.notes]


def sections_of(document: Document) -> list[list[Block]]:
    """Split the blocks at the page breaks, and leave out the title, which the cover repeats."""
    groups = groupby(document.blocks[1:], key=lambda block: block.kind == "break")
    return [list(blocks) for is_break, blocks in groups if not is_break]


def fill_section(blocks: list[Block], pages: list[Page]) -> None:
    """Pour the running text of one part into the frames of its pages."""
    places = [(page, index) for page in pages for index, frame in enumerate(page.spec.frames) if frame.name == "story"]
    flow = Flow([page.spec.frames[index] for page, index in places])
    for block in blocks:
        if not block.name or block.kind == "policy":
            flow.set_all(story_items(block))
    for (page, index), filled in zip(places, flow.filled, strict=True):
        page.story[index] = filled


def lay_out(document: Document) -> list[Page]:
    """Make the pages of the plan."""
    boxes = {block.name: block for block in document.blocks if block.name}
    pages: list[Page] = []
    for blocks, specs in zip(sections_of(document), SECTIONS, strict=True):
        new = [Page(len(pages) + at, spec, boxes, document.notes) for at, spec in enumerate(specs, start=1)]
        fill_section(blocks, new)
        pages += new
    return pages


def draw_header(canvas: Canvas, page: Page) -> None:
    """Draw the running header: on the left of an even page, on the right of an odd one."""
    width, height = page.size
    text = "Draft for consultation, October 2026" if page.number % 2 else "Thornwade Local Plan to 2043"
    x = width - MARGIN - measure(text, RUNNING) if page.number % 2 else MARGIN
    draw_text(canvas, x, height - 40, text, RUNNING)
    rule(canvas, MARGIN, height - 47, width - 2 * MARGIN, OCHRE, 0.8)


def draw_footer(canvas: Canvas, page: Page) -> None:
    """Draw the page number on a tab at the outer edge, and the council's name beside it."""
    width, _ = page.size
    odd = page.number % 2
    edge = width - TAB if odd else 0
    tint(canvas, Frame("tab", edge, 46, TAB, 22), OCHRE)
    number, name = str(page.number), "Thornwade District Council"
    draw_text(canvas, edge + (TAB - measure(number, FOLIO)) / 2, 32, number, FOLIO)
    draw_text(canvas, width - MARGIN - measure(name, RUNNING) if odd else MARGIN, 32, name, RUNNING)


def draw_notes(canvas: Canvas, page: Page) -> None:
    """Draw the footnotes across the foot of the page."""
    lines = [line for note in page.notes for line in break_lines(note, MEASURE, NOTE, hyphens=False)]
    top = FOOT + len(lines) * NOTE.leading
    if any(frame.name == "story" and frame.top - frame.height < top + 6 for frame in page.spec.frames):
        raise ValueError(f"the footnotes of page {page.number} need more room")
    rule(canvas, MARGIN, top + 4, 90, GREEN)
    for number, line in enumerate(lines):
        draw_text(canvas, MARGIN, top - NOTE.size - number * NOTE.leading, line, NOTE)


FURNITURE = {"header": draw_header, "footer": draw_footer, "notes": draw_notes}


def draw_part(canvas: Canvas, page: Page, part: int | str) -> None:
    """Draw one frame, or one item of furniture."""
    if isinstance(part, str):
        FURNITURE[part](canvas, page)
    elif part in page.story:
        draw_filled(canvas, page.story[part])
    else:
        frame = page.spec.frames[part]
        block = page.boxes[frame.name]
        DRAWERS[block.kind](canvas, frame, block)


def draw_page(canvas: Canvas, page: Page) -> None:
    """Draw a page in the order of painting; a landscape page lies on its side and is turned by the viewer."""
    canvas.setPageSize(page.size)
    canvas.setPageRotation(90 if page.spec.landscape else 0)
    if page.spec.landscape:
        canvas.transform(0, 1, -1, 0, PAGE_WIDTH, 0)
    for part in page.spec.drawn:
        draw_part(canvas, page, part)
    canvas.showPage()


def make_designed_pdf(document: Document, imprint: Imprint) -> bytes:
    """Return the plan as the bytes of a PDF."""
    target = io.BytesIO()
    canvas = new_canvas(target, document.title, imprint)
    for page in lay_out(document):
        draw_page(canvas, page)
    canvas.save()
    return target.getvalue()


def reading_order(document: Document) -> str:
    """Return the words of the plan in reading order, one block a line."""
    return "".join(f"{block}\n" for page in lay_out(document) for block in page.reading())
