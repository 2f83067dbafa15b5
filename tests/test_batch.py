from __future__ import annotations

import zipfile
from email.message import EmailMessage
from typing import TYPE_CHECKING

from pipeline import batch
from pipeline.records import Given, Outcome, Status
from pipeline.report.rows import verdict

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import pytest

PROMISE = (
    "Marl County Council is consulting. Residents will have the final say on which library closes. Thank you for reading this."
)


def promises(outcome: Outcome) -> int:
    return sum(finding.kind == "promise" for finding in outcome.findings)


def scanned(*paths: Path) -> dict[str, Outcome]:
    return {outcome.path.name: outcome for outcome in batch.scan_all(batch.find(paths), Given())}


def test_every_file_of_a_folder_is_found_once(write: Callable[..., Path], tmp_path: Path) -> None:
    write("a/b/plan.txt", PROMISE)
    write("a/.hidden", "x")
    write("a/z.md", "# T\n\nText.")
    found = batch.find([tmp_path, tmp_path / "a" / "z.md", tmp_path / "absent.pdf"])
    assert [p.name for p in found] == [".hidden", "plan.txt", "z.md", "absent.pdf"]


def test_one_bad_file_never_stops_a_batch(write: Callable[..., Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write("1.txt", "fine")
    write("2.txt", PROMISE)

    def failing(path: Path, *options: object) -> Outcome:
        if path.name == "1.txt":
            raise MemoryError
        return original(path, *options)  # type: ignore[arg-type]

    original = batch.scan
    monkeypatch.setattr(batch, "scan", failing)
    found = scanned(tmp_path, tmp_path / "absent.txt")
    assert [o.status for o in found.values()] == [Status.CRASHED, Status.OK, Status.MISSING]
    assert "MemoryError" in found["1.txt"].cause
    assert promises(found["2.txt"]) == 1


def test_documents_in_an_archive_get_rows_of_their_own(tmp_path: Path) -> None:
    path = tmp_path / "papers.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("drafts/plan.txt", PROMISE)
        archive.writestr("../../escape.txt", PROMISE)
        archive.writestr("blank.txt", "")
    outcomes = list(batch.scan_all([path], Given()))
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
    outcomes = list(batch.scan_all([path], Given()))
    assert [o.path.name for o in outcomes] == ["mail.eml", "message.txt", "draft.txt"]
    assert [promises(o) for o in outcomes] == [0, 0, 1]


def test_archives_in_archives_end(tmp_path: Path) -> None:
    path = tmp_path / "inner.txt"
    path.write_text(PROMISE, encoding="utf-8")
    for depth in range(5):
        outer = tmp_path / f"{depth}.zip"
        with zipfile.ZipFile(outer, "w") as archive:
            archive.write(path, path.name)
        path = outer
    outcomes = list(batch.scan_all([path], Given()))
    assert outcomes[-1].status is Status.UNSUPPORTED
