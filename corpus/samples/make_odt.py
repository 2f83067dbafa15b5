"""Set a parsed document as an OpenDocument text: content, styles, metadata and manifest in a zip that never varies."""

from __future__ import annotations

import io
import zipfile
from string import Template
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from lxml import etree
from odt_content import MOMENT, Body, node, qualified

if TYPE_CHECKING:
    from pathlib import Path

    from parse import Document

MEDIA = "application/vnd.oasis.opendocument.text"
ZIP_MOMENT = (2026, 10, 12, 9, 30, 0)
FILES = ("content.xml", "styles.xml", "meta.xml")
CELL = {"fo_padding": "0.12cm", "fo_border_bottom": "0.5pt solid #c9b3bb"}
BOX = {
    "draw_fill": "solid",
    "draw_fill_color": "#f6eef1",
    "fo_border": "1pt solid #7a1f3d",
    "fo_padding": "0.35cm",
    "style_wrap": "none",
    "style_vertical_pos": "top",
    "style_vertical_rel": "paragraph",
    "style_horizontal_pos": "left",
    "style_horizontal_rel": "paragraph",
    "fo_margin_bottom": "0.4cm",
}


def style(name: str, family: str, kind: str, **properties: str) -> etree._Element:
    """Make an automatic style."""
    return node("style:style", node(f"style:{kind}-properties", **properties), style_name=name, style_family=family)


def automatic_styles() -> etree._Element:
    """Make the styles of tables, their cells and the text box, which belong to the content."""
    box = style("Box", "graphic", "graphic", **BOX)
    box.set(qualified("style:parent-style-name"), "Frame")  # without it LibreOffice reads a drawing and drops the styles inside
    return node(
        "office:automatic-styles",
        style("Table", "table", "table", style_width="16.2cm", table_align="left"),
        style("Wide", "table-column", "table-column", style_column_width="8.2cm"),
        style("Narrow", "table-column", "table-column", style_column_width="4cm"),
        style("Row", "table-row", "table-row", fo_keep_together="always"),
        style("Cell", "table-cell", "table-cell", **CELL),
        style("HeadCell", "table-cell", "table-cell", fo_background_color="#7a1f3d", **CELL),
        box,
    )


def content_xml(document: Document) -> etree._Element:
    """Make content.xml; the tracked changes stand before the text that they concern."""
    body = Body(document.notes)
    elements = body.blocks(document.blocks)
    for element, look in zip(elements[1:], ("Is-deitl", "Subtitle", "Subtitle"), strict=False):
        element.set(qualified("text:style-name"), look)
    changes = node("text:tracked-changes", *body.changes)
    text = node("office:text", changes, *elements)
    return node("office:document-content", automatic_styles(), node("office:body", text), office_version="1.2")


def meta_xml(title: str, author: str, subject: str) -> etree._Element:
    """Make meta.xml."""
    facts = {
        "meta:generator": "Overpromise sample documents",
        "dc:title": title,
        "dc:subject": subject,
        "meta:initial-creator": author,
        "dc:creator": author,
        "meta:creation-date": MOMENT,
        "dc:date": MOMENT,
        "dc:language": "en-GB",
    }
    meta = node("office:meta", *(node(name, value) for name, value in facts.items()))
    return node("office:document-meta", meta, office_version="1.2")


def manifest_xml() -> etree._Element:
    """Make the manifest, which names every file of the package."""
    entries = [("/", MEDIA), *((name, "text/xml") for name in FILES)]
    rows = [node("manifest:file-entry", manifest_full_path=path, manifest_media_type=media) for path, media in entries]
    return node("manifest:manifest", *rows, manifest_version="1.2")


def serialise(root: etree._Element) -> bytes:
    """Write XML without the namespaces that it does not use."""
    etree.cleanup_namespaces(root)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")


def pack(files: dict[str, bytes]) -> bytes:
    """Write the files in order with fixed times and no compression; the media type must come first."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for name, data in files.items():
            info = zipfile.ZipInfo(name, ZIP_MOMENT)
            info.create_system = 3
            archive.writestr(info, data)
    return target.getvalue()


def make_odt(document: Document, author: str, subject: str, styles: Path) -> bytes:
    """Return the document as the bytes of an OpenDocument text, with the styles of a template."""
    header = escape(f"{document.title} | {author}")
    styles_xml = Template(styles.read_text(encoding="utf-8")).substitute(header=header)
    return pack(
        {
            "mimetype": MEDIA.encode(),
            "content.xml": serialise(content_xml(document)),
            "styles.xml": styles_xml.encode(),
            "meta.xml": serialise(meta_xml(document.title, author, subject)),
            "META-INF/manifest.xml": serialise(manifest_xml()),
        }
    )
