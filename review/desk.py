"""All documents at once: findings counted by what lawyers ask for, each number with the findings behind it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, literal_column, select

from pipeline.law import bodies
from pipeline.lexicon import plain
from review.documents import may_see
from review.findings import STATES
from review.schema import documents, findings
from review.times import month

if TYPE_CHECKING:
    from review.accounts import Account
    from review.store import Store

_COLUMNS: dict[str, Any] = {
    "severity": findings.c.severity,
    "state": findings.c.state,
    "body": documents.c.body,
    "term": findings.c.term,
    "month": func.substr(documents.c.uploaded, literal_column("1"), literal_column("7")),  # PostgreSQL groups by no parameters
}
TITLES = {
    "severity": "Findings by priority",
    "state": "Findings by decision",
    "body": "Findings by kind of body",
    "term": "Findings by the words that make them",
    "month": "Findings by the month in which the document was added",
}
_ORDER = {"severity": ("high", "medium", "low"), "state": tuple(STATES)}
_WIDEST = 100


@dataclass(frozen=True, slots=True)
class Bar:
    """One line of a chart. `width` is its length, 0 to 100."""

    value: str
    label: str
    count: int
    width: float


@dataclass(frozen=True, slots=True)
class Chart:
    """Findings counted by one thing."""

    name: str
    title: str
    bars: tuple[Bar, ...]

    @property
    def total(self) -> int:
        """All that was counted."""
        return sum(bar.count for bar in self.bars)


@dataclass(frozen=True, slots=True)
class Line:
    """A finding in a list over all documents."""

    finding_id: str
    text: str
    severity: str
    state: str
    page: int | None
    token: str
    document: str


def charts(store: Store, account: Account) -> list[Chart]:
    """The charts over all documents that the account may see."""
    with store.reading() as connection:
        return [_chart(name, dict(connection.execute(_counted(account, column)).all())) for name, column in _COLUMNS.items()]


def behind(store: Store, account: Account, asked: dict[str, str]) -> list[Line]:
    """The findings that a number counts: by severity, state, body, term and month, as far as they are asked for."""
    wanted = (
        select(findings, documents.c.token, documents.c.name)
        .join(documents)
        .where(findings.c.current, may_see(account))
        .where(*(_COLUMNS[name] == value for name, value in asked.items() if name in _COLUMNS))
        .order_by(documents.c.id.desc(), findings.c.position)
    )
    with store.reading() as connection:
        return [
            Line(row.finding_id, row.text, row.severity, STATES[row.state], row.page, row.token, row.name)
            for row in connection.execute(wanted)
        ]


def label(name: str, value: str) -> str:
    """How a value of a chart is named to a person."""
    if name == "body":
        return capital(bodies()[value].name) if value in bodies() else "Not known"
    if name == "term":
        return capital(plain("terms", value))
    if name == "month":
        return month(value)
    return STATES.get(value, capital(value))


def capital(text: str) -> str:
    """The text with a capital letter at its start."""
    return text[:1].upper() + text[1:]


def _counted(account: Account, column: Any) -> Any:  # noqa: ANN401 - SQLAlchemy's own types say little here
    return (
        select(column, func.count())
        .select_from(findings)
        .join(documents)
        .where(findings.c.current, may_see(account))
        .group_by(column)
    )


def _chart(name: str, counts: dict[str, int]) -> Chart:
    most = max(counts.values(), default=1)
    if name in _ORDER:
        values = [value for value in _ORDER[name] if value in counts]
    elif name == "month":
        values = sorted(counts)
    else:
        values = sorted(counts, key=lambda value: (-counts[value], value))
    bars = (Bar(value, label(name, value), counts[value], round(_WIDEST * counts[value] / most, 1)) for value in values)
    return Chart(name, TITLES[name], tuple(bars))
