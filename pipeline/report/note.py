"""The drafting note of a finding, for the margin of a marked copy: neutral, since it may be disclosed.

It says which words, what is unclear, who decides and how it could be worded. Severity, grounds and cases are for other reports.
"""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.records import Finding, Option

AUTHOR = "Overpromise"
"""Whose comments and highlights these are; `strip` takes away those of this author and no others."""


def drafting_note(finding: Finding) -> str:
    """The note, in lines."""
    return "\n".join(_lines(finding))


def words(name: str, /, **values: object) -> str:
    """A sentence of `corpus/wording/note.toml`, filled in."""
    return str(_wording()[name]).format(**values)


def _lines(finding: Finding) -> Iterator[str]:
    said, decider = promised(finding), decides(finding)
    if said:
        yield said
    yield words("unclear", text=unclear(finding))
    if decider:
        yield words("decides", text=decider)
    yield from _options(finding)
    if finding.kind != "document" and len(finding.places) > 1:
        yield words("again", places="; ".join(place.rpartition(" (")[0] for place in finding.places[1:]))
    yield words("reference", id=finding.finding_id)


def promised(finding: Finding) -> str:
    """What the words are and what they say; empty for a finding on the document as a whole."""
    return " ".join(point.text for point in finding.argument if point.name in ("quoted", "promised"))


def decides(finding: Finding) -> str:
    """Who decides, without the authorities on which that rests: those are for counsel. Empty where it does not matter."""
    text = next((point.text for point in finding.argument if point.name == "decides"), "")
    for role in ("caps", "route"):
        cited = "; ".join(source.authority for source in finding.sources if source.role == role)
        text = text.replace(f" ({cited})", "")
    return text


def offered(finding: Finding) -> list[Option]:
    """The options that an officer may take up; courses for counsel are left out."""
    return [option for option in finding.options if option.tag != _wording()["for_counsel"]]


def unclear(finding: Finding) -> str:
    """What is unclear in the words, or in the document as a whole."""
    if finding.kind == "document":
        kind, elsewhere = finding.argument[0].name, finding.places[-1] if finding.places else ""
        return str(_wording()["document"][kind]).format(elsewhere=elsewhere)
    verdict = finding.promise.verdict
    return str(_wording()["promise"]["hedged" if verdict.risk == "explicit" and verdict.hedge else verdict.risk])


def _options(finding: Finding) -> Iterator[str]:
    ways = offered(finding)
    if not ways:
        yield words("published")
    elif len(ways) == 1:
        yield words("one_option", text=ways[0].text)
    else:
        yield words("options")
        for option in ways:
            yield words("option", name=option.name, tag=option.tag, text=option.text)


@cache
def _wording() -> dict[str, Any]:
    return tomllib.loads((files("corpus") / "wording" / "note.toml").read_text(encoding="utf-8"))
