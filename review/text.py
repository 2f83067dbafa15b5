"""A document's text in reading order for a page: blocks, each cut into pieces, those marked that belong to a finding."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

from pipeline.records import BlockKind
from pipeline.report.visible import visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from pipeline.records import Block, Document, Finding
    from review.findings import Settled

_TAGS = {BlockKind.PARAGRAPH: "p", BlockKind.LIST_ITEM: "li", BlockKind.TABLE_CELL: "cell", BlockKind.NOTE: "note"}
_TOP, _DEEPEST = 3, 6


@dataclass(frozen=True, slots=True)
class Piece:
    """Text of a block. `finding` is the id of the finding that it belongs to; `strong` words made the verdict."""

    text: str
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Passage:
    """Pieces that belong to one finding, or to none (empty `finding`)."""

    pieces: tuple[Piece, ...]
    finding: str = ""
    severity: str = ""
    state: str = ""
    state_label: str = ""


@dataclass(frozen=True, slots=True)
class Shown:
    """A block. `page` is set where a new page begins; `start` is the offset of its text in the document's."""

    tag: str
    start: int
    passages: tuple[Passage, ...]
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """Blocks that stand together: the items of a list, the cells of a table, or one block."""

    kind: str
    blocks: list[Shown] = field(default_factory=list)


def groups(
    document: Document, findings: Iterable[Finding], states: Mapping[str, Settled], labels: Mapping[str, str]
) -> list[Group]:
    """The document's blocks as a page shows them, with the words of `findings` marked."""
    by_start = _by_start(findings)
    made: list[Group] = []
    page, level = None, _TOP - 1
    for block in document.blocks:
        tag = _TAGS.get(block.kind, "")
        if not tag:
            level = min((block.level or 1) + _TOP - 1, level + 1, _DEEPEST)
            tag = f"h{level}"
        is_new = block.page is not None and block.page != page
        page = block.page if is_new else page
        shown = Shown(tag, block.start, tuple(_passages(block, by_start, states, labels)), page if is_new else None)
        if not made or made[-1].kind != tag or tag not in ("li", "cell") or is_new:
            made.append(Group(tag))
        made[-1].blocks.append(shown)
    return made


def _by_start(findings: Iterable[Finding]) -> dict[int, Finding]:
    """The finding that is marked at each statement: a promise rather than what it shows of the whole."""
    chosen: dict[int, Finding] = {}
    for finding in findings:
        start = finding.promise.statement.start
        if start not in chosen or chosen[start].kind == "document":
            chosen[start] = finding
    return chosen


def _passages(
    block: Block, by_start: Mapping[int, Finding], states: Mapping[str, Settled], labels: Mapping[str, str]
) -> Iterator[Passage]:
    at = block.start
    for start in sorted(start for start in by_start if block.start <= start < block.end):
        finding = by_start[start]
        statement, state = finding.promise.statement, states[finding.finding_id].state
        if start > at:
            yield Passage((Piece(visible(block.text[at - block.start : start - block.start])),))
        yield Passage(tuple(_pieces(finding)), finding.finding_id, finding.severity, state, labels[state])
        at = statement.end
    if at < block.end:
        yield Passage((Piece(visible(block.text[at - block.start :])),))


def _pieces(finding: Finding) -> Iterator[Piece]:
    text = finding.promise.statement.text
    inside = [(e.start, e.end) for e in finding.promise.verdict.evidence]
    cuts = sorted({0, len(text), *(cut for span in inside for cut in span)})
    for start, end in pairwise(cuts):
        strong = any(first <= start and end <= last for first, last in inside)
        yield Piece(visible(text[start:end]), strong)
