"""Turn what a reader saw into blocks: offsets, the path of headings above each, and the lead-in of each bullet."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pipeline.extract.bounds import parts_of, runs_between
from pipeline.limits import MAX_BLOCK_CHARACTERS
from pipeline.records import Block, BlockKind, Run

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


@dataclass(frozen=True, slots=True)
class Piece:
    """A block as a reader yields it, before it knows its place. `level` is a heading's rank or a list item's depth, from 1."""

    kind: BlockKind
    text: str
    page: int | None = None
    level: int | None = None
    runs: tuple[Run, ...] = ()
    confidence: float | None = None


def assemble(pieces: Iterable[Piece]) -> tuple[Block, ...]:
    """Number the pieces' characters, and give each its section path and lead-in. Empty pieces are left out."""
    blocks: list[Block] = []
    headings: list[tuple[int, str]] = []
    leads = _LeadIns()
    start = 0
    for piece in (part for whole in pieces for part in _bounded(whole)):
        if not piece.text.strip():
            continue
        if piece.kind is BlockKind.HEADING:
            level = piece.level or 1
            headings = [heading for heading in headings if heading[0] < level]
        section = tuple(text for _, text in headings)
        lead_in = leads.of(piece)
        place = (piece.kind, piece.text, start, piece.page, piece.level, section, lead_in)
        blocks.append(Block(*place, piece.runs, piece.confidence))
        if piece.kind is BlockKind.HEADING:
            headings.append((piece.level or 1, piece.text))
        start += len(piece.text) + 1
    return tuple(blocks)


def _bounded(piece: Piece) -> Iterator[Piece]:
    """The piece, or where it is too long its parts."""
    if len(piece.text) <= MAX_BLOCK_CHARACTERS:
        yield piece
        return
    for start, end in parts_of(piece.text, MAX_BLOCK_CHARACTERS):
        yield replace(piece, text=piece.text[start:end], runs=runs_between(piece.runs, start, end))


class _LeadIns:
    """Remembers the sentence that the coming bullets complete, one for each depth of nesting."""

    def __init__(self) -> None:
        self._by_depth: dict[int, str] = {}

    def of(self, piece: Piece) -> str:
        if piece.kind is BlockKind.NOTE:
            return ""
        if piece.kind is not BlockKind.LIST_ITEM:
            self._by_depth = {1: piece.text} if leads_in(piece.text) else {}
            return ""
        depth = piece.level or 1
        above = [self._by_depth[d] for d in sorted(self._by_depth) if d <= depth]
        if leads_in(piece.text):
            self._by_depth[depth + 1] = piece.text
        return last_sentence(above[-1]) if above else ""


def leads_in(text: str) -> bool:
    """Whether a text is left open for a list to complete: `We will:`, `What we want to do`."""
    return text.rstrip().endswith((":", ":-", "\u2013", "\u2014")) or (len(text) < 80 and text.rstrip()[-1:].isalnum())


def last_sentence(text: str) -> str:
    """The last sentence of a paragraph, which is what a list under it completes."""
    cut = max(text.rfind(mark, 0, len(text) - 2) for mark in (". ", "? ", "! "))
    return text[cut + 2 :] if cut >= 0 else text
