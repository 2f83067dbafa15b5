"""Many reviewers at once, on both databases: no error, no decision lost."""

from __future__ import annotations

import io
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from threading import Barrier

import pytest
from sqlalchemy import func, insert, select

pytest.importorskip("fastapi", reason="the extra `review` is not installed")

from review import documents, findings
from review.accounts import Account, save_account
from review.findings import ConflictError, Decision
from review.schema import accounts, events
from review.schema import findings as table
from review.settings import Settings
from review.store import Store
from tests.servers import postgres, postgres_binaries

OWN, CONTESTED = 10, "OP-contested"


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.slow)])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'review.sqlite'}"
        return
    binaries = postgres_binaries()
    if binaries is None:
        pytest.skip("PostgreSQL is not installed")
    with postgres(binaries) as address:
        yield address


def prepared(store: Store, settings: Settings, reviewers: int) -> tuple[documents.Document, list[Account]]:
    for number in range(reviewers):
        save_account(store, f"Reviewer {number}", "reviewer", "correct horse battery", "test")
    with store.reading() as connection:
        people = [Account(row.id, row.name, row.role) for row in connection.execute(select(accounts).order_by(accounts.c.id))]
    document = documents.add(store, settings, people[0], "draft.md", io.BytesIO(b"Tenants will decide."))
    names = [CONTESTED, *(f"OP-{who}-{n}" for who in range(reviewers) for n in range(OWN))]
    words = {
        "kind": "promise",
        "severity": "high",
        "state": "open",
        "term": "decide",
        "reason": "",
        "wording": "",
        "settled_at": "",
    }
    with store.writing() as connection:
        for position, name in enumerate(names):
            row = {
                "document_id": document.id,
                "finding_id": name,
                "position": position,
                "current": True,
                "version": 1,
                "text": "x",
                **words,
            }
            connection.execute(insert(table).values(row))
    return document, people


@pytest.mark.parametrize("reviewers", [5, pytest.param(20, marks=pytest.mark.slow)])
def test_many_reviewers_settle_at_once(url: str, settings: Settings, reviewers: int) -> None:
    store = Store(url)
    document, people = prepared(store, settings, reviewers)
    together = Barrier(reviewers)

    def work(who: int) -> int:
        """Settle ten findings of one's own and once, against all others, the contested one; how often that had to be tried."""
        together.wait()
        for number in range(OWN):
            findings.settle(store, document, f"OP-{who}-{number}", 1, people[who], Decision("accepted", f"reason {who}"))
        tries = 0
        while True:
            tries += 1
            seen = findings.settled(store, document)[CONTESTED]
            try:
                findings.settle(store, document, CONTESTED, seen.version, people[who], Decision("reworded", f"after {seen.by}"))
            except ConflictError:
                continue
            return tries

    with ThreadPoolExecutor(reviewers) as pool:
        assert all(tries >= 1 for tries in pool.map(work, range(reviewers)))
    states = findings.settled(store, document)
    assert states[CONTESTED].version == 1 + reviewers
    assert all(states[f"OP-{who}-{n}"].reason == f"reason {who}" for who in range(reviewers) for n in range(OWN))
    with store.reading() as connection:
        count = connection.scalar(select(func.count()).select_from(events).where(events.c.action == "settled"))
    assert count == reviewers * (OWN + 1)
    # Each decision on the contested finding was made in sight of the one before it: nobody overwrote what they had not seen.
    chain = [(step.by, step.text) for step in findings.history(store, document, CONTESTED)]
    assert [text for _, text in chain] == [f"after {by}" for by in ["", *(by for by, _ in chain[:-1])]]
    store.close()


def test_the_whole_page_works_on_this_database(url: str, settings: Settings) -> None:
    if "postgresql" not in url:
        pytest.skip("the other tests do this")
    from fastapi.testclient import TestClient

    from review.app import create_app
    from tests.reviewers import Person

    with TestClient(create_app(replace(settings, database=url)), base_url="https://testserver") as client:
        person = Person(client)
        address = person.read()
        finding = person.findings(address)[0]
        assert person.settle(address, finding).status_code == 303
        assert person.post(f"{address}/situation", body="welsh-council", jurisdiction="Wales").status_code == 303
        assert "Findings by priority" in person.get("/desk").text
        assert person.post(f"{address}/delete", sure="yes").status_code == 303
        assert list(settings.files.iterdir()) == []
