"""Markdown, read by markdown-it (CommonMark with tables)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from markdown_it import MarkdownIt

from pipeline.extract.assemble import Piece, assemble
from pipeline.extract.cleaning import TextBuilder
from pipeline.extract.decoding import decode
from pipeline.extract.html import pieces_of_html
from pipeline.extract.media import MARKDOWN
from pipeline.extract.unseen import noted
from pipeline.records import BlockKind, Document

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from markdown_it.token import Token

    from pipeline.records import Run

_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_FRONT_MATTER = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)
_KEY = re.compile(r"^[ \t]*(?:- )?[\w-]+:(?:[ \t]*[>|]-?[ \t]*$|[ \t]+[\"']?|$)|[\"'][ \t]*$|^---$", re.MULTILINE)
_HASHES = re.compile(r"(#{1,6})(?=[^#\s])")  # a heading without the space that CommonMark asks for
_TEMPLATE = re.compile(
    r"\{%.{0,500}?%\}|\{\{.{0,500}?\}\}|\{/?div[^}]{0,500}\}|\{:[^}]{0,500}\}"
)  # site generators leave these in the source


def read(path: Path) -> Document:
    """Read a Markdown file. Runs count characters of the decoded file."""
    source = decode(path)
    blanked = _FRONT_MATTER.sub(_prose_of_front_matter, _TEMPLATE.sub(_spaces, source))
    hidden: list[str] = []
    blocks = assemble(_pieces(blanked, hidden))
    return Document(path, MARKDOWN, blocks, left_out=noted(hidden, (source,)), hidden=tuple(hidden))


def _spaces(match: re.Match[str]) -> str:
    """As many blanks as the match had characters, so that offsets stay true."""
    return re.sub(r"[^\n]", " ", match.group())


def _prose_of_front_matter(match: re.Match[str]) -> str:
    """Front matter without its keys. Some sites keep the whole page in it, so long values are read."""
    kept, is_prose = [], False
    for line in _KEY.sub(_spaces, match.group()).split("\n"):
        is_prose = bool(line.strip()) and (is_prose or len(line.split()) > 4)
        kept.append(line if is_prose else " " * len(line))
    return "\n".join(kept)


def _pieces(source: str, hidden: list[str]) -> Iterator[Piece]:
    starts = [0, *(match.end() for match in re.finditer("\n", source))]
    inside: list[str] = []
    seen = 0
    for token in MarkdownIt("commonmark").enable("table").disable("code").parse(source):
        if token.nesting == 1:
            inside.append(token.tag)
        elif token.nesting == -1:
            inside.pop()
        elif token.type == "inline" and token.map:
            seen = max(seen, starts[token.map[0]])
            text, runs, seen = _inline(token, source, seen)
            yield _piece(text, runs, inside)
        elif token.type == "html_block":
            yield from pieces_of_html(token.content, hidden)


def _inline(token: Token, source: str, seen: int) -> tuple[str, tuple[Run, ...], int]:
    """The words of an inline token, each child found again in the source from `seen` on."""
    builder = TextBuilder()
    for child in token.children or ():
        if child.type in ("softbreak", "hardbreak") or child.content.startswith("<br"):
            builder.add(" ", seen)
        if not child.content or child.type in ("html_inline", "image"):
            continue
        found = source.find(child.content, seen)
        builder.add(child.content, max(found, seen))
        seen = max(found + len(child.content), seen)
    return *builder.build(), seen


def _piece(text: str, runs: tuple[Run, ...], inside: list[str]) -> Piece:
    last = inside[-1] if inside else "p"
    hashes = _HASHES.match(text)
    if hashes and last == "p":
        return Piece(BlockKind.HEADING, text[hashes.end() :], level=len(hashes.group(1)))
    if last in _HEADINGS:
        return Piece(BlockKind.HEADING, text, level=int(last[1]), runs=runs)
    if last in ("td", "th"):
        return Piece(BlockKind.TABLE_CELL, text, runs=runs)
    if "li" in inside:
        return Piece(BlockKind.LIST_ITEM, text, level=inside.count("li"), runs=runs)
    return Piece(BlockKind.PARAGRAPH, text, runs=runs)
