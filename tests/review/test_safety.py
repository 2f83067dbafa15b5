"""What the page refuses, and what it lets nobody see."""

from __future__ import annotations

import io
import logging
import sqlite3
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from httpx import Response
from sqlalchemy import insert, update

from pipeline.errors import DataError
from review import documents, store
from review.accounts import Account
from review.app import create_app
from review.guard import POLICY
from review.schema import documents as table
from review.schema import findings as finding_table
from review.settings import SECRET, Settings, is_local, settings_of
from tests.reviewers import DRAFT, Person

Team = Callable[..., Person]


def address_of(answer: Response) -> str:
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]


@pytest.mark.parametrize(
    "name",
    ["../../etc/passwd.md", "..\\..\\boot.md", "/etc/cron.d/x.md", "\u202egpj.md", "CON.md", "a\x00b.md", "x" * 400 + ".md"],
)
def test_a_name_is_shown_and_never_a_path(idle: Person, settings: Settings, name: str) -> None:
    address_of(idle.upload(DRAFT, name))
    stored = [path for path in settings.data.rglob("*") if path.is_file() and path.suffix == ".md"]
    assert len(stored) == 1
    assert stored[0].parent == settings.files
    assert stored[0].stem.isalnum()
    assert "\u202e" not in idle.get("/").text


def a_zip() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("draft.txt", DRAFT)
    return packed.getvalue()


@pytest.mark.parametrize(
    ("content", "name", "message"),
    [
        (b"", "empty.pdf", "is empty"),
        (b"\x7fELF\x02\x01\x01" + bytes(60), "draft.pdf", "must be a PDF, Word"),
        (b"MZ\x90\x00" + bytes(60), "draft.docx", "must be a PDF, Word"),
        (a_zip(), "draft.docx", "holds other files"),
        (b"PK\x03\x04broken", "draft.docx", "damaged or cut off"),
    ],
)
def test_what_is_no_document_is_refused_by_its_content(
    idle: Person, settings: Settings, content: bytes, name: str, message: str
) -> None:
    answer = idle.upload(content, name)
    assert answer.status_code == 400
    assert message in answer.text
    assert list(settings.files.iterdir()) == []


def test_the_content_says_what_a_file_is(idle: Person, samples: Path, settings: Settings) -> None:
    address_of(idle.upload((samples / "library-review.pdf").read_bytes(), "draft.docx"))
    assert [path.suffix for path in settings.files.iterdir()] == [".pdf"]


