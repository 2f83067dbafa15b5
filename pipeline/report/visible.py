"""Text from a document as a page may show it: characters that would change how it reads stand there by name."""

from __future__ import annotations

import re

# Controls, line and paragraph separators, zero-width marks, bidirectional marks and overrides ("Trojan Source", Boucher and
# Anderson 2021), halves of surrogate pairs.
_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufffe\uffff\ud800-\udfff]")


def visible(text: str) -> str:
    """The text with each unseen character as its code, such as `[U+202E]`."""
    return _UNSEEN.sub(lambda match: f"[U+{ord(match.group()):04X}]", text)
