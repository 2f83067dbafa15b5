"""SARIF 2.1.0 (OASIS), for code hosts and editors: a result for each finding, known again by its id."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from pipeline.decisions import is_settled
from pipeline.report.tables import replacing
from pipeline.version import program

if TYPE_CHECKING:
    from pathlib import Path
    from types import TracebackType

    from pipeline.report.rows import Row, Rows

_NAME = "overpromise.sarif"
_LEVELS = {"high": "error", "medium": "warning", "low": "note"}
_RULES = {
    "promise": "A promise of a share in a decision for which the register records no power to share",
    "over-ceiling": "Co-design promised where the register leaves less",
    "document": "What the document shows as a whole",
}


class Writer:
    """`overpromise.sarif`. The analyst's own columns have no place in it and are left out."""

    def __init__(self, folder: Path, own: tuple[str, ...] = ()) -> None:  # noqa: ARG002 - as every writer
        self._path = folder / _NAME
        self._results: list[dict[str, Any]] = []

    def __enter__(self) -> Writer:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if kind is None:
            with replacing(self._path, encoding="utf-8", newline="\n") as file:
                json.dump(_log(self._results), file, indent=1, ensure_ascii=True)
                file.write("\n")

    def write(self, rows: Rows, own: tuple[str, ...] = ()) -> None:  # noqa: ARG002 - as every writer
        """Add what one input came to."""
        self._results += [_result(row) for row in rows["findings"]]


def _result(row: Row) -> dict[str, Any]:
    start, end = int(str(row["start"])), int(str(row["end"]))
    region = {"charOffset": start, "charLength": end - start, "snippet": {"text": row["text"]}}
    place = {"artifactLocation": {"uri": quote(str(row["file"]))}, "region": region}
    return {
        **({"suppressions": [_suppression(row)]} if is_settled(row) else {}),
        "ruleId": row["kind"],
        "level": _LEVELS[str(row["severity"])],
        "message": {"text": f"{row['reason']} {row['suggestion']}"},
        "locations": [{"physicalLocation": place}],
        "partialFingerprints": {"findingId/v1": row["finding_id"]},
        "properties": {name: row[name] for name in ("page", "section", "label", "risk", "severity", "confidence", "authority")},
    }


def _suppression(row: Row) -> dict[str, Any]:
    """A decision that stands (SARIF 2.1.0, section 3.35): code hosts show the result as closed, with the reason."""
    justification = f"{row['decided']} by {row['decided_by']}: {row['decided_reason']}"
    return {"kind": "external", "status": "accepted", "justification": justification}


def _log(results: list[dict[str, Any]]) -> dict[str, Any]:
    rules = [{"id": kind, "shortDescription": {"text": text}} for kind, text in _RULES.items()]
    driver = {"name": "Overpromise", "version": program(), "rules": rules}
    return {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}],
    }
