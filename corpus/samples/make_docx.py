"""Set a parsed document as a Word file with real styles, lists, tables, page fields and footnotes."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

import docx
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt, RGBColor
from parse import Block, Document, split_notes

if TYPE_CHECKING:
    from docx.document import Document as WordDocument
    from docx.text.paragraph import Paragraph

ACCENT = RGBColor(0x00, 0x45, 0x7C)
FONT = "Arial"
TABLE_STYLE = "Light Grid Accent 1"
MOMENT = datetime(2026, 9, 28, 9, 0, 0)
ZIP_MOMENT = (2026, 9, 28, 9, 0, 0)
FOOTNOTES_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
SEPARATOR = '<w:footnote w:type="{kind}" w:id="{id}"><w:p><w:r><w:{mark}/></w:r></w:p></w:footnote>'
FOOTNOTE = (
    '<w:footnote w:id="{id}"><w:p><w:pPr><w:pStyle w:val="{text_style}"/></w:pPr>'
    '<w:r><w:rPr><w:rStyle w:val="{mark_style}"/></w:rPr><w:footnoteRef/></w:r>'
    '<w:r><w:t xml:space="preserve"> {words}</w:t></w:r></w:p></w:footnote>'
)


def set_face(word: WordDocument, name: str, size: float, before: float, after: float) -> None:
    """Set the face, size and spacing of one of the template's styles."""
    style = word.styles[name]
    style.font.name, style.font.size = FONT, Pt(size)
    style.element.get_or_add_rPr().get_or_add_rFonts().attrib.clear()
    style.font.name = FONT
    style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)


def style_document(word: WordDocument) -> None:
    """Give the template's styles the look of a health service paper."""
    set_face(word, "Normal", 11, 0, 8)
    word.styles["Normal"].paragraph_format.line_spacing = 1.15
    for name, size, before, after in (("Title", 30, 120, 12), ("Heading 1", 18, 22, 8), ("Heading 2", 13, 14, 5)):
        set_face(word, name, size, before, after)
        word.styles[name].font.color.rgb = ACCENT
    for name in ("List Bullet", "List Number"):
        set_face(word, name, 11, 0, 4)
    set_face(word, "Subtitle", 15, 0, 10)
    set_face(word, "Quote", 11, 6, 2)
    word.styles["Quote"].paragraph_format.left_indent = Cm(1)
    marks = word.styles.add_style("footnote reference", WD_STYLE_TYPE.CHARACTER, builtin=True)
    marks.font.superscript = True
    notes = word.styles.add_style("footnote text", WD_STYLE_TYPE.PARAGRAPH, builtin=True)
    notes.base_style, notes.font.size = word.styles["Normal"], Pt(9)


def trim_template(word: WordDocument) -> None:
    """Drop the template's unused table styles and old copies, and set the language to British English."""
    styles = word.styles
    for style in [style for style in styles if style.type == WD_STYLE_TYPE.TABLE]:
        if style.name not in ("Normal Table", TABLE_STYLE):
            style.delete()
    for language in styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), "en-GB")
    for owner, ending in ((word.part, "/stylesWithEffects"), (word.part.package, "/thumbnail")):
        for key in [key for key, link in owner.rels.items() if link.reltype.endswith(ending)]:
            del owner.rels[key]


def add_text(paragraph: Paragraph, text: str) -> Paragraph:
    """Add words to a paragraph, with a Word footnote reference for each footnote mark."""
    for part, is_note in split_notes(text):
        run = paragraph.add_run("" if is_note else part)
        if is_note:
            run.style = "footnote reference"
            reference = OxmlElement("w:footnoteReference")
            reference.set(qn("w:id"), part)
            run._r.append(reference)
    return paragraph


def add_heading(word: WordDocument, block: Block) -> None:
    """Add the title or a heading."""
    word.add_heading(block.text, level=block.level - 1)


def add_paragraph(word: WordDocument, block: Block) -> None:
    """Add a paragraph, which stays with the next one if it leads into a list."""
    paragraph = add_text(word.add_paragraph(), block.text)
    paragraph.paragraph_format.keep_with_next = block.text.endswith((":", "?"))


def add_list(word: WordDocument, block: Block) -> None:
    """Add bullets, or the one numbered list of a document, in Word's list styles."""
    style = "List Bullet" if block.kind == "bullets" else "List Number"
    for item in block.items:
        add_text(word.add_paragraph(style=style), item)
    word.paragraphs[-1].paragraph_format.space_after = Pt(8)


