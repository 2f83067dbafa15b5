"""Which body consults, and in which nation: found by the names that a document uses for itself."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from pipeline.law import OUTSIDE_UK, UNKNOWN, bodies, with_parents
from pipeline.law_schema import JURISDICTIONS
from pipeline.lexicon import patterns, read
from pipeline.records import BlockKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.records import Document

_FRONT = 4_000  # characters that count as the front of a document: cover, foreword, introduction
_FRONT_WEIGHT, _TITLE_WEIGHT, _FILE_WEIGHT, _NAMED_WEIGHT, _SELF_WEIGHT = 3, 6, 2, 3, 8
_WORD = re.compile(r"[^\W_]+")
_READ = 150_000  # characters searched for names: enough for any front matter, footers and the main text
_CAPITAL = r"[A-Z][\w'\u2019&.-]{0,40}"
_NAME = rf"(?:{_CAPITAL}(?:(?: (?:and|of|the|upon|on|in|for|&)){{0,4}} {_CAPITAL}){{0,5}} (?:and |of |for )?)?"
_PLAIN_COUNCIL = r"(?<=[a-z\u2019] )Council"  # `Marlshire Council`: a principal council that does not name its tier
_DEPARTMENT = r"(?:(?<=epartment of)|(?<=epartment for)|(?<=inistry of)|(?<=inistry for))"
_OF_WHAT = rf"(?:{_DEPARTMENT}(?:,? (?:(?:and|the|&) )*[A-Z][\w'\u2019]+){{1,5}})?"
_SELF = re.compile(
    r"(?:\u00a9|published by|issued by|on behalf of|consultation by|copyright) (?:the )?$|\b(?:we are|this is) (?:the )?$",
    re.IGNORECASE,
)
_SPEAKS = re.compile(
    r" (?:is|are) (?:asking|consulting|inviting|seeking|proposing|reviewing|planning)\b"
    r"| (?:wants|invites|proposes|seeks|would like)\b"
)
_ENOUGH = 3
_LONGEST_SHORT = 4  # letters of a short form


@dataclass(frozen=True, slots=True)
class FoundBody:
    """A kind of body with the name and nation that the document gives it, and the words that showed it."""

    code: str = UNKNOWN
    name: str = ""
    jurisdiction: str = ""
    words: str = ""


def find_body(document: Document) -> FoundBody:
    """The body that most plainly speaks in this document; `unknown` where no name stands out."""
    text = document.text[:_READ]
    if _outside_uk(text):
        return FoundBody(OUTSIDE_UK, words="words of another country's government")
    scores: Counter[tuple[str, str]] = Counter()
    for code, name, weight in _mentions(document, text):
        scores[code, name] += weight
    task = next((match.group() for match in _places()["advises"].finditer(text[:_FRONT])), "")
    if task:  # a panel that advises ministers speaks for their department
        scores["government-department", ""] += _SELF_WEIGHT + _NAMED_WEIGHT
    enough = [named for named, score in scores.most_common() if score >= _ENOUGH] or _by_kind(scores)
    if not enough or _is_one_of_many(scores):
        return FoundBody(jurisdiction=_nation(text))
    code, name = enough[0]
    nation = _nation(name) or _only_nation(code) or _nation(text)
    return FoundBody(_refined(code, name, nation), name, nation, name or task)


def reads_as_public(text: str) -> bool:
    """Whether a text speaks of what public bodies speak of; a short one always does."""
    data, words = read("public"), len(text.split())
    found = len(patterns("public")["public"].findall(text))
    return words < int(data["shortest"]) or 1000 * found >= int(data["fewest_per_thousand"]) * words


def _is_one_of_many(scores: Counter[tuple[str, str]]) -> bool:
    """Whether bodies of different kinds are named once each, as in a list of members."""
    top = max(scores.values())
    families = {with_parents(code)[-1] for (code, _), score in scores.items() if score == top}
    return top <= _ENOUGH and len(families) > 1


def _by_kind(scores: Counter[tuple[str, str]]) -> list[tuple[str, str]]:
    """Names of a kind that is mentioned enough in all, though no one of them is; the most mentioned first."""
    kinds: Counter[str] = Counter()
    for (code, _), score in scores.items():
        kinds[code] += score
    return [named for named, _ in scores.most_common() if kinds[named[0]] >= _ENOUGH]


def _mentions(document: Document, text: str) -> Iterator[tuple[str, str, int]]:
    """Every body named: its code, the name as written, and how much this place says of who speaks."""
    titles = f"{document.title}\n" + "\n".join(b.text for b in document.blocks[:12] if b.kind is BlockKind.HEADING)
    file_name = " ".join(_WORD.findall(document.path.stem))
    for source, weight in ((titles, _TITLE_WEIGHT), (file_name, _FILE_WEIGHT), (text, 1)):
        for match in _names().finditer(source):
            written = " ".join(match.group().split())
            code = _code_of(written)
            is_named = match.start("alias") > match.start()
            is_self = bool(_SELF.search(source, max(0, match.start() - 30), match.start()) or _SPEAKS.match(source, match.end()))
            if code in _mentioned() and not (weight > 1 or (is_self and match.start() < _FRONT)):
                continue
            front = _FRONT_WEIGHT if match.start() < _FRONT else 1
            yield code, _trimmed(written), weight * front * (_NAMED_WEIGHT if is_named else 1) + _SELF_WEIGHT * is_self


@cache
def _code_of(name: str) -> str:
    """The kind of body that the end of a name tells: `Foxham Parish Council` is a parish council, `Foxham Council` a council."""
    lower = name.lower()
    fitting = [
        alias
        for alias in _aliases()
        if lower.removesuffix("s").endswith(alias.removesuffix("s")) or (alias.endswith((" of", " for")) and f"{alias} " in lower)
    ]
    return _aliases()[max(fitting, key=len)] if fitting else "council"


def _trimmed(name: str) -> str:
    return re.sub(r"^(?:(?:the|of|and|in|for|on|at|by|our|a|an|your|this)\s+)+", "", name, flags=re.IGNORECASE)


@cache
def _aliases() -> dict[str, str]:
    """Every alias with the code it names. Where two kinds share one, the first in the file has it."""
    aliases: dict[str, str] = {}
    for body in bodies().values():
        for alias in body.aliases:
            aliases.setdefault(alias.lower(), body.code)
    return aliases


@cache
def _names() -> re.Pattern[str]:
    """A proper name before an alias: `Mereford County Council`. Short forms (ICB, PCC) must stand in capitals."""
    aliases = sorted(_aliases(), key=len, reverse=True)  # the longest first: `university health board` before `university`
    long = _any_of([a for a in aliases if len(a) > _LONGEST_SHORT])
    short = "|".join(re.escape(a).upper() for a in aliases if len(a) <= _LONGEST_SHORT)
    return re.compile(rf"\b{_NAME}(?P<alias>(?i:{long})s?{_OF_WHAT}|{short}|{_PLAIN_COUNCIL})\b")


def _any_of(names: list[str]) -> str:
    """A pattern of any name, the longest that fits first. It branches letter by letter: at most words it fails at the first."""
    rests: dict[str, list[str]] = {}
    for name in filter(None, names):
        rests.setdefault(name[0], []).append(name[1:])
    branches = [(r"\s+" if initial == " " else re.escape(initial)) + _any_of(rest) for initial, rest in rests.items()]
    if "" in names:
        branches.append("")
    return branches[0] if len(branches) == 1 else f"(?:{'|'.join(branches)})"


def _refined(code: str, name: str, nation: str) -> str:
    """The narrower code where the name or nation settles it: a borough council in London, a council in Scotland."""
    if "council" not in {code, bodies()[code].parent} or code == "parish-council":
        return code
    by_nation = {"Scotland": "scottish-council", "Wales": "welsh-council", "Northern Ireland": "ni-council"}
    if nation in by_nation and code != "health-and-wellbeing-board":
        return by_nation[nation]
    if _places()["london"].search(name):
        return "london-borough"
    return code


@cache
def _mentioned() -> frozenset[str]:
    """Kinds that other bodies' documents name in passing: they count only where they speak or stand in a title."""
    return frozenset(code for code, body in bodies().items() if body.mentioned)


@cache
def _places() -> dict[str, re.Pattern[str]]:
    data = tomllib.loads((files("corpus") / "law" / "places.toml").read_text(encoding="utf-8"))
    return {key: re.compile(rf"(?<!\w){_any_of(names)}(?!\w)") for key, names in data.items()}


def _nation(text: str) -> str:
    """The nation most often named, or empty. England is named less in its own documents, so one mention is enough."""
    counts = {nation: len(_places()[nation.lower().replace(" ", "-")].findall(text)) for nation in JURISDICTIONS}
    best = max(counts, key=lambda nation: counts[nation])
    return best if counts[best] else ""


def _only_nation(code: str) -> str:
    nations = bodies()[code].jurisdictions
    return nations[0] if len(nations) == 1 else ""


def _outside_uk(text: str) -> bool:
    words = len(text.split())
    foreign = len(_places()["outside"].findall(text))
    home = sum(len(_places()[nation].findall(text)) for nation in ("england", "scotland", "wales", "northern-ireland"))
    often = foreign >= 5 and foreign > 2 * home and foreign / words > 0.001
    return often or (foreign >= 2 and not home and foreign / words > 0.004)  # a short paper names its country once or twice
