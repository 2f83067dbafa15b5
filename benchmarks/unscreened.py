"""What the screen, the gate and the early stages change: findings of a scan beside those where the whole model reads everything.

usage: python benchmarks/unscreened.py FOLDER
"""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

from pipeline.classify import in_zone, judge_all
from pipeline.records import Outcome, Promise
from pipeline.scanner import assess_again, scan


def unscreened(outcome: Outcome) -> Outcome:
    """The outcome with every statement read by the whole model."""
    statements = [promise.statement for promise in outcome.promises]
    verdicts = judge_all(statements)
    promises = tuple(Promise(s, in_zone(verdict, s.zone)) for s, verdict in zip(statements, verdicts, strict=True))
    return assess_again(replace(outcome, promises=promises))


def rows(outcome: Outcome) -> dict[str, str]:
    """What the tables would hold: findings by id, commitments by place."""
    findings = {f.finding_id: f"{f.kind} {f.severity}: {f.promise.statement.text}" for f in outcome.findings}
    commitments = {f"{p.statement.start}": f"{p.verdict.label} {p.verdict.risk}: {p.statement.text}" for p in outcome.commitments}
    return {**findings, **commitments}


def main() -> None:
    """Print every row that one has and the other lacks, or has otherwise."""
    statements = found = different = 0
    for path in sorted(path for path in Path(sys.argv[1]).rglob("*") if path.is_file()):
        screened = scan(path)
        if screened.document is None:
            continue
        ours, full = rows(screened), rows(unscreened(screened))
        statements, found = statements + screened.statements, found + len(full)
        for key in sorted(ours.keys() | full.keys()):
            if ours.get(key) != full.get(key):
                different += 1
                print(f"{path.name} {key}\n  scan: {ours.get(key)}\n  all:  {full.get(key)}", flush=True)
    print(f"{statements:,} statements; of {found:,} findings and commitments {different} differ")


if __name__ == "__main__":
    main()
