"""The line of text: what a page reader yields and the layout stage puts together."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Line:
    """One line as printed. Lengths are in points; `top` and `bottom` count down from the head of the page.

    `source` is the offset of `text` in the page's text layer. `hyphen` says that the line ended in a hyphen, already taken away.
    `cell` is the table, row and column in which the line stands, from 0. `confidence`, 0 to 1, is
    that of text recognition; None for text that was not recognised but stored.
    """

    text: str
    page: int
    source: int
    left: float
    right: float
    top: float
    bottom: float
    size: float
    bold: bool = False
    hyphen: bool = False
    page_height: float = 842.0
    cell: tuple[int, int, int] | None = None
    confidence: float | None = None

    @property
    def height(self) -> float:
        """Height of the printed characters."""
        return self.bottom - self.top
