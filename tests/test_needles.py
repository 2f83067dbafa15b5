"""A pattern that is looked for by its fixed strings first finds what the pattern alone finds."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.lexicon import read
from pipeline.needles import Sought, needles


@pytest.mark.parametrize(
    ("pattern", "strings"),
    [
        (r"\bfinal say\b", ("final say",)),
        (r"\b(?:ISBN|doi)\b", ("doi", "isbn")),
        (r"decid\w+ (?:jointly|together)", (" ", "decid", "jointly", "together")),
        (r"_{4,}|\[ \]", ("[ ]", "____")),
        (r"colou?r", ("colo",)),
        (r"[A-Z]\d", ()),
        (r"(?:vote)?", ()),
        (r"[\u2610\u2611]", ("\u2610", "\u2611")),
    ],
)
def test_the_strings_that_a_match_must_hold(pattern: str, strings: tuple[str, ...]) -> None:
    assert set(needles(pattern)) <= set(strings)
    assert bool(needles(pattern)) == bool(strings)


def lists(node: object) -> Iterator[str]:
    if isinstance(node, dict):
        for inner in node.values():
            yield from lists(inner)
    elif isinstance(node, list):
        yield from node


def test_it_finds_what_the_patterns_find(samples: Path) -> None:
    text = re.sub(r"<[^>]+>", "", (samples / "bus-and-ferry.html").read_text(encoding="utf-8"))
    pieces = [piece for piece in re.split(r"(?<=[.!?])\s|\n", text) if piece.strip()]
    pieces += [
        "Tel: 01234 567 890",
        "Q4. Do you agree?",
        "\u2610 Yes",
        "ISBN 978",
        "This is final and decided together with staff.",
    ]
    for name in ("zones", "document_findings", "reservations", "decisions"):
        for pattern in lists(read(name)):
            plain, quick = re.compile(pattern, re.IGNORECASE), Sought.of([pattern])
            for piece in pieces:
                assert bool(quick.search(piece)) == bool(plain.search(piece)), (pattern, piece)
