"""The document's own words for people and for what is decided, cut out of a statement by the words that bound them.

A phrase runs between words that cannot stand inside one. What does not end at such a word is not cut: a wrong phrase in offered
wording does more harm than a neutral one.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise

from pipeline.lexicon import read
from pipeline.phrase_words import is_edge, is_own, is_people, is_verb, kind_words, names_people, people_spans, speaks, whole

_TOKEN = re.compile(r"£?[^\W_](?:[\w%]|['’\-‐‑./&](?=\w)|,(?=\d))*(?:(?<=s)['’](?=\s))?|[^\w\s]")
_MOST = 5  # words between two edges: more is no phrase
_LONGEST = 12  # words in all
_WHO = re.compile(
    r"\s(?:who|with|in(?= (?!the |a |each |this |our |every )[a-z]))\s(?:[\w'’-]{1,30}\s){0,10}?[\w'’-]{1,30}"
    r"(?=\s(?:and|or|before|during|by|so|as|will|would|shall|must|can|could|may|is|are|has|have"
    r"|do|want|not|decide|choose|say|vote|get|first|in charge|in control|at the heart)\b|[,.;:]|$)"
)
_NAME_GOES_ON = re.compile(r"(?:s?['’]|['’]s)(?: [A-Z][\w'’-]*)+")
_GOES_ON = ("who", "with", "in")
_SUBJECT = re.compile(r"(?:(?!to\b|so\b|that\b|which\b|who\b|if\b|when\b)[\w'’-]{1,30} ){1,8}?(?:will|shall|would|must|is|are) ")
_RUNS_ON = re.compile(
    r"\b(?:(?:rests?|lies?|stays?|sits?) with|belongs? to|is for|is up to|will be (?:for|with))\b"
)  # past the clause
_BELONGING = re.compile(r"s?['’]")
_PEOPLE = re.compile(
    r"(?:people|those|anyone|adults|children|women|patients|residents|carers|members|parents|families|users)$", re.IGNORECASE
)


def people_in(text: str, start: int = 0) -> str:
    """The first people named in a text from a place on, as it names them; empty where none are, or their phrase is unclear."""
    for at, end in sorted(people_spans(text)):
        if at >= start and (phrase := _around(text, at, end)):
            return phrase
    return ""


def people_behind(text: str, start: int) -> str:
    """The people named right behind a place in the text, such as after `with`."""
    first = start + len(text[start:]) - len(text[start:].lstrip())
    end = _forward(text, first)
    if not end or is_own(text[first:end]):
        return ""
    phrase = text[first : _rightmost(text, first, end, people=True)]
    return _moved(phrase) if len(phrase.split()) <= _LONGEST else ""


def matter_in(text: str) -> str:
    """What a statement says is decided, as it names it: what stands behind a deciding verb, else a noun for such things."""
    for match in whole("deciding").finditer(text):
        phrase = _clause(text, match.end()) or _object(text, match.end())
        if phrase:
            return phrase
    for match in whole("heads").finditer(text):
        phrase = _around(text, *match.span(), people=False)
        if phrase and not is_people(phrase):
            return phrase
    return ""


def counts_answers(text: str) -> bool:
    """Whether a statement goes by how many answer or vote."""
    return whole("answers").search(text) is not None


def _clause(text: str, start: int) -> str:
    """`whether the ward opens again`: up to the end of the clause, where it names no speaker."""
    match = _clauses().match(text, start)
    if match is None:
        return ""
    phrase = match.group(1)
    return phrase if 3 <= len(phrase.split()) <= _LONGEST and not speaks(phrase) and not _RUNS_ON.search(phrase) else ""


def _object(text: str, start: int) -> str:
    end = _forward(text, start)
    phrase = text[start:end].strip() if end else ""
    return _moved(phrase) if phrase and not _is_for_people(phrase) and not is_own(phrase) else ""


def _is_for_people(phrase: str) -> bool:
    return is_people(phrase) or (names_people(phrase) and not whole("heads").search(phrase))


def _forward(text: str, start: int) -> int:
    """The end of the phrase that begins at a place; 0 where none does, or where it runs on without an edge."""
    end, count, fresh, last = 0, 0, True, ""
    tokens = list(_TOKEN.finditer(text, start))
    for place, token in enumerate(tokens):
        word = token.group().lower()
        if word in kind_words("determiners"):
            if not fresh or not _follows(tokens, place):
                return end
            fresh = False
            continue
        if word in kind_words("joins"):
            if not end:
                return 0
            count, fresh = 0, True
            continue
        if word in kind_words("conjunctions") and end:
            if not _goes_on(text, tokens, place, last):
                return end
            count, fresh = 0, True
            continue
        if is_edge(token):
            return end
        count, fresh, last, end = count + 1, False, token.group(), token.end()
        if count > _MOST:
            return 0
    return end


def _follows(tokens: list[re.Match[str]], place: int) -> bool:
    return place + 1 < len(tokens) and not is_edge(tokens[place + 1])


def _goes_on(text: str, tokens: list[re.Match[str]], place: int, last: str) -> bool:
    """Whether what stands behind `and` belongs to the phrase: a noun with its article, a name, or more people."""
    if place + 1 >= len(tokens):
        return False
    word = tokens[place + 1].group()
    if word.lower() in kind_words("determiners"):
        return _follows(tokens, place + 1) and not is_own(text[tokens[place + 1].start() : _run(tokens, place + 2)])
    if is_edge(tokens[place + 1]) or word.lower() in kind_words("own"):
        return False
    run = _run(tokens, place + 1)
    named = text[tokens[place + 1].start() : run]
    capital = word[0].isupper() and last[:1].isupper()
    return capital or names_people(named) or word.lower() == "staff" or bool(whole("heads").search(named))


def _run(tokens: list[re.Match[str]], place: int) -> int:
    """The end of the words from a token to the next edge."""
    end = tokens[place].end()
    for token in tokens[place : place + _MOST]:
        if is_edge(token) or token.group().lower() in (*kind_words("joins"), *kind_words("conjunctions")):
            break
        end = token.end()
    return end


def _around(text: str, start: int, end: int, *, people: bool = True) -> str:
    """The phrase around a word: to the left up to an edge, with its article; to the right as far as one goes on."""
    first = _leftmost(text, start, people=people)
    if first is None:
        return ""
    last = _rightmost(text, first, end, people=people)
    phrase = _headed(text[first:last].strip(), people=people)
    phrase = _outsiders(phrase) if people and phrase else phrase
    if not phrase or len(phrase.split()) > _LONGEST:
        return ""
    return _countable(_moved(phrase, begins=not text[:first].strip("0123456789. ")), people=people)


def _outsiders(phrase: str) -> str:
    """The phrase without those who are the body itself: of `ward councillors and riders`, the riders."""
    parts = re.split(r",? and |, ", phrase)
    others = [part for part in parts if not is_own(part)]
    rest = " and ".join(filter(None, [", ".join(others[:-1]), *others[-1:]]))
    return phrase if others == parts else rest


def _headed(phrase: str, *, people: bool) -> str:
    """The phrase up to its noun, since the words behind it may be a verb (`the assembly directs`); what `of` joins goes with it.

    Empty for people who only say whose plan it is: `the carers' strategy`.
    """
    spans = people_spans(phrase) if people else (match.span() for match in whole("heads").finditer(phrase))
    ends = [end for start, end in spans if " who " not in phrase[start:end]]
    last = max(ends, default=len(phrase))
    rest = phrase[last:]
    if people and any(_BELONGING.match(phrase, end) and whole("heads").search(phrase, end) for end in ends):
        return ""
    words = rest.replace(",", " , ").split()
    if people and (name := _NAME_GOES_ON.match(rest)):  # `the Families' Bench`
        return phrase[: last + name.end()]
    if people and words and _is_part_of_noun(phrase[:last], words[0]):
        return ""
    goes_on = not words or words[0].lower() in _GOES_ON or words[0].lower() in kind_words("joins") or words[0][0].isupper()
    return phrase if goes_on or words[-1].lower() == "staff" else phrase[:last]


def _is_part_of_noun(people: str, word: str) -> bool:
    """Whether one group only says what the noun behind it is: `the community plan`, `a patient table`; a verb would end in s."""
    is_noun = word.isalpha() and word.islower() and not word.endswith(("s", "ed", "ly")) and word not in kind_words("joins")
    return is_noun and word not in (*_GOES_ON, "staff") and not people.endswith("s") and not _PEOPLE.search(people)


def _countable(phrase: str, *, people: bool) -> str:
    """The phrase, with an article where one thing has none; empty for a single person without one (`no pupil`)."""
    words = phrase.split()
    if words[0].endswith(("'s", "’s")) and people:
        return f"the {phrase}"
    noun = next((word for word, behind in pairwise([*words, "of"]) if behind in kind_words("joins")), words[-1])
    if words[0].lower() in kind_words("determiners") or noun.endswith("s") or _PEOPLE.search(phrase):
        return phrase
    if people:
        return phrase if len(words) > 1 else ""
    return f"the {phrase}"


def _leftmost(text: str, start: int, *, people: bool) -> int | None:
    before = list(_TOKEN.finditer(text[:start]))
    first, count, joined = start, 0, False
    plural = text[start:].split(maxsplit=1)[0].rstrip(".,;:").endswith("s")
    while before:
        token = before.pop()
        word = token.group().lower()
        if word in kind_words("determiners"):
            return None if not people and before and before[-1].group().lower() in kind_words("aside") else token.start()
        if word in kind_words("joins") and count == 0 and before and names_people(before[-1].group()):
            first, count = before.pop().start(), 0  # `a panel of residents`: the phrase begins with the group
            continue
        named = text[first].isupper() and before and before[-1].group()[0].isupper()
        if word in kind_words("conjunctions") and before and (named or not (people or is_edge(before[-1]))):
            joined = joined or not named  # `the young people and families plan`: only an article shows that it is one phrase
            continue
        if word == "in" and named:  # `the Play in Parks Fund`
            continue
        if is_edge(token) or word in (*kind_words("joins"), *kind_words("conjunctions")):
            of_it = word in kind_words("joins") and not (people and word == "of")  # `services for adults`, `Director of Strategy`
            lone = not people and first == start and word not in kind_words("bare") and not plural  # `we fund`, `would name`
            aside = not people and word in kind_words("aside")
            verb = first != start and word in kind_words("modals")
            if word in ("we", "i") and first != start:  # `we treat tenants`
                return start if people and count == 1 else None
            if people and word == "for" and before and before[-1].group().lower() in ("be", "is", "are"):
                return first  # `it is for families to say`
            return None if joined or of_it or aside or lone or verb else first
        first, count = token.start(), count + 1
        if count > _MOST:
            return None
    return first if not joined and (text[0].isupper() or people or _SUBJECT.match(text, start)) else None


def _rightmost(text: str, first: int, end: int, *, people: bool) -> int:
    """Where the phrase ends; a clause with `who` goes with the people whom it tells apart."""
    last = _forward(text, first)
    last = max(last, end)
    while people:
        told = _told(text, last) if _PEOPLE.search(text[:last]) else 0
        listed = re.compile(r",?\s+and\s+(?=\S)|,\s+").match(text, last)
        if told:
            last = told
        elif listed and (more := _forward(text, listed.end())) and _is_more_people(text[listed.end() : more]):
            last = more
        else:
            break
    return last


def _told(text: str, last: int) -> int:
    """The end of the clause with `who`, before its second verb; 0 where there is none that can be cut."""
    clause = _WHO.match(text, last)
    if clause is None:
        return 0
    tokens, end, is_past_verb = list(_TOKEN.finditer(text, last, clause.end()))[1:], 0, False
    for token in tokens:
        acts = is_verb(token.group().lower())
        if is_past_verb and acts:
            break
        is_past_verb = is_past_verb or not acts
        end = token.end()
    told = text[last:end]
    hangs = not end or told.split()[-1].lower() in kind_words("open") - {"it"}
    return 0 if hangs or speaks(told) or re.search(r"\bthey\b", told) else end


def _is_more_people(phrase: str) -> bool:
    return (
        not is_own(phrase)
        and not whole("heads").search(phrase)
        and (names_people(phrase) or phrase.lower().split()[-1] == "staff")
    )


def _moved(phrase: str, *, begins: bool = False) -> str:
    """The phrase for a sentence of another speaker: `our new policy` becomes `the new policy`."""
    first, *rest = phrase.split()
    small = first.lower()
    is_no_name = (
        small in kind_words("lowered") or _is_common(first) or (whole("heads").search(phrase) and rest and rest[0].islower())
    )
    if small in read("phrases")["replaced"]:
        first = "the"
    elif small in kind_words("determiners") or (begins and is_no_name):
        first = small
    return " ".join([first, *("the" if word.lower() in ("our", "my", "your") else word for word in rest)])


def _is_common(word: str) -> bool:
    """Whether the word alone names people, so that it is no name: `Tenants`."""
    return any((start, end) == (0, len(word)) for start, end in people_spans(word))


@cache
def _clauses() -> re.Pattern[str]:
    return re.compile(rf"\s+((?:{'|'.join(read('phrases')['clauses'])})\s[^,.;:!?]*)", re.IGNORECASE)
