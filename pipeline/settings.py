"""What the user says of the documents: on the command line, and behind it in `overpromise.toml` of the current folder."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.decisions import Decisions, place
from pipeline.decisions import read as read_decisions
from pipeline.errors import DataError
from pipeline.law import resolve_body, resolve_jurisdiction, rules_of
from pipeline.lexicon import read
from pipeline.records import Given

if TYPE_CHECKING:
    from collections.abc import Iterable

FILE = Path("overpromise.toml")


@dataclass(frozen=True, slots=True)
class Asked:
    """The options as given, before they are checked; empty means not given."""

    body: str = ""
    jurisdiction: str = ""
    stage: str = ""
    status: str = ""
    as_at: str = ""
    law: tuple[Path, ...] = ()
    decisions: Path | None = None


def decisions_of(asked: Asked, paths: Iterable[Path], out: Path | None = None, today: date | None = None) -> Decisions:
    """The decisions that a run goes by: of the file named, else of that in `overpromise.toml`, else of the default place.

    Raises:
        DataError: the file named is missing, or does not hold what it must.
    """
    path = decisions_file(asked, paths, out)
    return Decisions(read_decisions(path) if path else (), today)


def decisions_file(asked: Asked, paths: Iterable[Path], out: Path | None = None) -> Path | None:
    """The file of those decisions, where one was named or stands in the default place."""
    path = place(paths, out)
    return decisions_path(asked) or (path if path.exists() else None)


def decisions_path(asked: Asked) -> Path | None:
    """The file of decisions that the user named, if any."""
    kept = _kept().get("decisions")
    return asked.decisions or (Path(str(kept)) if kept else None)


def given_of(asked: Asked, today: date | None = None) -> Given:
    """The options checked, with those of `overpromise.toml` behind them.

    Raises:
        DataError: an option, the settings file or a file of rules does not hold what it must; the message says which and why.
    """
    kept = _kept()
    law = asked.law or tuple(Path(name) for name in kept.get("law", ()))
    for path in law:
        rules_of(path)  # so that a fault in it is told before any document is read
    try:
        return Given(
            body=resolve_body(asked.body or str(kept.get("body", ""))),
            jurisdiction=resolve_jurisdiction(asked.jurisdiction or str(kept.get("jurisdiction", ""))),
            stage=_one_of("stage", asked.stage or str(kept.get("stage", "")), read("stages")["plain"]),
            status=_one_of("status", asked.status or str(kept.get("status", "")), read("statuses")["plain"]),
            as_at=_day(asked.as_at or kept.get("as_at", "")),
            today=today,
            law=law,
        )
    except ValueError as error:
        raise DataError(str(error)) from None


def _kept() -> dict[str, Any]:
    if not FILE.is_file():
        return {}
    try:
        kept = tomllib.loads(FILE.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise DataError(f"{FILE}: {error}") from None
    allowed = set(Asked.__dataclass_fields__)
    if strange := sorted(kept.keys() - allowed):
        raise DataError(f"{FILE}: unknown key {', '.join(strange)}; it may hold {', '.join(sorted(allowed))}")
    return kept


def _one_of(name: str, words: str, kinds: Iterable[str]) -> str:
    wanted = words.strip().lower()
    if wanted and wanted not in kinds:
        raise ValueError(f"{name} '{words}' is not one of {', '.join(kinds)}")
    return wanted


def _day(given: str | date) -> date | None:
    if not given:
        return None
    try:
        return given if isinstance(given, date) else date.fromisoformat(given)
    except ValueError:
        raise ValueError(f"'{given}' is not a date such as 2026-09-01") from None
