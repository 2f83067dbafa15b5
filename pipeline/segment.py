"""Document → Statements: sentences, and bullets read with their lead-in.

Blocks set the outer bounds; inside a block a sentence ends at a full stop, question mark or exclamation mark unless an
abbreviation, an initial, a section number or a bracket says otherwise. Rules and not a parser: every page of a batch passes here.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from pipeline.records import BlockKind, Statement

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.records import Block, Document

_END = re.compile(r"[.!?\u2026]+[\"'\u2019\u201d)\]]*(?:\d{1,3}(?=\s+[A-Z]))?(?=\s)")
_NEXT = re.compile(r"\s+[\"'\u2018\u201c(\[]*([^\W\d_]|\d|[#•£])")
_WORD_BEFORE = re.compile(r"([^\s(\[\"'\u201c\u2018]+)$")
_PARAGRAPH_NUMBER = re.compile(r"\(?\d{1,3}(?:\.\d{1,3})*[.)]*")  # `3.` in `3. The Council will` ends no sentence
_SPACE = re.compile(r"\s*")


def segment(document: Document) -> list[Statement]:
    """Cut a document into statements in reading order. Each quotes its block exactly, between `start` and `end`."""
    spans = [(block, start, end) for block in document.blocks for start, end in sentence_spans(block.text)]
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
        )
        for index, (block, start, end) in enumerate(spans)
    ]


def sentence_spans(text: str) -> Iterator[tuple[int, int]]:
    """The start and end of each sentence of a block's text, without the space between them."""
    start = 0
    for match in _END.finditer(text):
        if not _PARAGRAPH_NUMBER.fullmatch(text, start, match.end()) and _ends_sentence(text, match):
            yield start, match.end()
            start = _after(_SPACE, text, match.end())
    if text[start:].strip():
        yield start, len(text.rstrip())


def _before(block: Block, start: int, previous: str) -> str:
    """What stands before a statement: for a bullet its lead-in, else the statement or heading above."""
    if block.kind is BlockKind.LIST_ITEM and start == 0 and block.lead_in:
        return block.lead_in
    return previous


def _page(block: Block, offset: int) -> int | None:
    """The page on which a character of the block stands: a block may run over a page break."""
    if not block.runs or block.runs[-1].page == block.page:
        return block.page
    return next((run.page for run in reversed(block.runs) if run.start <= offset), block.page)


def _ends_sentence(text: str, match: re.Match[str]) -> bool:
    following = _NEXT.match(text, match.end())
    if following is None:
        return False
    if match.group()[0] in "!?":
        return not following.group(1).islower()
    if following.group(1).islower():
        return False
    before = _WORD_BEFORE.search(text, max(0, match.start() - 30), match.start())
    return not _is_abbreviation(before.group(1).lower() if before else "", following.group(1))


def _is_abbreviation(word: str, following: str) -> bool:
    """Whether a full stop after `word`, with `following` as the next character, only shortens the word."""
    lists = _abbreviations()
    if word in lists["before_number"]:
        return following.isdigit()
    if word in lists["before_any"]:
        return not following.isupper()
    return word in lists["before_more"] or (len(word) == 1 and word.isalpha() and word not in "ai")


def _after(pattern: re.Pattern[str], text: str, start: int) -> int:
    match = pattern.match(text, start)
    return match.end() if match else start


@cache
def _abbreviations() -> dict[str, frozenset[str]]:
    data = tomllib.loads((files("corpus") / "lexicon" / "abbreviations.toml").read_text(encoding="utf-8"))
    return {name: frozenset(words) for name, words in data.items()}
