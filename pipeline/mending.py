"""Ways to mend a finding, in words that fit its speaker, its form and the stage. The sentences are data in `corpus/wording/`."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from pipeline.authorities import ceiling_of
from pipeline.law import UNKNOWN, bodies
from pipeline.lexicon import plain
from pipeline.records import BlockKind, Option, Rung

if TYPE_CHECKING:
    from pipeline.records import Promise, Situation, Statement
    from pipeline.wording import Grounds

FULL_COUNCIL = "full council"
PUBLISHED = ("live", "closed", "decided")
_EARLY = ("", "pre-consultation", "options")
_AWARDING = "commissioning"
_TERM = re.compile(r"\b(c)o[-‐‑– ]{0,2}produc(tion|ers|er|ed|es|e|ing)\b", re.IGNORECASE)
_TWICE = re.compile(r"\b(co-design\w*) (?:and|or) co-design\w*", re.IGNORECASE)
_LONGEST = 300  # characters: longer statements are not written out again


def options(grounds: Grounds, names: dict[str, str]) -> tuple[Option, ...]:
    """Wording for a draft, tagged with what it does, bracketed facts for an officer to confirm; once published, courses for
    counsel, since new words do not undo a promise that people have read.
    """
    situation, promise = grounds.situation, grounds.promise
    if situation.status in PUBLISHED:
        return _offered("published", names, promise, situation)
    if ceiling_of(promise.statement, situation, grounds.decision) < Rung.CO_DESIGN:
        return _offered("beyond", names, promise, situation)
    awards = (
        promise.verdict.risk == "explicit" and grounds.decision == _AWARDING and _voice("award").search(promise.statement.text)
    )
    return _offered("award" if awards else promise.verdict.risk, names, promise, situation)


def beyond(grounds: Grounds, names: dict[str, str]) -> tuple[Option, ...]:
    """Wording where even co-design is more than the register leaves."""
    return _offered("beyond", names, grounds.promise, grounds.situation)


def mender(situation: Situation) -> str:
    """Who decides, as the document or the register names it; in brackets where an officer has to confirm it."""
    body = bodies().get(situation.body) or bodies()[UNKNOWN]
    if situation.decider.lower() == FULL_COUNCIL:
        return situation.decider
    return f"the {situation.decider}" if situation.decider else body.decider_phrase


def _offered(which: str, names: dict[str, str], promise: Promise, situation: Situation) -> tuple[Option, ...]:
    form, when = _form(promise.statement), "early" if situation.stage in _EARLY else "late"
    wanted = (
        option
        for option in _read()["option"]
        if (option["for"], option.get("form", form), option.get("when", when)) == (which, form, when)
    )
    filled = names | _speaker(promise.statement, situation)
    if filled["decision"] == plain("phrases", "matter"):
        filled["decision"] = _read()["open"]["decision"]
    filled["reworded"] = _reworded(promise.statement, form) or _read()["fallback"][_kind(form)].format(**filled)
    return tuple(
        Option(option["name"], option["tag"], _begun(option["text"].format(**filled), option.get("form", "sentence")))
        for option in wanted
    )


def _form(statement: Statement) -> str:
    """Whether the words go on from a lead-in (`we will:`), and whether that speaks of a time when all is decided."""
    is_item = statement.kind is BlockKind.LIST_ITEM and _voice("lead_in").search(statement.before)
    if not is_item:
        return "bullet" if _voice("term_first").match(statement.text) else "sentence"
    return "settled" if _voice("settled").search(statement.before) else "bullet"


def _kind(form: str) -> str:
    return "sentence" if form == "sentence" else "bullet"


def _speaker(statement: Statement, situation: Situation) -> dict[str, str]:
    """Who speaks, we or I, and who decides: the same person where a commissioner, mayor or minister writes."""
    who, alone = mender(situation), _is_one(statement)
    if alone and _voice("one_decides").search(who):
        return {"author": "I", "small_author": "I", "mender": "I", "maker": "me", "decides": "I decide", "its": "my"}
    author = "I" if alone else "we"
    return {
        "author": _capital(author),
        "small_author": author,
        "mender": _capital(who),
        "maker": who,
        "decides": f"{who} {'decide' if _voice('many_decide').search(who) else 'decides'}",
        "its": "the",
    }


def _is_one(statement: Statement) -> bool:
    """Whether one person speaks, by the statement, else by its neighbours; what is in quotation marks is another's."""
    for text in (statement.text, f"{statement.before} {statement.after}"):
        own = _voice("quoted").sub("", text)
        if _voice("many").search(own):
            return False
        if _voice("one").search(own):
            return True
    return False


def _reworded(statement: Statement, form: str) -> str:
    """The statement with co-design for co-production and nothing else changed; empty where it does not hold the term."""
    if len(statement.text) > _LONGEST or not _TERM.search(statement.text):
        return ""
    text = _TWICE.sub(r"\1", _TERM.sub(_lesser, " ".join(statement.text.split())))
    bare = text.strip('“”"').rstrip(" .;,")
    return bare if form != "sentence" else f"{bare}."


def _lesser(match: re.Match[str]) -> str:
    word = str(_read()["lesser"][match.group(2).lower()])
    return _capital(word) if match.group(1).isupper() else word


def _begun(text: str, form: str) -> str:
    return _capital(text) if form == "sentence" else text


def _capital(text: str) -> str:
    start = 1 if text.startswith("[") else 0
    return text[:start] + text[start : start + 1].upper() + text[start + 1 :]


@cache
def _voice(name: str) -> re.Pattern[str]:
    return re.compile(_read()["voice"][name])


@cache
def _read() -> dict[str, Any]:
    return tomllib.loads((files("corpus") / "wording" / "options.toml").read_text(encoding="utf-8"))
