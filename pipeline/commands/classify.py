"""`overpromise classify`: JSON Lines in, JSON Lines out, in order."""

from __future__ import annotations

import json
import sys
from contextlib import nullcontext
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.classify import judge_all
from pipeline.commands.console import complain
from pipeline.records import Statement

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pipeline.records import Verdict

NOT_READ = 3
_TOGETHER = 64  # lines judged at a time


def run(source: str) -> int:
    """Judge each line of a file or of standard input. A bad line stops the run with its number and the cause."""
    try:
        with nullcontext(sys.stdin) if source == "-" else Path(source).open(encoding="utf-8-sig") as lines:
            _judge_lines(lines)
    except FileNotFoundError:
        return _fail(f"{source}: missing: no such file")
    except (OSError, UnicodeDecodeError) as error:
        return _fail(f"{source}: cannot be read: {error}")
    except ValueError as error:
        return _fail(f"{source}: {error}")
    return 0


def _judge_lines(lines: Iterable[str]) -> None:
    rows = (_row(line, number) for number, line in enumerate(lines, 1) if line.strip())
    while chunk := list(islice(rows, _TOGETHER)):
        statements = [Statement(row["text"], str(row.get("before") or ""), str(row.get("after") or "")) for row in chunk]
        for row, verdict in zip(chunk, judge_all(statements), strict=True):
            print(json.dumps({"id": row["id"], **_shown(verdict)}, ensure_ascii=False))


def _row(line: str, number: int) -> dict[str, Any]:
    try:
        row = json.loads(line)
    except json.JSONDecodeError as error:
        raise ValueError(f"line {number}: not JSON: {error.msg}") from None
    if not isinstance(row, dict) or "id" not in row or not isinstance(row.get("text"), str):
        raise ValueError(f"line {number}: needs an object with an id and a text")
    return row


def _shown(verdict: Verdict) -> dict[str, Any]:
    return {
        "stance": verdict.stance,
        "label": verdict.label,
        "risk": verdict.risk,
        "hedge": verdict.hedge,
        "review": verdict.review,
        "confidence": round(verdict.confidence, 4),
        "evidence": [{"start": e.start, "end": e.end, "text": e.text, "weight": e.weight} for e in verdict.evidence],
    }


def _fail(message: str) -> int:
    complain(message)
    return NOT_READ
