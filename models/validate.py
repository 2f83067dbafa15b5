"""Cross-validated figures of the whole cascade, from the folds that `models.train_encoder --fold N` wrote.

usage: python -m models.validate FOLDER    (with any of fold0.npz … fold4.npz)

Folds keep scenarios whole; figures are on the statements of the folds that are there. Prints keyword search, linear model,
encoder and both; accuracy on minimal pairs; calibration; slices; what the first stage loses. Nothing here is used at run time.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from models.classifier import EARLY_SHARE, ENCODER_SHARE, IN_SCANS, LABELLED
from models.dataset import Labelled, corpus, with_neighbours
from models.decision import THRESHOLDS, Sensitivity, choose
from models.labels import EXPLICIT, IMPLIED, JOINT_LABELS
from models.metrics import KEY_TERM, expected_calibration_error, intervals, keyword_verdict, measure
from models.train import cross_validate

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    Table = NDArray[np.float64]

_FLAGGED = [JOINT_LABELS.index(EXPLICIT), JOINT_LABELS.index(IMPLIED)]
_SHOWN = ("flag_p", "flag_r", "flag_f1", "explicit_caught", "label_macro_f1", "commitment_f1", "stance_macro_f1")


def encoder_rows(folder: Path) -> dict[str, Table]:
    """The encoder's out-of-fold probabilities, by each exit and last by all layers, for each statement's id."""
    rows: dict[str, Table] = {}
    for path in sorted(folder.glob("fold*.npz")):
        with np.load(path) as fold:
            rows.update(zip(fold["ids"].tolist(), fold["rows"], strict=True))
    return rows


def cascade(linear: Table, exits: Sequence[Table], encoder: Table) -> Table:
    """What the cascade makes of them: the verdict of the first that settles it, each pooled with the linear model's."""
    verdict = _pooled(linear, encoder, ENCODER_SHARE)
    for early in reversed(exits):
        looked = _pooled(linear, early, EARLY_SHARE)
        verdict = np.where(_open(looked, IN_SCANS.early), verdict, looked)
    return np.where(_open(linear, IN_SCANS.linear), verdict, linear)


def _pooled(first: Table, second: Table, share: float) -> Table:
    scores = (1 - share) * np.log(first + 1e-9) + share * np.log(second + 1e-9)
    pooled = np.exp(scores - scores.max(axis=1, keepdims=True))
    result: Table = pooled / pooled.sum(axis=1, keepdims=True)
    return result


def _open(table: Table, settled: float) -> NDArray[np.bool_]:
    result: NDArray[np.bool_] = table[:, list(LABELLED)].sum(axis=1, keepdims=True) >= settled
    return result


def print_figures(name: str, statements: Sequence[Labelled], table: Table, threshold: float) -> None:
    """One line of a system's figures, with an interval for the flag."""
    pairs = [(s.label, JOINT_LABELS[choose(row, threshold)]) for s, row in zip(statements, table, strict=True)]
    figures = measure(pairs)
    low, high = intervals(pairs, [s.scenario for s in statements])["flag_f1"]
    false = sum(p.risk != "none" and g.risk == "none" for g, p in pairs)
    shown = "  ".join(f"{figure} {figures[figure]:.3f}" for figure in _SHOWN)
    print(f"{name:28} n={len(pairs):5}  {shown}  interval of flag_f1 [{low:.3f}, {high:.3f}]  false alarms {false}")


def keyword_table(statements: Sequence[Labelled]) -> Table:
    """Keyword search as if it were sure of itself."""
    chosen = [JOINT_LABELS.index(keyword_verdict(statement.text)) for statement in statements]
    result: Table = np.eye(len(JOINT_LABELS))[chosen]
    return result


def pair_accuracy(statements: Sequence[Labelled], table: Table, threshold: float) -> tuple[int, int]:
    """Minimal pairs of which both members got the right label and flag, and all pairs."""
    right: dict[str, bool] = {}
    for statement, row in zip(statements, table, strict=True):
        if statement.pair:
            guess = JOINT_LABELS[choose(row, threshold)]
            same = (guess.label, guess.risk) == (statement.label.label, statement.label.risk)
            right[statement.pair] = right.get(statement.pair, True) and same
    return sum(right.values()), len(right)


def slices(statements: Sequence[Labelled]) -> dict[str, list[int]]:
    """Places of statements by what may make them hard."""
    tests: dict[str, Callable[[Labelled], bool]] = {
        "key term": lambda s: bool(KEY_TERM.search(s.text)),
        "no key term": lambda s: not KEY_TERM.search(s.text),
        "hedged": lambda s: bool(s.hedge),
        "up to 8 words": lambda s: len(s.text.split()) <= 8,
        "over 35 words": lambda s: len(s.text.split()) > 35,
        "bullet or open start": lambda s: s.text[:1].islower(),
        "minimal pairs": lambda s: bool(s.pair),
        "whole documents": lambda s: s.phenomenon == "flow",
        "isolated statements": lambda s: s.phenomenon != "flow" and not s.pair,
    }
    return {name: [at for at, s in enumerate(statements) if test(s)] for name, test in tests.items()}


def main() -> None:
    """Print every table."""
    statements = [*corpus("statements"), *corpus("contrast")]
    linear = cross_validate(with_neighbours(statements))
    read = encoder_rows(Path(sys.argv[1]))
    linear = linear[[at for at, statement in enumerate(statements) if statement.id in read]]
    statements = [statement for statement in statements if statement.id in read]
    *exits, encoder = np.array([read[statement.id] for statement in statements]).swapaxes(0, 1)
    both = cascade(linear, exits, encoder)
    balanced = THRESHOLDS[Sensitivity.BALANCED]
    for name, table in (
        ("keyword search", keyword_table(statements)),
        ("linear model", linear),
        *((f"encoder, exit {number}", early) for number, early in enumerate(exits, 1)),
        ("encoder", encoder),
        ("cascade", both),
    ):
        print_figures(name, statements, table, balanced)
    for sensitivity, threshold in THRESHOLDS.items():
        print_figures(f"cascade, {sensitivity}", statements, both, threshold)
    for name, places in slices(statements).items():
        print_figures(f"cascade, {name}", [statements[at] for at in places], both[places], balanced)
    for name, table in (("linear model", linear), ("cascade", both)):
        right, count = pair_accuracy(statements, table, balanced)
        print(f"minimal pairs, both right: {name} {right} of {count}")
    flagged = both[:, _FLAGGED].sum(axis=1)
    truth = np.array([s.label.risk != "none" for s in statements])
    print(f"expected calibration error of the flag: {expected_calibration_error(flagged, truth):.3f}")
    _print_losses(statements, linear, both, _pooled(linear, encoder, ENCODER_SHARE), balanced)


def _print_losses(statements: Sequence[Labelled], linear: Table, both: Table, whole: Table, threshold: float) -> None:
    """What the first stages cost: of what the whole model would flag, what the cascade does not."""
    print(f"first stage: settles {1 - _open(linear, IN_SCANS.linear).mean():.2f} of all")
    found, kept = (table[:, _FLAGGED].sum(axis=1) >= threshold for table in (whole, both))
    for label in (EXPLICIT, IMPLIED):
        of_label = np.array([s.label == label for s in statements])
        all_found, lost = (of_label & found).sum(), (of_label & found & ~kept).sum()
        print(f"first stages: lose {lost} of {all_found} {label.risk} that the whole model finds")


if __name__ == "__main__":
    main()
