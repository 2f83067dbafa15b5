"""DOCX in, DOCX out: a Word comment on the words of each mark. Nothing else in the package changes."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING

from lxml import etree

from pipeline.errors import MarkError
from pipeline.extract.boxes import source_spans
from pipeline.extract.docx import notes_of, printing
from pipeline.extract.docx_styles import Styles, local, value
from pipeline.report.note import AUTHOR, words
from pipeline.report.package import MAIN, Package
from pipeline.report.ranges import beginning, ending, reference_to
from pipeline.report.strip_docx import take_out
from pipeline.report.visible import visible

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lxml.etree import _Element

    from pipeline.records import Document
    from pipeline.report.marks import Mark

_INITIALS = "OP"
_HALF_POINTS = "20"  # 10 pt, whatever the size of the document's own text
_NOTES = ("footnote", "endnote")
_ID = re.compile(r"-?[0-9]{1,12}")
_RANGES = frozenset({"commentRangeStart", "commentRangeEnd", "commentReference"})


def marked(document: Document, marks: Sequence[Mark]) -> bytes:
    """The document with its comments. Comments of an earlier marking are replaced; those of others stay.

    Raises:
        MarkError: there is no text on which a comment could stand.
        ReadError: the package is damaged.
    """
    package = Package(document.path)
    take_out(package)
    body = package.needed(MAIN)
    text = _Text(package, body)
    places = [text.place(document, mark) for mark in marks]
    name = package.comments_name()
    comments = package.needed(name) if name else package.add_comments()
    word = _Word(body)
    first = 1 + max(_ids(comments, body), default=-1)
    for number, (mark, (_, _, remark)) in enumerate(zip(marks, places, strict=True), first):
        comments.append(word.comment(number, f"{remark}\n{mark.note}" if remark else mark.note))
    for number, (start, end, _) in reversed([*enumerate(places, first)]):  # from the end, so that no cut moves a place before it
        word.anchor(start, end, number)
    return package.to_bytes()


_Place = tuple["_Element", int]


class _Text:
    """The printing elements of a document and the offset of each, counted as the reader counts."""

    def __init__(self, package: Package, body: _Element) -> None:
        self._body = body
        parts = [package.root(f"word/{name}s.xml") for name in _NOTES]
        styles = Styles(package.root("word/styles.xml"))
        roots = [body, *(note for part in parts if part is not None for note in notes_of(part))]
        self._offsets: list[int] = []
        self._elements: list[_Element] = []
        at = 0
        for root in roots:
            for element, raw in printing(root, styles):
                if raw:
                    self._offsets.append(at)
                    self._elements.append(element)
                at += len(raw)

    def place(self, document: Document, mark: Mark) -> tuple[_Place, _Place, str]:
        """Where a mark begins and ends, and what to say where that is not on its words."""
        spans = [(at, at + length) for start, end in mark.spans for _, at, length in source_spans(document, start, end)]
        start, end = self._at(min(span[0] for span in spans)), self._at(max(span[1] for span in spans) - 1)
        note = next((above for above in start[0].iterancestors() if local(above) in _NOTES), None)
        if note is not None:
            reference = reference_to(self._body, note)
            anchor = self._last_of_body() if reference is None else reference
            return (anchor, 0), (anchor, len(anchor.text or " ")), words("no_place" if reference is None else local(note))
        in_box = any(local(above) == "txbxContent" for above in start[0].iterancestors())
        return start, (end[0], end[1] + 1), words("text_box") if in_box else ""

    def _at(self, offset: int) -> _Place:
        index = bisect_right(self._offsets, offset) - 1
        return self._elements[index], offset - self._offsets[index]

    def _last_of_body(self) -> _Element:
        own = (element for element in reversed(self._elements) if self._body in element.iterancestors())
        last = next(own, None)
        if last is None:
            raise MarkError("the document has no text on which a comment could stand")
        return last


class _Word:
    """Makes Word's elements, in the namespace of one document."""

    def __init__(self, root: _Element) -> None:
        self._namespace = etree.QName(root).namespace or ""

    def comment(self, number: int, note: str) -> _Element:
        """A comment of this tool, a paragraph for each line. Without a date: the same input gives the same copy."""
        comment = self._new("comment", id=str(number), author=AUTHOR, initials=_INITIALS)
        for line in note.splitlines():
            run = self._within(self._within(comment, "p"), "r")
            self._within(self._within(run, "rPr"), "sz", val=_HALF_POINTS)
            self._within(run, "t").text = visible(line)
        return comment

    def anchor(self, start: _Place, end: _Place, number: int) -> None:
        """Stretch a comment from one place to another, which may be the same."""
        last = ending(*end)
        reference = self._new("r")
        self._within(reference, "commentReference", id=str(number))
        last.addnext(reference)
        last.addnext(self._new("commentRangeEnd", id=str(number)))
        beginning(*start).addprevious(self._new("commentRangeStart", id=str(number)))

    def _new(self, name: str, **attributes: str) -> _Element:
        element = etree.Element(f"{{{self._namespace}}}{name}", nsmap={"w": self._namespace})
        for key, content in attributes.items():
            element.set(f"{{{self._namespace}}}{key}", content)
        return element

    def _within(self, parent: _Element, name: str, **attributes: str) -> _Element:
        element = self._new(name, **attributes)
        parent.append(element)
        return element


def _ids(comments: _Element, body: _Element) -> list[int]:
    """The ids that comments have already, also those whose comment is missing."""
    named = [*comments, *(element for element in body.iter() if local(element) in _RANGES)]
    return [int(identity) for element in named if _ID.fullmatch(identity := value(element, "id"))]
