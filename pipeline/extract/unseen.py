"""What a document holds that its reader does not see, or sees as something else: hidden text, look-alike letters, overrides.

Hidden text is left out of the document, kept apart so that a promise in it is found, and counted in `Document.left_out`.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

# Overrides show letters in another order than they are stored in ("Trojan Source", Boucher and Anderson 2021); embeddings of
# right-to-left text do so where Latin letters follow.
_OVERRIDE = re.compile("[\u202d\u202e]|[\u202b\u2067](?=\\s*[A-Za-z])")
_DIRECTION = re.compile("[\u202b\u202d\u202e\u2067]")
_NOT_ASCII = re.compile(r"[^\x00-\x7f]+")
_LOOKALIKES = str.maketrans(
    "\u0430\u0435\u043e\u0440\u0441\u0443\u0445\u0456\u0455\u0458\u04cf\u0501\u051b\u051d\u0410\u0412\u0415\u041a\u041c\u041d\u041e\u0420\u0421\u0422\u0425\u0406\u0405\u0408"
    "\u03bf\u03b1\u03bd\u03b9\u03c1\u03c5\u0391\u0392\u0395\u0396\u0397\u0399\u039a\u039c\u039d\u039f\u03a1\u03a4\u03a5\u03a7\u0585\u057d\u0261\u0131",
    "aeopcyxisjldqwABEKMHOPCTXISJoavipuABEZHIKMNOPTYXougi",
)
_WORD = re.compile(r"[\w-]+")
_LATIN = re.compile(r"[a-zA-Z]")


def latin(text: str) -> str:
    """The text with letters that only look Latin (Cyrillic, Greek, full-width, mathematical) as the Latin ones they look like.

    Only in words that also hold Latin letters, or come out wholly Latin from forms of these; as many characters as before.
    """
    return _WORD.sub(lambda match: _latin_word(match.group()), text) if _may_deceive(text) else text


def _may_deceive(text: str) -> bool:
    """Whether a text holds letters that only look Latin, or signs that change its direction. Few texts do."""
    return not text.isascii() and any(map(_is_deceptive, set("".join(_NOT_ASCII.findall(text)))))


@lru_cache(4096)
def _is_deceptive(character: str) -> bool:
    return ord(character) in _LOOKALIKES or _compatible(character) != character or _DIRECTION.match(character) is not None


def _latin_word(word: str) -> str:
    if word.isascii():
        return word
    plain = "".join(_compatible(character) for character in word)
    if not _LATIN.search(plain):
        return word
    changed = plain.translate(_LOOKALIKES)
    return changed if changed.isascii() else plain


def _compatible(character: str) -> str:
    """A full-width or mathematical letter as the letter that it is a form of."""
    if character.isascii():
        return character
    form = unicodedata.normalize("NFKC", character)
    return form if len(form) == 1 and form.isascii() and form.isalpha() else character


def noted(hidden: Iterable[str], texts: Iterable[str]) -> dict[str, int]:
    """What to count in `Document.left_out`, from hidden stretches and from the text as it was stored."""
    counts = Counter({"hidden": sum(1 for _ in hidden)})
    for text in texts:
        if _may_deceive(text):
            counts["overrides"] += len(_OVERRIDE.findall(text))
            odd = (stretch for stretch in text.split() if not stretch.isascii())  # few: no word of the rest can change
            counts["look-alikes"] += sum(_latin_word(word) != word for stretch in odd for word in _WORD.findall(stretch))
    return {what: count for what, count in counts.items() if count}
