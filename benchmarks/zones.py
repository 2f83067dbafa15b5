"""How well sentences and zones are found: F1 on the gold excerpts, the half that the rules were written on apart from the other.

usage: python benchmarks/zones.py
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.segmentation import HALVES, boundary_scores, excerpts, zone_table

if TYPE_CHECKING:
    from collections import Counter


def main() -> None:
    """Print boundary scores, and precision, recall and F1 of each zone."""
    for half in HALVES:
        found = excerpts(half)
        precision, recall, f1 = boundary_scores(found)
        print(f"{half}: {len(found)} excerpts; boundaries P {precision:.3f} R {recall:.3f} F1 {f1:.3f}")
        table = zone_table(found)
        for zone in sorted({gold for gold, _ in table}):
            print(f"  {zone:12} {line(table, zone)}")


def line(table: Counter[tuple[str, str]], zone: str) -> str:
    """One zone's row."""
    gold = sum(count for (g, _), count in table.items() if g == zone)
    given = sum(count for (_, p), count in table.items() if p == zone)
    both = table[zone, zone]
    return f"n={gold:3}  P {both / max(given, 1):.2f}  R {both / max(gold, 1):.2f}  F1 {2 * both / max(gold + given, 1):.2f}"


if __name__ == "__main__":
    main()
