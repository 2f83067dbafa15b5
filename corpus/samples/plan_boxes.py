"""Set and draw what stands outside the columns of the local plan: call-outs, sidebars, pull quotations, banners and tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from parse import NOTE_MARK
from pdf_atoms import draw_text
from pdf_lines import Style, break_lines
from plan_flow import Filled, Flow, Frame
from plan_text import GREEN, INK, OCHRE, PALE, SECTION, TINT, WHITE, box_pieces, pull_pieces
from reportlab.lib.colors import HexColor

if TYPE_CHECKING:
    from parse import Block
    from reportlab.pdfgen.canvas import Canvas

PADS = {"sidebar": 11.0, "callout": 18.0, "pull": 0.0}
FILLS = {"sidebar": PALE, "callout": GREEN}
BANNER = Style("Helvetica-Bold", 27, 32, colour=WHITE)
CELL = Style("Helvetica", 8.4, 11, colour=INK)
CELL_HEAD = Style("Helvetica-Bold", 8.4, 11, colour=WHITE)
CELL_PAD = 5.0
RULE = "#b9c9be"
# The share of the measure that each column of a table takes.
COLUMNS = {
    "supply": (40, 15, 15, 15, 15),
    "sites": (9, 18, 9, 9, 27, 28),
    "events": (52, 48),
}


def tint(canvas: Canvas, frame: Frame, colour: str) -> None:
    """Fill a frame with a colour."""
    canvas.setFillColor(HexColor(colour))
    canvas.rect(frame.x, frame.top - frame.height, frame.width, frame.height, stroke=0, fill=1)


def rule(canvas: Canvas, x: float, y: float, width: float, colour: str = RULE, weight: float = 0.6) -> None:
    """Draw a horizontal rule."""
    canvas.setStrokeColor(HexColor(colour))
    canvas.setLineWidth(weight)
    canvas.line(x, y, x + width, y)


def fill_box(frame: Frame, block: Block) -> Filled:
    """Set the words of a sidebar, call-out or pull quotation inside its frame."""
    pad = PADS[block.kind]
    flow = Flow([Frame(frame.name, frame.x + pad, frame.top - pad, frame.width - 2 * pad, frame.height - 2 * pad)])
    flow.set_all(pull_pieces(block) if block.kind == "pull" else box_pieces(block))
    return flow.filled[0]


def draw_filled(canvas: Canvas, filled: Filled) -> None:
    """Draw the tints and the lines of a frame."""
    for panel in filled.panels:
        tint(canvas, panel, TINT)
        tint(canvas, Frame("bar", panel.x, panel.top, 2.5, panel.height), GREEN)
    for line in filled.lines:
        draw_text(canvas, line.x, line.baseline, line.text, line.style)


def draw_text_box(canvas: Canvas, frame: Frame, block: Block) -> None:
    """Draw a sidebar or call-out on its colour, or a pull quotation between rules."""
    if block.kind == "pull":
        rule(canvas, frame.x, frame.top + 9, frame.width, OCHRE, 1.4)
        rule(canvas, frame.x, frame.top - frame.height, frame.width, OCHRE, 1.4)
    else:
        tint(canvas, frame, FILLS[block.kind])
    draw_filled(canvas, fill_box(frame, block))


def draw_banner(canvas: Canvas, frame: Frame, block: Block) -> None:
    """Draw the heading of a part in spaced capitals: typed with spaces in one banner, and letter-spaced in the other."""
    tint(canvas, frame, GREEN)
    capitals = block.items[0].upper()
    typed = block.name == "plan"
    out = canvas.beginText(frame.x + 18, frame.top - frame.height / 2 - 9)
    out.setFont(BANNER.font, BANNER.size)
    out.setFillColor(HexColor(BANNER.colour))
    out.setCharSpace(0 if typed else 8.5)
    out.textOut("  ".join(" ".join(word) for word in capitals.split()) if typed else capitals)
    out.setCharSpace(0)
    canvas.drawText(out)


def row_cells(row: tuple[str, ...], widths: list[float], style: Style) -> list[list[str]]:
    """Break the cells of a row into lines."""
    return [break_lines(cell, width - 2 * CELL_PAD, style, hyphens=False) for cell, width in zip(row, widths, strict=True)]


def draw_cells(canvas: Canvas, x: float, top: float, cells: list[list[str]], widths: list[float], style: Style) -> None:
    """Draw the words of one row."""
    for lines, width in zip(cells, widths, strict=True):
        for number, text in enumerate(lines):
            draw_text(canvas, x + CELL_PAD, top - CELL_PAD - style.size - number * style.leading, text, style)
        x += width


def draw_table(canvas: Canvas, frame: Frame, block: Block) -> None:
    """Draw a table under its caption and a green head, with a rule below every row."""
    shares = COLUMNS[block.name]
    widths = [frame.width * share / sum(shares) for share in shares]
    top = frame.top
    for caption in block.items:
        draw_text(canvas, frame.x, top - SECTION.size, caption.removeprefix("# "), SECTION)
        top -= SECTION.leading + 5
    for number, row in enumerate(block.rows):
        style = CELL if number else CELL_HEAD
        cells = row_cells(row, widths, style)
        height = max(map(len, cells)) * style.leading + 2 * CELL_PAD
        place = Frame("row", frame.x, top, frame.width, height)
        if number == 0 or row[0] == "Total":
            tint(canvas, place, TINT if number else GREEN)
        draw_cells(canvas, frame.x, top, cells, widths, style)
        top -= height
        rule(canvas, frame.x, top, frame.width)
    if frame.top - top > frame.height:
        raise ValueError(f"the table {block.name} does not fit its frame")


def box_text(frame: Frame, block: Block) -> list[str]:
    """Return the words of a box as a reader would take them, one block a line."""
    if block.kind == "table":
        return [*(item.removeprefix("# ") for item in block.items), *(" | ".join(row) for row in block.rows)]
    if block.kind == "banner":
        return [block.items[0].upper()]
    if block.kind == "cover":
        return list(block.items)
    return [NOTE_MARK.sub("", words) for words in fill_box(frame, block).begins]
