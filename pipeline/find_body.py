"""Which body consults, and in which nation: found by the names that a document uses for itself."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from pipeline.body_names import any_of, named, names, nation_of, places_named
from pipeline.law import OUTSIDE_UK, UNKNOWN, bodies, with_parents
from pipeline.law_schema import JURISDICTIONS
from pipeline.lexicon import patterns, read
from pipeline.records import BlockKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pipeline.body_names import Named
    from pipeline.records import Document

_FRONT = 4_000  # characters that count as the front of a document: cover, foreword, introduction
_FRONT_WEIGHT, _TITLE_WEIGHT, _FILE_WEIGHT, _NAMED_WEIGHT, _SELF_WEIGHT = 3, 6, 2, 3, 8
_SCOPE_WEIGHT = 3
_TITLES = 12  # blocks in which a heading or a line counts as a title
_SHORT_LINE = 12  # words
_WORD = re.compile(r"[^\W_]+")
_READ = 150_000  # characters searched for names: enough for any front matter, footers and the main text
_SELF = re.compile(
    r"(?:\u00a9|published by|issued by|on behalf of|(?:consultation|survey) by|copyright) (?:the )?$"
    r"|\b(?:we are|this is) (?:the )?$",
    re.IGNORECASE,
)
_SPEAKS = re.compile(
    r" (?:is|are) (?:asking|consulting|inviting|seeking|proposing|reviewing|planning)\b"
    r"| (?:wants|invites|proposes|seeks|would like)\b"
)
_SCOPE = re.compile(rf"\b(?:for|in|across|throughout|all of|the whole of) ({'|'.join(JURISDICTIONS)})\b(?! and\b)")
_UNITARY, _TIERS = "unitary-council", frozenset({"council", "county-council", "district-council"})
_ENOUGH = 3
_PLAINLY = 4  # mentions of a nation


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
    headings, lines = _cover(document)
    titles = f"{headings}\n{lines}"
    if _outside_uk(text):
        return FoundBody(OUTSIDE_UK, words="words of another country's government")
    scores: Counter[tuple[str, str]] = Counter()
    shown: dict[tuple[str, str], str] = {}
    for body, weight in _mentions(document, headings, lines, text):
        scores[body.code, body.name] += weight
        shown.setdefault((body.code, body.name), body.written)
    for code, sign in _signs(text[:_FRONT]):
        scores[code, ""] += _SELF_WEIGHT + _NAMED_WEIGHT
        shown.setdefault((code, ""), sign)
    enough = [key for key, score in scores.most_common() if score >= _ENOUGH] or _by_kind(scores)
    if not enough or _is_one_of_many(scores):
        return FoundBody(jurisdiction=_nation(text, titles))
    code, name = _most_exact(enough, scores)
    words = shown[code, name]
    nation = (
        _nation(name)
        or _only_nation(code, words, text, titles)
        or _nation_otherwise(code, name)
        or _nation(text, titles, bodies()[code].jurisdictions)
    )
    return FoundBody(_refined(code, name, nation, text[:_FRONT]), name, nation, name or words)


def reads_as_public(text: str) -> bool:
    """Whether a text speaks of what public bodies speak of; a short one always does."""
    data, words = read("public"), len(text.split())
    found = len(patterns("public")["public"].findall(text))
    return words < int(data["shortest"]) or 1000 * found >= int(data["fewest_per_thousand"]) * words


def _most_exact(enough: Sequence[tuple[str, str]], scores: Counter[tuple[str, str]]) -> tuple[str, str]:
    """The first, or where it is a kind without a name, the first name of that kind or a narrower one that the front gives."""
    code, name = enough[0]
    if name:
        return enough[0]
    exact = (key for key in enough if key[1] and code in with_parents(key[0]) and scores[key] >= _FRONT_WEIGHT * _NAMED_WEIGHT)
    return next(exact, enough[0])


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
    return [key for key, _ in scores.most_common() if kinds[key[0]] >= _ENOUGH]


def _cover(document: Document) -> tuple[str, str]:
    """Title and first headings, and of the first blocks the lines that are no sentences: a cover names its body on one."""
    first = document.blocks[:_TITLES]
    headings = (block.text for block in first if block.kind is BlockKind.HEADING)
    lines = (_line(block.text) for block in first if block.kind is BlockKind.PARAGRAPH)
    return "\n".join((document.title, *headings)), "\n".join(lines)


def _line(text: str) -> str:
    """A paragraph that is a line of a cover, or what stands as one before its first full stop: `NHS Marl. Consultation paper.`"""
    opening = text.split(". ", maxsplit=1)[0]
    return text if _is_line(text) else opening if _is_line(opening) and _is_titled(opening) else ""


def _is_titled(text: str) -> bool:
    """Whether every word but the small ones of a name begins with a capital."""
    return all(not word[0].islower() or word in read("names")["small"] for word in _WORD.findall(text))


def _is_line(text: str) -> bool:
    return len(text.split()) <= _SHORT_LINE and not text.rstrip().endswith((".", "?", "!", ":", ";"))


def _mentions(document: Document, headings: str, lines: str, text: str) -> Iterator[tuple[Named, int]]:
    """Every body named, and how much this place says of who speaks."""
    nation = _nation(text, f"{headings}\n{lines}")
    file_name = " ".join(_WORD.findall(document.path.stem))
    for source, weight in ((headings, _TITLE_WEIGHT), (lines, _TITLE_WEIGHT), (file_name, _FILE_WEIGHT), (text, 1)):
        for match in names().finditer(source):
            body = named(match)
            is_self = bool(_SELF.search(source, max(0, match.start() - 30), match.start()) or _SPEAKS.match(source, match.end()))
            at_front = match.start() < _FRONT
            if body.code in _mentioned() and not ((weight > 1 and source is not lines) or (is_self and at_front)):
                continue  # an author's university stands on a line of the cover too
            if body.is_prefixed and (nation not in bodies()[body.code].jurisdictions or (weight == 1 and not is_self)):
                continue  # `NHS` and a place is a board's name in one nation; elsewhere, and in passing, it may be anything
            front = _FRONT_WEIGHT if at_front else 1
            yield body, weight * front * (_NAMED_WEIGHT if body.is_distinct else 1) + _SELF_WEIGHT * is_self


def _signs(front: str) -> Iterator[tuple[str, str]]:
    """Kinds that show without a name, with the words: a panel that advises ministers speaks for their department."""
    if task := _places()["advises"].search(front):
        yield "government-department", task.group()
    for code, pattern in _signs_of_kinds().items():
        if sign := pattern.search(front):
            yield code, sign.group()


@cache
def _signs_of_kinds() -> dict[str, re.Pattern[str]]:
    signs = {code: body.signs for code, body in bodies().items() if body.signs}
    return {code: re.compile(rf"\b(?:{'|'.join(each)})", re.IGNORECASE) for code, each in signs.items()}


def _refined(code: str, name: str, nation: str, front: str) -> str:
    """The narrower code where name, nation or cover settle it: a council in Scotland, a borough council that is a unitary one."""
    if "council" not in {code, bodies()[code].parent} or code == "parish-council":
        return code
    by_nation = {"Scotland": "scottish-council", "Wales": "welsh-council", "Northern Ireland": "ni-council"}
    if nation in by_nation and code != "health-and-wellbeing-board":
        return by_nation[nation]
    if _places()["london"].search(name):
        return "london-borough"
    return _UNITARY if code in _TIERS and _places()["unitary"].search(front) else code


@cache
def _mentioned() -> frozenset[str]:
    """Kinds that other bodies' documents name in passing: they count only where they speak or stand in a title."""
    return frozenset(code for code, body in bodies().items() if body.mentioned)


