"""The documents of a team: taken in, listed, shared, held, deleted. What was found in them is in `review/results.py`."""

from __future__ import annotations

import hashlib
import secrets
import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, BinaryIO

from sqlalchemy import and_, case, delete, func, insert, or_, select, true, update

from pipeline.errors import ReadError
from pipeline.extract import CONVERTED, READERS, media, office
from pipeline.inputs import printable
from review.schema import accounts, documents, events, findings
from review.store import record
from review.times import later, now

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy import ColumnElement, Connection, Row

    from review.accounts import Account
    from review.settings import Settings
    from review.store import Store

WAITING, READING, DONE, UNREAD = "waiting", "reading", "read", "not-read"
_SUFFIXES = {
    media.PDF: ".pdf",
    media.DOCX: ".docx",
    media.ODT: ".odt",
    media.HTML: ".html",
    media.MARKDOWN: ".md",
    media.TEXT: ".txt",
}
_SUFFIXES |= {media.DOC: ".doc", media.RTF: ".rtf", media.PPT: ".ppt", media.PPTX: ".pptx", media.ODP: ".odp"}
_CHUNK = 1_000_000


class RefusedError(Exception):
    """An upload or a deletion is refused. The message says why, to the user."""


class HeldError(RefusedError):
    """A legal hold keeps a document."""


@dataclass(frozen=True, slots=True)
class Document:
    """A document's row. `given` holds what people said of it: body, jurisdiction, stage, status."""

    id: int
    token: str
    owner_id: int
    owner: str
    shared: bool
    hold: bool
    name: str
    size: int
    sha256: str
    media_type: str
    stored: str
    uploaded: str
    touched: str
    state: str
    status: str
    cause: str
    pages: int
    body: str
    given: dict[str, str]
    earlier_id: int | None
    version: int

    @property
    def is_ready(self) -> bool:
        """Whether its findings can be worked through."""
        return self.state == DONE

    @property
    def is_coming(self) -> bool:
        """Whether it is yet to be read."""
        return self.state in (WAITING, READING)


@dataclass(frozen=True, slots=True)
class Listed:
    """A document with how far the work on it is."""

    document: Document
    findings: int
    open: int
    high: int


def add(store: Store, settings: Settings, account: Account, name: str, content: BinaryIO) -> Document:
    """Take in an upload under a name of our own; what kind it is its content says.

    Raises:
        RefusedError: empty, too large, or of a kind that is not read.
    """
    shown = clean_name(name)
    token = secrets.token_urlsafe(12)
    part = settings.files / f"{secrets.token_hex(12)}.part"
    try:
        size, digest = _copied(content, part, settings.max_bytes)
        suffix, media_type = _kind(part, shown)
        stored = f"{part.stem}{suffix}"
        part.replace(settings.files / stored)
    finally:
        part.unlink(missing_ok=True)
    with store.writing() as connection:
        values = {"token": token, "owner_id": account.id, "name": shown, "size": size, "sha256": digest, "media_type": media_type}
        moments = {"uploaded": now(), "touched": now()}
        connection.execute(insert(documents).values(stored=stored, state=WAITING, **values, **moments))
        document = _one(connection, documents.c.token == token)
        note(connection, document.id, account, "uploaded")
        return document


def clean_name(name: str) -> str:
    """The last part of a file's name as it can be shown; never used as a path."""
    last = printable(name).replace("\\", "/").rpartition("/")[2]
    shown = "".join(letter for letter in last if letter.isprintable()).strip()
    return shown[-200:] or "document"


def listed(store: Store, account: Account) -> list[Listed]:
    """The documents that the account may see, newest first, with the numbers of their findings."""
    is_open = case((findings.c.state == "open", 1), else_=0)
    is_high = case((findings.c.severity == "high", 1), else_=0)
    counts = (
        select(
            findings.c.document_id, func.count().label("all"), func.sum(is_open).label("open"), func.sum(is_high).label("high")
        )
        .where(findings.c.current)
        .group_by(findings.c.document_id)
        .subquery()
    )
    wanted = (
        _select(counts.c.all, counts.c.open, counts.c.high)
        .outerjoin(counts, counts.c.document_id == documents.c.id)
        .where(may_see(account))
        .order_by(documents.c.id.desc())
    )
    with store.reading() as connection:
        return [
            Listed(_document(row), row.all or 0, int(row.open or 0), int(row.high or 0)) for row in connection.execute(wanted)
        ]


def get(store: Store, account: Account, token: str) -> Document | None:
    """The document of that token where the account may see it."""
    with store.reading() as connection:
        row = connection.execute(_select().where(documents.c.token == token, may_see(account))).first()
    return _document(row) if row else None


def by_id(store: Store, account: Account, number: int | None) -> Document | None:
    """The document of that number where the account may see it."""
    with store.reading() as connection:
        row = connection.execute(_select().where(documents.c.id == number, may_see(account))).first()
    return _document(row) if row else None


def may_see(account: Account) -> ColumnElement[bool]:
    """The condition on `documents` by which the account sees its own and those shared."""
    return or_(documents.c.owner_id == account.id, documents.c.shared)


