"""Bounds on what a reader gives: blocks of a length that every later step can take, cut at a space where a file is one line."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.records import Run


def parts_of(text: str, most: int) -> Iterator[tuple[int, int]]:
    """The starts and ends of stretches of at most `most` characters that together are the text, cut behind a space if possible.

    >>> list(parts_of("one two three", 8))
    [(0, 8), (8, 13)]
    """
    start = 0
    while len(text) - start > most:
        behind_space = text.rfind(" ", start + most // 2, start + most) + 1  # 0 where there is none
        end = behind_space or start + most
        yield start, end
        start = end
    yield start, len(text)


def runs_between(runs: tuple[Run, ...], start: int, end: int) -> tuple[Run, ...]:
    """The runs of a stretch of a block's text, counted from its start."""
    return tuple(_cut(run, start, end) for run in runs if run.start < end and run.start + run.length > start)


def _cut(run: Run, start: int, end: int) -> Run:
    first, last = max(run.start, start), min(run.start + run.length, end)
    if run.length != run.source_length:
        return replace(run, start=first - start, length=last - first)
    return replace(
        run, start=first - start, length=last - first, source=run.source + first - run.start, source_length=last - first
    )
