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

    from pipeline.records import Finding

AUTHOR = "Overpromise"
"""Whose comments and highlights these are; `strip` takes away those of this author and no others."""


def drafting_note(finding: Finding) -> str:
    """The note, in lines."""
    return "\n".join(_lines(finding))


def words(name: str, /, **values: object) -> str:
    """A sentence of `corpus/wording/note.toml`, filled in."""
    return str(_wording()[name]).format(**values)


def _lines(finding: Finding) -> Iterator[str]:
    points = {point.name: point.text for point in finding.argument}
    if "promised" in points:
        yield points["promised"]
    yield words("unclear", text=_unclear(finding))
    if "decides" in points:
        yield words("decides", text=points["decides"])
    yield from _options(finding)
    if finding.kind != "document" and len(finding.places) > 1:
        yield words("again", places="; ".join(place.rpartition(" (")[0] for place in finding.places[1:]))
    yield words("reference", id=finding.finding_id)


def _unclear(finding: Finding) -> str:
    if finding.kind == "document":
        kind, elsewhere = finding.argument[0].name, finding.places[-1] if finding.places else ""
        return str(_wording()["document"][kind]).format(elsewhere=elsewhere)
    verdict = finding.promise.verdict
    return str(_wording()["promise"]["hedged" if verdict.risk == "explicit" and verdict.hedge else verdict.risk])


def _options(finding: Finding) -> Iterator[str]:
    offered = [option for option in finding.options if option.tag != _wording()["for_counsel"]]
    if not offered:
        yield words("published")
    elif len(offered) == 1:
        yield words("one_option", text=offered[0].text)
    else:
        yield words("options")
        for option in offered:
            yield words("option", name=option.name, tag=option.tag, text=option.text)


@cache
def _wording() -> dict[str, Any]:
    return tomllib.loads((files("corpus") / "wording" / "note.toml").read_text(encoding="utf-8"))
