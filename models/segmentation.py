"""Gold excerpts for sentences and zones (`corpus/segmentation`), and how the segmenter does on them."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from models.metrics import precision_recall_f1
from pipeline.extract.assemble import Piece, assemble
from pipeline.records import BlockKind, Document
from pipeline.segment import segment
from pipeline.zones import zone_of

if TYPE_CHECKING:
    from collections.abc import Sequence

HALVES = ("development", "held out")
_LAST_OF_DEVELOPMENT = "seg-022"
"""The rules were written with the excerpts up to here in view; the others only measure."""


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A document excerpt with, for each block, the statements and the zone that a careful reader gave it."""

    id: str
    document: Document
    statements: tuple[tuple[str, ...], ...]
    zones: tuple[str, ...]


def excerpts(half: str) -> list[Excerpt]:
    """The excerpts of one half, in order."""
    text = (files("corpus") / "segmentation" / "gold.jsonl").read_text(encoding="utf-8")
    found = [_excerpt(json.loads(line)) for line in text.splitlines()]
    return [e for e in found if (e.id <= _LAST_OF_DEVELOPMENT) == (half == HALVES[0])]


def boundary_scores(found: Sequence[Excerpt]) -> tuple[float, float, float]:
    """Precision, recall and F1 of the ends of statements."""
    pairs: list[tuple[bool, bool]] = []
    for excerpt in found:
        gold, ours = _gold_ends(excerpt), {statement.end for statement in segment(excerpt.document)}
        pairs += [(end in gold, end in ours) for end in gold | ours]
    return precision_recall_f1(pairs)


def zone_table(found: Sequence[Excerpt]) -> Counter[tuple[str, str]]:
    """How often each gold zone was taken for each zone."""
    return Counter((gold, zone_of(block).value) for e in found for block, gold in zip(e.document.blocks, e.zones, strict=True))


def _excerpt(row: dict[str, Any]) -> Excerpt:
    pieces = [Piece(BlockKind(block["kind"]), block["text"], level=block["level"]) for block in row["blocks"]]
    document = Document(Path(row["id"]), "text/plain", assemble(pieces))
    statements = tuple(tuple(block["statements"]) for block in row["blocks"])
    return Excerpt(row["id"], document, statements, tuple(block["zone"] for block in row["blocks"]))


def _gold_ends(excerpt: Excerpt) -> set[int]:
    ends = set()
    for block, statements in zip(excerpt.document.blocks, excerpt.statements, strict=True):
        at = 0
        for statement in statements:
            at = block.text.index(statement, at) + len(statement)
            ends.add(block.start + at)
    return ends
