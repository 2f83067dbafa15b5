"""Set a parsed document as a council web page, with the furniture that such pages carry."""

from __future__ import annotations

import re
from html import escape
from pathlib import Path
from string import Template

from parse import Block, Document, split_notes

TEMPLATE = Path(__file__).parent / "sources" / "page.html"
GLOSSARY = "What the words mean"
LINK = re.compile(r"\bwww\.[\w./-]+\w|\b[\w.]+@[\w.]+\w")


def slug(text: str) -> str:
    """Return a heading's name for use in an address."""
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")


def _link(match: re.Match[str]) -> str:
    """Turn a web or email address into a link."""
    address = match[0]
    target = f"mailto:{address}" if "@" in address else f"https://{address}"
    return f'<a href="{target}">{address}</a>'


def inline(text: str) -> str:
    """Escape words, link addresses and turn footnote marks into links."""
    parts = []
    for part, is_note in split_notes(text):
        if is_note:
            parts.append(f'<sup><a id="ref{part}" href="#note{part}" aria-label="Footnote {part}">{part}</a></sup>')
        else:
            parts.append(LINK.sub(_link, escape(part, quote=False)))
    return "".join(parts)


def heading(block: Block) -> str:
    """Write a heading with an id to link to."""
    return f'<h{block.level} id="{slug(block.text)}">{inline(block.text)}</h{block.level}>'


def paragraph(block: Block) -> str:
    """Write a paragraph."""
    return f"<p>{inline(block.text)}</p>"


def item_list(block: Block) -> str:
    """Write a list."""
    tag = "ul" if block.kind == "bullets" else "ol"
    items = "\n".join(f"<li>{inline(item)}</li>" for item in block.items)
    return f"<{tag}>\n{items}\n</{tag}>"


def quote(block: Block) -> str:
    """Write a quotation whose last line is its source."""
    *words, source = (inline(item) for item in block.items)
    body = "".join(f"<p>{line}</p>" for line in words)
    return f"<figure>\n<blockquote>{body}</blockquote>\n<figcaption>{source}</figcaption>\n</figure>"


def table(block: Block) -> str:
    """Write a table with scoped headings."""
    head, *body = block.rows
    lines = ["<table>", "<thead>", "<tr>" + "".join(f'<th scope="col">{inline(c)}</th>' for c in head) + "</tr>"]
    lines += ["</thead>", "<tbody>"]
    for first, *rest in body:
        cells = "".join(f"<td>{inline(cell)}</td>" for cell in rest)
        lines.append(f'<tr><th scope="row">{inline(first)}</th>{cells}</tr>')
    return "\n".join([*lines, "</tbody>", "</table>"])


WRITERS = {
    "heading": heading,
    "para": paragraph,
    "bullets": item_list,
    "numbers": item_list,
    "quote": quote,
    "table": table,
}


def sections(document: Document) -> dict[str, list[Block]]:
    """Group the blocks under the second-level heading that each belongs to; the title's own group is named ""."""
    groups: dict[str, list[Block]] = {"": []}
    for block in document.blocks[1:]:
        if block.kind == "heading" and block.level == 2:
            groups[block.text] = []
        else:
            groups[next(reversed(groups))].append(block)
    return groups


def write(blocks: list[Block]) -> str:
    """Write blocks one after another."""
    return "\n".join(WRITERS[block.kind](block) for block in blocks)


def section(name: str, blocks: list[Block]) -> str:
    """Write a section; the glossary goes into a disclosure that opens on request."""
    if name == GLOSSARY:
        return f'<details id="{slug(name)}">\n<summary>{name}</summary>\n{write(blocks)}\n</details>'
    title = heading(Block("heading", name, level=2))
    return f'<section aria-labelledby="{slug(name)}">\n{title}\n{write(blocks)}\n</section>'


def footnotes(notes: dict[str, str]) -> str:
    """Write the footnotes with links back to their marks."""
    back = '<a href="#ref{n}" aria-label="Back to text">↩</a>'
    return "\n".join(f'<li id="note{n}">{inline(words)} {back.format(n=n)}</li>' for n, words in notes.items())


def make_html(document: Document, body: str, subject: str) -> bytes:
    """Return the document as the bytes of a web page."""
    groups = sections(document)
    intro = write(groups.pop(""))
    page = Template(TEMPLATE.read_text(encoding="utf-8"))
    return page.substitute(
        title=escape(document.title),
        body=escape(body),
        subject=escape(subject),
        intro=intro,
        contents="\n".join(f'<li><a href="#{slug(name)}">{escape(name)}</a></li>' for name in groups),
        sections="\n\n".join(section(name, blocks) for name, blocks in groups.items()),
        notes=footnotes(document.notes),
    ).encode()
