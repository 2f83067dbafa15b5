"""Text of an OpenDocument that a reader does not see: hidden by field, section or style, white on white, or minute."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.extract.docx_styles import local, value

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lxml.etree import _Element

_FIELDS = frozenset({"hidden-text", "hidden-paragraph"})
_STYLED = frozenset({"p", "h", "span", "section"})
_ON_COLOUR = frozenset({"table", "text-box", "custom-shape"})  # which may be filled by styles of their own
_NO_GROUND = frozenset({"", "transparent", "#ffffff"})
_MINUTE = frozenset({"0pt", "0.5pt", "1pt"})


def take_out_hidden(body: _Element, roots: Iterable[_Element]) -> list[_Element]:
    """Take what a reader does not see out of the body, and give it. `roots` hold the styles."""
    hiding, white = _styles(roots)
    found = [element for element in body.iter() if _is_hidden(element, hiding, white)]
    known = set(found)
    hidden = [element for element in found if known.isdisjoint(element.iterancestors())]
    for element in hidden:
        _remove(element)
    return hidden


def text_of(element: _Element) -> str:
    """The words of an element, its paragraphs apart."""
    return " ".join("".join(map(str, element.itertext())).split()) or value(element, "string-value")


def _is_hidden(element: _Element, hiding: frozenset[str], white: frozenset[str]) -> bool:
    name = local(element)
    if name == "hidden-text":
        return True
    if name not in _STYLED:
        return False
    style = value(element, "style-name")
    if style in hiding or (name == "section" and value(element, "display") == "none"):
        return True
    if any(local(inner) == "hidden-paragraph" and value(inner, "is-hidden") != "false" for inner in element):
        return True
    return style in white and not any(local(above) in _ON_COLOUR for above in element.iterancestors())


def _styles(roots: Iterable[_Element]) -> tuple[frozenset[str], frozenset[str]]:
    """The names of styles that hide their text, and of those that print it white on nothing. A style inherits from its parent."""
    styles = {value(style, "name"): style for root in roots for style in root.iter() if local(style) == "style"}
    hiding, white = set(), set()
    for name in styles:
        line = list(_line(name, styles))
        properties = [part for style in line for part in style if local(part).endswith("-properties")]
        first = {key: _first(properties, key) for key in ("display", "font-size", "color", "background-color")}
        if first["display"] == "none" or first["font-size"] in _MINUTE:
            hiding.add(name)
        elif first["color"].lower() == "#ffffff" and first["background-color"].lower() in _NO_GROUND:
            white.add(name)
    return frozenset(hiding), frozenset(white)


def _line(name: str, styles: dict[str, _Element]) -> Iterable[_Element]:
    for _ in range(12):  # a style may name itself as its parent
        style = styles.get(name)
        if style is None:
            return
        yield style
        name = value(style, "parent-style-name")


def _first(properties: Iterable[_Element], key: str) -> str:
    return next((found for part in properties if (found := value(part, key))), "")


def _remove(element: _Element) -> None:
    """Take an element out and leave what stands behind it."""
    parent, before = element.getparent(), element.getprevious()
    if parent is None:
        return
    if before is not None:
        before.tail = (before.tail or "") + (element.tail or "")
    else:
        parent.text = (parent.text or "") + (element.tail or "")
    element.tail = None
    parent.remove(element)
