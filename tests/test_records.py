from __future__ import annotations

from pipeline.records import Rung, Status


def test_rungs_stand_in_the_order_of_the_ladder() -> None:
    names = [rung.plain for rung in sorted(Rung)]
    assert names == ["coercion", "education", "informing", "consultation", "engagement", "co-design", "co-production"]


def test_only_read_files_count_as_read() -> None:
    assert {status for status in Status if status.was_read} == {Status.OK, Status.PARTIAL, Status.NOT_ASSESSED}
