"""`overpromise evaluate`: how well the classifier agrees with labelled statements."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.dataset import gold
from models.labels import Joint
from models.metrics import report
from pipeline.classify import judge_all
from pipeline.commands.console import complain
from pipeline.errors import DataError
from pipeline.records import Statement

if TYPE_CHECKING:
    from pathlib import Path

NOT_READ = 3


def run(path: Path, *, errors: bool) -> int:
    """Print the table of figures, and on request each wrong verdict by its id (never its text)."""
    try:
        statements = gold(path)
    except (OSError, UnicodeDecodeError, DataError) as error:
        complain(f"{path}: {error}")
        return NOT_READ
    verdicts = judge_all([Statement(s.text, s.before, s.after) for s in statements])
    predicted = [Joint(v.stance, v.label, v.risk) for v in verdicts]
    print(report([s.label for s in statements], predicted, [s.text for s in statements], [s.scenario for s in statements]))
    if errors:
        for statement, verdict, guess in zip(statements, verdicts, predicted, strict=True):
            if guess != statement.label:
                print(f"{statement.id}: {'/'.join(statement.label)} taken for {'/'.join(guess)} ({verdict.confidence:.2f})")
    return 0
