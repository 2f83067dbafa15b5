"""Labelled statements: the corpus to learn from and gold files to measure on."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, replace
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from models.labels import JOINT_LABELS, Joint
from pipeline.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from importlib.resources.abc import Traversable
    from pathlib import Path

_FIELDS = (
    "id",
    "text",
    "before",
    "after",
    "stance",
    "label",
    "risk",
    "hedge",
    "evidence",
    "decision",
    "body",
    "register",
    "phenomenon",
    "scenario",
)


@dataclass(frozen=True, slots=True)
class Labelled:
    """A statement with its gold label. `scenario` is the document, real or imagined, that splits keep together."""

    id: str
    text: str
    before: str
    after: str
    label: Joint
    hedge: int
    scenario: str
    evidence: str = ""
    phenomenon: str = ""
    pair: str = ""


def corpus(folder: str = "statements") -> list[Labelled]:
    """The statements of `corpus/statements` (or `contrast`), in the order of their files.

    Raises:
        DataError: a statement breaks the guideline's schema; the message names file and line.
    """
    found: list[Labelled] = []
    for file in sorted((files("corpus") / folder).iterdir(), key=lambda entry: entry.name):
        if file.name.endswith(".jsonl"):
            found += _corpus_file(file)
    _unique(found)
    return found


def digest() -> str:
    """A hash of what the linear model and the screen are fitted from: corpus and kinds of words, whatever the line ends."""
    folders = [files("corpus") / name for name in ("statements", "contrast")]
    sources = [file for folder in folders for file in sorted(folder.iterdir(), key=lambda entry: entry.name)]
    sources.append(files("corpus") / "lexicon" / "classes.toml")
    texts = ("\n".join([file.name, *file.read_text(encoding="utf-8").splitlines()]) for file in sources)
    return hashlib.sha256("\n".join(texts).encode()).hexdigest()


def with_neighbours(statements: Sequence[Labelled]) -> list[Labelled]:
    """The statements, those without a neighbour given one from their own scenario.

    In a document every statement has neighbours; in the corpus promises have them more often than plain sentences, which a
    classifier would otherwise take for a sign of a promise.
    """
    filled = []
    for at, statement in enumerate(statements):
        above = statements[at - 1].text if at and statements[at - 1].scenario == statement.scenario else ""
        next_one = statements[at + 1] if at + 1 < len(statements) else statement
        below = next_one.text if next_one.scenario == statement.scenario else ""
        filled.append(replace(statement, before=statement.before or above, after=statement.after or below))
    return filled


def gold(path: Path) -> list[Labelled]:
    """The statements of a gold file to measure on. Neighbours may be absent; `url` or `scenario` names the document.

    Raises:
        DataError: a line is no JSON object or lacks a field; the message names file and line.
    """
    rows = _rows(path.read_text(encoding="utf-8-sig"), str(path))
    statements = []
    for where, row in rows:
        _require(row, ("id", "text", "stance", "label", "risk"), where)
        scenario = str(row.get("url") or row.get("scenario") or row["id"])
        statements.append(
            Labelled(
                str(row["id"]),
                row["text"],
                row.get("before") or "",
                row.get("after") or "",
                _joint(row, where),
                int(row.get("hedge") or 0),
                scenario,
            )
        )
    _unique(statements)
    return statements


def _corpus_file(file: Traversable) -> list[Labelled]:
    return [_labelled(row, where) for where, row in _rows(file.read_text(encoding="utf-8"), file.name)]


def _labelled(row: dict[str, Any], where: str) -> Labelled:
    _require(row, _FIELDS, where)
    label = _joint(row, where)
    if row["hedge"] not in (0, 1) or (row["hedge"] and label.stance != "commitment"):
        raise DataError(f"{where}: hedge must be 0, or 1 on a commitment")
    if bool(row["evidence"]) != (label.label != "none") or row["evidence"] not in row["text"]:
        raise DataError(f"{where}: evidence must quote the text where there is a label, and be empty elsewhere")
    return Labelled(
        row["id"],
        row["text"],
        row["before"],
        row["after"],
        label,
        row["hedge"],
        row["scenario"],
        row["evidence"],
        row["phenomenon"],
        row.get("pair", ""),
    )


def _rows(text: str, name: str) -> list[tuple[str, dict[str, Any]]]:
    rows = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except json.JSONDecodeError as error:
            raise DataError(f"{name}, line {number}: not JSON ({error.msg})") from None
        if not isinstance(row, dict):
            raise DataError(f"{name}, line {number}: not a JSON object")
        rows.append((f"{name}, line {number}", row))
    return rows


def _require(row: dict[str, Any], names: Iterable[str], where: str) -> None:
    if missing := [name for name in names if name not in row]:
        raise DataError(f"{where}: missing {', '.join(missing)}")


def _joint(row: dict[str, Any], where: str) -> Joint:
    joint = Joint(row["stance"], row["label"], row["risk"])
    if joint not in JOINT_LABELS:
        raise DataError(f"{where}: {' / '.join(joint)} is no possible verdict")
    return joint


def _unique(statements: list[Labelled]) -> None:
    seen: set[str] = set()
    for statement in statements:
        if statement.id in seen:
            raise DataError(f"two statements have the id {statement.id}")
        seen.add(statement.id)
