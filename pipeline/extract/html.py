"""HTML: the page's own content, without navigation, cookie banners, scripts and footers."""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING

from selectolax.lexbor import LexborHTMLParser

from pipeline.extract import html_bounds
from pipeline.extract.assemble import Piece, assemble
from pipeline.extract.cleaning import TextBuilder
from pipeline.extract.decoding import decode
from pipeline.extract.html_hidden import take_out_hidden
from pipeline.extract.media import HTML
from pipeline.extract.unseen import noted
from pipeline.records import BlockKind, Document

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from selectolax.lexbor import LexborNode

_UNSPOKEN = "script, style, noscript, template, svg"
_NOISE = (
    "nav, iframe, select, button, input, textarea, "
    "[role=navigation], [role=search], [role=banner], [role=contentinfo], [role=dialog]"
)
_NOISE_NAME = re.compile(r"\b(?:cookie|breadcrumb|skip-?link|share|social|site-?nav|navbar|menu)", re.IGNORECASE)
_BLOCKS = frozenset(
    "address article aside blockquote body caption dd details div dl dt fieldset figcaption figure footer form h1 h2 h3 "
    "h4 h5 h6 header hr html legend li main ol p pre section summary table tbody td tfoot th thead tr ul".split()
)
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_LISTS = frozenset({"ul", "ol"})


def read(path: Path) -> Document:
    """Read an HTML page. HTML has no pages and no useful positions: blocks carry no runs."""
    source = decode(path)
    hidden: list[str] = []
    blocks = assemble(pieces_of_html(source, hidden))
    title = LexborHTMLParser(source).css_first("title")
    left_out = noted(hidden, (source,))
    return Document(path, HTML, blocks, title=title.text().strip() if title else "", left_out=left_out, hidden=tuple(hidden))


def pieces_of_html(source: str, hidden: list[str]) -> Iterator[Piece]:
    """The blocks of a page or fragment in document order. What a reader does not see is added to `hidden`.

    Raises:
        ReadError: the markup would grow without bound in the parser.
    """
    html_bounds.check(source)
    tree = LexborHTMLParser(source)
    for node in tree.css(_UNSPOKEN):
        node.decompose()
    hidden += take_out_hidden(tree)
    root = tree.css_first("main, [role=main]") or tree.body
    if root is None:
        return
    _strip(tree, root)
    texts = ((_block_of(node), node) for node in root.traverse(include_text=True) if node.tag in ("-text", "br"))
    for _, group in groupby(texts, key=lambda pair: pair[0].mem_id):
        piece = _piece(list(group))
        if piece.text:
            yield piece


def _strip(tree: LexborHTMLParser, root: LexborNode) -> None:
    for node in tree.css(_NOISE):
        if node.mem_id != root.mem_id:
            node.decompose()
    for node in root.css("[class], [id]"):
        name = f"{node.attributes.get('class') or ''} {node.attributes.get('id') or ''}"
        if _NOISE_NAME.search(name) and node.css_first("main, article, h1") is None:
            node.decompose()
    if root.tag == "body":
        for node in root.css("body > header, body > footer"):
            node.decompose()


def _block_of(node: LexborNode) -> LexborNode:
    while node.parent is not None:
        node = node.parent
        if node.tag in _BLOCKS:
            break
    return node


def _piece(pairs: list[tuple[LexborNode, LexborNode]]) -> Piece:
    block = pairs[0][0]
    builder = TextBuilder()
    for _, node in pairs:
        builder.add(" " if node.tag == "br" else node.text_content or "", 0)
    text = " ".join(builder.build()[0].split())
    kind, level = _kind(block)
    return Piece(kind, text, level=level)


def _kind(block: LexborNode) -> tuple[BlockKind, int | None]:
    above = _tags_above(block)
    heading = next((tag for tag in above if tag in _HEADINGS), None)
    if heading:
        return BlockKind.HEADING, int(heading[1])
    if "summary" in above or "caption" in above or "legend" in above:
        return BlockKind.HEADING, 5
    if "li" in above:
        return BlockKind.LIST_ITEM, sum(tag in _LISTS for tag in above) or 1
    if "td" in above or "th" in above:
        return BlockKind.TABLE_CELL, None
    return BlockKind.PARAGRAPH, None


def _tags_above(node: LexborNode | None) -> list[str]:
    tags = []
    while node is not None and node.tag is not None:
        tags.append(node.tag)
        node = node.parent
    return tags
