"""What people decided about findings: accepted or dismissed, by whom, why and until when. Kept in a TOML file that they can read.

A decision is never a deletion: the finding stays in every output, with the decision beside it, and fails no run.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from datetime import date
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from pipeline.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pipeline.report.rows import Row, Rows

NAME = "overpromise-decisions.toml"
ACCEPTED, DISMISSED, LAPSED = "accepted", "dismissed", "lapsed"
_KEYS = {"finding": str, "decision": str, "reason": str, "by": str, "on": date}
_MAY = {"until": date, "document": str}
_ID = re.compile(r"OP-[0-9a-f]{10}")
_HEAD = (
    "Decisions on findings, read by every later scan and report. accepted: the words stay, and somebody answers for them.",
    "dismissed: it is no such promise. After the day in `until` a decision no longer counts. You may edit this file.",
)


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision. `document` is the name of the file whose finding it is; empty: wherever the words stand."""

    finding: str
    decision: str
    reason: str
    by: str
    on: date
    until: date | None = None
    document: str = ""

    def __post_init__(self) -> None:
        if not _ID.fullmatch(self.finding):
            raise DataError(f"'{self.finding}' is not the id of a finding, such as OP-05886d4ef6")
        if self.decision not in (ACCEPTED, DISMISSED):
            raise DataError(f"{self.finding}: decision must be {ACCEPTED} or {DISMISSED}, not '{self.decision}'")
        if not self.reason.strip() or not self.by.strip():
            raise DataError(f"{self.finding}: a decision needs a reason and the name of who took it")

    def speaks_of(self, finding: str, file: str) -> bool:
        """Whether this is about that finding in that file."""
        return self.finding == finding and self.document in ("", file, PurePosixPath(file).name)


@dataclass(frozen=True, slots=True)
class Decisions:
    """The decisions that a run goes by, as at a day."""

    kept: Sequence[Decision] = ()
    today: date | None = None

    def of(self, finding: str, file: str) -> Decision | None:
        """The decision on a finding in a file, lapsed or not; one that names the file before one that does not."""
        found = [decision for decision in self.kept if decision.speaks_of(finding, file)]
        return max(found, key=lambda decision: bool(decision.document), default=None)

    def state(self, decision: Decision) -> str:
        """accepted, dismissed, or lapsed where its day has passed."""
        has_lapsed = decision.until is not None and self.today is not None and decision.until < self.today
        return LAPSED if has_lapsed else decision.decision

    def settles(self, finding: str, file: str) -> bool:
        """Whether a decision stands on that finding."""
        decision = self.of(finding, file)
        return decision is not None and self.state(decision) != LAPSED

    def sentence(self, finding: str, file: str) -> str:
        """What was decided, by whom, until when and why; empty: nothing."""
        decision = self.of(finding, file)
        if decision is None:
            return ""
        until = f"{decision.until.day} {decision.until:%B %Y}" if decision.until else ""
        if self.state(decision) == LAPSED:
            return f"The decision of {decision.by} lapsed on {until} and counts no longer: {decision.reason}"
        return f"{decision.decision.capitalize()} by {decision.by}{until and ' until ' + until}: {decision.reason}"

    def on_rows(self, rows: Rows) -> Rows:
        """The rows of an input with what was decided on its findings, and how many of them in the verdict of each document."""
        findings = [{**row, **self._cells(row)} for row in rows["findings"]]
        settled = [row["file"] for row in findings if is_settled(row)]
        documents = [_counted(row, settled.count(row["file"])) for row in rows["documents"]]
        return {**rows, "findings": findings, "documents": documents}

    def _cells(self, row: Row) -> Row:
        decision = self.of(str(row["finding_id"]), str(row["file"]))
        if decision is None:
            return {}
        return {
            "decided": self.state(decision),
            "decided_by": decision.by,
            "decided_reason": decision.reason,
            "decided_until": decision.until.isoformat() if decision.until else "",
        }


def is_settled(row: Row) -> bool:
    """Whether a decision stands on the finding of a row, so that it fails no run."""
    return row["decided"] in (ACCEPTED, DISMISSED)


def read(path: Path) -> list[Decision]:
    """The decisions of a file.

    Raises:
        DataError: it cannot be read, or does not hold what it must; the message says which entry and why.
    """
    try:
        entries = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise DataError(f"{path.as_posix()}: {error}") from None
    if not isinstance(entries.get("decision", []), list):
        raise DataError(f"{path.as_posix()}: decision must be a table, headed [[decision]]")
    if strange := entries.keys() - {"decision"}:
        raise DataError(f"{path.as_posix()}: holds {', '.join(sorted(strange))}; it may hold [[decision]] tables only")
    try:
        return [_checked(entry) for entry in entries.get("decision", [])]
    except DataError as error:
        raise DataError(f"{path.as_posix()}: {error}") from None


def keep(path: Path, decision: Decision) -> bool:
    """Add a decision to a file, which is made where there is none; whether an earlier one on the same finding gave way.

    Comments and the order of what people wrote stay as they are.

    Raises:
        DataError: the file holds something else, or cannot be written.
    """
    import tomlkit  # reading does without

    if path.exists():
        read(path)
        content = tomlkit.parse(path.read_text(encoding="utf-8"))
    else:
        content = tomlkit.document()
        for line in _HEAD:
            content.add(tomlkit.comment(line))
    entries = content.setdefault("decision", tomlkit.aot())
    wanted = {key: value for key in (*_KEYS, *_MAY) if (value := getattr(decision, key))}
    same = [entry for entry in entries if (entry["finding"], entry.get("document", "")) == (decision.finding, decision.document)]
    for entry in same:
        entry.update(wanted)
        for gone in entry.keys() - wanted.keys():
            del entry[gone]
    if not same:
        entries.append(tomlkit.item(wanted))
    part = path.with_name(f"{path.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        part.write_text(tomlkit.dumps(content), encoding="utf-8", newline="\n")
        part.replace(path)
    except OSError as error:
        raise DataError(f"{path.as_posix()}: {error.strerror or error}") from None
    return bool(same)


def place(paths: Iterable[Path], out: Path | None = None) -> Path:
    """Where decisions are looked for by default: beside a single document, in `out`, in the working directory.

    Never in the folder of a batch: that often holds other people's documents, and nothing should be written there.
    """
    named = list(paths)
    beside = [named[0].with_name(NAME)] if len(named) == 1 and named[0].is_file() else []
    places = [*beside, *([out / NAME] if out else []), Path(NAME)]
    return next((path for path in places if path.is_file()), places[-1])


def _checked(entry: Any) -> Decision:  # noqa: ANN401 - whatever somebody wrote
    name = entry.get("finding", "a decision") if isinstance(entry, dict) else "a decision"
    if not isinstance(entry, dict) or (missing := _KEYS.keys() - entry.keys()):
        raise DataError(f"{name}: needs {', '.join(sorted(missing)) if isinstance(entry, dict) else 'a table'}")
    if strange := entry.keys() - {*_KEYS, *_MAY}:
        raise DataError(f"{name}: unknown key {', '.join(sorted(strange))}")
    for key, kind in (_KEYS | _MAY).items():
        if key in entry and type(entry[key]) is not kind:
            raise DataError(f"{name}: {key} must be {'a date such as 2026-09-01' if kind is date else 'text in quotes'}")
    return Decision(**entry)


def _counted(row: Row, settled: int) -> Row:
    if not settled:
        return row
    verdict = f"{str(row['verdict']).removesuffix('.')}; {settled:,} settled by a decision that was kept."
    return {**row, "verdict": verdict}
