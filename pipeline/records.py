"""The records that pass between the stages.

Data goes one way: file → Document → Statements → Promises → Findings. Every record is immutable; a stage makes new ones.
Words follow the glossary in `docs/glossary.md`.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import Enum, IntEnum, StrEnum
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from pandas import DataFrame

    from pipeline.law_schema import Rule


class _PlainlyPickled(Enum):
    """A base without members: a member is pickled as its class and value on every Python.

    Of its own accord Python 3.11 writes `builtins.getattr` (up to 3.11.4), which the reader of what a child sends must refuse.
    """

    def __reduce_ex__(self, _: object) -> tuple[type, tuple[object]]:
        return type(self), (self.value,)


class Rung(_PlainlyPickled, IntEnum):
    """The ladder of participation, lowest first (Think Local Act Personal, Ladder of Participation)."""

    COERCION = 0
    EDUCATION = 1
    INFORMING = 2
    CONSULTATION = 3
    ENGAGEMENT = 4
    CO_DESIGN = 5
    CO_PRODUCTION = 6

    @property
    def plain(self) -> str:
        """The rung's name as people write it: `co-design`."""
        return self.name.lower().replace("_", "-")


class BlockKind(_PlainlyPickled, StrEnum):
    """What a block of text is on the page."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    LIST_ITEM = "list-item"
    TABLE_CELL = "table-cell"
    NOTE = "note"


class Zone(_PlainlyPickled, StrEnum):
    """Whose words a block holds, and what for."""

    BODY = "body"
    HEADING = "heading"
    QUOTATION = "quotation"
    COMMENT = "comment"
    QUESTION = "question"
    CONTENTS = "contents"
    BOILERPLATE = "boilerplate"
    REFERENCE = "reference"
    DEFINITION = "definition"


class Status(_PlainlyPickled, StrEnum):
    """What became of a file. Every file met gets exactly one."""

    OK = "ok"
    PARTIAL = "partial"
    EMPTY = "empty"
    NEEDS_OCR = "needs-ocr"
    ENCRYPTED = "encrypted"
    CORRUPTED = "corrupted"
    UNSUPPORTED = "unsupported"
    MISSING = "missing"
    TOO_LARGE = "too-large"
    TIMED_OUT = "timed-out"
    CRASHED = "crashed"
    NOT_ASSESSED = "not-assessed"

    @property
    def was_read(self) -> bool:
        """Whether the text of the file reached the classifier."""
        return self in (Status.OK, Status.PARTIAL, Status.NOT_ASSESSED)


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of cleaned text and where it stands in the source.

    `start` and `length` count characters of the block's text; `source` and `source_length` count characters of the page's
    text layer (PDF) or of the decoded file (text, Markdown). Equal lengths mean a character-for-character match.
    """

    start: int
    length: int
    source: int
    source_length: int
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """One heading, paragraph, list item, table cell or note, in reading order.

    `start` is the offset of `text` in `Document.text`; `section` is the path of headings above it, outermost first; `lead_in`
    is the sentence that a list item completes. `recognised` is the confidence, 0 to 1, of text recognition; None for stored text.
    """

    kind: BlockKind
    text: str
    start: int
    page: int | None = None
    level: int | None = None
    section: tuple[str, ...] = ()
    lead_in: str = ""
    runs: tuple[Run, ...] = ()
    recognised: float | None = None

    @property
    def end(self) -> int:
        """Offset just past the block's last character in `Document.text`."""
        return self.start + len(self.text)


HIDDEN_PROMISES = "hidden-promises"
"""The key of `Document.left_out` for commitments in text that a reader does not see."""


@dataclass(frozen=True)
class Document:
    """One file, read. `warnings` say in plain words what could not be read.

    `left_out` counts what was passed over on purpose, because a reader of the document does not see it (comments, tracked
    deletions, hidden text), and what a reader sees as something else (look-alike letters, overrides of direction). `hidden` are
    the hidden texts themselves: no part of `text`.
    """

    path: Path
    media_type: str
    blocks: tuple[Block, ...]
    pages: int = 0
    title: str = ""
    warnings: tuple[str, ...] = ()
    left_out: dict[str, int] = field(default_factory=dict)
    hidden: tuple[str, ...] = ()

    @cached_property
    def text(self) -> str:
        """The blocks' texts, a line feed between them; offsets in findings count in this string."""
        return "\n".join(block.text for block in self.blocks)


@dataclass(frozen=True, slots=True)
class Statement:
    """One sentence, or one bullet, with its neighbours. `start` and `end` are offsets in `Document.text`."""

    text: str
    before: str = ""
    after: str = ""
    start: int = 0
    end: int = 0
    page: int | None = None
    section: tuple[str, ...] = ()
    kind: BlockKind = BlockKind.PARAGRAPH
    zone: Zone = Zone.BODY
    language: str = "en"
    recognised: float | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """Words of a statement that bear on the verdict. Offsets count in the statement's text; `weight` is what they added."""

    start: int
    end: int
    text: str
    weight: float