def test_a_file_that_is_too_large_is_refused(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("review.reader.Reader.start", lambda _: None)
    monkeypatch.setattr("review.reader.Reader.stop", lambda _: None)
    with TestClient(create_app(replace(settings, max_bytes=100_000)), base_url="https://testserver") as client:
        person = Person(client)
        assert "smaller than" in person.upload(b"a" * 100_001, "large.txt").text
        assert person.upload(b"a" * 4_000_000, "larger.txt").status_code == 413
        assert list(settings.files.iterdir()) == []


@pytest.mark.parametrize("token", ["", "0" * 64])
def test_a_form_from_elsewhere_is_refused(idle: Person, token: str) -> None:
    answer = idle.client.post("/documents", data={"form_token": token}, files={"files": ("a.md", DRAFT)})
    assert answer.status_code == 403
    assert "No such" not in answer.text
    answer = idle.client.post(
        "/documents",
        data={"form_token": idle.token},
        files={"files": ("a.md", DRAFT)},
        headers={"Origin": "https://evil.example"},
    )
    assert answer.status_code == 403
    answer = idle.client.post(
        "/documents", data={"form_token": idle.token}, files={"files": ("a.md", DRAFT)}, headers={"Sec-Fetch-Site": "cross-site"}
    )
    assert answer.status_code == 403


def test_another_host_is_not_served(idle: Person) -> None:
    assert idle.client.get("/", headers={"Host": "evil.example"}).status_code == 400


@pytest.mark.parametrize("path", ["/", "/desk", "/static/app.css", "/no-such-page"])
def test_every_answer_has_the_policy(idle: Person, path: str) -> None:
    answer = idle.get(path)
    assert answer.headers["content-security-policy"] == POLICY
    assert "unsafe" not in POLICY
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert " style=" not in answer.text
    assert "http" not in "".join(line for line in answer.text.splitlines() if "src=" in line or "<link" in line)


def test_beyond_this_machine_a_secret_is_needed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(SECRET, raising=False)
    with pytest.raises(DataError, match="at least 32 characters"):
        settings_of(tmp_path, accounts=True)
    monkeypatch.setenv(SECRET, "short")
    with pytest.raises(DataError, match="at least 32 characters"):
        settings_of(tmp_path, accounts=True)
    monkeypatch.setenv(SECRET, "s" * 32)
    assert settings_of(tmp_path, accounts=True).secret == "s" * 32


ANYWHERE = ".".join("0000")


@pytest.mark.parametrize(
    ("host", "local"),
    [("127.0.0.1", True), ("localhost", True), ("::1", True), (ANYWHERE, False), ("192.168.0.2", False), ("box", False)],
)
def test_only_loopback_addresses_are_this_machine(host: str, local: bool) -> None:
    assert is_local(host) is local


def test_nobody_sees_anything_without_signing_in(team: Team) -> None:
    address = address_of(team("reviewer").upload())
    stranger = TestClient(team("reader").client.app, base_url="https://testserver")
    for path in ("/", address, f"{address}/download/audit", "/desk", "/findings", "/administration"):
        answer = stranger.get(path, follow_redirects=False)
        assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in")


def test_documents_are_private_unless_shared(team: Team) -> None:
    owner, other = team("reviewer", "Owner"), team("reviewer", "Other")
    address = address_of(owner.upload(name="secret plan.md"))
    assert "secret plan" not in other.get("/").text
    for path in (address, f"{address}/state", f"{address}/download/audit", f"{address}/pages/1", f"{address}/history"):
        assert other.get(path).status_code == 404
    assert other.post(f"{address}/share", shared="yes").status_code == 404
    owner.post(f"{address}/share", shared="yes")
    assert "secret plan" in other.get("/").text
    assert other.post(f"{address}/delete", sure="yes").status_code == 403
    owner.post(f"{address}/share", shared="no")
    assert other.get(address).status_code == 404


@pytest.mark.parametrize(
    ("role", "may"),
    [
        ("reader", set()),
        ("reviewer", {"upload"}),
        ("counsel", {"upload", "counsel", "hold"}),
        ("administrator", {"upload", "administration"}),
    ],
)
def test_roles(team: Team, role: str, may: set[str]) -> None:
    owner, person = team("reviewer", "Owner"), team(role, "Somebody")
    address = address_of(owner.upload())
    owner.post(f"{address}/share", shared="yes")
    answers = {
        "upload": person.upload().status_code,
        "counsel": person.get(f"{address}/download/counsel").status_code,
        "hold": person.post(f"{address}/hold", hold="yes").status_code,
        "administration": person.get("/administration").status_code,
    }
    assert {what for what, status in answers.items() if status != 403} == may
    assert person.get(f"{address}/download/tables/csv").status_code == (409 if role == "counsel" else 403)


def test_five_wrong_passwords_bring_a_pause(team: Team) -> None:
    person = team("reviewer", "Somebody")
    stranger = Person(TestClient(person.client.app, base_url="https://testserver"))
    statuses = [stranger.post("/sign-in", name="Somebody", password=f"wrong {n}").status_code for n in range(6)]
    assert statuses == [400] * 5 + [429]
    assert stranger.post("/sign-in", name="Somebody", password="correct horse battery").status_code == 429


def test_signing_out_ends_the_session(team: Team) -> None:
    person = team("reviewer")
    cookie = person.client.cookies["overpromise"]
    person.post("/sign-out")
    assert person.client.get("/", headers={"Cookie": f"overpromise={cookie}"}, follow_redirects=False).status_code == 303


def test_passwords_are_kept_as_argon2_and_sessions_by_hash(team: Team, settings: Settings) -> None:
    person = team("counsel")
    kept = sqlite3.connect(settings.data / "review.sqlite")
    (password,) = kept.execute("select password from accounts where name = 'the counsel'").fetchone()
    assert password.startswith("$argon2id$")
    assert person.client.cookies["overpromise"] not in {token for (token,) in kept.execute("select token from sessions")}
    kept.close()


def test_an_administrator_makes_and_closes_accounts(team: Team) -> None:
    administrator, reader = team("administrator"), team("reader")
    assert (
        "at least 12 characters"
        in administrator.post("/administration/accounts", name="New", role="reader", password="short").text
    )
    assert (
        administrator.post("/administration/accounts", name="New", role="reader", password="long enough for all").status_code
        == 303
    )
    assert administrator.post("/administration/accounts/close", name="the reader").status_code == 303
    assert reader.client.get("/", follow_redirects=False).status_code == 303
    assert "Account closed: the reader" in administrator.get("/administration").text


def with_a_finding(settings: Settings) -> None:
    """Put a finding with a text of its own into the database, as if the first document had been read."""
    kept = store.Store(settings.database)
    numbers = {"document_id": 1, "position": 0, "version": 1}
    words = {
        "kind": "promise",
        "severity": "high",
        "state": "open",
        "term": "decide",
        "reason": "",
        "wording": "",
        "settled_at": "",
    }
    with kept.writing() as connection:
        row = {"finding_id": "OP-1", "text": "Tenants decide everything zqx.", "current": True, **numbers, **words}
        connection.execute(insert(finding_table).values(row))
    kept.close()


def test_deletion_leaves_no_trace_but_a_line_in_the_log(idle: Person, settings: Settings) -> None:
    address = address_of(idle.upload("Residents will decide zqx.", "zqx name.md"))
    with_a_finding(settings)
    assert idle.post(f"{address}/delete").status_code == 400
    assert idle.post(f"{address}/delete", sure="yes").status_code == 303
    assert idle.get(address).status_code == 404
    assert list(settings.files.iterdir()) == []
    kept = sqlite3.connect(settings.data / "review.sqlite")
    kept.execute("pragma wal_checkpoint(truncate)")
    assert kept.execute("select count(*) from events").fetchone() == (0,)
    assert "deleted: by its owner" in kept.execute("select action from log").fetchone()
    kept.close()
    for path in settings.data.rglob("*"):
        assert not path.is_file() or b"zqx" not in path.read_bytes(), path


def test_a_legal_hold_keeps_a_document(idle: Person, settings: Settings) -> None:
    address = address_of(idle.upload())
    idle.post(f"{address}/hold", hold="yes")
    answer = idle.post(f"{address}/delete", sure="yes")
    assert answer.status_code == 409
    assert "legal hold" in answer.text
    assert len(list(settings.files.iterdir())) == 1
    idle.post(f"{address}/hold", hold="no")
    assert idle.post(f"{address}/delete", sure="yes").status_code == 303


def test_what_is_past_its_time_goes_unless_it_is_held(settings: Settings) -> None:
    kept = store.Store(settings.database)
    from review.accounts import local_account

    account: Account = local_account(kept)
    for name in ("old", "held", "new"):
        documents.add(kept, settings, account, f"{name}.md", io.BytesIO(DRAFT.encode()))
    with kept.writing() as connection:
        connection.execute(update(table).where(table.c.name != "new.md").values(touched="2020-01-01T00:00:00.000000Z"))
        connection.execute(update(table).where(table.c.name == "held.md").values(hold=True))
    assert documents.remove_old(kept, settings) == 0
    assert documents.remove_old(kept, replace(settings, keep_days=30)) == 1
    assert {document.name for document in documents.everything(kept)} == {"held.md", "new.md"}
    kept.close()


def test_files_without_a_document_are_cleared_up(settings: Settings) -> None:
    kept = store.Store(settings.database)
    (settings.files / "deadbeef.part").write_text("half an upload")
    (settings.pages / "gone").mkdir()
    documents.remove_strays(kept, settings)
    assert not list(settings.files.iterdir())
    assert not list(settings.pages.iterdir())
    kept.close()


def test_nothing_logged_quotes_a_document(idle: Person, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        address = address_of(idle.upload("Residents will decide zqx.", "zqx.md"))
        idle.get(address)
    assert "zqx" not in caplog.text


def test_markup_in_a_name_stays_text(idle: Person) -> None:
    idle.upload(DRAFT, "<script>alert(1)</script>.md")
    page = idle.get("/").text
    assert "<script>alert" not in page
    assert page.count("<script") == 1
