from __future__ import annotations

import pickle
import pickletools
from enum import Enum

import pytest

from pipeline.isolation import loads
from pipeline.records import BlockKind, Rung, Status, Zone


def test_rungs_stand_in_the_order_of_the_ladder() -> None:
    names = [rung.plain for rung in sorted(Rung)]
    assert names == ["coercion", "education", "informing", "consultation", "engagement", "co-design", "co-production"]


def test_only_read_files_count_as_read() -> None:
    assert {status for status in Status if status.was_read} == {Status.OK, Status.PARTIAL, Status.NOT_ASSESSED}


@pytest.mark.parametrize("member", [*Rung, *BlockKind, *Zone, *Status])
def test_members_are_pickled_as_class_and_value_on_every_python(member: Enum, monkeypatch: pytest.MonkeyPatch) -> None:
    """Python 3.11.2 does otherwise of its own accord, and what a child sends would be refused."""
    monkeypatch.setattr(Enum, "__reduce_ex__", lambda self, _: (getattr, (type(self), self.name)))
    for protocol in range(2, pickle.HIGHEST_PROTOCOL + 1):
        content = pickle.dumps(member, protocol)
        assert "getattr" not in {value for _, value, _ in pickletools.genops(content)}
        assert loads(content) is member
