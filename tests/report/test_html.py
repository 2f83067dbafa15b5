"""HTML reports: what they say, that nothing in a document can act on the page, and that neutral ones stay neutral."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html

from pipeline.compare import compare
from pipeline.records import Document, Finding, Outcome, Promise, Situation, Statement, Status, Verdict
from pipeline.report.html import changes_page, document_page, index_page
from pipeline.report.marks import marks
from pipeline.report.pdf import document_pdf
from pipeline.scanner import scan
from tests.conftest import DOCUMENTS
from tests.report.test_pdf import pdf_text
from tests.test_assess import COUNTY, promise

TEXT = "Residents will have the final say on the plan."


def outcome(text: str = TEXT, before: str = "") -> Outcome:
    from pipeline.assess import assess

    findings = assess([promise(text, before=before, page=3)], replace(COUNTY, status="draft"))
    return Outcome(Path("draft.pdf"), Status.OK, "", Document(Path("draft.pdf"), "application/pdf", ()), COUNTY, 1, (), findings)


def test_a_note_shows_the_words_who_decides_and_the_options() -> None:
    page = html.fromstring(document_page(outcome(before="First.")))
    assert page.xpath("string(//article//mark)") == TEXT
    text = " ".join(page.xpath("string(//article)").split())
    assert "Page 3" in text
    assert "Who decides The decision is for" in text.replace("decidesThe", "decides The")
    assert "will advise on the plan" in text
    assert "First." in text
    assert "not legal advice" in page.xpath("string(//aside)")


ARGUMENT = (
    "severity", "priority", "high", "medium", "If it is kept", "Kilby", "unlawful", "privilege", "challenged", "objector", "no power",
    "section 101", "inference",
)  # fmt: skip


@pytest.mark.parametrize("name", DOCUMENTS)
def test_neutral_outputs_hold_no_severity_grounds_or_argument(samples: Path, name: str) -> None:
    made = scan(samples / name)
    quoted = made.document.text.lower() if made.document else ""
    cited = {source.authority for finding in made.findings for source in finding.sources}
    notes = "".join(mark.note for mark in marks(made))
    read_aloud = html.fromstring(document_page(made))
    for gone in read_aloud.xpath("//style | //script"):
        gone.getparent().remove(gone)
    index = html.fromstring(index_page([(made, "a.html"), (made, "b.html")])).xpath("string(//main)")
    for text in (read_aloud.text_content(), index, notes, pdf_text(document_pdf(made))):
        for words in (*ARGUMENT, *cited):
            assert words.lower() not in " ".join(text.lower().split()) or words.lower() in quoted, words


def test_no_attribute_of_a_neutral_page_tells_the_severity(samples: Path) -> None:
    page = html.fromstring(document_page(scan(samples / "library-review.pdf")))
    assert not page.xpath("//@*[contains(., 'high') or contains(., 'medium')]")
    assert len(set(page.xpath("//*[@class='mark']/@height"))) == 1


def test_a_link_of_the_index_is_never_a_script() -> None:
    page = html.fromstring(index_page([(outcome(), "javascript:alert(1).html"), (outcome(), "a b#c?d.html")]))
    assert page.xpath("//td/a/@href") == ["./javascript%3Aalert%281%29.html", "./a%20b%23c%3Fd.html"]


def test_an_index_does_not_say_where_the_folder_lies() -> None:
    made = [replace(outcome(), path=Path("/home/officer/secret") / name) for name in ("a.pdf", "annex/b.pdf")]
    page = index_page([(one, f"{n}.html") for n, one in enumerate(made)])
    assert "secret" not in page
    assert html.fromstring(page).xpath("//table[@class='documents']//td[1]//text()") == ["a.pdf", "annex/b.pdf"]
    mixed = [replace(outcome(), path=Path(path)) for path in ("/home/officer/secret/a.pdf", "b.pdf")]
    assert "secret" not in index_page([(one, "") for one in mixed])


def test_a_note_on_the_whole_document_gives_advice_and_states_nothing(samples: Path) -> None:
    for counsel in (False, True):
        page = document_page(scan(samples / "urgent-care.docx"), counsel=counsel)
        assert "states a fact" not in page
        assert "Advice on drafting" in page


def test_an_unchecked_authority_is_not_said_to_be_seen() -> None:
    listed = html.fromstring(document_page(outcome(), counsel=True)).xpath("//ul[@class='sources']/li")
    assert listed
    for source in (item.text_content() for item in listed):
        assert ("seen at" in source) <= ("checked as: unchecked" not in source)


def test_changes_show_both_wordings_and_no_severity() -> None:
    old, new = outcome(), outcome(TEXT.replace("plan", "rent <b>"))
    page = changes_page("old.pdf", "new.pdf", compare(old.findings, new.findings))
    shown = html.fromstring(page)
    assert shown.xpath("//blockquote/text()") == [TEXT, TEXT.replace("plan", "rent <b>")]
    assert "1 reworded" in shown.xpath("string(//p[@class='lead'])")
    assert "severity" not in shown.xpath("string(//main)")


def test_the_charts_of_an_index_count_every_note(samples: Path) -> None:
    made = [scan(samples / name) for name in ("library-review.pdf", "social-care.odt")]
    page = html.fromstring(index_page([(one, f"{n}.html") for n, one in enumerate(made)], counsel=True))
    notes = sum(len(one.findings) for one in made)
    tables = page.xpath("//section//table")
    sums = {table.xpath("string(.//th)"): sum(int(cell) for cell in table.xpath(".//td[2]/text()")) for table in tables}
    assert [sums[column] for column in ("Severity", "Body", "Term", "Year")] == [notes] * 4
    assert len(page.xpath("//svg[@role='img'][@aria-label]")) == len(tables) == 5


def test_counsel_gets_the_argument_its_grounds_and_the_grades_of_its_sources() -> None:
    text = " ".join(html.fromstring(document_page(outcome(), counsel=True)).xpath("string(//body)").split())
    for words in ("If it is kept", "Kilby", "source checked as: primary", "does not itself create privilege"):
        assert words in text


@settings(max_examples=60, deadline=None)
@given(
    st.text(max_size=80),
    st.sampled_from(["", "<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "\u202ekcart", "{{ 7*7 }}"]),
)
def test_nothing_in_a_document_can_act_on_the_page(text: str, attack: str) -> None:
    statement = Statement(f"{attack}{text}{attack}", attack, text, 0, 0, section=(attack,))
    finding = Finding(
        "OP-1", "promise", Promise(statement, Verdict("commitment", "co-production", "explicit", 0, 1, False)), "high", (), ()
    )
    made = Outcome(
        Path(f"{attack.replace('/', '')}.pdf"), Status.OK, attack, None, Situation(body_name=attack), 1, (), (finding,)
    )
    page = html.fromstring(document_page(made))
    assert len(page.xpath("//script")) == 1
    assert not page.xpath("//img | //@onerror | //@onclick | //iframe | //link")
    assert "\u202e" not in document_page(made)
    assert "49" not in index_page([(made, "a.html"), (made, "")]) or "49" in text


def test_the_policy_names_the_pages_own_style_and_script_only() -> None:
    page = html.fromstring(document_page(outcome()))
    policy = page.xpath("string(//meta[@http-equiv='Content-Security-Policy']/@content)")
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "unsafe" not in policy
    assert not page.xpath("//@style")


def test_an_index_links_what_was_read_and_says_what_was_not() -> None:
    lost = Outcome(Path("lost.pdf"), Status.MISSING, "no such file")
    page = html.fromstring(index_page([(outcome(), "draft.html"), (lost, "")]))
    assert page.xpath("//a[@href='./draft.html']/text()") == ["draft.pdf"]
    assert "no such file" in page.xpath("string(//tbody)")
