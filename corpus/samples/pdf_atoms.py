"""Turn blocks into atoms for the PDF: lines of text and rows of tables, each of which can draw itself."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from parse import NOTE_MARK, Block, split_notes
from pdf_lines import NOTE_SCALE, Style, break_lines, measure
from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

PAGE_WIDTH, PAGE_HEIGHT = A4
LEFT, RIGHT = 68.0, PAGE_WIDTH - 68.0
WIDTH = RIGHT - LEFT
ACCENT, RULE, SHADE = "#14505c", "#b9c7ca", "#edf3f4"
BODY = Style("Helvetica", 10.5, 14.6, above=7)
ITEM = Style("Helvetica", 10.5, 14.6, above=3)
ANSWER_INDENT = 68.0
QUOTE = Style("Helvetica-Oblique", 10.5, 14.6, above=5, colour=ACCENT)
CELL = Style("Helvetica", 9, 11.8)
CELL_HEAD = Style("Helvetica-Bold", 9, 11.8, colour="#ffffff")
SMALL = Style("Helvetica", 8.5, 11, colour="#5a6668")
HEADINGS = {
    2: Style("Helvetica-Bold", 16, 20, above=22, colour=ACCENT),
    3: Style("Helvetica-Bold", 12, 15.5, above=13, colour=ACCENT),
}
NUMBERED = re.compile(r"(\d+\.\d+|Question \d+\.) (.+)")
CELL_PAD = 4.5


def draw_text(canvas: Canvas, x: float, y: float, text: str, style: Style, stretch: float = 0) -> None:
    """Draw one line of text, its footnote marks raised, with `stretch` points more at each space."""
    out = canvas.beginText(x, y)
    out.setFillColor(HexColor(style.colour))
    out.setWordSpace(stretch)
    for part, is_note in split_notes(text):
        out.setFont(style.font, style.size * (NOTE_SCALE if is_note else 1))
        out.setRise(style.size * 0.36 if is_note else 0)
        out.textOut(part)
    canvas.drawText(out)


@dataclass
class Line:
    """One line of text on a page; `label` is the bullet or number that hangs to its left."""

    text: str
    style: Style
    above: float
    indent: float = 0
    label: str = ""
    justified: bool = False
    keep: bool = False
    outline: int = 0
    bar: bool = False

    @property
    def height(self) -> float:
        """Return the height without the space above."""
        return self.style.leading

    @property
    def notes(self) -> list[str]:
        """Return the numbers of the footnotes marked in this line."""
        return NOTE_MARK.findall(self.text)

    def draw(self, canvas: Canvas, top: float) -> None:
        """Draw the line with its upper edge at `top`."""
        x, y = LEFT + self.indent, top - self.style.size
        spaces = self.text.count(" ")
        slack = WIDTH - self.indent - measure(self.text, self.style)
        draw_text(canvas, x, y, self.text, self.style, slack / spaces if self.justified and spaces else 0)
        if self.label:
            draw_text(canvas, x - 16 if self.label == "•" else LEFT, y, self.label, self.style)
        if self.bar:
            canvas.setFillColor(HexColor(ACCENT))
            canvas.rect(LEFT + 6, top - self.height - 1, 2.5, self.height + 1, stroke=0, fill=1)
        if self.outline:
            canvas.bookmarkPage(self.text)
            canvas.addOutlineEntry(self.text, self.text, self.outline - 2)


@dataclass
class Row:
    """One row of a table, each cell already broken into lines."""

    cells: list[list[str]]
    widths: list[float]
    style: Style
    above: float
    fill: str = ""
    keep: bool = True
    notes: tuple[str, ...] = ()

    @property
    def height(self) -> float:
        """Return the height of the tallest cell with its padding."""
        return max(map(len, self.cells)) * self.style.leading + 2 * CELL_PAD

    def draw(self, canvas: Canvas, top: float) -> None:
        """Draw the background, the rule beneath and the words of each cell."""
        if self.fill:
            canvas.setFillColor(HexColor(self.fill))
            canvas.rect(LEFT, top - self.height, WIDTH, self.height, stroke=0, fill=1)
        canvas.setStrokeColor(HexColor(RULE))
        canvas.setLineWidth(0.6)
        canvas.line(LEFT, top - self.height, RIGHT, top - self.height)
        x = LEFT
        for lines, width in zip(self.cells, self.widths, strict=True):
            for number, text in enumerate(lines):
                y = top - CELL_PAD - self.style.size - number * self.style.leading
                draw_text(canvas, x + CELL_PAD, y, text, self.style)
            x += width


Atom = Line | Row


def text_atoms(text: str, style: Style, indent: float = 0, label: str = "") -> list[Atom]:
    """Break a paragraph into justified lines, keeping its first two together and its last two."""
    broken = break_lines(text, WIDTH - indent, style)
    last = len(broken) - 1
    lines = [Line(words, style, 0, indent, justified=number < last) for number, words in enumerate(broken)]
    lines[0].above, lines[0].label = style.above, label
    for number, line in enumerate(lines):
        line.keep = last > 0 and number in (0, last - 1)
    return list(lines)


def heading_atoms(block: Block) -> list[Atom]:
    """Set a heading that stays with what follows."""
    style = HEADINGS[block.level]
    return [Line(block.text, style, style.above, keep=True, outline=block.level)]


def list_atoms(block: Block, indent: float = 24) -> list[Atom]:
    """Set bullets, or numbered items, with hanging marks, all on one page."""
    atoms: list[Atom] = []
    for number, item in enumerate(block.items, start=1):
        atoms += text_atoms(item, ITEM, indent, "•" if block.kind == "bullets" else f"{number}.")
    for atom in atoms[:-1]:
        atom.keep = True
    return atoms


def quote_atoms(block: Block) -> list[Atom]:
    """Set a quotation in italics beside a coloured bar, and its source beneath in roman."""
    styles = [QUOTE] * (len(block.items) - 1) + [SMALL]
    atoms = [atom for item, style in zip(block.items, styles, strict=True) for atom in text_atoms(item, style, 20)]
    for atom in atoms:
        if isinstance(atom, Line):
            atom.keep, atom.bar = atom is not atoms[-1], True
    atoms[0].above = 12
    return atoms


def column_widths(block: Block) -> list[float]:
    """Share the measure among columns by their longest cell, damped so that short columns keep some room."""
    weights = [max(len(row[index]) for row in block.rows) ** 0.6 for index in range(len(block.rows[0]))]
    return [WIDTH * weight / sum(weights) for weight in weights]


def table_atoms(block: Block) -> list[Atom]:
    """Set a table whose head is white on the accent colour."""
    widths = column_widths(block)
    atoms: list[Atom] = []
    for number, row in enumerate(block.rows):
        style = CELL_HEAD if number == 0 else CELL
        cells = [break_lines(cell, w - 2 * CELL_PAD, style, hyphens=False) for cell, w in zip(row, widths, strict=True)]
        fill = ACCENT if number == 0 else SHADE if number % 2 == 0 else ""
        atoms.append(Row(cells, widths, style, 10 if number == 0 else 0, fill))
    atoms[-1].keep = False
    return atoms


def paragraph_atoms(block: Block) -> list[Atom]:
    """Set a paragraph; "9.1" hangs in the margin, and a question keeps its number in bold beside it."""
    numbered = NUMBERED.fullmatch(block.text)
    if numbered:
        return text_atoms(numbered[2], BODY, 24 if numbered[1][0].isdigit() else ANSWER_INDENT, numbered[1])
    return text_atoms(block.text, BODY)


SETTERS = {
    "heading": heading_atoms,
    "para": paragraph_atoms,
    "bullets": list_atoms,
    "numbers": list_atoms,
    "quote": quote_atoms,
    "table": table_atoms,
}


def _is_question(block: Block) -> bool:
    """Say whether a paragraph asks one of the numbered questions."""
    return block.kind == "para" and block.text.startswith("Question ")


def block_atoms(block: Block, before: Block | None) -> list[Atom]:
    """Set one block; the answers to a question stand under its words."""
    if block.kind == "bullets" and before and _is_question(before):
        return list_atoms(block, ANSWER_INDENT + 16)
    return SETTERS[block.kind](block)


def atoms_of(blocks: list[Block]) -> list[Atom]:
    """Set every block in order, keeping a list on one page with the words that lead into it."""
    atoms: list[Atom] = []
    before: Block | None = None
    for block in blocks:
        if block.kind == "bullets" and before and (_is_question(before) or before.text.endswith(":")):
            atoms[-1].keep = True
        atoms += block_atoms(block, before)
        before = block
    return atoms
