"""The words of a finding: its argument, step by step, and the ways to mend it. The sentences are data in `corpus/wording/`."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from pipeline.law import UNKNOWN, bodies
from pipeline.law_schema import STRONG_GRADES
from pipeline.lexicon import patterns
from pipeline.mending import PUBLISHED as PUBLISHED
from pipeline.mending import beyond as lesser_options
from pipeline.mending import options as ways
from pipeline.records import Point
from pipeline.saving import nearest
from pipeline.topics import is_light, matter_of, people_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.authorities import Route
    from pipeline.law_schema import Rule
    from pipeline.records import Option, Promise, Rung, Situation

_LONGEST_QUOTE = 160
_OF_POWER = ("reserves", "doctrine")  # rules that say whose the decision is; the others lay a duty on whoever takes it


@dataclass(frozen=True, slots=True)
class Grounds:
    """What a finding rests on."""

    promise: Promise
    situation: Situation
    decision: str
    counterparty: str
    rules: Sequence[Rule]
    doctrine: Sequence[Rule]
    route: Route | None
    saving: str = ""
    is_relief_limited: bool = False
    lacks_nation: bool = False  # so that law of one nation is left out

    @property
    def authority(self) -> str:
        """The rules that cap the promise, cited."""
        return "; ".join(rule.authority for rule in self.rules)

    @property
    def is_strong(self) -> bool:
        """Whether one of them is sourced well enough to carry a high-severity finding."""
        return any(rule.is_strong for rule in self.rules)

    @property
    def is_clear(self) -> bool:
        """Whether the words promise a share in so many words, with nothing in or beside them that takes any of it back."""
        verdict = self.promise.verdict
        return verdict.risk == "explicit" and not verdict.hedge and not self.saving

    @property
    def lacks_only_authority(self) -> bool:
        """Whether nothing but its sources keeps the finding from being of high severity."""
        return self.is_clear and self.route is None and not weighs_little(self.promise, self.decision) and not self.is_strong


def weighs_little(promise: Promise, decision: str) -> bool:
    """Whether what is given away weighs little: a kind of decision that does, or no more than what something is called."""
    return is_light(decision) or any(pattern.search(promise.statement.text) for pattern in patterns("light").values())


def argument(grounds: Grounds) -> tuple[Point, ...]:
    """Why this is a finding: what is quoted, what the document or the law says, and what the tool infers, kept apart."""
    risk = grounds.promise.verdict.risk
    body = bodies().get(grounds.situation.body)
    steps = [
        ("quoted", "words"),
        ("promised", risk),
        ("decides", _who_decides(grounds)),
        ("delegates", "named" if _delegates(grounds.rules) else "none"),
        *([("floor", "named")] if grounds.rules[0].floor else []),
        ("ceiling", "route" if grounds.route else "none"),
        ("kept", "public" if body is None or body.public_law else "governance"),
        ("broken", "clear" if grounds.is_clear else "unclear"),
        *([("broken", "relief")] if grounds.is_clear and grounds.is_relief_limited else []),
        *([("beside", _beside(grounds))] if grounds.saving else []),
        ("clarity", _clarity(grounds)),
        *(("note", name) for name in _notes(grounds)),
    ]
    return _points(steps, _names(grounds))


def beyond(grounds: Grounds, ceiling: Rung) -> tuple[tuple[Point, ...], tuple[Option, ...]]:
    """The argument and the option for co-design promised where the register leaves only a lower rung."""
    names = _names(grounds) | {"rung": ceiling.plain}
    steps = _points(
        [("quoted", "words"), ("promised", "beyond"), ("decides", _who_decides(grounds)), ("ceiling", "beyond")], names
    )
    return steps, lesser_options(grounds, names)


def options(grounds: Grounds) -> tuple[Option, ...]:
    """Ways to mend the finding: wording for a draft, courses for counsel once published."""
    return ways(grounds, _names(grounds))


def _points(steps: Sequence[tuple[str, str]], names: dict[str, str]) -> tuple[Point, ...]:
    text = _read("reasons.toml")
    return tuple(Point(step, text[step][kind]["nature"], text[step][kind]["text"].format(**names)) for step, kind in steps)


def _notes(grounds: Grounds) -> list[str]:
    situation, today = grounds.situation, grounds.situation.today
    unchecked = not any(rule.grade in STRONG_GRADES for rule in grounds.rules)
    moving, lacking = any(rule.moving for rule in grounds.rules), grounds.lacks_only_authority
    applies = {
        "contradicted": bool(_reservation(grounds)),
        "grade": unchecked and lacking,
        "unchecked": unchecked and not lacking,
        "moving": moving and lacking and not unchecked,
        "changing": moving and (unchecked or not lacking),
        "stale": today is not None and any(rule.review_by < today for rule in grounds.rules),
        "older": bool(_later(grounds)),
        "conditional": situation.body == UNKNOWN,
        "unpublished": not situation.status,
        "nation": grounds.lacks_nation,
    }
    return [name for name, holds in applies.items() if holds]


def _names(grounds: Grounds) -> dict[str, str]:
    situation, route, verdict = grounds.situation, grounds.route, grounds.promise.verdict
    rules, later, today = grounds.rules, _later(grounds), situation.today
    stale = [rule for rule in rules if today is not None and rule.review_by < today]
    return {
        "words": quoted(" … ".join(evidence.text for evidence in verdict.evidence) or grounds.promise.statement.text),
        "people": people_of(grounds.promise),
        "decision": matter_of(grounds.promise.statement),
        "decider": (situation.decider and f"the {situation.decider}") or rules[0].decider,
        "delegates": _listed(_delegates(rules), "or"),
        "floor": rules[0].floor,
        "authority": route.rule.authority if route else grounds.authority,
        "doctrine": "; ".join(rule.authority for rule in grounds.doctrine),
        "reservation": quoted(_reservation(grounds)),
        "saving": quoted(grounds.saving),
        "route": route.rule.route.replace("-", " ") if route else "",
        "shown": _listed(route.shown) if route else "",
        "missing": _listed(route.missing) if route else "",
        "reviews": _listed(tuple(f"{rule.id}, {rule.review_by.day} {rule.review_by:%B %Y}" for rule in stale)) if stale else "",
        "dated": f"{situation.dates['document']:%B %Y}" if "document" in situation.dates else "",
        "later": _listed(tuple(f"{rule.authority}, in force from {_day(rule)}" for rule in later)),
    }


def _reservation(grounds: Grounds) -> str:
    """The sentence that keeps this decision elsewhere in the document; none is sought where one stands beside the promise."""
    found = None if grounds.saving else nearest(grounds.promise.statement, grounds.situation.reservations)
    return found.text if found else ""


def _clarity(grounds: Grounds) -> str:
    """How clear the words are: what stands beside them counts most, since those consulted read both together."""
    verdict = grounds.promise.verdict
    return "saved" if grounds.saving else "implied" if verdict.risk == "implied" else "hedged" if verdict.hedge else "clear"


def _beside(grounds: Grounds) -> str:
    return "within" if grounds.saving in grounds.promise.statement.text else "next"


def _delegates(rules: Sequence[Rule]) -> tuple[str, ...]:
    """Who may be given the decision, by the first of the rules that names anybody."""
    return next((rule.delegates for rule in rules if rule.delegates), ())


def _later(grounds: Grounds) -> list[Rule]:
    """Rules that came into force after the document was written, where the user has not said which law counts."""
    written = grounds.situation.dates.get("document")
    if written is None or grounds.situation.as_at is not None:
        return []
    return [rule for rule in grounds.rules if rule.start is not None and rule.start > written]


def _who_decides(grounds: Grounds) -> str:
    if grounds.situation.decider:
        return "document"
    if grounds.situation.body == UNKNOWN:
        return "unknown"
    return "register" if grounds.rules[0].effect in _OF_POWER else "duty"


def _day(rule: Rule) -> str:
    return f"{rule.start.day} {rule.start:%B %Y}" if rule.start else ""


def quoted(text: str, longest: int = _LONGEST_QUOTE) -> str:
    """A text to be put in double quotation marks: in one line, cut where long, its own marks single or, unpaired, left out."""
    text = " ".join(text.split())
    for mark, other in (("“", "”"), ("”", "“")):
        text = text.strip(mark) if text.count(mark) > text.count(other) else text
    if text.startswith("“") and text.endswith("”") and text.count("“") == 1:
        text = text[1:-1]
    text = text.replace("“", "‘").replace("”", "’")
    return text if len(text) <= longest else f"{text[: longest - 1].rstrip()}…"


def _listed(parts: Sequence[str], joined: str = "and") -> str:
    return f" {joined} ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts) or "none of its parts"


@cache
def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((files("corpus") / "wording" / name).read_text(encoding="utf-8"))
