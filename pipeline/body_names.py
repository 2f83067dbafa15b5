"""How documents name bodies: the pattern of a name, the kind that it tells, and the name as a reader would write it."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from pipeline.law import bodies, with_parents
from pipeline.lexicon import read

_CAPITAL = r"(?:[A-Z][a-z]?\.(?:[A-Z]\.)*|[A-Z][\w'\u2019&-]{0,40})"  # `St.` and `U.S.`, but no end of a sentence
_NAME = rf"(?:{_CAPITAL}(?:(?: (?:and|of|the|upon|on|in|for|&)){{0,4}} {_CAPITAL}){{0,5}} (?:and |of |for )?)?"
_PLAIN_COUNCIL = r"(?<=[a-z\u2019] )Council"  # `Marlshire Council`: a principal council that does not name its tier
_WORD = r"(?!Department|Ministry)[A-Z][\w'\u2019]+"
_DEPARTMENT = r"(?:(?<=(?i:epartment of))|(?<=(?i:epartment for))|(?<=(?i:inistry of))|(?<=(?i:inistry for)))"
_OF_WHAT = rf"{_DEPARTMENT}(?:,? (?:(?:and|the|&|AND|THE) )*{_WORD}){{1,5}}"
_FOR_WHERE = rf"(?<=(?i:ommissioner for))(?: (?:(?:and|the|AND|THE) )?{_WORD}){{1,3}}"
_BOROUGH = r"(?<=(?i:orough of))"
_ONE_PLACE = r"[A-Z][\w'\u2019-]+(?: (?:and|upon|&|AND|UPON) [A-Z][\w'\u2019-]+)?"
_LONGEST_SHORT = 4  # letters of a short form
_REMEMBERED = 10_000  # names: a document repeats its few, a batch has ever new ones
_TWICE = re.compile(r"(.{2,60}) \1( .*)$")
_SHOUTED = re.compile(r"[^\W\d_]+(?:['\u2019][^\W\d_]+)?")


@dataclass(frozen=True, slots=True)
class Named:
    """What a document writes of a body: the words, the kind they tell, and the body's own name, empty where it gives none."""

    written: str
    code: str
    name: str
    is_prefixed: bool = False

    @property
    def is_distinct(self) -> bool:
        """Whether a name tells this body from others of its kind. Departments are named in everybody's documents."""
        return bool(self.name) and self.name.lower() not in _proper() and bodies()[self.code].parent != "government"


def named(match: re.Match[str]) -> Named:
    """What a match of `names` tells."""
    written = re.sub(r"\s+(?:of|for)$", "", " ".join(match.group().split()), flags=re.IGNORECASE)
    if match["prefix"]:
        return Named(written, _prefixes()[match["prefix"]], written, is_prefixed=True)
    return Named(written, code_of(written), _own_name(written))


@cache
def names() -> re.Pattern[str]:
    """A proper name before an alias: `Mereford County Council`. Short forms (ICB, PCC) must stand in capitals."""
    known = sorted(aliases(), key=len, reverse=True)  # the longest first: `university health board` before `university`
    long = any_of([a for a in known if len(a) > _LONGEST_SHORT])
    short = "|".join(re.escape(a).upper() for a in known if len(a) <= _LONGEST_SHORT)
    boroughs = rf"{_BOROUGH} (?:(?i:{any_of(places_named('london'))})|{_ONE_PLACE})"
    prefixed = rf"(?P<prefix>{any_of(list(_prefixes()))}) (?:{any_of(places_named('nhs'))}|{_ONE_PLACE})"
    what = rf"(?:{_OF_WHAT}|{_FOR_WHERE}|{boroughs})?"
    return re.compile(rf"\b(?:{_NAME}(?P<alias>(?i:{long})s?{what}|{short}|{_PLAIN_COUNCIL})|{prefixed})\b")


def code_of(name: str) -> str:
    """The kind of body that the end of a name tells: `Foxham Parish Council` is a parish council, `Foxham Council` a council."""
    alias = _alias_of(name)
    return aliases()[alias] if alias else "council"


def nation_of(name: str) -> str:
    """The only nation in which bodies are called so; empty where there are several."""
    return _used_in().get(_alias_of(name), "")


