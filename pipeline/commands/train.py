"""`overpromise train`: the corpus becomes the shipped linear model and screen."""

from __future__ import annotations

import sys
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from models import artefacts, linear, screen, train_screen
from models.dataset import corpus, digest
from models.metrics import intervals, measure
from models.train import cross_validate, fit, verdicts

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    from models.dataset import Labelled

FINDINGS = 1


def run(*, check: bool) -> int:
    """Train, print cross-validated figures and write; or compare a fresh model with the shipped one."""
    statements = corpus("statements") + corpus("contrast")
    if check:
        return _check(statements)
    rows = cross_validate(statements)
    scores = train_screen.held_out_scores(statements)
    model, first = fit(statements), train_screen.fit(statements, scores, rows)
    _print_figures(statements, rows)
    print("\n".join(train_screen.losses(statements, scores, rows, first.threshold)))
    folder = Path(str(files("models") / "artefact"))
    linear.save(model, folder / "linear.npz")
    screen.save(first, folder / "screen.npz")
    (folder / artefacts.TRAINED_ON).write_text(digest(), encoding="utf-8")
    artefacts.write_manifest(folder)
    print(f"wrote {folder} ({len(model.names):,} features, {len(first.weights):,} in the screen)")
    return 0


def _check(statements: Sequence[Labelled]) -> int:
    """Compare bit for bit; the screen's threshold, which rests on the cross-validation, is taken as it is."""
    shipped = screen.load()
    first = train_screen.fit_at(statements, shipped.threshold)
    same = linear.digest(fit(statements)) == linear.digest(linear.load()) and screen.digest(first) == screen.digest(shipped)
    print(f"the shipped model {'is what the corpus gives' if same else 'differs from a fresh one'}", file=sys.stderr)
    return 0 if same else FINDINGS


def _print_figures(statements: Sequence[Labelled], rows: NDArray[np.float64]) -> None:
    pairs = list(zip([s.label for s in statements], verdicts(rows), strict=True))
    spread = intervals(pairs, [s.scenario for s in statements])
    print(f"{len(statements)} statements, {len({s.scenario for s in statements})} scenarios, 5 folds by scenario")
    for name, value in measure(pairs).items():
        print(f"{name:18} {value:.3f} [{spread[name][0]:.3f}, {spread[name][1]:.3f}]")