def change(store: Store, document: Document, account: Account, action: str, text: str = "", **values: Any) -> None:  # noqa: ANN401
    """Change columns of a document and keep who did it."""
    with store.writing() as connection:
        connection.execute(update(documents).where(documents.c.id == document.id).values(touched=now(), **values))
        note(connection, document.id, account, action, text=text)
        if "hold" in values:
            record(connection, account.name, action, f"document {document.id}")


def note(connection: Connection, document_id: int, account: Account, action: str, **values: Any) -> None:  # noqa: ANN401
    """Add a step to a document's history."""
    values = {"finding_id": "", "state": "", "text": "", "wording": "", "verdict": "", "undone": False, **values}
    connection.execute(insert(events).values(document_id=document_id, account_id=account.id, at=now(), action=action, **values))


def remove(store: Store, settings: Settings, number: int, who: str, why: str) -> None:
    """Delete a document for good: rows, file, images. The log keeps its number and hash.

    Raises:
        HeldError: a legal hold keeps it.
    """
    with store.writing() as connection:
        row = connection.execute(select(documents).where(documents.c.id == number)).first()
        if row is None:
            return
        found = connection.scalar(select(func.count()).select_from(findings).where(findings.c.document_id == number))
        gone = connection.execute(delete(documents).where(documents.c.id == number, documents.c.hold.is_(False)))
        if not gone.rowcount:
            raise HeldError("A legal hold keeps this document. Counsel can lift it.")
        what = f"document {number}, SHA-256 {row.sha256}, uploaded {row.uploaded[:10]}, {found} findings"
        record(connection, who, f"deleted: {why}", what)
    (settings.files / row.stored).unlink(missing_ok=True)  # a kill before this leaves a stray, which the next start removes
    shutil.rmtree(settings.pages / row.token, ignore_errors=True)


def remove_old(store: Store, settings: Settings) -> int:
    """Delete what nobody has touched for as long as documents are kept; how many went."""
    if not settings.keep_days:
        return 0
    old = and_(documents.c.touched < later(days=-settings.keep_days), documents.c.hold.is_(False))
    with store.reading() as connection:
        numbers = list(connection.scalars(select(documents.c.id).where(old)))
    for number in numbers:
        remove(store, settings, number, "the retention period", f"untouched for {settings.keep_days} days")
    return len(numbers)


def remove_strays(store: Store, settings: Settings) -> None:
    """Delete files that belong to no document: an upload or a deletion that a kill broke off."""
    with store.reading() as connection:
        known = set(connection.scalars(select(documents.c.stored)))
        tokens = set(connection.scalars(select(documents.c.token)))
    for path in settings.files.iterdir():
        if path.name not in known:
            path.unlink(missing_ok=True)
    for folder in settings.pages.iterdir():
        if folder.name not in tokens:
            shutil.rmtree(folder, ignore_errors=True)


def everything(store: Store) -> list[Document]:
    """Every document whoever owns it, oldest first: for the administrator's list, which shows no text and no name."""
    with store.reading() as connection:
        return [_document(row) for row in connection.execute(_select().where(true()).order_by(documents.c.id))]


def _select(*more: Any) -> Any:  # noqa: ANN401 - SQLAlchemy's own types say little here
    return select(documents, accounts.c.name.label("owner"), *more).join(accounts, accounts.c.id == documents.c.owner_id)


def _one(connection: Connection, condition: ColumnElement[bool]) -> Document:
    return _document(connection.execute(_select().where(condition)).one())


def _document(row: Row[Any]) -> Document:
    names = Document.__dataclass_fields__
    return Document(**{name: value for name, value in row._mapping.items() if name in names})


def _copied(content: BinaryIO, path: Path, most: int) -> tuple[int, str]:
    """Copy an upload to a file that only this user can read; its size and SHA-256."""
    size, digest = 0, hashlib.sha256()
    with path.open("xb") as file:
        path.chmod(0o600)
        while chunk := content.read(_CHUNK):
            size += len(chunk)
            if size > most:
                raise RefusedError(f"The file must be smaller than {most // 1_000_000} MB")
            digest.update(chunk)
            file.write(chunk)
    if not size:
        raise RefusedError("The file is empty")
    return size, digest.hexdigest()


def _kind(path: Path, name: str) -> tuple[str, str]:
    """The ending to store a file under, and its media type. The shown name only tells Markdown from plain text."""
    try:
        found = media.media_type(path)
    except ReadError as error:
        raise RefusedError(f"The file cannot be read: {error.cause}") from None
    if found == media.TEXT and name.lower().endswith((".md", ".markdown")):
        found = media.MARKDOWN
    if found in READERS or (found in CONVERTED and office.program() is not None):
        return _SUFFIXES[found], found
    if found in (media.ZIP, media.EML):
        raise RefusedError("The file holds other files: take the documents out and drop those")
    if found in CONVERTED:
        raise RefusedError(f"This is {media.describe(found)}: save it as Word (.docx) or PDF and drop that")
    raise RefusedError("The file must be a PDF, Word (.docx), OpenDocument (.odt), HTML, Markdown or text document")
