"""What Word's styles say of a paragraph: is it a heading, of which level; is it a list item, how deep."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

_HEADING_NAME = re.compile(r"heading ([0-9])", re.IGNORECASE)
_SMALL_NUMBER = re.compile(r"[0-9]{1,3}")
_DEEPEST = 12
_LIST_NAME = re.compile(r"list (?:bullet|number|paragraph)(?: ([0-9]))?$", re.IGNORECASE)


def local(element: _Element) -> str:
    """An element's name without its namespace; empty for comments and processing instructions."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def child(element: _Element | None, name: str) -> _Element | None:
    """The first child of that name."""
    return None if element is None else next((inner for inner in element if local(inner) == name), None)


def value(element: _Element | None, name: str = "val") -> str:
    """An attribute's value by its name without namespace; empty where absent."""
    if element is None:
        return ""
    return next((str(content) for key, content in element.items() if str(key).rpartition("}")[2] == name), "")


def number(element: _Element | None, name: str = "val") -> int | None:
    """An attribute that is a small whole number, as levels and counts are; None where it is anything else."""
    text = value(element, name)
    return int(text) if _SMALL_NUMBER.fullmatch(text) else None


class Styles:
    """The paragraph styles of one document. A style that inherits takes what its parent says."""

    def __init__(self, root: _Element | None) -> None:
        self._by_id = {value(style, "styleId"): style for style in root if local(style) == "style"} if root is not None else {}

        self.hide_something = root is not None and any(
            local(element) in ("vanish", "webHidden") or _hides(element) for element in root.iter()
        )
        """Whether any style could hide its text: most documents have none, and their runs need not be looked up."""

    def run_properties(self, run: _Element) -> list[_Element]:
        """What the styles of a run and of its paragraph say of its text, the nearest first."""
        paragraph = next((above for above in run.iterancestors() if local(above) == "p"), None)
        starts = (value(child(child(run, "rPr"), "rStyle")), value(child(child(paragraph, "pPr"), "pStyle")))
        found = (child(style, "rPr") for start in starts for style in self._line(start))
        return [properties for properties in found if properties is not None]

    def _line(self, style_id: str) -> Iterator[_Element]:
        """A style and those that it is based on."""
        for _ in range(_DEEPEST):  # a style may name itself as its parent
            style = self._by_id.get(style_id)
            if style is None:
                return
            yield style
            style_id = value(child(style, "basedOn"))

    def heading_level(self, properties: _Element | None) -> int | None:
        """The outline level of a paragraph, from 1; None where it is no heading."""
        for part, name in self._chain(properties):
            match = _HEADING_NAME.fullmatch(name)
            if match:
                return int(match.group(1))
            if name.lower() in ("title", "subtitle"):
                return 1
            outline = number(child(part, "outlineLvl"))
            if outline is not None:
                return outline + 1 if outline < 9 else None
        return None

    def list_depth(self, properties: _Element | None) -> int | None:
        """How deep a list item is nested, from 1; None where the paragraph is no list item."""
        for part, name in self._chain(properties):
            numbering = child(part, "numPr")
            if numbering is not None:
                if value(child(numbering, "numId")) == "0":
                    return None
                return (number(child(numbering, "ilvl")) or 0) + 1
            match = _LIST_NAME.fullmatch(name)
            if match and not name.lower().startswith("list paragraph"):
                return int(match.group(1) or 1)
        return None

    def _chain(self, properties: _Element | None) -> list[tuple[_Element | None, str]]:
        """The paragraph's own properties, then its style's and that style's parents', each with the style's name."""
        chain: list[tuple[_Element | None, str]] = [(properties, "")]
        line = self._line(value(child(properties, "pStyle")))
        return chain + [(child(style, "pPr"), value(child(style, "name"))) for style in line]


def _hides(element: _Element) -> bool:
    name, content = local(element), value(element)
    return (name == "color" and content.upper() == "FFFFFF") or (name == "sz" and content in ("0", "1", "2"))
