"""Which columns the tables have, defined once: name, kind of value, meaning. Every format and `docs/data-dictionary.md` follow it."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.records import Status

TEXT, WHOLE, NUMBER = "string", "integer", "number"


@dataclass(frozen=True, slots=True)
class Column:
    """A column. `kind` is the JSON type of its values; `may_lack` says that a value may be missing; `values` lists all there are."""

    name: str
    kind: str
    meaning: str
    may_lack: bool = False
    values: tuple[str, ...] = ()


_FILE = Column(
    "file", TEXT, "the path as given, with forward slashes; a document inside an archive has the archive's path before it"
)
_PAGE = Column("page", WHOLE, "page on which the statement begins, from 1; missing for formats without pages", may_lack=True)
_SECTION = Column("section", TEXT, "headings above the statement, outermost first, joined by ` > `")
_START = Column(
    "start", WHOLE, "offset of the statement's first character in the text as read (blocks joined by line feeds), from 0"
)
_END = Column("end", WHOLE, "offset just past its last character")
_TEXT = Column("text", TEXT, "the statement: a sentence, or a bullet")
_EVIDENCE = Column("evidence", TEXT, "the words of it that made the verdict")
_LABEL = Column(
    "label", TEXT, "what the words promise, by the annotation guideline", values=("co-production", "co-design", "none")
)
_RISK = Column(
    "risk",
    TEXT,
    "`explicit`: a share in a decision of the body; `implied`: the word co-production alone, of something that needs the body's decision",
    values=("explicit", "implied", "none"),
)
_HEDGE = Column("hedge", WHOLE, "1 where the undertaking is softened (where possible, aim to, normally)")
_CONFIDENCE = Column("confidence", NUMBER, "0 to 1: how sure the classifier is of the flag, or of the label where there is none")
_REVIEW = Column("review", WHOLE, "1 where the statement is so near the threshold that a person should look")
_BEFORE = Column("before", TEXT, "the statement before, or the lead-in of a bullet")
_AFTER = Column("after", TEXT, "the statement after")
_OCR = Column("ocr", NUMBER, "0 to 1: how sure text recognition was of the words; missing for stored text", may_lack=True)

_DOCUMENTS = (
    _FILE,
    Column("status", TEXT, "what became of the file", values=tuple(status.value for status in Status)),
    Column("cause", TEXT, "why the status is not `ok`, in plain words"),
    Column("verdict", TEXT, "what the file came to, in one sentence"),
    Column("pages", WHOLE, "pages of a PDF; 0 for formats without pages"),
    Column("statements", WHOLE, "sentences and bullets read"),
    Column("commitments", WHOLE, "rows that the file has in the table of commitments"),
    Column("findings", WHOLE, "rows that the file has in the table of findings"),
    Column(
        "body",
        TEXT,
        "kind of body that consults, a code of `corpus/law/bodies.toml`; `unknown` where the document does not show it",
    ),
    Column("jurisdiction", TEXT, "England, Scotland, Wales or Northern Ireland; empty where not found"),
    Column(
        "stage",
        TEXT,
        "pre-consultation, options, consultation, consideration, decision, delivery or review; empty where not found",
    ),
    Column("body_name", TEXT, "the body's name as the document writes it"),
    Column("decider", TEXT, "the decision maker that the document itself names"),
    Column("title", TEXT, "the title in the file's own metadata"),
    Column(
        "media_type",
        TEXT,
        "the format, by content; empty where the file was not read, and for a ZIP or e-mail, whose documents have rows of their own",
    ),
    Column("foreign", TEXT, "statements in other languages, which are read and not assessed: `cy:12` is twelve in Welsh"),
    Column(
        "left_out",
        TEXT,
        "what a reader does not see or sees otherwise: `comments:3 deletions:2` (tracked), `hidden:1` (stretches of text that are invisible, white on white, minute or off the page) and `hidden-promises:1` (commitments in them), `embedded:1` (files set into it, not read), `overrides:1` (places shown in another order than stored), `look-alikes:1` (words with letters of another alphabet, read as the Latin ones they look like)",
    ),
)
_COMMITMENTS = (
    _FILE, _PAGE, _SECTION, _START, _END, _TEXT, _EVIDENCE, _LABEL, _RISK, _HEDGE, _CONFIDENCE, _REVIEW,
    Column("kind", TEXT, "what the words are on the page", values=("paragraph", "list-item", "table-cell", "heading", "note")),
    _BEFORE, _AFTER, _OCR,
)  # fmt: skip
_FINDINGS = (
    Column("finding_id", TEXT, "made from the kind and the words alone, without articles, some prepositions, numbers, months, marks and spacing, so that it survives re-pagination and slight edits; it changes with who decides, what, and how firmly (may, will, not); unique within a file"),
    Column(
        "kind",
        TEXT,
        "`promise`: of a share in a decision for which the register records no power to share; `over-ceiling`: co-design promised where the register leaves less, such as the outcome of a planning application; `document`: what the document shows as a whole, such as a contradiction or a heading that promises",
        values=("promise", "over-ceiling", "document"),
    ),
    _FILE, _PAGE, _SECTION, _START, _END, _TEXT, _EVIDENCE, _LABEL, _RISK,
    Column(
        "severity",
        TEXT,
        "`high`: explicit, unhedged, on a primary or official authority; `medium`: implied, or explicit but hedged or on a weaker authority; `low`: implied and hedged, or a lawful route is named but not shown, or saving words stand in the promise or beside it; one step lower where what is decided weighs little, and where the decision has been taken and the words were unclear",
        values=("high", "medium", "low"),
    ),
    _CONFIDENCE,
    Column("authority", TEXT, "the Act, regulation, case or guidance that keeps the decision with its decider"),
    Column("reason", TEXT, "what is promised, who decides, what the register holds, and what follows if the promise is kept or broken"),
    Column("suggestion", TEXT, "options for wording that can be kept, words in [brackets] for an officer to confirm; once published, courses for counsel"),
    _HEDGE, _REVIEW,
    Column("rules", TEXT, "ids of the rules in `corpus/law` that the finding leans on"),
    Column("places", TEXT, "every place where the same words stand: page and offsets"),
    _BEFORE, _AFTER, _OCR,
    Column("decision", TEXT, "what is to be decided, as the register names it: closure, budget, planning …; empty in findings on the document as a whole"),
    Column("decided", TEXT, "what people decided about the finding; `lapsed` after the day in `decided_until`; empty: nothing", values=("", "accepted", "dismissed", "lapsed")),
    Column("decided_by", TEXT, "who took that decision"),
    Column("decided_reason", TEXT, "why"),
    Column("decided_until", TEXT, "the last day on which it counts, such as 2027-05-28; empty: no end"),
)  # fmt: skip

TABLES: dict[str, tuple[Column, ...]] = {"documents": _DOCUMENTS, "commitments": _COMMITMENTS, "findings": _FINDINGS}
"""The columns of each table, in order."""

TITLES = {
    "documents": "One row for every file met, hidden and unsupported ones too.",
    "commitments": "One row for every commitment to co-design or co-production.",
    "findings": "One row for every finding.",
}

COLUMNS: dict[str, tuple[str, ...]] = {table: tuple(column.name for column in columns) for table, columns in TABLES.items()}
"""Their names alone."""
