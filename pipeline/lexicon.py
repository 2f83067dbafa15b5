"""Word lists under `corpus/lexicon/`: kinds of things, and the patterns by which text names them."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from pipeline.errors import DataError
from pipeline.needles import Sought

_SAME_CLAUSE = 50  # characters before words in which a verb may say that they are yet to come


@cache
def read(name: str) -> dict[str, Any]:
    """One lexicon file as it stands.

    Raises:
        DataError: it is not well-formed TOML.
    """
    try:
        return tomllib.loads((files("corpus") / "lexicon" / f"{name}.toml").read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise DataError(f"corpus/lexicon/{name}.toml: {error}") from None


def patterns(name: str) -> dict[str, re.Pattern[str]]:
    """The kinds of a lexicon file, in its order, each with one pattern that matches any of its words.

    Raises:
        DataError: a pattern is not a valid regular expression; the message names file and kind.
    """
    return any_of(name, "patterns")


@cache
def any_of(name: str, table: str) -> dict[str, re.Pattern[str]]:
    """The same of another table of the file.

    Raises:
        DataError: a pattern is not a valid regular expression; the message names file and kind.
    """
    compiled = {}
    for kind, words in read(name)[table].items():
        try:
            compiled[kind] = re.compile(rf"\b(?:{'|'.join(words)})", re.IGNORECASE)
        except re.error as error:
            raise DataError(f"corpus/lexicon/{name}.toml, {kind}: {error}") from None
    return compiled


@cache
def sought(name: str) -> dict[str, Sought]:
    """The same patterns, to be looked for in many short texts: quicker where most hold none."""
    return {kind: Sought.of(rf"\b(?:{each})" for each in words) for kind, words in read(name)["patterns"].items()}


def is_to_come(text: str, at: int) -> bool:
    """Whether what a text says at a place has not happened: `we will publish a summary`, `once the plan has been approved`."""
    return _to_come().search(text, max(0, at - _SAME_CLAUSE), at) is not None


@cache
def _to_come() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(read('tenses')['to_come'])})\b[^.;:!?\n]{{0,50}}$", re.IGNORECASE)


def plain(name: str, kind: str) -> str:
    """How to name a kind in a sentence."""
    return str(read(name)["plain"].get(kind, kind.replace("-", " ")))
