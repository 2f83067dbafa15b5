"""Text of a page that its own markup keeps from the reader's eye: not displayed, white on white, minute, off the screen.

Only what stands in an element itself is looked at: what a style sheet or a script hides is mostly shown at a click.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser

_HIDING = re.compile(
    r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|opacity\s*:\s*0?\.?0*\s*(?:;|!|$)"
    r"|font-size\s*:\s*(?:0(?:\.\d+)?|1px|1pt)(?:px|pt|em|rem|%)?\s*(?:;|!|$)|(?:left|top|text-indent)\s*:\s*-\d{3,})",
    re.IGNORECASE,
)
_WHITE = re.compile(
    r"(?:^|;)\s*color\s*:\s*(?:#fff(?:fff)?\b|white\b|transparent\b|rgb\(\s*255\s*,\s*255\s*,\s*255\s*\))", re.IGNORECASE
)
_GROUND = re.compile(r"background", re.IGNORECASE)
_DECORATION = 40  # characters: what is kept from screen readers and shorter is an icon's name


def take_out_hidden(tree: LexborHTMLParser) -> list[str]:
    """Take what a reader does not see out of the tree, and give its words."""
    hidden = []
    for node in tree.css("[style], font[color]"):
        style = node.attributes.get("style") or f"color:{node.attributes.get('color') or ''}"
        if _HIDING.search(style) or (_WHITE.search(style) and not _GROUND.search(style) and not _has_ground(node)):
            hidden.append(" ".join(node.text().split()))
            node.decompose()
    for node in tree.css("[hidden]"):
        hidden.append(" ".join(node.text().split()))
        node.decompose()
    for node in tree.css("[aria-hidden=true]"):
        if len(node.text().strip()) < _DECORATION:
            node.decompose()
    return [text for text in hidden if text]


def _has_ground(node: object) -> bool:
    """Whether an element above may be coloured: it says so, or has a class, by which a style sheet may colour it."""
    above = getattr(node, "parent", None)
    while above is not None and above.tag not in ("html", "-undef"):
        attributes = above.attributes
        if "class" in attributes or "bgcolor" in attributes or _GROUND.search(attributes.get("style") or ""):
            return True
        above = above.parent
    return False
