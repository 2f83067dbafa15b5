from __future__ import annotations

import zipfile
from email.message import EmailMessage
from typing import TYPE_CHECKING

import pytest

from models.decision import Sensitivity
from pipeline import scan_file, scanner
from pipeline.child import Start
from pipeline.records import Given, Outcome, Status
from pipeline.report.rows import verdict

if TYPE_CHECKING:
    from pathlib import Path

PROMISE = (
    "Marl County Council is consulting. Residents will have the final say on which library closes. Thank you for reading this."
)


def promises(outcome: Outcome) -> int:
    return sum(finding.kind == "promise" for finding in outcome.findings)


START = Start()


def scanned(path: Path, start: Start = START) -> list[Outcome]:
    steps = list(scan_file.scan_file(path, start, Given(), Sensitivity.BALANCED))
    announced, outcomes = steps[::2], [step for step in steps[1::2] if isinstance(step, Outcome)]
    assert announced == [outcome.path for outcome in outcomes]
    return outcomes


def papers(tmp_path: Path, **content: str) -> Path:
    path = tmp_path / "papers.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in content.items():
            archive.writestr(f"{name}.txt", text)
    return path


def test_an_error_in_the_program_costs_one_document(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(path: Path, *options: object, **more: object) -> Outcome:
        if path.name == "0.txt":
            raise KeyError
        return original(path, *options, **more)  # type: ignore[arg-type]

    original = scanner.scan
    monkeypatch.setattr(scanner, "scan", failing)
    outcomes = scanned(papers(tmp_path, a="fine", b=PROMISE))
    assert [o.status for o in outcomes] == [Status.OK, Status.CRASHED, Status.OK]
    assert "KeyError" in outcomes[1].cause
    assert promises(outcomes[2]) == 1


def test_a_missing_file_is_an_outcome(tmp_path: Path) -> None:
    assert [o.status for o in scanned(tmp_path / "absent.txt")] == [Status.MISSING]


def test_reading_goes_on_behind_the_part_that_broke_it(tmp_path: Path) -> None:
    path = papers(tmp_path, a=PROMISE, b=PROMISE, c=PROMISE)
    whole = scanned(path)
    assert [o.path for o in scanned(path, Start(done=1))] == [o.path for o in whole[1:]]
    assert [o.path for o in scanned(path, Start(done=3, failed=frozenset({2})))] == [whole[3].path]
    assert [(o.path, o.status) for o in scanned(path, Start(3, frozenset({2}), only_names=True))] == [
        (whole[3].path, Status.CRASHED)
    ]
    assert scanned(path, Start(done=1, failed=frozenset({0}))) == []


def test_an_archive_of_too_many_documents_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scan_file, "MAX_DOCUMENTS", 3)
    outcomes = scanned(papers(tmp_path, a=PROMISE, b=PROMISE, c=PROMISE, d=PROMISE))
    assert [o.status for o in outcomes] == [Status.OK, Status.OK, Status.OK, Status.TOO_LARGE]
    assert "more than 3 documents" in outcomes[-1].cause


def test_documents_in_an_archive_get_rows_of_their_own(tmp_path: Path) -> None:
    path = tmp_path / "papers.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("drafts/plan.txt", PROMISE)
        archive.writestr("../../escape.txt", PROMISE)
        archive.writestr("blank.txt", "")
    outcomes = scanned(path)
    assert [o.path.relative_to(tmp_path).as_posix() for o in outcomes] == [
        "papers.zip",
        "papers.zip/drafts/plan.txt",
        "papers.zip/escape.txt",
        "papers.zip/blank.txt",
    ]
    assert verdict(outcomes[0]) == "Holds 3 documents, each with a row of its own."
    assert [o.status for o in outcomes] == [Status.OK, Status.OK, Status.OK, Status.EMPTY]
    assert not (tmp_path.parent / "escape.txt").exists()


def test_an_email_is_read_with_its_attachments(tmp_path: Path) -> None:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "a@example.org", "b@example.org", "Draft"
    message.set_content("Please read the draft.")
    message.add_attachment(PROMISE.encode(), maintype="text", subtype="plain", filename="draft.txt")
    path = tmp_path / "mail.eml"
    path.write_bytes(message.as_bytes())
    outcomes = scanned(path)
    assert [o.path.name for o in outcomes] == ["mail.eml", "message.txt", "draft.txt"]
    assert [promises(o) for o in outcomes] == [0, 0, 1]


def test_a_container_that_holds_nothing_is_empty(tmp_path: Path) -> None:
    folders = tmp_path / "folders.zip"
    with zipfile.ZipFile(folders, "w") as archive:
        archive.mkdir("drafts")
    mail = tmp_path / "mail.eml"
    mail.write_bytes(b"From: a@example.org\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=x\n\n--x--\n")
    causes = ["the archive holds no files"] * 2 + ["the e-mail holds no text and no attachments"]
    outcomes = [outcome for path in (papers(tmp_path), folders, mail) for outcome in scanned(path)]
    assert [(o.status, o.cause) for o in outcomes] == [(Status.EMPTY, cause) for cause in causes]


def test_archives_in_archives_end(tmp_path: Path) -> None:
    path = tmp_path / "inner.txt"
    path.write_text(PROMISE, encoding="utf-8")
    for depth in range(5):
        outer = tmp_path / f"{depth}.zip"
        with zipfile.ZipFile(outer, "w") as archive:
            archive.write(path, path.name)
        path = outer
    outcomes = scanned(path)
    assert outcomes[-1].status is Status.UNSUPPORTED
