"""Settling findings. Every change names the version that its author saw; one that comes too late changes nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import select, update

from review.accounts import names
from review.documents import note
from review.schema import documents, events, findings
from review.times import now

if TYPE_CHECKING:
    from sqlalchemy import Connection, Row

    from review.accounts import Account
    from review.documents import Document
    from review.store import Store

OPEN, ACCEPTED, DISMISSED, REWORDED = "open", "accepted", "dismissed", "reworded"
STATES = {OPEN: "Open", ACCEPTED: "Accepted", DISMISSED: "False alarm", REWORDED: "Reworded"}
SETTLE, UNDO, NOTE = "settled", "undone", "note"


class ConflictError(Exception):
    """Somebody else changed the finding first."""


@dataclass(frozen=True, slots=True)
class Decision:
    """What somebody decides on a finding. `verdict` says what the words are instead, where it is a false alarm."""

    state: str
    reason: str = ""
    wording: str = ""
    verdict: str = ""


@dataclass(frozen=True, slots=True)
class Settled:
    """A finding's row, as far as people change it."""

    finding_id: str
    state: str
    reason: str
    wording: str
    by: str
    at: str
    version: int
    can_undo: bool

    @property
    def is_open(self) -> bool:
        """Whether nobody has settled it."""
        return self.state == OPEN


@dataclass(frozen=True, slots=True)
class Event:
    """One step of a document's history."""

    at: str
    by: str
    finding_id: str
    action: str
    state: str
    text: str
    wording: str
    verdict: str
    undone: bool


def settled(store: Store, document: Document) -> dict[str, Settled]:
    """How each current finding of a document stands, by id."""
    with store.reading() as connection:
        who = names(connection)
        done = set(connection.scalars(_settles(document.id).with_only_columns(events.c.finding_id)))
        wanted = select(findings).where(findings.c.document_id == document.id, findings.c.current)
        return {row.finding_id: _settled(row, who, row.finding_id in done) for row in connection.execute(wanted)}


def settle(store: Store, document: Document, finding_id: str, version: int, account: Account, decision: Decision) -> None:
    """Settle a finding.

    Raises:
        ConflictError: the finding has another version by now.
    """
    with store.writing() as connection:
        _change(connection, document, finding_id, version, decision.state, decision.reason, decision.wording, account.id)
        step = {"state": decision.state, "text": decision.reason, "wording": decision.wording, "verdict": decision.verdict}
        note(connection, document.id, account, SETTLE, finding_id=finding_id, **step)


def undo(store: Store, document: Document, finding_id: str, version: int, account: Account) -> None:
    """Take back the last decision on a finding: the one before it holds again.

    Raises:
        ConflictError: the finding has another version by now, or nothing is left to take back.
    """
    with store.writing() as connection:
        wanted = _settles(document.id).where(events.c.finding_id == finding_id).order_by(events.c.id.desc()).limit(2)
        done = list(connection.execute(wanted))
        if not done:
            raise ConflictError
        before: Any = done[1] if len(done) > 1 else None
        if before is None:
            _change(connection, document, finding_id, version, OPEN, "", "", None)
        else:
            _change(connection, document, finding_id, version, before.state, before.text, before.wording, before.account_id)
        connection.execute(update(events).where(events.c.id == done[0].id).values(undone=True))
        note(connection, document.id, account, UNDO, finding_id=finding_id, state=before.state if before else OPEN)


def add_note(store: Store, document: Document, finding_id: str, account: Account, text: str) -> None:
    """Keep a note on a finding."""
    with store.writing() as connection:
        connection.execute(update(documents).where(documents.c.id == document.id).values(touched=now()))
        note(connection, document.id, account, NOTE, finding_id=finding_id, text=text)


def history(store: Store, document: Document, finding_id: str | None = None) -> list[Event]:
    """The steps on a document, or on one of its findings, oldest first."""
    wanted = select(events).where(events.c.document_id == document.id).order_by(events.c.id)
    if finding_id is not None:
        wanted = wanted.where(events.c.finding_id == finding_id)
    with store.reading() as connection:
        who = names(connection)
        return [
            Event(
                row.at, who[row.account_id], row.finding_id, row.action, row.state, row.text, row.wording, row.verdict, row.undone
            )
            for row in connection.execute(wanted)
        ]


def _settles(document_id: int) -> Any:  # noqa: ANN401 - SQLAlchemy's own types say little here
    return select(events).where(events.c.document_id == document_id, events.c.action == SETTLE, events.c.undone.is_(False))


def _change(
    connection: Connection,
    document: Document,
    finding_id: str,
    version: int,
    state: str,
    reason: str,
    wording: str,
    by: int | None,
) -> None:
    values = {"state": state, "reason": reason, "wording": wording, "settled_by": by, "settled_at": now() if by else ""}
    changed = connection.execute(
        update(findings)
        .where(findings.c.document_id == document.id, findings.c.finding_id == finding_id, findings.c.version == version)
        .values(version=version + 1, **values)
    )
    if changed.rowcount != 1:
        raise ConflictError
    connection.execute(update(documents).where(documents.c.id == document.id).values(touched=now()))


def _settled(row: Row[Any], who: dict[int, str], can_undo: bool) -> Settled:
    by = who.get(row.settled_by, "")
    return Settled(row.finding_id, row.state, row.reason, row.wording, by, row.settled_at, row.version, can_undo)
