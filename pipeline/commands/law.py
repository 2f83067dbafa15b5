"""`overpromise law`: what the register holds."""

from __future__ import annotations

import shutil
import textwrap
from typing import TYPE_CHECKING

from pipeline.commands.console import complain
from pipeline.errors import DataError
from pipeline.law import resolve_body, resolve_jurisdiction, rules, rules_of, with_parents
from pipeline.law_schema import EFFECTS

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.law_schema import Rule

OK, USAGE = 0, 2
_EFFECTS = {
    "reserves": "who decides",
    "permits": "lawful ways to share",
    "involves": "duties to involve",
    "mandates-coproduction": "law that asks for co-production",
    "doctrine": "case law",
}


def run(rule_id: str, body: str, jurisdiction: str, decision: str, effect: str, files: tuple[Path, ...]) -> int:
    """Show one rule in full, or list those that match, by what they do; with the user's own rules before the register's."""
    try:
        code, nation = resolve_body(body), resolve_jurisdiction(jurisdiction)
        known = [*(rule for path in files for rule in rules_of(path)), *rules()]
    except (ValueError, DataError) as error:
        return _usage(str(error))
    if effect and effect not in EFFECTS:
        return _usage(f"'{effect}' is not one of {', '.join(EFFECTS)}")
    if rule_id:
        found = [rule for rule in known if rule.id.lower() == rule_id.lower()]
        print("\n".join(map(_in_full, found)))
        return OK if found else _usage(f"the register has no rule {rule_id}")
    matching = [rule for rule in known if _matches(rule, code, nation, decision, effect)]
    for name, heading in _EFFECTS.items():
        group = [rule for rule in matching if rule.effect == name]
        if group:
            print(f"{heading} ({name}): {len(group)}")
            print("\n".join(f"  {rule.id:10} {_first_line(rule)}" for rule in group))
    print(f"{len(matching)} of {len(known)} rules. overpromise law ID shows one in full. A screening aid, not legal advice.")
    return OK


def _matches(rule: Rule, code: str, nation: str, decision: str, effect: str) -> bool:
    return (
        (not code or bool({"any", *with_parents(code)} & set(rule.bodies)))
        and (not nation or nation in rule.jurisdictions)
        and (not decision or decision in rule.decisions or "any" in rule.decisions)
        and (not effect or rule.effect == effect)
    )


def _first_line(rule: Rule) -> str:
    return textwrap.shorten(f"{rule.authority}: {rule.plain}", max(_width() - 14, 40), placeholder=" …")


def _in_full(rule: Rule) -> str:
    dates = f"from {rule.start}" if rule.start else "not given"
    rows = {
        "authority": rule.authority,
        "in plain words": rule.plain,
        "effect": f"{rule.effect} ({_EFFECTS[rule.effect]})",
        "where": ", ".join(rule.jurisdictions),
        "bodies": ", ".join(rule.bodies),
        "decisions": ", ".join(rule.decisions),
        "only where": ", ".join(rule.subjects),
        "who decides": rule.decider,
        "may delegate to": ", ".join(rule.delegates),
        "at least": rule.floor,
        "admits": ", ".join(rule.counterparties) if rule.effect == "permits" else "",
        "ceiling": f"{rule.ceiling} (the tool's inference)",
        "source": f"{rule.grade}{f', {rule.source}' if rule.source else ''}",
        "in force": f"{dates}{f' to {rule.end}' if rule.end else ''}",
        "look again by": f"{rule.review_by:%d %B %Y}{'; the law is changing' if rule.moving else ''}",
    }
    return "\n".join([rule.id, *(_row(name, text) for name, text in rows.items() if text)])


def _row(name: str, text: str) -> str:
    return textwrap.fill(text, _width(), initial_indent=f"  {name:16}", subsequent_indent=" " * 18)


def _width() -> int:
    return min(shutil.get_terminal_size((100, 24)).columns, 120)


def _usage(message: str) -> int:
    complain(message)
    return USAGE
