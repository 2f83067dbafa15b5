"""Draw the cover of the local plan: a picture of hills, houses and trees, and the title above it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pdf_atoms import draw_text
from pdf_lines import Style, break_lines
from plan_boxes import tint
from plan_flow import Frame
from plan_text import GREEN, INK, OCHRE, WHITE
from reportlab.lib.colors import HexColor

if TYPE_CHECKING:
    from parse import Block
    from reportlab.pdfgen.canvas import Canvas

SKY, SUN = "#f3e7cf", "#e3a84f"
# Each hill: its colour, and the heights of its outline at the left edge, two control points and the right edge.
HILLS = (
    ("#a9c3a0", (300, 400, 250, 350)),
    ("#7ba583", (230, 250, 360, 265)),
    ("#46806a", (190, 120, 290, 190)),
    (GREEN, (95, 170, 60, 120)),
)
HOUSES = ((118, 208, 34), (160, 204, 28), (338, 226, 30), (376, 224, 40), (424, 217, 30))
TREES = ((66, 210), (92, 206), (212, 200), (300, 222), (470, 205), (500, 198), (526, 192))
STYLES = (
    Style("Helvetica-Bold", 11, 15, colour=OCHRE),
    Style("Helvetica-Bold", 46, 49, colour=GREEN),
    Style("Times-Italic", 17, 22, colour=INK),
    Style("Helvetica-Bold", 11, 15, colour=INK),
    Style("Helvetica-Bold", 14, 18, colour=WHITE),
)
LEFT = 58.0


def draw_hill(canvas: Canvas, width: float, colour: str, heights: tuple[int, int, int, int]) -> None:
    """Draw one fold of the country, down to the foot of the page."""
    path = canvas.beginPath()
    path.moveTo(0, 0)
    path.lineTo(0, heights[0])
    path.curveTo(width * 0.33, heights[1], width * 0.66, heights[2], width, heights[3])
    path.lineTo(width, 0)
    canvas.setFillColor(HexColor(colour))
    canvas.drawPath(path, stroke=0, fill=1)


def draw_house(canvas: Canvas, x: float, y: float, size: float) -> None:
    """Draw a house with a roof and a door."""
    tint(canvas, Frame("wall", x, y + size * 0.7, size, size * 0.7), "#fbf6ea")
    tint(canvas, Frame("door", x + size * 0.4, y + size * 0.34, size * 0.2, size * 0.34), OCHRE)
    path = canvas.beginPath()
    path.moveTo(x - size * 0.12, y + size * 0.7)
    path.lineTo(x + size / 2, y + size * 1.2)
    path.lineTo(x + size * 1.12, y + size * 0.7)
    canvas.setFillColor(HexColor("#8c4a2f"))
    canvas.drawPath(path, stroke=0, fill=1)


def draw_tree(canvas: Canvas, x: float, y: float) -> None:
    """Draw a round tree."""
    tint(canvas, Frame("trunk", x - 1.5, y + 16, 3, 18), "#6b4a32")
    canvas.setFillColor(HexColor("#2f6a54"))
    canvas.circle(x, y + 26, 13, stroke=0, fill=1)


def draw_picture(canvas: Canvas, width: float) -> None:
    """Draw the sun, the hills and what stands on them."""
    canvas.setFillColor(HexColor(SUN))
    canvas.circle(width * 0.76, 388, 46, stroke=0, fill=1)
    for colour, heights in HILLS[:2]:
        draw_hill(canvas, width, colour, heights)
    for house in HOUSES:
        draw_house(canvas, *house)
    for tree in TREES:
        draw_tree(canvas, *tree)
    for colour, heights in HILLS[2:]:
        draw_hill(canvas, width, colour, heights)


def draw_cover(canvas: Canvas, frame: Frame, block: Block) -> None:
    """Draw the cover; the last line, the council's name, is painted first, at the foot."""
    tint(canvas, frame, SKY)
    draw_picture(canvas, frame.width)
    draw_text(canvas, LEFT, 46, block.items[-1], STYLES[-1])
    y = frame.top - 96
    for words, style in zip(block.items[:-1], STYLES, strict=False):
        for line in break_lines(words, frame.width - 2 * LEFT - 40, style, hyphens=False):
            draw_text(canvas, LEFT, y - style.size, line, style)
            y -= style.leading
        y -= 16
