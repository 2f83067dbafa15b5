"""`overpromise train`: the corpus becomes the shipped model."""

from __future__ import annotations

import sys
from importlib.resources import files
from pathlib import Path

from models import artefacts, linear
from models.dataset import corpus
from models.metrics import intervals, measure
from models.train import cross_validate, fit, verdicts

FINDINGS, NOT_READ = 1, 3


def run(*, check: bool, validate: bool) -> int:
    """Train and write, or compare a fresh model with the shipped one. Prints cross-validated figures on request."""
    statements = corpus("statements") + corpus("contrast")
    if validate and not check:
        pairs = list(zip([s.label for s in statements], verdicts(cross_validate(statements)), strict=True))
        spread = intervals(pairs, [s.scenario for s in statements])
        print(f"{len(statements)} statements, {len({s.scenario for s in statements})} scenarios, 5 folds by scenario")
        for name, value in measure(pairs).items():
            print(f"{name:18} {value:.3f} [{spread[name][0]:.3f}, {spread[name][1]:.3f}]")
    model = fit(statements)
    target = files("models") / "artefact" / "linear.npz"
    if check:
        same = linear.digest(model) == linear.digest(linear.load())
        print(
            "the shipped model is what the corpus gives" if same else "the shipped model differs from a fresh one",
            file=sys.stderr,
        )
        return 0 if same else FINDINGS
    linear.save(model, Path(str(target)))
    artefacts.write_manifest(Path(str(target)).parent)
    print(f"wrote {target} ({len(model.index):,} features)")
    return 0
