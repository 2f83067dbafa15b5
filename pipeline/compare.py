"""Two versions of a document side by side: which findings are new, gone, reworded or as they were."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from pipeline.recurrence import same_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.records import Finding

_ALIKE = 0.6  # share of matching words from which one finding is taken for the other, reworded (Ratcliff and Obershelp 1988)


@dataclass(frozen=True, slots=True)
class Change:
    """A finding in the older version, the newer or both. `what` is new, gone, reworded or unchanged."""

    what: str
    old: Finding | None
    new: Finding | None


def compare(old: Sequence[Finding], new: Sequence[Finding]) -> list[Change]:
    """Match findings by their ids, then the rest by their words; in the order of the newer version, what is gone at the end."""
    by_id = {finding.finding_id: finding for finding in old}
    pairs = {finding.finding_id: by_id[finding.finding_id] for finding in new if finding.finding_id in by_id}
    left = [finding for finding in old if finding.finding_id not in pairs]
    changes = []
    for finding in new:
        if finding.finding_id in pairs:
            changes.append(Change("unchanged", pairs[finding.finding_id], finding))
            continue
        nearest = max((other for other in left if other.kind == finding.kind), key=lambda o: _alike(o, finding), default=None)
        if nearest is not None and _alike(nearest, finding) >= _ALIKE:
            left.remove(nearest)
            changes.append(Change("reworded", nearest, finding))
        else:
            changes.append(Change("new", None, finding))
    return [*changes, *(Change("gone", finding, None) for finding in left)]


def _alike(one: Finding, other: Finding) -> float:
    first, second = (same_words(finding.promise.statement.text).split() for finding in (one, other))
    return SequenceMatcher(None, first, second, autojunk=False).ratio()
