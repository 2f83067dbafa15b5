"""The eight verdicts a statement can get.

Stance, label and risk are decided jointly: only these combinations exist (annotation guideline, `corpus/guideline.md`), so the
classifier chooses one class and never an impossible mixture.
"""

from __future__ import annotations

from typing import NamedTuple


class Joint(NamedTuple):
    """One possible combination of the guideline's first three fields."""

    stance: str
    label: str
    risk: str


EXPLICIT = Joint("commitment", "co-production", "explicit")
IMPLIED = Joint("commitment", "co-production", "implied")
SHAREABLE = Joint("commitment", "co-production", "none")
CO_DESIGN = Joint("commitment", "co-design", "none")

JOINT_LABELS = (
    EXPLICIT,
    IMPLIED,
    SHAREABLE,
    CO_DESIGN,
    Joint("commitment", "none", "none"),
    Joint("report", "none", "none"),
    Joint("definition", "none", "none"),
    Joint("other", "none", "none"),
)
STANCES = ("commitment", "report", "definition", "other")
LABELS = ("co-production", "co-design", "none")
RISKS = ("none", "implied", "explicit")
