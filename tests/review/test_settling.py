"""From a dropped draft to settled findings and files, over HTTP."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from tests.reviewers import DRAFT, Person


@pytest.fixture(scope="module")
def address(shared: TestClient) -> str:
    return Person(shared).read()


def test_a_draft_comes_back_with_its_promises_marked(person: Person, address: str) -> None:
    page = person.get(address).text
    assert "have the final say" in page
    assert page.count("<mark") >= 2
    found = person.findings(address)
    panel = person.get(f"{address}/findings/{found[0]}").text
    for words in ("Who decides", "Local Government Act 1972", "What have you decided?", "High"):
        assert words in panel


def test_a_decision_is_kept_with_who_when_and_why(person: Person, address: str) -> None:
    finding = person.findings(address)[0]
    answer = person.settle(address, finding)
    assert answer.status_code == 303
    panel = person.get(answer.headers["location"]).text
    assert "Settled: accepted" in panel
    assert "agreed with the leader" in panel
    assert person.post(f"{address}/findings/{finding}/undo", version=person.version(address, finding)).status_code == 303
    assert "taken back" in person.get(f"{address}/findings/{finding}").text


def test_undo_restores_the_decision_before(person: Person) -> None:
    address = person.read(DRAFT + "\nTenants will decide the rent.\n", "undo.md")
    finding = person.findings(address)[0]
    person.settle(address, finding, reason="first", **{"reason-accepted": "first reason"})
    person.settle(address, finding, "dismissed", **{"reason-dismissed": "second reason"})
    person.post(f"{address}/findings/{finding}/undo", version=person.version(address, finding))
    panel = person.get(f"{address}/findings/{finding}").text
    assert "<dd>Accepted</dd>" in panel
    assert "<dd>first reason</dd>" in panel


def test_who_comes_second_changes_nothing_and_keeps_what_was_typed(person: Person, address: str) -> None:
    finding = person.findings(address)[1]
    seen = person.version(address, finding)
    assert person.settle(address, finding, version=seen).status_code == 303
    answer = person.settle(address, finding, "reworded", version=seen, wording="Residents will advise.")
    assert answer.status_code == 409
    assert "Somebody was faster" in answer.text
    assert "Residents will advise." in answer.text
    assert "<dd>Accepted</dd>" in answer.text


@pytest.mark.parametrize(
    ("state", "fields", "message"),
    [
        ("", {}, "Select what you have decided"),
        ("accepted", {"reason-accepted": " "}, "Enter why the words stay"),
        ("dismissed", {"verdict": "nonsense"}, "Select what the words are"),
    ],
)
def test_what_is_left_out_is_asked_for(person: Person, address: str, state: str, fields: dict[str, str], message: str) -> None:
    answer = person.settle(address, person.findings(address)[0], state, **fields)
    assert answer.status_code == 400
    assert answer.text.count(message) >= 2
    assert "<title>Error: " in answer.text


def test_notes_stand_in_the_history(person: Person, address: str) -> None:
    finding = person.findings(address)[0]
    person.post(f"{address}/findings/{finding}/notes", note="ask <b>the</b> leader")
    assert "ask &lt;b&gt;the&lt;/b&gt; leader" in person.get(f"{address}/findings/{finding}").text
    assert "Note" in person.get(f"{address}/history").text


def test_filters_hide_in_list_and_text(person: Person, address: str) -> None:
    whole, some = person.get(address).text, person.get(f"{address}?severity=high").text
    assert 0 < some.count("<mark") < whole.count("<mark")


def test_another_nation_changes_the_law_at_once(person: Person) -> None:
    address = person.read(DRAFT + "\nOne more line for another document.\n", "scotland.md")
    finding = person.findings(address)[0]
    assert "Local Government Act 1972" in person.get(f"{address}/findings/{finding}").text
    answer = person.post(f"{address}/situation", body="scottish-council", jurisdiction="Scotland", stage="", status="draft")
    assert answer.status_code == 303
    assert "Local Government (Scotland) Act 1973" in person.get(f"{address}/findings/{finding}").text
    assert person.post(f"{address}/situation", body="no-such-body").status_code == 400


def test_a_missed_promise_becomes_a_finding(person: Person) -> None:
    address = person.read(DRAFT + "\nThe weather in Marl is often fine in spring.\n", "missed.md")
    before = person.findings(address)
    answer = person.post(f"{address}/missed", words="weather in Marl", risk="explicit")
    assert answer.status_code == 303
    assert "marked by a reviewer" in person.get(answer.headers["location"]).text
    assert len(person.findings(address)) == len(before) + 1
    assert "is a finding already" in person.post(f"{address}/missed", words="weather in Marl", risk="explicit").text
    assert "not in the document" in person.post(f"{address}/missed", words="no such words", risk="explicit").text


def test_compare_says_what_became_of_the_earlier_draft(person: Person) -> None:
    old = person.read(DRAFT, "old.md")
    new = person.read(
        DRAFT.replace("Residents will have the final say on which libraries close.", "Residents will advise."), "new.md"
    )
    assert person.post(f"{new}/compare", earlier=old.rpartition("/")[2]).status_code == 303
    page = person.get(f"{new}/compare").text
    assert "<b>1</b> gone" in page
    rows = list(csv.DictReader(io.StringIO(person.get(f"{new}/compare/changes.csv").content.decode("utf-8-sig"))))
    assert {row["change"] for row in rows} >= {"gone", "unchanged"}


@pytest.mark.parametrize("form", ["csv", "jsonl", "xlsx", "sarif"])
def test_every_table_format_can_be_downloaded(person: Person, address: str, form: str) -> None:
    answer = person.get(f"{address}/download/tables/{form}")
    assert answer.status_code == 200
    assert answer.headers["content-disposition"].startswith("attachment")
    assert len(answer.content) > 100


def test_the_reports_and_the_marked_copy(person: Person, address: str, samples: Path) -> None:
    assert "Kilby" not in person.get(f"{address}/download/notes").text
    assert "does not itself create privilege" in person.get(f"{address}/download/counsel").text
    assert "Drafting notes on" in person.get(f"{address}/download/marked").text
    word = person.read((samples / "urgent-care.docx").read_bytes(), "urgent care.docx")
    answer = person.get(f"{word}/download/marked")
    assert answer.content[:2] == b"PK"
    assert "urgent care.marked.docx" in answer.headers["content-disposition"]


def test_the_audit_trail_and_the_labels_say_what_was_decided(person: Person, tmp_path: Path) -> None:
    address = person.read(DRAFT + "\nA last line.\n", "audit.md")
    first, second = person.findings(address)[:2]
    person.settle(address, first, **{"reason-accepted": "=1+1"})
    person.settle(address, second, "dismissed", verdict="commitment/co-design/none")
    rows = list(csv.DictReader(io.StringIO(person.get(f"{address}/download/audit").content.decode("utf-8-sig"))))
    assert [row["decision"] for row in rows if row["action"] == "settled"] == ["Accepted", "False alarm"]
    assert "'=1+1" in [row["text"] for row in rows]
    gold = tmp_path / "labels.jsonl"
    gold.write_bytes(person.get(f"{address}/download/labels").content)
    labels = [json.loads(line) for line in gold.read_text().splitlines()]
    assert [(label["label"], label["risk"]) for label in labels] == [("co-production", "explicit"), ("co-design", "none")]
    from models.dataset import gold as read_gold

    assert len(read_gold(gold)) == 2


def test_the_desk_counts_and_leads_to_its_findings(person: Person, address: str) -> None:
    assert person.findings(address)
    page = person.get("/desk").text
    assert "Findings by priority" in page
    assert "Final say, last word" in page
    assert "have the final say" in person.get("/findings?term=final-say").text
    assert "have the final say" not in person.get("/findings?term=co-production").text


def test_pages_of_a_pdf_show_the_words_in_boxes(person: Person, samples: Path) -> None:
    address = person.read((samples / "library-review.pdf").read_bytes(), "library.pdf")
    page = person.get(f"{address}/pages/2").text
    assert page.count('class="word"') >= 2
    assert person.get(f"{address}/pages/2/image.png").content.startswith(b"\x89PNG")
    assert person.get(f"{address}/pages/99").status_code == 404


def test_a_document_in_place_of_a_deleted_one_shows_its_own_text(person: Person) -> None:
    first = person.read(DRAFT.replace("libraries", "museums"), "first.md")
    assert "museums" in person.get(first).text
    person.post(f"{first}/delete", sure="yes")
    second = person.read(DRAFT, "second.md")
    assert "museums" not in person.get(second).text
    assert "libraries" in person.get(second).text


def test_false_alarms_are_left_out_of_what_goes_to_drafters(person: Person) -> None:
    address = person.read(DRAFT + "\nFor drafters.\n", "drafters.md")
    finding = person.findings(address)[0]
    assert finding in person.get(f"{address}/download/marked").text
    person.settle(address, finding, "dismissed")
    assert finding not in person.get(f"{address}/download/marked").text
    assert finding not in person.get(f"{address}/download/notes").text
    assert finding in person.get(f"{address}/download/counsel").text
