"""A review page for each test, with its reader where a test waits for findings."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from review.app import create_app
from review.settings import Settings, settings_of
from tests.reviewers import Person


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.delenv("OVERPROMISE_DATABASE", raising=False)
    return replace(settings_of(tmp_path / "data"), hosts=("testserver",))


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """One page for the tests of a module that need findings: its child loads the models once."""
    settings = replace(settings_of(tmp_path_factory.mktemp("review") / "data"), hosts=("testserver",))
    with TestClient(create_app(settings), base_url="https://testserver") as client:
        yield client


@pytest.fixture
def person(shared: TestClient) -> Person:
    return Person(shared)


@pytest.fixture
def idle(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Person]:
    """Somebody at a page whose reader does not run: uploads wait."""
    monkeypatch.setattr("review.reader.Reader.start", lambda _: None)
    monkeypatch.setattr("review.reader.Reader.stop", lambda _: None)
    with TestClient(create_app(settings), base_url="https://testserver") as client:
        yield Person(client)


@pytest.fixture
def team(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], Person]]:
    """A page where people sign in: ask for somebody by role."""
    from review.accounts import save_account

    monkeypatch.setattr("review.reader.Reader.start", lambda _: None)
    monkeypatch.setattr("review.reader.Reader.stop", lambda _: None)
    app = create_app(replace(settings, accounts=True))
    with TestClient(app, base_url="https://testserver"):

        def _sign_in(role: str, name: str = "") -> Person:
            name = name or f"the {role}"
            save_account(app.state.service.store, name, role, "correct horse battery", "test")
            person = Person(TestClient(app, base_url="https://testserver"))
            answer = person.post("/sign-in", name=name, password="correct horse battery")
            assert answer.status_code == 303
            return Person(person.client)

        yield _sign_in
