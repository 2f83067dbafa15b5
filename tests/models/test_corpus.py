"""The corpus keeps its own rules."""

from __future__ import annotations

from collections import Counter

import pytest

from models.dataset import corpus
from models.metrics import KEY_TERM
from pipeline.lexicon import patterns, plain, read


def test_statements_are_valid_enough_and_varied() -> None:
    statements = corpus()
    labels = Counter(statement.label for statement in statements)
    assert len(statements) >= 600
    assert all(count >= 50 for count in labels.values())
    explicit = [s for s in statements if s.label.risk == "explicit"]
    assert sum(not KEY_TERM.search(s.text) for s in explicit) >= 0.6 * len(explicit)
    assert sum(bool(KEY_TERM.search(s.text)) for s in statements) <= 0.4 * len(statements)


def test_no_statement_stands_twice_unless_its_neighbours_turn_it_round() -> None:
    texts = Counter((statement.text, statement.label) for statement in corpus() if len(statement.text.split()) > 6)
    assert [text for text, count in texts.items() if count > 1] == []


def test_pairs_are_pairs_and_flip() -> None:
    pairs: dict[str, list[object]] = {}
    for statement in corpus("contrast"):
        pairs.setdefault(statement.pair, []).append(statement.label)
    assert pairs
    assert all(len(labels) == 2 and labels[0] != labels[1] for labels in pairs.values())


@pytest.mark.parametrize("name", ["decisions", "counterparties", "stages"])
def test_lexicons_compile_and_every_kind_has_plain_words(name: str) -> None:
    for kind in patterns(name):
        assert plain(name, kind)
    assert set(read(name)["plain"]) >= set(read(name)["patterns"])
