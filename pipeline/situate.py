"""Document → Situation: who consults, where, at which stage, and which decisions the document says it keeps."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from typing import TYPE_CHECKING

from pipeline.find_body import find_body
from pipeline.find_dates import find_dates
from pipeline.find_decider import find_decider, reserves
from pipeline.law import bodies, rules_of
from pipeline.law_schema import JURISDICTIONS
from pipeline.lexicon import any_of, is_to_come, patterns, read
from pipeline.records import NOTHING_GIVEN, Given, Situation

if TYPE_CHECKING:
    from pipeline.records import Document, Statement

_FRONT = 6_000
_FRONT_WEIGHT = 4
_ANNOUNCED_WEIGHT = 8
_TOLD = 40  # characters before a draft in which words may say that it is an earlier one


def situate(document: Document, statements: list[Statement], given: Given = NOTHING_GIVEN) -> Situation:
    """Read the situation from the document. What the caller gives wins over what the document shows.

    Raises:
        DataError: a file of rules that the caller gives cannot be read or breaks the schema.
    """
    found_body = find_body(document)
    found_stage, stage_words = _find_stage(document.text)
    found_status, status_words = _find_status(f"{document.title}\n{document.text[:_FRONT]}")
    reservations = tuple(statement for statement in statements if reserves(statement.text))
    decider = find_decider(document.text, reservations, found_body.name)
    dates = find_dates(document.text)
    found = {"body": found_body.words, "stage": stage_words, "status": status_words, "decider": decider}
    found |= {f"date of {kind}": words for kind, (_, words) in dates.items()}
    code = given.body or found_body.code
    nations = bodies()[code].jurisdictions if code in bodies() else JURISDICTIONS
    nation = found_body.jurisdiction if not given.body or found_body.jurisdiction in nations else ""
    return Situation(
        body=code,
        body_name="" if given.body and given.body != found_body.code else found_body.name,
        jurisdiction=given.jurisdiction or (nations[0] if given.body and len(nations) == 1 else nation),
        stage=given.stage or found_stage,
        status=given.status or found_status,
        decider=decider,
        reservations=reservations,
        dates={kind: when for kind, (when, _) in dates.items()},
        as_at=given.as_at,
        today=given.today,
        rules=tuple(rule for path in given.law for rule in rules_of(path)),
        found={field: words for field, words in found.items() if words},
    )


def _find_stage(text: str) -> tuple[str, str]:
    scores: Counter[str] = Counter()
    words: dict[str, str] = {}
    for stage, pattern in patterns("stages").items():
        for match in pattern.finditer(text):
            scores[stage] += _FRONT_WEIGHT if match.start() < _FRONT else 1
            words.setdefault(stage, match.group())
    for stage, pattern in any_of("stages", "announced").items():
        for match in pattern.finditer(text, 0, _FRONT):
            scores[stage] += _ANNOUNCED_WEIGHT
            words.setdefault(stage, match.group())
    if not scores:
        return "", ""
    stage = max(scores, key=lambda stage: scores[stage])
    return stage, words[stage]


def _find_status(front: str) -> tuple[str, str]:
    """The status that the front of the document shows, and the words that show it."""
    for status, pattern in patterns("statuses").items():
        for match in pattern.finditer(front):
            if not is_to_come(front, match.start()) and not (status == "draft" and _is_told(match)):
                return status, match.group()
    return "", ""


def _is_told(draft: re.Match[str]) -> bool:
    """Whether a draft is an earlier one that the document tells of: `the panel read the first draft`."""
    before, after = _told()
    text = draft.string
    return bool(before.search(text, max(0, draft.start() - _TOLD), draft.start()) or after.match(text, draft.end()))


@cache
def _told() -> tuple[re.Pattern[str], re.Pattern[str]]:
    data = read("statuses")["told"]
    return re.compile(rf"\b{data['before']}", re.IGNORECASE), re.compile(data["after"], re.IGNORECASE)