@cache
def _places() -> dict[str, re.Pattern[str]]:
    nations = [_key(nation) for nation in JURISDICTIONS]
    found = {
        key: re.compile(rf"(?<!\w){any_of(places_named(key))}(?!\w)")
        for key in (*nations, "london", "outside", "advises", "unitary")
    }
    return found | {
        "domains": re.compile(rf"(?<![\w.-])[\w.-]{{1,60}}?{any_of(places_named('domains'))}(?!\w|\.\w)")
    }  # `.gov`, not `.gov.uk`


def _nation(text: str, titles: str = "", among: Sequence[str] = JURISDICTIONS) -> str:
    """The nation that the titles name, if they name one; else the one most often named, or empty.

    England is named less in its own documents, so one mention is enough.
    """
    in_titles = [nation for nation in among if _places()[_key(nation)].search(f"{titles}\n{titles.title()}")]
    if len(in_titles) == 1:
        return in_titles[0]
    counts = _counted(text, among)
    best = max(counts, key=lambda nation: counts[nation], default="")
    return best if counts[best] else ""


def _counted(text: str, among: Sequence[str]) -> Counter[str]:
    """How often each nation is named: what a text says of its own scope (`for England`) counts for more than a mention."""
    scope = Counter(match.group(1) for match in _SCOPE.finditer(text))
    return Counter({n: len(_places()[_key(n)].findall(text)) + _SCOPE_WEIGHT * scope[n] for n in among})


def _key(nation: str) -> str:
    return nation.lower().replace(" ", "-")


def _only_nation(code: str, words: str, text: str, titles: str) -> str:
    """The nation of a kind that exists in one only, or of a name that is used in one only.

    Other kinds may be called the same in other nations (a county council in Wales), which then must plainly be meant.
    """
    body = bodies()[code]
    only = body.jurisdictions[0] if len(body.jurisdictions) == 1 else nation_of(words)
    other = _nation(text, titles, body.also_in)
    if not other:
        return only
    counts = _counted(f"{titles}\n{titles.title()}\n{text}", (only, other))
    return other if counts[other] > max(_PLAINLY, 3 * counts[only]) else only


def _nation_otherwise(code: str, name: str) -> str:
    """The nation of a named body whose like in other nations are all called after places there."""
    return "England" if name and code in places_named("england-otherwise") else ""


def _outside_uk(text: str) -> bool:
    words = len(text.split())
    sites = {match.group() for match in _places()["domains"].finditer(text)}  # one that is cited again is no more foreign
    foreign = len(_places()["outside"].findall(text)) + len(sites)
    home = sum(len(_places()[_key(nation)].findall(text)) for nation in JURISDICTIONS)
    often = foreign >= 5 and foreign > 2 * home and foreign / words > 0.001
    return often or (foreign >= 2 and not home and foreign / words > 0.004)  # a short paper names its country once or twice
