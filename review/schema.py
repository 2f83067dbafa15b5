"""The tables of the review page. The same in SQLite and PostgreSQL: moments are text in UTC, identifiers in addresses are random.

A finding's row holds what was last settled and a `version` that every change raises: who changes a row names the version that
they saw, so that nobody's decision is overwritten unseen. `events` keeps every step.
"""

from __future__ import annotations

from sqlalchemy import JSON, Boolean, Column, ForeignKey, Index, Integer, LargeBinary, MetaData, String, Table, Text

VERSION = 1

metadata = MetaData()

schema = Table("schema", metadata, Column("version", Integer, primary_key=True))

accounts = Table(
    "accounts",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", String(100), nullable=False, unique=True),
    Column("password", String(300), nullable=False),
    Column("role", String(20), nullable=False),
    Column("active", Boolean, nullable=False),
    Column("created", String(27), nullable=False),
)

sessions = Table(
    "sessions",
    metadata,
    Column("token", String(64), primary_key=True),
    Column("account_id", ForeignKey("accounts.id", ondelete="CASCADE"), nullable=False),
    Column("expires", String(27), nullable=False),
)

documents = Table(
    "documents",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("token", String(32), nullable=False, unique=True),
    Column("owner_id", ForeignKey("accounts.id"), nullable=False),
    Column("shared", Boolean, nullable=False, default=False),
    Column("hold", Boolean, nullable=False, default=False),
    Column("name", String(255), nullable=False),
    Column("size", Integer, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("media_type", String(100), nullable=False),
    Column("stored", String(40), nullable=False),
    Column("uploaded", String(27), nullable=False),
    Column("touched", String(27), nullable=False),
    Column("state", String(10), nullable=False),
    Column("status", String(20), nullable=False, default=""),
    Column("cause", Text, nullable=False, default=""),
    Column("pages", Integer, nullable=False, default=0),
    Column("body", String(60), nullable=False, default=""),
    Column("given", JSON, nullable=False, default=dict),
    Column("earlier_id", ForeignKey("documents.id", ondelete="SET NULL")),
    Column("version", Integer, nullable=False, default=1),
    sqlite_autoincrement=True,  # the number of a deleted document is not given again: the log names documents by it
)

outcomes = Table(
    "outcomes",
    metadata,
    Column("document_id", ForeignKey("documents.id", ondelete="CASCADE"), primary_key=True),
    Column("made_by", String(64), nullable=False),
    Column("content", LargeBinary, nullable=False),
)

findings = Table(
    "findings",
    metadata,
    Column("document_id", ForeignKey("documents.id", ondelete="CASCADE"), primary_key=True),
    Column("finding_id", String(20), primary_key=True),
    Column("position", Integer, nullable=False),
    Column("current", Boolean, nullable=False),
    Column("kind", String(20), nullable=False),
    Column("severity", String(10), nullable=False),
    Column("page", Integer),
    Column("text", Text, nullable=False),
    Column("term", String(60), nullable=False),
    Column("state", String(10), nullable=False),
    Column("reason", Text, nullable=False, default=""),
    Column("wording", Text, nullable=False, default=""),
    Column("settled_by", ForeignKey("accounts.id")),
    Column("settled_at", String(27), nullable=False, default=""),
    Column("version", Integer, nullable=False),
)

missed = Table(
    "missed",
    metadata,
    Column("document_id", ForeignKey("documents.id", ondelete="CASCADE"), primary_key=True),
    Column("start", Integer, primary_key=True),
    Column("end", Integer, primary_key=True),
    Column("risk", String(10), nullable=False),
    Column("account_id", ForeignKey("accounts.id"), nullable=False),
    Column("at", String(27), nullable=False),
)

events = Table(
    "events",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("document_id", ForeignKey("documents.id", ondelete="CASCADE"), nullable=False),
    Column("finding_id", String(20), nullable=False, default=""),
    Column("account_id", ForeignKey("accounts.id"), nullable=False),
    Column("at", String(27), nullable=False),
    Column("action", String(20), nullable=False),
    Column("state", String(10), nullable=False, default=""),
    Column("text", Text, nullable=False, default=""),
    Column("wording", Text, nullable=False, default=""),
    Column("verdict", String(60), nullable=False, default=""),
    Column("undone", Boolean, nullable=False, default=False),
)
Index("events_of_finding", events.c.document_id, events.c.finding_id)

log = Table(
    "log",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at", String(27), nullable=False),
    Column("who", String(100), nullable=False),
    Column("action", String(40), nullable=False),
    Column("what", Text, nullable=False),
)
"""What outlives a document: deletions, holds, accounts. Never a document's text or name."""
