"""HTML reports: one self-contained file a document, and an index for several.

Everything quoted is escaped; a content security policy lets only the page's own style and script run, named by their hashes.
"""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from importlib.resources import files
from os.path import commonpath
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from pipeline.compare import WHATS
from pipeline.decisions import Decisions
from pipeline.law import REGISTER_DATE
from pipeline.report.charts import charts
from pipeline.report.rows import verdict
from pipeline.report.view import document_view, neutral_verdict, place, to_look_at, words
from pipeline.report.visible import visible
from pipeline.version import program

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from pipeline.compare import Change
    from pipeline.records import Finding, Outcome

MADE_BY = '<meta name="generator" content="Overpromise">'
"""Stands near the head of every page, so that a page is not taken for somebody else's file."""


def document_page(outcome: Outcome, decisions: Decisions | None = None, *, counsel: bool = False) -> str:
    """The report of one document: a neutral drafting note, or with `counsel` the full argument and its authorities."""
    return _page("report.html", **document_view(outcome, decisions or Decisions(), counsel=counsel))


def index_page(outcomes: Sequence[tuple[Outcome, str]], *, counsel: bool = False) -> str:
    """The list of documents, each with the name of its own page (empty: none), and charts of all findings."""
    findings = [finding for outcome, _ in outcomes for finding in outcome.findings]
    whole = sum(finding.kind == "document" for finding in findings)
    names = _within([outcome.path for outcome, _ in outcomes])
    said = verdict if counsel else neutral_verdict
    documents = [
        {"name": visible(shown), "link": _link(name), "verdict": visible(said(o))}
        for (o, name), shown in zip(outcomes, names, strict=True)
    ]
    return _page(
        "index.html",
        documents=documents,
        unread=[line for line, (o, _) in zip(documents, outcomes, strict=True) if not o.status.was_read or o.cause],
        summary=to_look_at(len(findings) - whole, whole, "documents"),
        charts=charts([outcome for outcome, _ in outcomes], counsel=counsel),
        counsel=counsel,
    )


def _within(paths: Sequence[Path]) -> list[str]:
    """The names of files from the folder that holds them all: a page may go to people who need not know where that is."""
    try:
        folder = commonpath([path.parent for path in paths])
    except ValueError:  # some are named from the root and some are not, or they lie on two drives
        return [path.name for path in paths]
    return [path.relative_to(folder or ".").as_posix() for path in paths]


def changes_page(old: str, new: str, changes: Sequence[Change]) -> str:
    """Two versions side by side, named `old` and `new`: which passages are new, gone, reworded or as they were. Neutral."""
    groups = {what: [change for change in changes if change.what == what] for what in WHATS}
    return _page(
        "changes.html",
        old=visible(old),
        new=visible(new),
        counts=[(words()["changes"][what], len(group)) for what, group in groups.items()],
        groups=[(words()["changes"][what], [_change(change) for change in group]) for what, group in groups.items() if group],
        counsel=False,
    )


def _change(change: Change) -> dict[str, Any]:
    sides = (("before", change.old), ("after", change.new)) if change.what == "reworded" else (("", change.new or change.old),)
    return {"sides": [_side(name, finding) for name, finding in sides if finding]}


def _side(name: str, finding: Finding) -> dict[str, str]:
    statement = finding.promise.statement
    return {"name": name, "id": finding.finding_id, "where": place(statement), "text": visible(statement.text)}


def _link(name: str) -> str:
    """A file's name as a relative link: without the dot before it, `javascript:x.html` would be a script."""
    return f"./{quote(name)}" if name else ""


def _page(template: str, **values: object) -> str:
    return _environment().get_template(template).render(**values, **_frame())


def frame() -> dict[str, str]:
    """What every report says of itself: which version and register made it."""
    return {"register_date": f"{REGISTER_DATE.day} {REGISTER_DATE:%B %Y}", "version": program()}


@cache
def _frame() -> dict[str, Any]:
    """What every page has: its style and script with their hashes, and what it says of itself."""
    style, script = _asset("style.css"), _asset("filter.js")
    return {
        "style": Markup(style),  # noqa: S704 - our own files
        "script": Markup(script),  # noqa: S704
        "style_hash": _hash(style),
        "script_hash": _hash(script),
        "made_by": Markup(MADE_BY),  # noqa: S704
        **frame(),
    }


def _asset(name: str) -> str:
    return (files("pipeline") / "report" / "templates" / name).read_text(encoding="utf-8").strip()


def _hash(content: str) -> str:
    """The hash by which a content security policy names an inline style or script (W3C CSP 3)."""
    return "sha256-" + base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("pipeline.report"), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
