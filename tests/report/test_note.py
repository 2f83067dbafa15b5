"""Notes are neutral: they may be disclosed."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.records import Given
from pipeline.report.marks import marks
from pipeline.report.sidecar import sidecar
from pipeline.scanner import scan

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

WORDING = Path(__file__).parents[2] / "corpus" / "wording"
LOADED = re.compile(
    r"\b(?:findings?|unlawful\w*|risk\w*|severity|breach\w*|fetter\w*|objector|challenge\w*)\b|\[\d{4}\]", re.IGNORECASE
)
DRAFT = (
    "Marl County Council is consulting on its libraries. Residents will have the final say on which library closes. "
    "We will co-produce the new strategy with carers."
)


def read(name: str) -> dict[str, Any]:
    return tomllib.loads((WORDING / name).read_text(encoding="utf-8"))


def strings(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        for inner in value.values():
            yield from strings(inner)
    elif isinstance(value, str):
        yield value


def test_every_document_kind_has_a_neutral_sentence() -> None:
    assert read("note.toml")["document"].keys() == read("document.toml").keys()


def test_nothing_that_a_note_may_say_is_loaded() -> None:
    reasons, document = read("reasons.toml"), read("document.toml")
    said = [
        *strings(read("note.toml")),
        *strings(reasons["promised"]),
        *strings(reasons["decides"]),
        *(kind["suggestion"] for kind in document.values()),
        *(option["text"] for option in read("options.toml")["option"] if option["tag"] != "for counsel"),
    ]
    assert [text for text in said if LOADED.search(text)] == []


def test_a_note_says_which_words_who_decides_and_how_to_word_it(write: Callable[..., Path]) -> None:
    path = write("plan.txt", DRAFT)
    first, second = marks(scan(path, Given("county-council", "England", status="draft")))[:2]
    assert "will have the final say” can be read as promising residents a share" in first.note
    assert "Who decides: The decision is for" in first.note
    assert "adds a commitment" in first.note
    assert "Define it, or say who takes the decision." in second.note
    assert not LOADED.search(first.note + second.note)


def test_a_note_names_the_other_places(write: Callable[..., Path]) -> None:
    path = write("plan.md", f"# Summary\n\n{DRAFT}\n\n# The detail (annex)\n\n{DRAFT}\n")
    assert "Much the same words stand at: The detail (annex)\n" in marks(scan(path))[0].note


def test_courses_for_counsel_stay_out(write: Callable[..., Path]) -> None:
    found = marks(scan(write("plan.txt", DRAFT), Given("county-council", "England", status="live")))
    assert "Ask your adviser" in found[0].note
    assert "for counsel" not in "".join(mark.note for mark in found)


def test_findings_on_one_statement_share_a_mark(samples: Path) -> None:
    outcome = scan(samples / "urgent-care.docx")
    found = marks(outcome)
    assert len(found) < len(outcome.findings)
    assert len({(mark.statement.start, mark.statement.end) for mark in found}) == len(found)
    assert sum(mark.note.count("Reference: OP-") for mark in found) == len(outcome.findings)
    assert [mark.spans[0] for mark in found] == sorted(mark.spans[0] for mark in found)


def test_the_sidecar_names_place_statement_and_note(samples: Path) -> None:
    outcome = scan(samples / "library-review.pdf")
    found = marks(outcome)
    text = sidecar(outcome.path, found)
    assert text.startswith("Drafting notes on library-review.pdf\n\n1. Page ")
    squeezed = " ".join(text.split())
    for mark in found:
        assert f"“{mark.statement.text}”" in squeezed
        assert " ".join(mark.note.split()) in squeezed
    assert max(map(len, text.splitlines())) <= 100