def add_quote(word: WordDocument, block: Block) -> None:
    """Add a quotation and its source."""
    for item in block.items:
        add_text(word.add_paragraph(style="Quote"), item)
    word.paragraphs[-1].paragraph_format.space_after = Pt(10)
    word.paragraphs[-1].runs[0].italic = False


def add_table(word: WordDocument, block: Block) -> None:
    """Add a table whose first row is a heading row, repeated on each page."""
    table = word.add_table(rows=0, cols=len(block.rows[0]), style=TABLE_STYLE)
    for row in block.rows:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            add_text(cell.paragraphs[0], text).paragraph_format.space_after = Pt(2)
    for row in table.rows:
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    word.add_paragraph().paragraph_format.space_after = Pt(0)


def add_break(word: WordDocument, _: Block) -> None:
    """Make the next paragraph begin a page."""
    word.add_paragraph().add_run().add_break(WD_BREAK.PAGE)


ADDERS = {
    "heading": add_heading,
    "para": add_paragraph,
    "bullets": add_list,
    "numbers": add_list,
    "quote": add_quote,
    "table": add_table,
    "break": add_break,
}


def add_field(paragraph: Paragraph, instruction: str) -> None:
    """Add a field, such as the page number."""
    field = parse_xml(f'<w:fldSimple {nsdecls("w")} w:instr="{instruction}"><w:r><w:t>1</w:t></w:r></w:fldSimple>')
    paragraph._p.append(field)


def add_furniture(word: WordDocument, title: str, body: str) -> None:
    """Set the paper size and margins, the running header and the page numbers."""
    section = word.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.4)
    section.top_margin = section.bottom_margin = Cm(2.4)
    section.header.paragraphs[0].text = f"{title} | {body}"
    footer = section.footer.paragraphs[0]
    footer.alignment = WD_ALIGN_PARAGRAPH.CENTER
    footer.add_run("Page ")
    add_field(footer, "PAGE")
    footer.add_run(" of ")
    add_field(footer, "NUMPAGES")


def add_footnotes(word: WordDocument, notes: dict[str, str]) -> None:
    """Add the part in which Word keeps its footnotes."""
    styles = word.styles
    names = {"text_style": styles["footnote text"].style_id, "mark_style": styles["footnote reference"].style_id}
    footnotes = [
        SEPARATOR.format(kind="separator", id=-1, mark="separator"),
        SEPARATOR.format(kind="continuationSeparator", id=0, mark="continuationSeparator"),
        *(FOOTNOTE.format(id=number, words=escape(words), **names) for number, words in notes.items()),
    ]
    xml = f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<w:footnotes {nsdecls("w")}>{"".join(footnotes)}'
    blob = f"{xml}</w:footnotes>".encode()
    part = Part(PackURI("/word/footnotes.xml"), FOOTNOTES_TYPE, blob, word.part.package)
    word.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)


def set_properties(word: WordDocument, title: str, body: str, subject: str) -> None:
    """Set the properties of the file, with fixed dates."""
    properties = word.core_properties
    properties.title, properties.author, properties.subject = title, body, subject
    properties.last_modified_by, properties.language = body, "en-GB"
    properties.comments, properties.keywords = "", ""
    properties.created = properties.modified = MOMENT
    properties.revision = 1


def steady_zip(data: bytes) -> bytes:
    """Write a zip file again with fixed times, fixed order and no compression, so that it never varies."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as new:
        for name in sorted(old.namelist(), key=lambda name: (name != "[Content_Types].xml", name)):
            info = zipfile.ZipInfo(name, ZIP_MOMENT)
            info.create_system = 3
            new.writestr(info, old.read(name))
    return target.getvalue()


def make_docx(document: Document, body: str, subject: str) -> bytes:
    """Return the document as the bytes of a Word file."""
    word = docx.Document()
    trim_template(word)
    style_document(word)
    add_furniture(word, document.title, body)
    for block in document.blocks:
        ADDERS[block.kind](word, block)
    word.paragraphs[1].style = word.styles["Subtitle"]
    add_footnotes(word, document.notes)
    set_properties(word, document.title, body, subject)
    target = io.BytesIO()
    word.save(target)
    return steady_zip(target.getvalue())
