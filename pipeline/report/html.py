"""HTML reports: one self-contained file a document, and an index for several.

Everything quoted is escaped; a content security policy lets only the page's own style and script run, named by their hashes.
"""

from __future__ import annotations

import base64
import hashlib
from collections import Counter
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from pipeline.law import REGISTER_DATE, bodies
from pipeline.report.rows import verdict
from pipeline.report.view import document_view
from pipeline.report.visible import visible
from pipeline.version import program

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.records import Outcome

_WIDEST = 330  # of the 600 units of a chart


def document_page(outcome: Outcome, *, counsel: bool = False) -> str:
    """The report of one document: a neutral drafting note, or with `counsel` the full argument and its authorities."""
    return _environment().get_template("report.html").render(document_view(outcome, counsel=counsel) | _frame())


def index_page(outcomes: Sequence[tuple[Outcome, str]], *, counsel: bool = False) -> str:
    """The list of documents, each with the link to its own page (empty: none), and charts of all findings."""
    findings = [(outcome, finding) for outcome, _ in outcomes for finding in outcome.findings]
    documents = [{"name": visible(o.path.as_posix()), "link": link, "verdict": visible(verdict(o))} for o, link in outcomes]
    promises = sum(finding.kind == "promise" for _, finding in findings)
    charts = {
        "Notes by priority": ("Priority", Counter(finding.severity.capitalize() for _, finding in findings)),
        "Notes by kind of body": ("Body", Counter(_body(outcome) for outcome, _ in findings)),
        "Notes by what is to be decided": ("Decision", Counter(f.decision.replace("-", " ") for _, f in findings if f.decision)),
    }
    return (
        _environment()
        .get_template("index.html")
        .render(
            documents=documents,
            summary=f"{promises:,} promises of a shared decision and {len(findings) - promises:,} other notes.",
            charts=[_chart(title, column, counts) for title, (column, counts) in charts.items()],
            counsel=counsel,
            **_frame(),
        )
    )


def _chart(title: str, column: str, counts: Counter[str]) -> dict[str, Any]:
    most = max(counts.values(), default=1)
    bars = [{"label": label, "count": count, "width": round(_WIDEST * count / most)} for label, count in counts.most_common()]
    return {"title": title, "column": column, "bars": bars}


def _body(outcome: Outcome) -> str:
    body = bodies().get(outcome.situation.body)
    return body.name if body else outcome.situation.body


@cache
def _frame() -> dict[str, Any]:
    """What every page has: its style and script with their hashes, and which version and register made it."""
    style, script = _asset("style.css"), _asset("filter.js")
    return {
        "style": Markup(style),  # noqa: S704 - our own files
        "script": Markup(script),  # noqa: S704
        "style_hash": _hash(style),
        "script_hash": _hash(script),
        "register_date": f"{REGISTER_DATE.day} {REGISTER_DATE:%B %Y}",
        "version": program(),
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
