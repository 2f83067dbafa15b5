"""Turn the blocks and boxes of the local plan into pieces of text with their styles."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from pdf_lines import Style
from plan_flow import Panel, Piece

if TYPE_CHECKING:
    from parse import Block

GREEN, OCHRE, INK, TINT, PALE, WHITE = "#1d5545", "#b5651d", "#26302c", "#e6efe4", "#f4ead9", "#ffffff"
BODY = Style("Helvetica", 9.4, 13.2, above=6, colour=INK)
BULLET = replace(BODY, above=2.5)
NUMBER = replace(BODY, font="Helvetica-Bold", colour=GREEN)
DOT = replace(BODY, colour=OCHRE)
CHAPTER = Style("Helvetica-Bold", 17, 20, above=16, colour=GREEN)
SECTION = Style("Helvetica-Bold", 10.8, 14, above=10, colour=OCHRE)
SMALL = Style("Helvetica", 8, 10.6, above=4, colour=INK)
SMALL_BULLET = replace(SMALL, above=1.5)
NOTE = Style("Helvetica", 7.4, 9.6, colour=INK)
PULL = Style("Times-Italic", 18, 21, colour=OCHRE)
PULL_SOURCE = Style("Helvetica", 8, 12, above=5, colour=INK)
CALL_HEAD = Style("Helvetica-Bold", 14, 18, colour=WHITE)
CALL_TEXT = Style("Helvetica", 10.2, 14.2, above=5, colour=WHITE)
SIDE_HEAD = Style("Helvetica-Bold", 11, 14, above=16, colour=GREEN)
POLICY_HEAD = Style("Helvetica-Bold", 9.6, 12.8, colour=GREEN)
NUMBER_INDENT, BULLET_HANG = 23.0, 9.0
NUMBERED = re.compile(r"(\d+\.\d+|Question \d+\.) (.+)")
BOX_STYLES = {
    "sidebar": (SIDE_HEAD, replace(SMALL, size=8.6, leading=11.8, above=5), SMALL_BULLET),
    "callout": (CALL_HEAD, CALL_TEXT, CALL_TEXT),
    "policy": (POLICY_HEAD, replace(SMALL, size=8.6, leading=11.6), replace(SMALL_BULLET, size=8.6, leading=11.6)),
}


def paragraph(text: str) -> Piece:
    """Set a paragraph; "4.12" hangs in green on its left, and a question keeps its number in front of it."""
    match = NUMBERED.fullmatch(text)
    if not match:
        return Piece(text, BODY)
    if match[1].startswith("Question"):
        return Piece(text, BODY, NUMBER_INDENT)
    return Piece(match[2], BODY, NUMBER_INDENT, match[1], NUMBER_INDENT, NUMBER)


def bullet(text: str, style: Style, indent: float) -> Piece:
    """Set a bullet."""
    return Piece(text, style, indent + BULLET_HANG, "•", BULLET_HANG, replace(style, colour=OCHRE))


def box_pieces(block: Block) -> list[Piece]:
    """Set the words of a sidebar, call-out or policy."""
    head, text, item = BOX_STYLES[block.kind]
    pieces = []
    for words in block.items:
        if words.startswith("- "):
            pieces.append(bullet(words[2:], item, 0))
        else:
            pieces.append(Piece(words.removeprefix("# "), head if words.startswith("# ") else text))
    return pieces


def pull_pieces(block: Block) -> list[Piece]:
    """Set a pull quotation large, and its source small."""
    return [Piece(words, PULL_SOURCE if number else PULL) for number, words in enumerate(block.items)]


def story_items(block: Block) -> list[Piece | Panel]:
    """Set one block of the running text; boxes other than policies stand in frames of their own."""
    if block.kind == "heading":
        return [Piece(block.text, CHAPTER if block.level == 2 else SECTION, keep=True)]
    if block.kind == "bullets":
        return [bullet(item, BULLET, NUMBER_INDENT) for item in block.items]
    if block.kind == "policy":
        return [Panel(tuple(box_pieces(block)))]
    return [paragraph(block.text)]