@cache
def aliases() -> dict[str, str]:
    """Every alias, in small letters, with the code it names. Where two kinds share one, the first in the file has it."""
    found: dict[str, str] = {}
    for body in bodies().values():
        for alias in body.aliases:
            found.setdefault(alias.lower(), body.code)
    return found


def any_of(words: list[str]) -> str:
    """A pattern of any name, the longest that fits first. It branches letter by letter: at most words it fails at the first."""
    rests: dict[str, list[str]] = {}
    for word in filter(None, words):
        rests.setdefault(word[0], []).append(word[1:])
    branches = [(r"\s+" if initial == " " else re.escape(initial)) + any_of(rest) for initial, rest in rests.items()]
    if "" in words:
        branches.append("")
    return branches[0] if len(branches) == 1 else f"(?:{'|'.join(branches)})"


@cache
def places_named(key: str) -> list[str]:
    """A list of places from `corpus/law/places.toml`."""
    places: dict[str, list[str]] = _places()
    return places[key]


@cache
def _places() -> dict[str, list[str]]:
    return tomllib.loads((files("corpus") / "law" / "places.toml").read_text(encoding="utf-8"))


@lru_cache(maxsize=_REMEMBERED)
def _alias_of(name: str) -> str:
    """The longest alias at the end of a name, or before the place or task that follows `of` or `for`."""
    lower = name.lower()
    fitting = [
        alias
        for alias in aliases()
        if lower.removesuffix("s").endswith(alias.removesuffix("s")) or (alias.endswith((" of", " for")) and f"{alias} " in lower)
    ]
    return max(fitting, key=len, default="")


@lru_cache(maxsize=_REMEMBERED)
def _own_name(written: str) -> str:
    """The name without the words before it, in the letters of a reader; empty where the words are those of any such body."""
    words, leading = written.split(), frozenset(read("names")["leading"])
    while words:
        name = " ".join(words)
        if name.lower() in _proper():
            return _proper()[name.lower()]
        if name.lower().removesuffix("s") in _of_any():
            return ""
        if words[0].lower() not in leading:
            return _of_one(_quiet(name) if name.isupper() else name)
        words = words[1:]
    return ""


def _of_one(name: str) -> str:
    """A name without the same body's name in another language before it, as on covers in Wales; empty if they do not part."""
    lower, family = name.lower(), with_parents(code_of(name))
    before = max((alias for alias in aliases() if lower.startswith(f"{alias} ")), key=len, default="")
    other = aliases()[before] if before and not before.endswith((" of", " for")) else family[0]
    if other in family or with_parents(other)[-1] != family[-1]:
        return name
    twice = _TWICE.match(name[len(before) + 1 :])
    return twice.group(1) + twice.group(2) if twice else ""


@cache
def _of_any() -> frozenset[str]:
    """Words that name a kind and no one body, as compared by `_own_name`."""
    return frozenset(alias.removesuffix("s") for alias in (*aliases(), "council"))


@cache
def _proper() -> dict[str, str]:
    """The aliases that are names by themselves, as they are written: the list of bodies gives them capitals."""
    return {alias.lower(): alias for body in bodies().values() for alias in body.aliases if alias != alias.lower()}


@cache
def _used_in() -> dict[str, str]:
    kinds = bodies().values()
    return {alias.lower(): nation for body in kinds for nation, used in body.used_in.items() for alias in used}


@cache
def _prefixes() -> dict[str, str]:
    return {prefix: body.code for body in bodies().values() for prefix in body.prefixes}


@cache
def _acronyms() -> frozenset[str]:
    words = {word for alias in _proper().values() for word in alias.split() if word.isupper()}
    return frozenset({*words, *_prefixes(), *(alias.upper() for alias in aliases() if len(alias) <= _LONGEST_SHORT)})


def _quiet(name: str) -> str:
    """A name in capitals throughout, as it stands in running text."""
    small = read("names")["small"]

    def _word(match: re.Match[str]) -> str:
        word = match.group()
        if word in _acronyms():
            return word
        return word.lower() if match.start() and word.lower() in small else word.capitalize()

    return _SHOUTED.sub(_word, name)
