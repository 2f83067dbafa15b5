"""Two versions of a document side by side: which findings are new, gone, reworded or as they were."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import product
from typing import TYPE_CHECKING

from pipeline.recurrence import same_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.records import Finding

WHATS = ("new", "gone", "reworded", "unchanged")
_ALIKE = 0.6  # share of matching words from which one finding is taken for the other, reworded (Ratcliff and Obershelp 1988)


@dataclass(frozen=True, slots=True)
class Change:
    """A finding in the older version, the newer or both. `what` is new, gone, reworded or unchanged."""

    what: str
    old: Finding | None
    new: Finding | None


def compare(old: Sequence[Finding], new: Sequence[Finding]) -> list[Change]:
    """Match findings by their ids, then the rest by their words, the likest first; what is gone stands at the end."""
    by_id = {finding.finding_id: finding for finding in old}
    same = {finding.finding_id for finding in new} & by_id.keys()
    left, added = ([f for f in findings if f.finding_id not in same] for findings in (old, new))
    before = _reworded(left, added)
    changes = []
    for finding in new:
        if finding.finding_id in same:
            changes.append(Change("unchanged", by_id[finding.finding_id], finding))
        elif finding.finding_id in before:
            changes.append(Change("reworded", before[finding.finding_id], finding))
        else:
            changes.append(Change("new", None, finding))
    kept = same | {finding.finding_id for finding in before.values()}
    return [*changes, *(Change("gone", finding, None) for finding in old if finding.finding_id not in kept)]


def _reworded(left: Sequence[Finding], added: Sequence[Finding]) -> dict[str, Finding]:
    """For the id of a newer finding the older one that it rewords. Each is matched once."""
    pairs = [(_alike(one, other), one, other) for one, other in product(left, added) if one.kind == other.kind]
    pairs.sort(key=lambda pair: -pair[0])
    matched: dict[str, Finding] = {}
    taken: set[str] = set()
    for alike, one, other in pairs:
        if alike >= _ALIKE and one.finding_id not in taken and other.finding_id not in matched:
            matched[other.finding_id] = one
            taken.add(one.finding_id)
    return matched


def _alike(one: Finding, other: Finding) -> float:
    first, second = (same_words(finding.promise.statement.text).split() for finding in (one, other))
    return SequenceMatcher(None, first, second, autojunk=False).ratio()
