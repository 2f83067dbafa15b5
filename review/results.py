"""What was found in a document: kept whole as an outcome, and finding by finding as rows that people settle.

An outcome is kept as the record it is, packed; it is read back by a loader that builds our records and nothing else. One made by
another version of the program is not used: the document is read again, and what was settled stays, because a finding is
known by its words.
"""

from __future__ import annotations

import pickle
import threading
import zlib
from collections import OrderedDict
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, insert, select, update

from models.labels import EXPLICIT, IMPLIED
from pipeline.assess import assess
from pipeline.isolation import loads
from pipeline.lexicon import patterns
from pipeline.records import Evidence, Given, Outcome, Promise, Verdict
from pipeline.scanner import assess_again
from pipeline.settings import Asked, given_of
from review.documents import DONE, UNREAD, WAITING, Document, note
from review.schema import documents, events, findings, missed, outcomes
from review.times import now

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import Connection

    from pipeline.records import Finding, Statement
    from review.accounts import Account
    from review.settings import Settings
    from review.store import Store

_KEPT = 8  # outcomes in memory
_VERDICTS = {"explicit": EXPLICIT, "implied": IMPLIED}


class Results:
    """Outcomes by document. `made_by` stands for program, model and register. For several threads."""

    def __init__(self, store: Store, settings: Settings, made_by: str) -> None:
        self._store = store
        self._settings = settings
        self._made_by = made_by
        self._kept: OrderedDict[tuple[str, int], Outcome] = OrderedDict()
        self._lock = threading.Lock()

    def save(self, document: Document, outcome: Outcome) -> None:
        """Keep what the reading of a document came to; a document deleted meanwhile stays deleted."""
        if not outcome.status.was_read or outcome.document is None:
            with self._store.writing() as connection:
                failed = {"state": UNREAD, "status": outcome.status.value, "cause": outcome.cause}
                connection.execute(update(documents).where(documents.c.id == document.id).values(failed))
            return
        content = zlib.compress(pickle.dumps(replace(outcome, findings=(), commitments=()), pickle.HIGHEST_PROTOCOL))
        with self._store.writing() as connection:
            if connection.scalar(select(documents.c.id).where(documents.c.id == document.id)) is None:
                return
            connection.execute(delete(outcomes).where(outcomes.c.document_id == document.id))
            connection.execute(insert(outcomes).values(document_id=document.id, made_by=self._made_by, content=content))
            made = self._assessed(connection, document, outcome)
            self._sync(connection, document, made)
        self._remember((document.token, document.version), made)

    def outcome(self, document: Document) -> Outcome | None:
        """What a document came to, assessed as people say; None where it must be read again, which is then under way."""
        key = (document.token, document.version)
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        with self._store.reading() as connection:
            row = connection.execute(select(outcomes).where(outcomes.c.document_id == document.id)).first()
            if row is not None and row.made_by == self._made_by:
                made = self._assessed(connection, document, loads(zlib.decompress(row.content)))
                return self._remember(key, made)
        with self._store.writing() as connection:
            connection.execute(update(documents).where(documents.c.id == document.id).values(state=WAITING))
        return None

    def forget(self) -> None:
        """Let go of every outcome in memory, since a document was deleted."""
        with self._lock:
            self._kept.clear()

    def reassess(self, document: Document, account: Account, given: dict[str, str]) -> None:
        """Measure the document anew for another body, nation, stage or status."""
        said = {key: value for key, value in given.items() if value}
        text = ", ".join(f"{key}: {value}" for key, value in said.items()) or "as the document shows"
        self._changed(document, account, "situation", text, said)

    def add_missed(self, document: Document, account: Account, start: int, end: int, risk: str) -> str:
        """Take the statement around a stretch of text for a promise; the new finding's id.

        Raises:
            ValueError: no statement stands there, it is a finding already, or a route that the text shows removes it.
        """
        outcome = self.outcome(document)
        promise = (
            next((p for p in outcome.promises if p.statement.start < end and start < p.statement.end), None) if outcome else None
        )
        if outcome is None or promise is None:
            raise ValueError("These words are not in a sentence that was read as English")
        statement = promise.statement
        if any(f.kind == "promise" and f.promise.statement == statement for f in outcome.findings):
            raise ValueError("This sentence is a finding already")
        span = (max(start, statement.start) - statement.start, min(end, statement.end) - statement.start)
        made = assess([_as_promise(statement, *span, risk)], outcome.situation)
        if not made:
            raise ValueError("The text shows a lawful route for this, so that it is no finding")
        row = {"document_id": document.id, "start": statement.start + span[0], "end": statement.start + span[1], "risk": risk}
        with self._store.writing() as connection:
            connection.execute(insert(missed).values(account_id=account.id, at=now(), **row))
            event = {"finding_id": made[0].finding_id, "state": "missed", "verdict": "/".join(_VERDICTS[risk])}
            note(connection, document.id, account, "missed", **event)
        self._changed(document, None, "", "", None)
        return made[0].finding_id

    def _changed(self, document: Document, account: Account | None, action: str, text: str, given: dict[str, str] | None) -> None:
        """Raise the document's version and bring its rows in line."""
        with self._store.writing() as connection:
            row = connection.execute(select(outcomes).where(outcomes.c.document_id == document.id)).one()
            values: dict[str, Any] = {"version": documents.c.version + 1, "touched": now()}
            values |= {} if given is None else {"given": given}
            connection.execute(update(documents).where(documents.c.id == document.id).values(values))
            said = connection.execute(select(documents.c.given, documents.c.version).where(documents.c.id == document.id)).one()
            current = replace(
                document, given=said.given, version=said.version
            )  # others may have changed it since the request began
            if account is not None:
                note(connection, document.id, account, action, text=text)
            made = self._assessed(connection, current, loads(zlib.decompress(row.content)))
            self._sync(connection, current, made)
        self._remember((current.token, current.version), made)

    def _assessed(self, connection: Connection, document: Document, outcome: Outcome) -> Outcome:
        """The outcome under its shown name, assessed as people say of it, with what they saw and the program did not."""
        if outcome.document is None:
            return outcome
        wanted = select(missed).where(missed.c.document_id == document.id).order_by(missed.c.start)
        promises = outcome.promises
        for row in connection.execute(wanted):
            promises = tuple(
                _as_promise(p.statement, row.start - p.statement.start, row.end - p.statement.start, row.risk)
                if p.statement.start <= row.start < p.statement.end
                else p
                for p in promises
            )
        named = replace(outcome, promises=promises, document=replace(outcome.document, path=Path(document.name)))
        made = assess_again(named, _given(document))
        stored = replace(outcome.document, path=self._settings.files / document.stored)
        return replace(made, path=Path(document.name), document=stored)

    def _remember(self, key: tuple[str, int], outcome: Outcome) -> Outcome:
        with self._lock:
            self._kept[key] = outcome
            while len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        return outcome

    def _sync(self, connection: Connection, document: Document, outcome: Outcome) -> None:
        """Rows for the findings there are now; those of earlier ones stay with what was settled, out of sight."""
        known = set(connection.scalars(select(findings.c.finding_id).where(findings.c.document_id == document.id)))
        connection.execute(update(findings).where(findings.c.document_id == document.id).values(current=False))
        for position, finding in enumerate(unique(outcome.findings)):
            values = {**_row(finding), "position": position, "current": True}
            where = (findings.c.document_id == document.id, findings.c.finding_id == finding.finding_id)
            if finding.finding_id in known:
                connection.execute(update(findings).where(*where).values(values))
            else:
                new = {"document_id": document.id, "finding_id": finding.finding_id, "state": "open", "version": 1, **values}
                connection.execute(insert(findings).values(reason="", wording="", settled_at="", **new))
        read = {
            "state": DONE,
            "status": outcome.status.value,
            "cause": outcome.cause,
            "body": outcome.situation.body,
            "pages": outcome.document.pages if outcome.document else 0,
        }
        connection.execute(update(documents).where(documents.c.id == document.id).values(read))


