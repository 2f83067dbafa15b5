"""The words of a finding: its reason and the wording that could be kept. The sentences are data in `corpus/wording/`."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from pipeline.authorities import is_strong
from pipeline.law import UNKNOWN, bodies
from pipeline.lexicon import plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.authorities import Route
    from pipeline.law import Rule
    from pipeline.records import Promise, Situation

_LONGEST_QUOTE = 160


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

    @property
    def authority(self) -> str:
        """The rules that cap the promise, cited."""
        return "; ".join(rule.authority for rule in self.rules)

    @property
    def is_strong(self) -> bool:
        """Whether one of them is sourced well enough to carry a high-severity finding."""
        return any(is_strong(rule) for rule in self.rules)


def reason(grounds: Grounds) -> str:
    """Why this is a finding, in sentences that keep apart what is quoted, what the law says and what the tool infers."""
    text, verdict = _read("reasons.toml"), grounds.promise.verdict
    names = _names(grounds)
    parts = [text["promised"][verdict.risk], text["decides"][_who_decides(grounds)]]
    parts.append(text["ceiling"]["route" if grounds.route else "none"])
    body = bodies().get(grounds.situation.body)
    parts.append(text["kept"]["public" if body is None or body.public_law else "governance"])
    parts.append(text["broken"]["clear" if verdict.risk == "explicit" and not verdict.hedge else "unclear"])
    notes = {
        "hedged": bool(verdict.hedge),
        "implied": verdict.risk == "implied",
        "contradicted": bool(names["reservation"]),
        "grade": not grounds.is_strong,
        "moving": any(rule.moving for rule in grounds.rules),
    }
    parts += [text["note"][name] for name, applies in notes.items() if applies]
    return " ".join(part.format(**names) for part in parts)


def suggestion(risk: str, decision: str, counterparty: str, situation: Situation) -> str:
    """Options for a draft, each tagged with what it does; bracketed facts are for an officer to confirm."""
    names = {
        "people": plain("counterparties", counterparty),
        "decision": plain("decisions", decision),
        "decider": _capital((situation.decider and f"The {situation.decider}") or _phrase(situation)),
    }
    options = [option for option in _read("options.toml")["option"] if option["risk"] == risk]
    return " ".join(
        f"Option {number} ({option['name']}; {option['tag']}): {_capital(option['text'].format(**names))}"
        for number, option in enumerate(options, 1)
    )


def _names(grounds: Grounds) -> dict[str, str]:
    situation, route = grounds.situation, grounds.route
    reservation = next((s.text for s in situation.reservations if s.text != grounds.promise.statement.text), "")
    return {
        "words": _quoted(
            " … ".join(evidence.text for evidence in grounds.promise.verdict.evidence) or grounds.promise.statement.text
        ),
        "people": plain("counterparties", grounds.counterparty),
        "decision": plain("decisions", grounds.decision),
        "decider": (situation.decider and f"the {situation.decider}") or grounds.rules[0].decider,
        "authority": route.rule.authority if route else grounds.authority,
        "doctrine": "; ".join(rule.authority for rule in grounds.doctrine),
        "reservation": _quoted(reservation),
        "route": route.rule.route.replace("-", " ") if route else "",
        "shown": _listed(route.shown) if route else "",
        "missing": _listed(route.missing) if route else "",
    }


def _who_decides(grounds: Grounds) -> str:
    if grounds.situation.decider:
        return "document"
    return "unknown" if grounds.situation.body == UNKNOWN else "register"


def _phrase(situation: Situation) -> str:
    body = bodies().get(situation.body) or bodies()[UNKNOWN]
    return body.decider_phrase


def _quoted(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _LONGEST_QUOTE else f"{text[: _LONGEST_QUOTE - 1].rstrip()}…"


def _listed(parts: tuple[str, ...]) -> str:
    return " and ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts) or "none of its parts"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


@cache
def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((files("corpus") / "wording" / name).read_text(encoding="utf-8"))
