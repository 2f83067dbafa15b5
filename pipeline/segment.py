"""Document → Statements: sentences, and bullets read with their lead-in.

Blocks set the outer bounds; inside a block a sentence ends at a full stop, question mark or exclamation mark unless an
abbreviation, an initial, a section number or a bracket says otherwise. Rules and not a parser: every page of a batch passes here.
"""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_right
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from pipeline.extract.bounds import parts_of
from pipeline.language import language_of
from pipeline.limits import MAX_STATEMENT_CHARACTERS
from pipeline.records import BlockKind, Statement
from pipeline.zones import zone_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.records import Block, Document

_END = re.compile(
    r"(?<![.!?\u2026])[.!?\u2026]+[\"'\u2019\u201d)\]]*(?:\d{1,3}(?=\s+[A-Z]))?(?=\s)"
    r"|(?<=[a-z]{3})\.(?=[A-Z][a-z]+\s)"  # the space after a full stop lost in extraction
)
_NEXT = re.compile(r"\s*[\"'\u2018\u201c(\[]*((?:[a-z]{1,3}(?=[A-Z]))|[^\W\d_]|\d|[#•£\u2610-\u2612\u25a1])")
_INITIALS = re.compile(r"[B-HJ-Z]|(?:[A-Z]\.)+[A-Z]")
_WORD_BEFORE = re.compile(r"([^\s(\[\"'\u201c\u2018]+)$")
# `3.` in `3. The Council will` ends no sentence, nor does `Q4.` before a question.
_PARAGRAPH_NUMBER = re.compile(
    r"\s*\(?(?:Q|Question |Section |Part |Annex |Appendix |Option )?(?:\d{1,3}(?:\.\d{1,3})*[a-z]?|[A-Z])[.)]*"
)
_WHOLE_HEADING = 160  # characters up to which a heading is one statement, whatever its stops
_LEADER = "..."  # dots that lead to a page number


def segment(document: Document) -> list[Statement]:
    """Cut a document into statements in reading order. Each quotes its block exactly, between `start` and `end`."""
    spans = [(block, start, end) for block in document.blocks for start, end in _spans(block)]
    zones = {block.start: zone_of(block) for block in document.blocks}
    languages = {block.start: language_of(block.text) for block in document.blocks}
    texts = [block.text[start:end] for block, start, end in spans]
    return [
        Statement(
            text=texts[index],
            before=_before(block, start, texts[index - 1] if index else ""),
            after=texts[index + 1] if index + 1 < len(texts) else "",
            start=block.start + start,
            end=block.start + end,
            page=_page(block, start),
            section=block.section,
            kind=block.kind,
            zone=zones[block.start],
            language=languages[block.start],
            recognised=block.recognised,
        )
        for index, (block, start, end) in enumerate(spans)
    ]


def _spans(block: Block) -> Iterator[tuple[int, int]]:
    if block.kind is BlockKind.HEADING and len(block.text) <= _WHOLE_HEADING:
        return iter(((0, len(block.text)),))
    return sentence_spans(block.text)


def sentence_spans(text: str) -> Iterator[tuple[int, int]]:
    """The start and end of each sentence of a block's text, without the space between them."""
    start = 0
    for match in _END.finditer(text):
        if not _PARAGRAPH_NUMBER.fullmatch(text, start, match.end()) and _ends_sentence(text, match):
            yield from _bounded(text, start, match.end())
            start = match.end()
    yield from _bounded(text, start, len(text))


def _bounded(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The span, or where it is too long for the classifier to see every word its parts, without the space at their ends."""
    start, end = _without_space(text, start, end)
    for first, last in parts_of(text[start:end], MAX_STATEMENT_CHARACTERS):
        begin, close = _without_space(text, start + first, start + last)
        if begin < close:
            yield begin, close


def _without_space(text: str, start: int, end: int) -> tuple[int, int]:
    part = text[start:end].rstrip()
    return start + len(part) - len(part.lstrip()), start + len(part)


def _before(block: Block, start: int, previous: str) -> str:
    """What stands before a statement: for a bullet its lead-in, else the statement or heading above."""
    if block.kind is BlockKind.LIST_ITEM and start == 0 and block.lead_in:
        return block.lead_in
    return previous


def _page(block: Block, offset: int) -> int | None:
    """The page on which a character of the block stands: a block may run over a page break."""
    behind = bisect_right(block.runs, offset, key=lambda run: run.start)
    return block.runs[behind - 1].page if behind else block.page


def _ends_sentence(text: str, match: re.Match[str]) -> bool:
    following = _NEXT.match(text, match.end())
    if following is None or match.group().startswith(_LEADER):
        return False
    first = following.group(1)
    if first.islower() and not text[following.end() : following.end() + 1].isupper():  # `myVale` begins a sentence, `we` does not
        return False
    if match.group()[0] in "!?" or match.group().endswith(")"):
        return True
    before = _WORD_BEFORE.search(text, max(0, match.start() - 30), match.start())
    return not _is_abbreviation(before.group(1) if before else "", first)


def _is_abbreviation(word: str, following: str) -> bool:
    """Whether a full stop after `word`, with `following` as the next character, only shortens the word."""
    if _INITIALS.fullmatch(word):
        return len(word) == 1 or following.isdigit()
    lists, word = _abbreviations(), word.lower()
    if word in lists["before_number"]:
        return following.isdigit() or following == "£"
    if word in lists["before_any"]:
        return not following.isupper()
    return word in lists["before_more"]


@cache
def _abbreviations() -> dict[str, frozenset[str]]:
    data = tomllib.loads((files("corpus") / "lexicon" / "abbreviations.toml").read_text(encoding="utf-8"))
    return {name: frozenset(words) for name, words in data.items()}