def asked(given: dict[str, str]) -> Asked:
    """What people say of a document, as the command line's options."""
    return Asked(given.get("body", ""), given.get("jurisdiction", ""), given.get("stage", ""), given.get("status", ""))


def unique(found: Iterable[Finding]) -> list[Finding]:
    """The findings in reading order, each id once."""
    by_id = {finding.finding_id: finding for finding in reversed(list(found))}
    return sorted(by_id.values(), key=lambda finding: finding.promise.statement.start)


def missed_ids(connection: Connection, document: Document) -> set[str]:
    """The findings that people saw and the program did not."""
    wanted = select(events.c.finding_id).where(events.c.document_id == document.id, events.c.action == "missed")
    return set(connection.scalars(wanted))


def _as_promise(statement: Statement, start: int, end: int, risk: str) -> Promise:
    evidence = Evidence(start, end, statement.text[start:end], 1.0)
    return Promise(statement, Verdict(*_VERDICTS[risk], hedge=0, confidence=1.0, review=False, evidence=(evidence,)))


def _given(document: Document) -> Given:
    return given_of(asked(document.given), today=datetime.now(UTC).date())


def _row(finding: Finding) -> dict[str, object]:
    statement = finding.promise.statement
    return {
        "kind": finding.kind,
        "severity": finding.severity,
        "page": statement.page,
        "text": statement.text,
        "term": _term(finding),
    }


def _term(finding: Finding) -> str:
    """The family of the words that made the finding."""
    evidence = " ".join(e.text for e in finding.promise.verdict.evidence) or finding.promise.statement.text
    return next((kind for kind, pattern in patterns("terms").items() if pattern.search(evidence)), "other")
