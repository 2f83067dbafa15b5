"""Take this tool's comments out of a Word document, and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.extract.docx_styles import local, value
from pipeline.report.note import AUTHOR
from pipeline.report.package import MAIN, Package
from pipeline.report.ranges import joined, remove

if TYPE_CHECKING:
    from pathlib import Path

    from lxml.etree import _Element

# What later versions of Word keep beside the comments, joined to them by ids.
_BESIDE = ("commentsExtended.xml", "commentsIds.xml", "commentsExtensible.xml")


def stripped(path: Path) -> tuple[bytes, int]:
    """The document without this tool's comments, and how many there were.

    Raises:
        ReadError: the package is damaged.
    """
    package = Package(path)
    count = take_out(package)
    return package.to_bytes(), count


def remains(path: Path) -> list[str]:
    """The parts of a document that still name this tool as an author, or refer to a comment that is gone."""
    package = Package(path)
    comments = package.root(package.comments_name()) if package.comments_name() else None
    known = {value(comment, "id") for comment in comments} if comments is not None else set()
    left = [name for name in package.names(".xml") if any(map(_is_ours, _elements(package, name)))]
    marks = [element for element in _elements(package, MAIN) if local(element) in _MARKS]
    return left + [f"{MAIN}: {local(mark)}" for mark in marks if value(mark, "id") not in known]


def take_out(package: Package) -> int:
    """Take this tool's comments out of an open package and say how many there were."""
    name = package.comments_name()
    ours = [comment for comment in package.needed(name) if _is_ours(comment)] if name else []
    identities = {value(comment, "id") for comment in ours}
    paragraphs = {value(paragraph, "paraId") for comment in ours for paragraph in comment} - {""}
    for comment in ours:
        remove(comment)
    for kind in _MARKS:
        for mark in [element for element in package.needed(MAIN).iter() if local(element) == kind]:
            if value(mark, "id") in identities:
                _take_mark(mark)
    _take_traces(package, paragraphs)
    if ours and not len(package.needed(name)):
        package.drop_comments()
    return len(ours)


_MARKS = ("commentReference", "commentRangeEnd", "commentRangeStart")  # in this order the halves of a cut become neighbours


def _take_mark(mark: _Element) -> None:
    run = mark.getparent()
    alone = run is not None and local(run) == "r" and all(place is mark or local(place) == "rPr" for place in run)
    place = run if alone and run is not None else mark
    left, right = place.getprevious(), place.getnext()
    remove(place)
    joined(left, right)


def _take_traces(package: Package, paragraphs: set[str]) -> None:
    """What Word added of this tool's comments when it saved the document: ids and the author's name."""
    durable: set[str] = set()
    for ending in _BESIDE:
        for name in package.names(ending):
            for entry in list(package.needed(name)):
                if value(entry, "paraId") in paragraphs or value(entry, "durableId") in durable:
                    durable |= {value(entry, "durableId")} - {""}
                    remove(entry)
                elif value(entry, "paraIdParent") in paragraphs:  # somebody's answer to this tool stays, as a comment of its own
                    entry.attrib.pop(next(key for key in entry.attrib if str(key).endswith("paraIdParent")))
    for name in package.names("people.xml"):
        for person in [person for person in package.needed(name) if _is_ours(person)]:
            remove(person)


def _is_ours(element: _Element) -> bool:
    return local(element) in ("comment", "person") and value(element, "author") == AUTHOR


def _elements(package: Package, name: str) -> list[_Element]:
    return list(package.needed(name).iter())
