"""Overpromise: promises of shared decision-making in public consultation documents, measured against what the body may share.

`from pipeline import scan` reads one document; `scan(path).to_frame()` is a pandas table of its findings.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pipeline.records import Given, Outcome
    from pipeline.scanner import scan

__all__ = ["Given", "Outcome", "scan"]

_HOMES = {"scan": "pipeline.scanner", "Given": "pipeline.records", "Outcome": "pipeline.records"}


def __getattr__(name: str) -> Any:  # noqa: ANN401 - whatever the module holds
    """Load a public name on first use, so that `--help` need not load spaCy."""
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(name)
