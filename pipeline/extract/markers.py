"""What marks a bullet, what could be a heading, and how deep a numbered heading stands."""

from __future__ import annotations

import re

# Besides real bullets: what fonts such as Symbol and Wingdings leave behind in extracted text.
_BULLET = re.compile(
    r"\s*(?:[•●○◦▪■□▫◆◇❖➢➤►▶‣⁃∙·✓✔\uf0b7\uf0a7\uf0d8\uf0fc\uf076\uf02d\uf0e0]\s*|[-–—*o»>]\s+|\(?(?:[a-z]|[ivx]{1,4}|\d{1,2})\)\s+)(?=\S)"
)
_NUMBER = re.compile(r"(\d{1,2}(?:\.\d{1,2}){0,4})\.?\s+(?=[A-Z])")


UNSTYLED_LEVEL = 4
"""The level of a heading that is only bold text, below what styles or sizes make a heading."""
_LONGEST_HEADING = 90


def reads_as_heading(text: str) -> bool:
    """Whether the words alone could be a heading: short, and not a sentence."""
    return len(text) <= _LONGEST_HEADING and text[:1].isalnum() and text[-1:] not in ".,;" and any(c.isalpha() for c in text)


def bullet(line: str) -> re.Match[str] | None:
    """The marker that makes a line a list item, or None."""
    return _BULLET.match(line)


def numbered_heading(line: str) -> int | None:
    """The level that a number such as `3.2.1` gives to a heading, or None where it has none."""
    match = _NUMBER.match(line)
    return match.group(1).count(".") + 1 if match else None
