"""Runs of a Word document that a reader does not see: hidden, white on white, or minute; by themselves or by a style."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.extract.docx_styles import child, local, number, value

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

    from pipeline.extract.docx_styles import Styles

_OFF = frozenset({"0", "false", "off", "none"})
_SMALLEST = 3  # half-points
_NO_SHADE = frozenset({"", "auto", "FFFFFF"})
_ON_COLOUR = frozenset({"txbxContent", "tbl"})  # shapes and tables, which may be filled by their own styles
_PARTS_WITH_TEXT = frozenset({"t", "tab", "br"})


def is_hidden(run: _Element, styles: Styles) -> bool:
    """Whether what a run says is kept from the reader's eye."""
    own = child(run, "rPr")
    if own is None and not styles.hide_something:
        return False
    chain = [own, *styles.run_properties(run)]
    if _is_on(_first(chain, "vanish")) or _is_on(_first(chain, "webHidden")):
        return True
    size = number(_first(chain, "sz"))
    if size is not None and size < _SMALLEST:
        return True
    return value(_first(chain, "color")).upper() == "FFFFFF" and not _has_ground(run, chain)


def hidden_runs(paragraph: _Element, styles: Styles) -> Iterator[_Element]:
    """The hidden runs of a paragraph, those of text boxes in it left out: they are paragraphs of their own."""
    stack = [*reversed(paragraph)]
    while stack:
        element = stack.pop()
        name = local(element)
        if name == "r" and is_hidden(element, styles):
            yield element
        elif name not in ("txbxContent", "del", "moveFrom", "Fallback"):
            stack.extend(reversed(element))


def text_of(run: _Element) -> str:
    """The words of a run."""
    return "".join((part.text or " ") for part in run if local(part) in _PARTS_WITH_TEXT)


def _first(chain: list[_Element | None], name: str) -> _Element | None:
    return next((found for properties in chain if (found := child(properties, name)) is not None), None)


def _is_on(switch: _Element | None) -> bool:
    return switch is not None and value(switch) not in _OFF


def _has_ground(run: _Element, chain: list[_Element | None]) -> bool:
    """Whether something coloured may lie behind a run: a shade or highlight, a shape, a table, a page's own colour."""
    highlight = value(_first(chain, "highlight"))
    if value(_first(chain, "shd"), "fill") not in _NO_SHADE or highlight not in ("", "none", "white"):
        return True
    for above in run.iterancestors():
        if local(above) in _ON_COLOUR or value(child(child(above, "pPr"), "shd"), "fill") not in _NO_SHADE:
            return True
        if local(above) == "document" and child(above, "background") is not None:
            return True
    return False
