"""Turn the blocks of a document into the body of an OpenDocument text: headings, nested lists, tables, a text box.

Besides footnote marks the words may hold "{--deleted--}" and "{++inserted++}", which become tracked changes, and
"{>>remark<<}", which becomes a comment. "{cy} " opens a paragraph in Welsh, and " / " parts the two languages of a heading.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lxml import etree

if TYPE_CHECKING:
    from collections.abc import Iterator

    from parse import Block

BASE = "urn:oasis:names:tc:opendocument:xmlns"
SPACES = {
    **{name: f"{BASE}:{name}:1.0" for name in ("office", "style", "text", "table", "meta", "manifest")},
    "draw": f"{BASE}:drawing:1.0",
    "fo": f"{BASE}:xsl-fo-compatible:1.0",
    "svg": f"{BASE}:svg-compatible:1.0",
    "dc": "http://purl.org/dc/elements/1.1/",
}
INLINE = re.compile(r"(\[\^\d+\]|\{--.+?--\}|\{\+\+.+?\+\+\}|\{>>.+?<<\})")
WELSH = "{cy} "
REVISER, MOMENT = "Owen Trevanion", "2026-10-12T09:30:00"


def qualified(name: str) -> str:
    """Turn "text:p" into the name that lxml uses."""
    prefix, _, local = name.partition(":")
    return f"{{{SPACES[prefix]}}}{local}"


def node(name: str, *content: etree._Element | str, **attributes: str) -> etree._Element:
    """Make an element; an attribute "text_style_name" is written text:style-name."""
    element = etree.Element(qualified(name), nsmap=SPACES)
    for key, value in attributes.items():
        prefix, _, local = key.partition("_")
        element.set(qualified(f"{prefix}:{local.replace('_', '-')}"), value)
    for part in content:
        add(element, part)
    return element


def add(element: etree._Element, part: etree._Element | str) -> None:
    """Append a child, or words behind the last child."""
    if not isinstance(part, str):
        element.append(part)
    elif len(element):
        element[-1].tail = (element[-1].tail or "") + part
    else:
        element.text = (element.text or "") + part


class Body:
    """Makes the elements of a document, and keeps its tracked changes."""

    def __init__(self, notes: dict[str, str]) -> None:
        self.notes = notes
        self.changes: list[etree._Element] = []
        self.tables = 0

    def note(self, number: str) -> etree._Element:
        """Make a footnote."""
        words = node("text:p", self.notes[number], text_style_name="Footnote")
        citation = node("text:note-citation", number)
        return node("text:note", citation, node("text:note-body", words), text_id=f"ftn{number}", text_note_class="footnote")

    def change(self, kind: str, *content: etree._Element) -> str:
        """Record a tracked change and return its identifier."""
        info = node("office:change-info", node("dc:creator", REVISER), node("dc:date", MOMENT))
        mark = f"ct{len(self.changes) + 1}"
        region = node("text:changed-region", node(f"text:{kind}", info, *content), text_id=mark)
        region.set("{http://www.w3.org/XML/1998/namespace}id", mark)
        self.changes.append(region)
        return mark

    def deletion(self, words: str) -> Iterator[etree._Element | str]:
        """Put deleted words away, and mark where they stood."""
        mark = self.change("deletion", node("text:p", words, text_style_name="Text_20_body"))
        yield node("text:change", text_change_id=mark)

    def insertion(self, words: str) -> Iterator[etree._Element | str]:
        """Set inserted words between marks."""
        mark = self.change("insertion")
        yield node("text:change-start", text_change_id=mark)
        yield words
        yield node("text:change-end", text_change_id=mark)

    def inline(self, text: str) -> Iterator[etree._Element | str]:
        """Turn the words of a paragraph into text, footnotes, tracked changes and comments."""
        for part in INLINE.split(text):
            if part.startswith("[^"):
                yield self.note(part[2:-1])
            elif part.startswith("{--"):
                yield from self.deletion(part[3:-3])
            elif part.startswith("{++"):
                yield from self.insertion(part[3:-3])
            elif part.startswith("{>>"):
                remark = node("text:p", part[3:-3])
                yield node("office:annotation", node("dc:creator", REVISER), node("dc:date", MOMENT), remark)
            elif part:
                yield part

    def words(self, text: str, style: str) -> etree._Element:
        """Make a paragraph in the given style."""
        return node("text:p", *self.inline(text), text_style_name=style)

    def heading(self, block: Block) -> Iterator[etree._Element]:
        """Make the title, or a heading with its outline level; the Welsh half is marked as Welsh."""
        welsh, slash, english = block.text.rpartition(" / ")
        parts: list[etree._Element | str] = [english]
        if slash:
            parts[:0] = [node("text:span", welsh, text_style_name="Cymraeg"), slash]
        if block.level == 1:
            yield node("text:p", parts[0], node("text:line-break"), english, text_style_name="Title")
            return
        level = str(block.level - 1)
        yield node("text:h", *parts, text_style_name=f"Heading_20_{level}", text_outline_level=level)

    def para(self, block: Block) -> Iterator[etree._Element]:
        """Make a paragraph, in English or in Welsh."""
        if block.text.startswith(WELSH):
            yield self.words(block.text.removeprefix(WELSH), "Testun_20_Cymraeg")
        else:
            yield self.words(block.text, "Lead-in" if block.text.endswith(":") else "Text_20_body")

    def items(self, block: Block) -> Iterator[etree._Element]:
        """Make a list, with the deeper items in lists of their own."""
        top = node("text:list", text_style_name="Bullets" if block.kind == "bullets" else "Numbers")
        lists = [top]
        for item, level in zip(block.items, block.levels, strict=True):
            del lists[level + 1 :]
            if level == len(lists):
                lists.append(node("text:list"))
                lists[-2][-1].append(lists[-1])
            lists[level].append(node("text:list-item", self.words(item, "List_20_text")))
        lists[-1][-1][0].set(qualified("text:style-name"), "List_20_end")
        yield top

    def quote(self, block: Block) -> Iterator[etree._Element]:
        """Make a quotation and its source."""
        for item in block.items[:-1]:
            yield self.words(item, "Quotations")
        yield self.words(block.items[-1], "Quotation_20_source")

    def row(self, cells: tuple[str, ...], style: str) -> etree._Element:
        """Make one row of a table."""
        kind = "Table_20_heading" if style == "HeadCell" else "Table_20_contents"
        made = [
            node("table:table-cell", self.words(cell, kind), table_style_name=style, office_value_type="string") for cell in cells
        ]
        return node("table:table-row", *made, table_style_name="Row")

    def table(self, block: Block) -> Iterator[etree._Element]:
        """Make a table whose first row is a heading row, and a little space below it."""
        self.tables += 1
        columns = [node("table:table-column", table_style_name="Wide")]
        columns += [node("table:table-column", table_style_name="Narrow") for _ in block.rows[0][1:]]
        head = node("table:table-header-rows", self.row(block.rows[0], "HeadCell"))
        rows = [self.row(cells, "Cell") for cells in block.rows[1:]]
        yield node("table:table", *columns, head, *rows, table_name=f"Table{self.tables}", table_style_name="Table")
        yield node("text:p", text_style_name="Standard")

    def box(self, block: Block) -> Iterator[etree._Element]:
        """Make a text box, anchored to a paragraph of its own."""
        looks = ["Box_20_heading" if item.startswith("# ") else "Box_20_text" for item in block.items]
        inside = [self.words(item.removeprefix("# "), look) for item, look in zip(block.items, looks, strict=True)]
        text_box = node("draw:text-box", *inside, fo_min_height="2.6cm")
        size = {"svg_width": "15.8cm", "draw_z_index": "0", "draw_style_name": "Box", "text_anchor_type": "paragraph"}
        frame = node("draw:frame", text_box, draw_name=block.name, **size)
        yield node("text:p", frame, text_style_name="Standard")

    def blocks(self, blocks: list[Block]) -> list[etree._Element]:
        """Make the elements of every block in order."""
        makers = {
            "heading": self.heading,
            "para": self.para,
            "bullets": self.items,
            "numbers": self.items,
            "quote": self.quote,
            "table": self.table,
            "box": self.box,
        }
        return [element for block in blocks for element in makers[block.kind](block)]
