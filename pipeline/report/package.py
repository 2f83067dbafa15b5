"""A Word package open for change: parts are parsed when asked for, and only those that changed are written anew.

Every other part goes into the copy byte for byte, in its place.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from typing import TYPE_CHECKING

from lxml import etree

from pipeline.errors import ReadError
from pipeline.extract.archive import open_archive, parse_xml
from pipeline.records import Status

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MAIN = "word/document.xml"
_RELATIONS = "word/_rels/document.xml.rels"
_TYPES = "[Content_Types].xml"
_RELATIONS_NS = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPES_NS = "http://schemas.openxmlformats.org/package/2006/content-types"
_COMMENTS = "/relationships/comments"
_TRANSITIONAL = "http://schemas.openxmlformats.org/officeDocument/2006"
_ISO = "http://purl.oclc.org/ooxml/"
_STRICT = f"{_ISO}officeDocument"
_COMMENTS_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
_FIRST_DAY = (1980, 1, 1, 0, 0, 0)  # new parts carry no time, so that the same input gives the same copy
_ROOT = re.compile(rb"<[A-Za-z_]")


class Package:
    """The parts of one Word document.

    Raises:
        ReadError: damaged, encrypted, or larger than the limits of the readers.
    """

    def __init__(self, path: Path) -> None:
        with open_archive(path) as archive:
            self._infos = archive.infolist()
            self._content = {info.filename: archive.read(info) for info in self._infos}
        self._roots: dict[str, etree._Element] = {}
        self._parsed: dict[str, bytes] = {}

    def root(self, name: str) -> etree._Element | None:
        """The root of a part, to read or to change; None where there is no such part."""
        if name not in self._roots and name in self._content:
            self._roots[name] = parse_xml(self._content[name])
            self._parsed[name] = etree.tostring(self._roots[name])
        return self._roots.get(name)

    def needed(self, name: str) -> etree._Element:
        """The root of a part without which a document is none.

        Raises:
            ReadError: there is no such part.
        """
        root = self.root(name)
        if root is None:
            raise ReadError(Status.CORRUPTED, "the document lacks a part that it needs")  # the name may be its own
        return root

    def names(self, ending: str) -> list[str]:
        """The names of the parts that end so, in the package's order."""
        return [name for name in self._content if name.endswith(ending)]

    def comments_name(self) -> str:
        """The name of the comments part; empty where there is none."""
        targets = (str(relation.get("Target", "")) for relation in self._relations() if _names_comments(relation))
        names = (posixpath.normpath(posixpath.join("/word", target)).lstrip("/") for target in targets)
        return next((name for name in names if name in self._content or name in self._roots), "")

    def add_comments(self) -> etree._Element:
        """An empty comments part, named in the package's relations and content types."""
        namespace = etree.QName(self.needed(MAIN)).namespace or ""
        types = self.needed(_TYPES)
        name = next(name for name in _numbered("word/comments", ".xml") if name not in self._content)
        root = self._roots[name] = etree.Element(f"{{{namespace}}}comments", nsmap={"w": namespace})
        if self.root(_RELATIONS) is None:
            self._roots[_RELATIONS] = etree.Element(f"{{{_RELATIONS_NS}}}Relationships", nsmap={None: _RELATIONS_NS})
        taken = {relation.get("Id") for relation in self._relations()}
        relation = etree.SubElement(self._roots[_RELATIONS], f"{{{_RELATIONS_NS}}}Relationship")
        relation.set("Id", next(identity for identity in _numbered("rIdComments", "") if identity not in taken))
        relation.set("Type", f"{_STRICT if namespace.startswith(_ISO) else _TRANSITIONAL}{_COMMENTS}")
        relation.set("Target", name.removeprefix("word/"))
        override = etree.SubElement(types, f"{{{_TYPES_NS}}}Override")
        override.set("PartName", f"/{name}")
        override.set("ContentType", _COMMENTS_TYPE)
        return root

    def drop_comments(self) -> None:
        """Take the comments part out of the package, with what names it."""
        name, relations, types = self.comments_name(), self.needed(_RELATIONS), self.needed(_TYPES)
        for relation in [relation for relation in relations if _names_comments(relation)]:
            relations.remove(relation)
        for override in [override for override in types if override.get("PartName") == f"/{name}"]:
            types.remove(override)
        for gone in (name, "" if len(relations) else _RELATIONS):
            self._roots.pop(gone, None)
            self._content.pop(gone, None)

    def to_bytes(self) -> bytes:
        """The package as a file."""
        target = io.BytesIO()
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
            for info in self._infos:
                if info.filename in self._content:
                    copy = zipfile.ZipInfo(info.filename, info.date_time)
                    copy.compress_type, copy.external_attr = info.compress_type, info.external_attr
                    archive.writestr(copy, self._written(info.filename))
            for name in sorted(self._roots.keys() - self._content.keys()):
                archive.writestr(zipfile.ZipInfo(name, _FIRST_DAY), self._written(name), zipfile.ZIP_DEFLATED)
        return target.getvalue()

    def _relations(self) -> list[etree._Element]:
        root = self.root(_RELATIONS)
        return [] if root is None else list(root)

    def _written(self, name: str) -> bytes:
        """A part as it was where it did not change; else behind the declaration that it had."""
        root, old = self._roots.get(name), self._content.get(name, b"")
        if root is None or etree.tostring(root) == self._parsed.get(name):
            return old
        start, encoding = _ROOT.search(old), root.getroottree().docinfo.encoding or "UTF-8"
        if start is None or encoding.upper() != "UTF-8":
            return etree.tostring(root, encoding=encoding, xml_declaration=True, standalone=True)
        return old[: start.start()] + etree.tostring(root, encoding="UTF-8") + old[old.rindex(b">") + 1 :]


def _names_comments(relation: etree._Element) -> bool:
    return str(relation.get("Type", "")).endswith(_COMMENTS)


def _numbered(stem: str, ending: str) -> Iterator[str]:
    """`stem`, `stem1`, `stem2` … for a name that is still free."""
    return (f"{stem}{number or ''}{ending}" for number in range(10_000))
