"""Where a comment's range may stand in a Word document, and the runs cut so that it begins and ends on a character.

A cut copies a run's formatting to both halves; `joined` puts them together again.
"""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING

from lxml import etree

from pipeline.extract.docx_styles import child, local, value

if TYPE_CHECKING:
    from lxml.etree import _Element

# What may hold runs and range marks alike; anything else between paragraph and run is marked as a whole.
_OPEN = frozenset({"ins", "moveTo", "hyperlink", "smartTag", "sdt", "sdtContent", "fldSimple", "customXml", "dir", "bdo"})
_CUT_AT = frozenset({"t", "tab", "br", "cr", "noBreakHyphen", "lastRenderedPageBreak"})  # where a cut may have been made
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def level(element: _Element) -> _Element:
    """The element at or above this one beside which a range mark may stand: its run, or what holds that closed."""
    boxes = [above for above in element.iterancestors() if local(above) == "txbxContent"]
    inner = boxes[-1] if boxes else element  # Word ignores ranges inside text boxes: mark what the outermost hangs on
    chain = [inner]
    for above in inner.iterancestors():
        if local(above) == "p":
            break
        chain.append(above)
    return next((place for place in reversed(chain) if local(place) not in _OPEN), inner)


def beginning(element: _Element, at: int) -> _Element:
    """What begins with character `at` of a printing element: its run, cut off before that character where need be."""
    run = level(element)
    if run is not element.getparent():
        return run
    before = [place for place in element.itersiblings(preceding=True) if local(place) != "rPr"]
    return run if at == 0 and not before else _cut(run, element, at)


def ending(element: _Element, at: int) -> _Element:
    """What ends before character `at` of a printing element: its run, cut off there where need be."""
    run = level(element)
    if run is not element.getparent():
        return run
    if at < len(_text(element)) or next(element.itersiblings(), None) is not None:
        _cut(run, element, at)
    return run


def remove(element: _Element) -> None:
    """Take an element out of its parent and leave the space behind it."""
    parent, previous = element.getparent(), element.getprevious()
    if parent is None:
        return
    if element.tail and previous is not None:
        previous.tail = (previous.tail or "") + element.tail
    elif element.tail:
        parent.text = (parent.text or "") + element.tail
    parent.remove(element)


def joined(left: _Element | None, right: _Element | None) -> None:
    """Put two neighbouring runs together where they differ in nothing but their text, as the halves of a cut do."""
    if left is None or right is None or not (local(left) == local(right) == "r") or dict(left.attrib) != dict(right.attrib):
        return
    first, second = child(left, "rPr"), child(right, "rPr")
    if _formatting(first) != _formatting(second):
        return
    rest = [place for place in right if place is not second]
    last = left[-1] if len(left) else None
    if last is None or not rest or not {local(last), local(rest[0])} <= _CUT_AT:
        return
    if local(last) == local(rest[0]) == "t":
        half = rest.pop(0)
        keeps = last.get(_SPACE) and half.get(_SPACE)
        last.text = _text(last) + _text(half)
        if not keeps:
            last.attrib.pop(_SPACE, None)
            _keep_space(last)
    for place in rest:
        left.append(place)
    remove(right)


def _cut(run: _Element, element: _Element, at: int) -> _Element:
    """Cut a run before a character; what stands behind goes into a new run of like formatting, which is returned."""
    new = etree.Element(run.tag, dict(run.attrib), nsmap=run.nsmap)
    formatting = child(run, "rPr")
    if formatting is not None:
        new.append(deepcopy(formatting))
    rest = [*element.itersiblings()]
    text = _text(element)
    if at == 0:
        rest.insert(0, element)
    elif at < len(text):
        half = deepcopy(element)
        half.tail = None
        element.text, half.text = text[:at], text[at:]
        _keep_space(element)
        _keep_space(half)
        new.append(half)
    for place in rest:
        new.append(place)
    run.addnext(new)
    return new


def _text(element: _Element) -> str:
    return (element.text or "") if local(element) == "t" else " "


def _keep_space(text: _Element) -> None:
    """Word drops space at either end of a text that does not ask to keep it."""
    if _text(text) != _text(text).strip():
        text.set(_SPACE, "preserve")


def _formatting(properties: _Element | None) -> bytes:
    return b"" if properties is None else etree.tostring(properties, method="c14n")


def reference_to(body: _Element, note: _Element) -> _Element | None:
    """Where the text refers to a footnote or endnote."""
    name, identity = f"{local(note)}Reference", value(note, "id")
    return next((place for place in body.iter() if local(place) == name and value(place, "id") == identity), None)
