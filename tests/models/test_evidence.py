"""Evidence is a phrase that a reader would underline: whole words, nothing left hanging, exact places."""

from __future__ import annotations

import re

import numpy as np
import pytest

from models.evidence import heaviest_words

LONG = "At the end of the coming summer term, as we said before, "


def phrases(text: str, heavy: str) -> list[str]:
    """The evidence where the words in `heavy` carry all the weight."""
    start = text.index(heavy)
    spans = np.array([match.span() for match in re.finditer(r"\S+", text)])
    added = np.array([1.0 if start <= first < start + len(heavy) else 0.01 for first, _ in spans])
    found = heaviest_words(text, spans, added)
    assert all(text[evidence.start : evidence.end] == evidence.text and evidence.weight > 0 for evidence in found)
    return [evidence.text for evidence in found]


@pytest.mark.parametrize(
    ("text", "heavy", "quoted"),
    [
        (f"{LONG}riders settle the new winter hours.", "settle the", ["riders settle the new winter hours"]),
        (
            f"{LONG}riders will have the same vote as our officers when a rota is drawn up.",
            "same vote as",
            ["riders will have the same vote as our officers"],
        ),
        (f"{LONG}we would, if we can, co-produce the travel plan.", "can, co-produce", ["co-produce the travel plan"]),
        (f"{LONG}we run it, and the riders decide.", "and the riders decide.", ["the riders decide"]),
        (
            f"{LONG}I co-produce my Police and Crime Plan with people from every town.",
            "co-produce my",
            ["I co-produce my Police and Crime Plan"],
        ),
        (f'{LONG}it goes if more tick "no".', 'if more tick "no".', ['it goes if more tick "no"']),
        (
            f"{LONG}a panel of riders will pick the stop, and we will then print its choice.",
            "print its choice.",
            ["a panel of riders will pick the stop, and we will then print its choice"],
        ),
        (
            f"{LONG}no kiosk closes its hatch until the walkers who use it have told the warden.",
            "have told the",
            ["no kiosk closes its hatch until the walkers who use it have told the warden"],
        ),
        (
            f"{LONG}the ferry, which most of us took for granted when we were all much younger and fitter than we are, sails if riders agree.",
            "if riders agree",
            ["sails if riders agree"],
        ),
        (
            f"{LONG}joiners, thatchers and the parish will agree the roof together.",
            "will agree the roof",
            ["joiners, thatchers and the parish will agree the roof together"],
        ),
        ("Then it stops there.", "it", ["Then it stops there"]),
    ],
)
def test_evidence_is_a_phrase(text: str, heavy: str, quoted: list[str]) -> None:
    assert phrases(text, heavy) == quoted


def test_what_is_long_is_quoted_in_two_parts() -> None:
    heavy = "the tenants' panel will fix the rents for every house in the coming year, and the Board will put its name to them whatever they may be"
    assert len(phrases(f"{LONG}{heavy}, says the plan.", heavy)) == 2


def test_no_weight_no_evidence() -> None:
    assert heaviest_words("We listen.", np.array([(0, 2), (3, 10)]), np.array([-1.0, -1.0])) == ()
    assert heaviest_words("", np.zeros((0, 2), dtype=np.int64), np.zeros(0)) == ()