@dataclass(frozen=True, slots=True)
class Verdict:
    """The four fields of the annotation guideline, and how sure the classifier is (0 to 1)."""

    stance: str
    label: str
    risk: str
    hedge: int
    confidence: float
    review: bool
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Promise:
    """A statement with its verdict."""

    statement: Statement
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Given:
    """What the user says of a document; it overrides what the document shows. Codes as in `corpus/law/bodies.toml`.

    `as_at` is the date whose law counts; `today` is the day of the run, by which rules are due to be looked at again (None:
    not considered); `law` names files of the user's own rules, such as a scheme of delegation.
    """

    body: str = ""
    jurisdiction: str = ""
    stage: str = ""
    status: str = ""
    as_at: date | None = None
    today: date | None = None
    law: tuple[Path, ...] = ()


NOTHING_GIVEN = Given()


@dataclass(frozen=True, slots=True)
class Situation:
    """Who consults, where, at which stage, and what the document says of the decision.

    `body` is a code of `corpus/law/bodies.toml`; `status` is draft, live, closed or decided; `dates` are the document's own, by
    kind (document, closes, decision). `found` names, per field, the words of the document that showed it; a field missing there
    was given by the user or not found. `rules` are those that the user added to the register.
    """

    body: str = "unknown"
    body_name: str = ""
    jurisdiction: str = ""
    stage: str = ""
    status: str = ""
    decider: str = ""
    reservations: tuple[Statement, ...] = ()
    dates: dict[str, date] = field(default_factory=dict)
    as_at: date | None = None
    today: date | None = None
    rules: tuple[Rule, ...] = ()
    found: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Point:
    """One step of a finding's argument.

    `name` is its place: quoted, promised, decides, delegates, floor, ceiling, kept, broken, beside, clarity, note. `nature` is
    what it rests on: quotation (the document's words), document (what it says of itself), law (the register) or inference (the
    tool's own). What is quoted and what the tool takes it to mean are two steps, which read as one sentence.
    """

    name: str
    nature: str
    text: str


@dataclass(frozen=True, slots=True)
class Option:
    """A way to mend a finding: wording for a draft, a course for counsel once published. `tag` says what taking it does."""

    name: str
    tag: str
    text: str


@dataclass(frozen=True, slots=True)
class Source:
    """A rule that a finding leans on. `role` is caps, route, doctrine or asks; `url` is where the rule was seen."""

    rule: str
    role: str
    authority: str
    grade: str
    url: str
    review_by: date


@dataclass(frozen=True, slots=True)
class Finding:
    """What a reader is to look at, argued step by step: a promise beyond what may be shared, or a fault of the whole document."""

    finding_id: str
    kind: str
    promise: Promise
    severity: str
    argument: tuple[Point, ...]
    options: tuple[Option, ...]
    sources: tuple[Source, ...] = ()
    ceiling: Rung = Rung.CO_DESIGN
    decision: str = ""
    counterparty: str = ""
    places: tuple[str, ...] = ()

    @property
    def reason(self) -> str:
        """The argument as one paragraph."""
        return " ".join(point.text for point in self.argument)

    @property
    def suggestion(self) -> str:
        """The options as one paragraph, numbered where there are several."""
        if len(self.options) == 1:
            return self.options[0].text
        return " ".join(f"Option {n} ({o.name}; {o.tag}): {o.text}" for n, o in enumerate(self.options, 1))

    @property
    def authority(self) -> str:
        """The authorities that keep the decision with its decider; those that ask for co-production where that is the point."""
        return "; ".join(source.authority for source in self.sources if source.role in ("caps", "asks"))

    @property
    def rules(self) -> tuple[str, ...]:
        """The ids of the rules, each once."""
        return tuple(dict.fromkeys(source.rule for source in self.sources))


@dataclass(frozen=True, slots=True)
class Outcome:
    """Everything one file came to. `document` is None when the file could not be read.

    `foreign` counts the statements in other languages, by code; they are read and not assessed. `holds` is the number of
    documents in an archive or e-mail, which have outcomes of their own. `promises` are all English statements, judged; a batch
    does not keep them. `language` is the code of the language that most of the text is in.
    """

    path: Path
    status: Status
    cause: str = ""
    document: Document | None = None
    situation: Situation = field(default_factory=Situation)
    statements: int = 0
    commitments: tuple[Promise, ...] = ()
    findings: tuple[Finding, ...] = ()
    foreign: dict[str, int] = field(default_factory=dict)
    holds: int = 0
    promises: tuple[Promise, ...] = ()
    language: str = "en"

    def lean(self) -> Outcome:
        """The outcome without the document's text, for keeping many."""
        return replace(self, document=None, promises=())

    def to_frame(self, table: str = "findings") -> DataFrame:
        """A pandas table: `findings`, `commitments` or `documents`, with the columns of the CSV files."""
        from pandas import DataFrame

        from pipeline.report.columns import TABLES, TEXT, WHOLE
        from pipeline.report.rows import ROWS

        columns = TABLES[table]
        kinds = {column.name: "Int64" if column.kind == WHOLE else "Float64" for column in columns if column.kind != TEXT}
        return DataFrame(ROWS[table](self), columns=[column.name for column in columns]).astype(kinds)
