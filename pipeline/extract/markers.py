"""What marks a bullet, and how deep a numbered heading stands."""

from __future__ import annotations

import re

# Besides real bullets: what fonts such as Symbol and Wingdings leave behind in extracted text.
_BULLET = re.compile(
    r"\s*(?:[•●○◦▪■□▫◆◇❖➢➤►▶‣⁃∙·✓✔\uf0b7\uf0a7\uf0d8\uf0fc\uf076\uf02d\uf0e0]\s*|[-–—*o»>]\s+|\(?(?:[a-z]|[ivx]{1,4}|\d{1,2})\)\s+)(?=\S)"
)
_NUMBER = re.compile(r"(\d{1,2}(?:\.\d{1,2}){0,4})\.?\s+(?=[A-Z])")


def bullet(line: str) -> re.Match[str] | None:
    """The marker that makes a line a list item, or None."""
    return _BULLET.match(line)


def numbered_heading(line: str) -> int | None:
    """The level that a number such as `3.2.1` gives to a heading, or None where it has none."""
    match = _NUMBER.match(line)
    return match.group(1).count(".") + 1 if match else None
