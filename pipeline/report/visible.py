"""Text from a document as a page may show it: characters that would change how it reads stand there by name."""

from __future__ import annotations

import re
import unicodedata

# Controls, line and paragraph separators, zero-width marks, bidirectional marks and overrides ("Trojan Source", Boucher and
# Anderson 2021), halves of surrogate pairs.
_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufffe\uffff\ud800-\udfff]")


_ACTED_ON = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})  # Unicode's categories of controls, formats, surrogates and separators


def visible(text: str) -> str:
    """The text with each unseen character as its code, such as `[U+202E]`."""
    return _UNSEEN.sub(lambda match: _code(match.group()), text)


def on_one_line(text: str) -> str:
    """The text as one line of a terminal: every control, format and override character as its code, line feeds and tabs too."""
    if text.isprintable():
        return text
    return "".join(_code(letter) if unicodedata.category(letter) in _ACTED_ON else letter for letter in text)


def _code(letter: str) -> str:
    return f"[U+{ord(letter):04X}]"
