"""Designed pages: columns, boxes across them, tables, numbers beside their text, drawn in any order."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest

from pipeline.extract import extract
from pipeline.extract.lines import Line
from pipeline.extract.reading_order import is_marker, reading_order
from pipeline.records import BlockKind

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def line(text: str, left: float, top: float, right: float | None = None) -> Line:
    return Line(text, 1, 0, left, right or left + 200, top, top + 10, 10)


def column(name: str, left: float, rows: int, top: float = 100) -> list[Line]:
    return [line(f"{name}{row}", left, top + 14 * row) for row in range(rows)]


def texts(lines: list[Line]) -> str:
    return " ".join(line.text for line in lines)


@pytest.mark.parametrize("seed", range(5))
def test_columns_are_read_one_after_the_other_whatever_the_order_of_drawing(seed: int) -> None:
    heading = line("H", 50, 70, 500)
    box = line("BOX", 50, 100 + 14 * 5, 500)
    lines = [heading, *column("a", 50, 5), *column("b", 300, 5), box, *column("c", 50, 5, 200), *column("d", 300, 5, 200)]
    shuffled = lines[:]
    random.Random(seed).shuffle(shuffled)
    assert texts(reading_order(shuffled)) == texts(lines)


def test_three_columns() -> None:
    lines = [*(l_ for n, x in (("a", 40), ("b", 230), ("c", 420)) for l_ in column(n, x, 6))]
    narrow = [Line(l_.text, 1, 0, l_.left, l_.left + 150, l_.top, l_.bottom, 10) for l_ in lines]
    assert texts(reading_order(narrow[::-1])) == texts(narrow)


def test_a_single_column_is_read_from_the_top() -> None:
    lines = column("a", 50, 8)
    assert texts(reading_order(lines[::-1])) == texts(lines)


def test_a_number_half_way_down_goes_before_its_text() -> None:
    lines = [line("first", 100, 100), line("second", 100, 114), line("2.", 50, 107, 60)]
    assert texts(reading_order(lines)) == "2. first second"


@pytest.mark.parametrize(
    ("text", "expected"), [("•", True), ("4.12", True), ("(a)", True), ("iv.", True), ("We", False), ("2026 plan", False)]
)
def test_markers(text: str, *, expected: bool) -> None:
    assert is_marker(text) is expected


def test_two_columns_of_a_pdf_and_a_sentence_over_the_gap(pdf: Callable[..., Path]) -> None:
    left = [(60, 700 - 14 * n, 10, f"Left line {n} holds some words of text") for n in range(7)]
    left.append((60, 700 - 14 * 7, 10, "residents will then decide which of"))
    right = [(320, 700, 10, "the two sites is chosen for the school.")]
    right += [(320, 700 - 14 * n, 10, f"Right line {n} holds some other words") for n in range(1, 8)]
    mixed = [item for pair in zip(right, left, strict=True) for item in pair]
    document = extract(pdf([*mixed]))
    assert "decide which of the two sites is chosen for the school." in document.text


def test_ruled_tables_are_read_row_by_row(tmp_path: Path) -> None:
    from reportlab.pdfgen.canvas import Canvas

    path = tmp_path / "table.pdf"
    canvas = Canvas(str(path), pagesize=(595, 842))
    cells = [["Action", "Who"], ["Residents will jointly decide", "Panel"], ["the hours of the hub", ""], ["Open it", "Team"]]
    canvas.grid([60, 260, 400], [700, 680, 640, 620])
    for (x, y), text in {
        (64, 686): cells[0][0],
        (264, 686): cells[0][1],
        (64, 666): cells[1][0],
        (264, 666): cells[1][1],
        (64, 650): cells[2][0],
        (64, 626): cells[3][0],
        (264, 626): cells[3][1],
    }.items():
        canvas.drawString(x, y, text)
    for n in range(4):
        canvas.drawString(60, 560 - 14 * n, f"A paragraph under the table, line {n}, to be agreed.")
    canvas.save()
    blocks = [(block.kind, block.text) for block in extract(path).blocks]
    found = [text for kind, text in blocks if kind is BlockKind.TABLE_CELL]
    assert found == ["Action", "Who", "Residents will jointly decide the hours of the hub", "Panel", "Open it", "Team"]


def test_a_page_shown_rotated_is_read_as_shown(tmp_path: Path) -> None:
    import pypdfium2 as pdfium
    from reportlab.pdfgen.canvas import Canvas

    path = tmp_path / "turned.pdf"
    canvas = Canvas(str(path), pagesize=(595, 842))
    canvas.rotate(90)
    for n, text in enumerate(["Landscape heading", "First line of the page and", "second line of the page."]):
        canvas.drawString(60, -100 - 16 * n - (20 if n else 0), text)
    canvas.save()
    with pdfium.PdfDocument(path) as document:
        document[0].set_rotation(90)
        document.save(str(path.with_name("shown.pdf")))
    text = extract(path.with_name("shown.pdf")).text
    assert "First line of the page and second line of the page." in text
