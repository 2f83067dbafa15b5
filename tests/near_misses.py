"""Every regular expression of the project, and a megabyte that nearly matches: runs of what patterns begin with and never end."""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Iterator
from functools import cache

from pipeline.needles import Sought

LENGTH = 1_000_000
# Used only at a place that is given (`match`, `fullmatch`): they are tried at the start of each family.
ANCHORED = frozenset(
    {
        "pipeline.extract.archive._DOCTYPE", "pipeline.extract.layout._NOTE_MARK", "pipeline.extract.markers._BULLET",
        "pipeline.extract.reading_order._MARKER", "pipeline.extract.repeats._PAGE_NUMBER", "pipeline.segment._NEXT",
        "pipeline.segment._PARAGRAPH_NUMBER", "pipeline.segment._INITIALS",
        "pipeline.extract.media._MAIL_START", "pipeline.extract.media._HTML_START", "pipeline.extract.markdown._FRONT_MATTER",
        "pipeline.zones._QUOTED", "pipeline.zones._ATTRIBUTION", "pipeline.zones._NAME_LINE",
        "pipeline.extract.cleaning._LETTER_SPACED", "pipeline.body_names._TWICE",
        "pipeline.find_dates._ENDS",
    }
)  # fmt: skip
_UNITS = (
    "a", " ", "\n", "word ", "Abcd ", "Abc and ", "Council of the and for ", "1", "1.1", ". ", ".", "\u2026", '"', "\u2018a", "\u201c",
    "\u2019 ", "co- ", "co-", "-", "<", "<b ", "<!--", "[", "{{", "{%", "{:", "@", "a@a.", "a ", "A ", "A.", "_", "\u2013 A", "1. a?",
    "(2020). ", "the council will the the ", "decision the a b c ", "co-produced the the the ", "by the the the ", "key: ", "- ", "http",
    "9 June ", "Q1 ", "$ ", "\t", "\u043e", "stream\r", "/Filter [ ", "'", "? ", "x:",
)  # fmt: skip


def patterns() -> dict[str, re.Pattern[str] | re.Pattern[bytes]]:
    """Patterns of modules, of what their cached functions make, and of the lexicon, by name."""
    import models
    import pipeline

    found: dict[str, re.Pattern[str] | re.Pattern[bytes]] = {}
    for package in (pipeline, models):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if not module.name.startswith(("models.train", "models.validate", "models.export", "models.scorer")):
                found |= _of_module(module.name)
    return found | _of_lexicon()


def _of_module(name: str) -> dict[str, re.Pattern[str] | re.Pattern[bytes]]:
    found = {}
    for key, value in vars(importlib.import_module(name)).items():
        if isinstance(value, re.Pattern):
            found[f"{name}.{key}"] = value
    return found


@cache
def _of_lexicon() -> dict[str, re.Pattern[str]]:
    from models import hedge
    from pipeline import body_names, find_body, find_dates, find_decider, lexicon, mending, saving, zones

    found: dict[str, re.Pattern[str] | Sought] = {
        "reservations": find_decider.reservation(), "names": body_names.names(), "speakers": zones._own_speakers(),
        "hedges": hedge._pattern(), "answer": find_decider._answer(), "to come": lexicon._to_come(), "told": find_dates._told(),
    }  # fmt: skip
    found |= {f"deciders.{at}": pattern for at, pattern in enumerate(find_decider._named())}
    found |= {f"signs.{code}": pattern for code, pattern in find_body._signs_of_kinds().items()}
    for name in ("counterparties", "dates", "decisions", "document_findings", "light", "phrases", "public", "stages", "statuses"):
        found |= {f"{name}.{kind}": pattern for kind, pattern in lexicon.patterns(name).items()}
    for kind in ("patterns", "back", "whole", "stamps", "denied", "past", "standing", "procedure"):
        found |= {f"saving.{kind}.{at}": pattern for at, pattern in enumerate(saving._patterns(kind))}
    found |= {f"voice.{name}": mending._voice(name) for name in mending._read()["voice"]}
    found |= {f"zones.section.{zone}": pattern for zone, pattern in zones._sections().items()}
    found |= {f"zones.text.{zone}": zones._text(zone) for zone in zones.Zone}
    found |= {f"places.{name}": pattern for name, pattern in find_body._places().items()}
    return {f"{name}.{at}": part for name, value in found.items() for at, part in enumerate(_parts(value))}


def _parts(value: re.Pattern[str] | Sought) -> Iterator[re.Pattern[str]]:
    """The patterns themselves: a megabyte may well hold the strings without which they are not tried."""
    yield from (part for part, _ in value.parts) if isinstance(value, Sought) else (value,)


def families() -> Iterator[str]:
    """The near misses, together as long as LENGTH."""
    each = LENGTH // len(_UNITS)
    for unit in _UNITS:
        yield unit * (each // len(unit))


def search(name: str, pattern: re.Pattern[str] | re.Pattern[bytes]) -> int:
    """Use a pattern as the project does on all near misses; how often it matched."""
    matches = 0
    for family in families():
        text = family.encode() if isinstance(pattern.pattern, bytes) else family
        if name in ANCHORED:
            matches += bool(pattern.match(text)) + bool(pattern.fullmatch(text))  # type: ignore[arg-type]
        else:
            matches += sum(1 for _ in pattern.finditer(text))  # type: ignore[arg-type]
    return matches
