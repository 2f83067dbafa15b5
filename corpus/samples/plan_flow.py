"""Pour text into the frames of a designed page, line by line, so that a paragraph can run on into a frame of another width."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from parse import NOTE_MARK
from pdf_lines import WIDEST_GAP, Style, measure, word_breaks
from plan_words import BREAKS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

PANEL_PAD = 8.0
PANEL_GAP = 9.0
LARGEST_BROKEN = 10.5  # headings and pull quotations, which are larger, are not hyphenated


@dataclass(frozen=True)
class Frame:
    """A place on a page: `name` is "story", or the name of the box that stands there; `top` is counted from the foot."""

    name: str
    x: float
    top: float
    width: float
    height: float = 0


@dataclass(frozen=True)
class Piece:
    """A heading, paragraph or bullet; its label hangs `hang` points to the left of the text."""

    text: str
    style: Style
    indent: float = 0
    label: str = ""
    hang: float = 0
    label_style: Style | None = None
    keep: bool = False

    @property
    def plain(self) -> str:
        """Return the label and the words, without footnote marks."""
        return NOTE_MARK.sub("", f"{self.label} {self.text}" if self.label else self.text)


@dataclass(frozen=True)
class Panel:
    """Pieces on a tint that stay together in one frame."""

    pieces: tuple[Piece, ...]


@dataclass(frozen=True)
class Line:
    """A line of text in its place."""

    x: float
    baseline: float
    text: str
    style: Style


@dataclass
class Filled:
    """What a frame holds: lines, the tinted panels behind them, and the words of the pieces that begin in it."""

    frame: Frame
    lines: list[Line] = field(default_factory=list)
    panels: list[Frame] = field(default_factory=list)
    begins: list[str] = field(default_factory=list)


def _cut(line: str, word: str, width: float, style: Style) -> tuple[str, str]:
    """Put as much of word as fits at the end of line; return the full line and what is left of the word."""
    if style.size > LARGEST_BROKEN or (line and width - measure(line, style) < width * WIDEST_GAP):
        return line, word
    joined = f"{line} " if line else ""
    fits = [(joined + head, tail) for head, tail in word_breaks(word, BREAKS) if measure(joined + head, style) <= width]
    return fits[-1] if fits else (line, word)


def first_line(text: str, width: float, style: Style) -> tuple[str, str]:
    """Return the first line of text, no wider than width, and the rest of the text."""
    words = text.split()
    line = ""
    for number, word in enumerate(words):
        longer = f"{line} {word}" if line else word
        if measure(longer, style) <= width:
            line = longer
            continue
        line, rest = _cut(line, word, width, style)
        return line, " ".join([rest, *words[number + 1 :]])
    return line, ""


def lines_of(text: str, width: float, style: Style) -> Iterator[tuple[str, str]]:
    """Break text into lines, each with the text that is still to come after it."""
    while text:
        line, text = first_line(text, width, style)
        yield line, text


class Flow:
    """Fills frames in order."""

    def __init__(self, frames: Sequence[Frame]) -> None:
        self.filled = [Filled(frame) for frame in frames]
        self.at = 0
        self.used = 0.0

    @property
    def here(self) -> Filled:
        """Return the frame that is being filled."""
        if self.at >= len(self.filled):
            raise ValueError("the text does not fit its frames")
        return self.filled[self.at]

    @property
    def room(self) -> float:
        """Return the height that is left in this frame."""
        return self.here.frame.height - self.used

    def next_frame(self) -> None:
        """Go on to the next frame."""
        self.at += 1
        self.used = 0

    def above(self, style: Style) -> float:
        """Return the space above a piece, which is dropped at the head of a frame."""
        return style.above if self.used else 0

    def height(self, piece: Piece) -> float:
        """Return the height of a piece in this frame, without the space above."""
        width = self.here.frame.width - piece.indent
        return piece.style.leading * sum(1 for _ in lines_of(piece.text, width, piece.style))

    def fitting(self, piece: Piece, text: str) -> list[tuple[str, str]]:
        """Return the lines that go into this frame, leaving no single line of a longer paragraph behind or in the next."""
        lines = list(lines_of(text, self.here.frame.width - piece.indent, piece.style))
        count = max(0, int((self.room - self.above(piece.style) + 0.01) // piece.style.leading))
        if count >= len(lines):
            return lines
        if len(lines) - count == 1:
            count -= 1
        whole = text == piece.text
        return lines[: 0 if whole and count == 1 and len(lines) > 1 else max(count, 0)]

    def put(self, piece: Piece, text: str, label: bool) -> None:
        """Set one line of a piece, with its label if it is the first."""
        frame = self.here.frame
        self.used += piece.style.leading
        baseline = frame.top - self.used + piece.style.leading - piece.style.size
        x = frame.x + piece.indent
        if label and piece.label:
            self.here.lines.append(Line(x - piece.hang, baseline, piece.label, piece.label_style or piece.style))
        self.here.lines.append(Line(x, baseline, text, piece.style))

    def set_piece(self, piece: Piece) -> None:
        """Set a piece, in as many frames as it needs; a heading goes where three lines of text can follow it."""
        if piece.keep and self.room < self.above(piece.style) + self.height(piece) + 40:
            self.next_frame()
        rest, first = piece.text, True
        while rest:
            lines = self.fitting(piece, rest)
            self.used += self.above(piece.style) if lines and first else 0
            for text, left in lines:
                self.put(piece, text, first)
                if first:
                    self.here.begins.append(piece.plain)
                rest, first = left, False
            if rest:
                self.next_frame()

    def panel_text(self, panel: Panel) -> Flow:
        """Set the words of a panel as they would stand at this height."""
        frame = self.here.frame
        top = frame.top - self.used - (PANEL_GAP if self.used else 0)
        inner = Flow([Frame("panel", frame.x + PANEL_PAD, top - PANEL_PAD, frame.width - 2 * PANEL_PAD, 2000)])
        inner.set_all(panel.pieces)
        return inner

    def set_panel(self, panel: Panel) -> None:
        """Set a panel whole, on its tint."""
        inner = self.panel_text(panel)
        if self.room < inner.used + 2 * PANEL_PAD + PANEL_GAP:
            self.next_frame()
            inner = self.panel_text(panel)
        height = inner.used + 2 * PANEL_PAD
        frame = self.here.frame
        self.used += PANEL_GAP if self.used else 0
        self.here.panels.append(Frame("panel", frame.x, frame.top - self.used, frame.width, height))
        self.here.lines += inner.filled[0].lines
        self.here.begins += inner.filled[0].begins
        self.used += height

    def set_all(self, items: Sequence[Piece | Panel]) -> None:
        """Set pieces and panels in order."""
        for item in items:
            if isinstance(item, Panel):
                self.set_panel(item)
            else:
                self.set_piece(item)
