"""Document → Situation: who consults, where, at which stage, and which decisions the document says it keeps."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from typing import TYPE_CHECKING

from pipeline.find_body import find_body
from pipeline.law import bodies
from pipeline.lexicon import patterns, read
from pipeline.records import Situation

if TYPE_CHECKING:
    from pipeline.records import Document, Statement

_FRONT = 6_000
_FRONT_WEIGHT = 4
_NAMED_DECIDER = re.compile(
    r"\b(?:the )?((?:[A-Z][a-z]+ )?(?:Cabinet|Council|Board|Committee|Executive|Commissioner|Mayor|Ministers?|"
    r"Secretary of State|Governors))"
    r" (?:will|is due to|is expected to|must|would) (?:then )?(?:\w+ ){0,3}"
    r"(?:decide|take every decision|(?:take|make) (?:the|a|its) (?:final )?decision|determine|consider and decide|approve|agree)"
)


def situate(
    document: Document, statements: list[Statement], body: str = "", jurisdiction: str = "", stage: str = ""
) -> Situation:
    """Read the situation from the document. What the caller gives wins over what the document shows."""
    found_body = find_body(document)
    found_stage, stage_words = _find_stage(document.text)
    reservations = tuple(statement for statement in statements if reserves(statement.text))
    decider = _find_decider(reservations)
    found = {"body": found_body.words, "stage": stage_words, "decider": decider}
    code = body or found_body.code
    nations = bodies()[code].jurisdictions if code in bodies() else ()
    nation = jurisdiction or (nations[0] if body and len(nations) == 1 else found_body.jurisdiction)
    return Situation(
        body=code,
        body_name="" if body and body != found_body.code else found_body.name,
        jurisdiction=nation,
        stage=stage or found_stage,
        decider=decider,
        reservations=reservations,
        found={field: words for field, words in found.items() if words},
    )


def reserves(text: str) -> bool:
    """Whether a sentence keeps the decision with the body, or says that views do not bind it."""
    return _reservation().search(text) is not None


@cache
def _reservation() -> re.Pattern[str]:
    data = read("reservations")
    names = {re.escape(name.lower()) for body in bodies().values() for name in body.deciders}
    deciders = "|".join([*data["deciders"], *(f"(?:the )?{name}" for name in sorted(names, key=len, reverse=True))])
    return re.compile("|".join(p.replace("{decider}", rf"\b(?:{deciders})") for p in data["patterns"]), re.IGNORECASE)


def _find_stage(text: str) -> tuple[str, str]:
    scores: Counter[str] = Counter()
    words: dict[str, str] = {}
    for stage, pattern in patterns("stages").items():
        for match in pattern.finditer(text):
            scores[stage] += _FRONT_WEIGHT if match.start() < _FRONT else 1
            words.setdefault(stage, match.group())
    if not scores:
        return "", ""
    stage = scores.most_common(1)[0][0]
    return stage, words[stage]


def _find_decider(reservations: tuple[Statement, ...]) -> str:
    names = Counter(match.group(1).strip() for s in reservations for match in _NAMED_DECIDER.finditer(s.text))
    return names.most_common(1)[0][0] if names else ""
