"""Lines on pages become headings, paragraphs, list items and notes.

Sizes are relative to the body text, so that the same rules read a report and a poster. Blocks cut by a page or column break are
joined again when the text plainly runs on.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

from pipeline.extract.assemble import Piece
from pipeline.extract.cleaning import TextBuilder, vocabulary_of
from pipeline.extract.markers import bullet, numbered_heading
from pipeline.extract.reading_order import is_marker, same_baseline
from pipeline.extract.repeats import without_repeats
from pipeline.records import BlockKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.extract.lines import Line

_HEADING_RATIO = 1.1
_NOTE_RATIO = 0.87
_PITCH_RATIO = 1.3  # distance to the line before, against the document's usual, that starts a new block
_MAX_HEADING = 160
_INDENT = 5.0  # points
_LOOK_BACK = 30  # blocks between the halves of a sentence that a page break or box has parted
_MARKER_REACH = 2.5  # heights by which a number may stand below the first line of its text
_STOPS = (".", "!", "?", ":", ";")
_CLOSERS = "\"'\u2019\u201d)]"
_NOTE_MARK = re.compile(r"\s*(?:\[\d{1,3}\]|\d{1,3}[\s.]|[*\u2020\u2021])")


def pieces_of_lines(lines: list[Line]) -> list[Piece]:
    """Group the lines of a whole document into pieces, in reading order; footnotes go to the end of their page."""
    kept = without_repeats(lines)
    if not kept:
        return []
    styles = _Styles(kept)
    groups = list(_groups(kept, styles))
    return [styles.piece(group) for group in _rejoined(groups, styles)]


class _Styles:
    """What is usual in this document: size of the body, ranks of the headings."""

    def __init__(self, lines: list[Line]) -> None:
        sizes: Counter[float] = Counter()
        bold = 0
        for line in lines:
            sizes[_rounded(line.size)] += len(line.text)
            bold += len(line.text) * line.bold
        self.body = sizes.most_common(1)[0][0] or 1.0
        self._vocabulary = cache(lambda: vocabulary_of(line.text for line in lines))
        self.mostly_bold = bold > sum(sizes.values()) / 2
        larger = sorted({size for size in sizes if size >= self.body * _HEADING_RATIO}, reverse=True)
        self.pitch = _usual_pitch([line for line in lines if _rounded(line.size) == self.body])
        self._ranks = {size: min(rank, 4) for rank, size in enumerate(larger, 1)}

    def kind(self, line: Line) -> BlockKind:
        if line.cell is not None:
            return BlockKind.TABLE_CELL
        if bullet(line.text):
            return BlockKind.LIST_ITEM
        if self.is_heading(line):
            return BlockKind.HEADING
        is_low = line.top > line.page_height * 0.6
        if line.size < self.body * _NOTE_RATIO and is_low and _NOTE_MARK.match(line.text):
            return BlockKind.NOTE
        return BlockKind.PARAGRAPH

    def is_heading(self, line: Line) -> bool:
        is_large = line.size >= self.body * _HEADING_RATIO
        if not is_large and (not line.bold or self.mostly_bold):
            return False
        text = line.text.strip()
        if len(text) > _MAX_HEADING or not any(map(str.isalpha, text)):
            return False
        return is_large or (not text.endswith((".", ",", ";", ":")) and len(text) < 100)

    def piece(self, group: list[Line]) -> Piece:
        first = group[0]
        kind = self.kind(first)
        marker = bullet(first.text) if kind in (BlockKind.LIST_ITEM, BlockKind.TABLE_CELL) else None
        skip = marker.end() if marker else 0
        builder = TextBuilder(self._vocabulary)
        builder.add(first.text[skip:].rstrip(), first.source + skip, first.page)
        for above, line in pairwise(group):
            builder.add_line(line.text.rstrip(), line.source, line.page, hyphen=above.hyphen)
        text, runs = builder.build()
        level = self._heading_level(first) if kind is BlockKind.HEADING else 1 if kind is BlockKind.LIST_ITEM else None
        confidences = [line.confidence for line in group if line.confidence is not None]
        return Piece(kind, text, first.page, level, runs, min(confidences, default=None))

    def _heading_level(self, line: Line) -> int:
        return numbered_heading(line.text) or self._ranks.get(_rounded(line.size), 5)


def _rounded(size: float) -> float:
    return round(size * 2) / 2


def _usual_pitch(lines: list[Line]) -> float:
    """The commonest distance from one line of body text to the next, in ems."""
    pitches = Counter(
        round((line.bottom - above.bottom) / line.size, 1)
        for above, line in pairwise(lines)
        if line.size and line.page == above.page and 0.8 < (line.bottom - above.bottom) / line.size < 2.5
    )
    return pitches.most_common(1)[0][0] if pitches else 1.2


def _groups(lines: list[Line], styles: _Styles) -> Iterator[list[Line]]:
    group: list[Line] = []
    kind = BlockKind.PARAGRAPH
    for line in lines:
        if group and _breaks(group, line, kind, styles):
            yield group
            group = []
        if not group:
            kind = styles.kind(line)
        group.append(line)
    if group:
        yield group


def _breaks(group: list[Line], line: Line, kind: BlockKind, styles: _Styles) -> bool:
    """Whether `line` begins a new block after the lines of `group`."""
    last = group[-1]
    if line.cell != last.cell:
        return True
    if line.cell is not None:
        return bullet(line.text) is not None
    if last.hyphen or (len(group) == 1 and _is_beside(last, line) and is_marker(last.text)):
        return False
    if line.page != last.page or line.top < last.top - last.height:  # next page, or up into the next column
        return True
    if line.left > last.right and (
        line.left > max(member.right for member in group) or (same_baseline(last, line) and line.left > last.right + line.size)
    ):
        return True  # the next column, or the next cell of a row
    if bullet(line.text) or abs(line.size - last.size) > 0.08 * styles.body:
        return True
    if (kind is BlockKind.HEADING) != styles.is_heading(line):
        return True
    if line.bottom - last.bottom > _PITCH_RATIO * styles.pitch * max(last.size, line.size):
        return True
    return _ends_sentence(last) and _begins_anew(group, line)


def _is_beside(marker: Line, line: Line) -> bool:
    return line.page == marker.page and line.left > marker.left and abs(line.top - marker.top) < _MARKER_REACH * line.height


def _ends_sentence(line: Line) -> bool:
    return line.text.rstrip().rstrip(_CLOSERS).endswith(_STOPS)


def _begins_anew(group: list[Line], line: Line) -> bool:
    """Whether a line after the end of a sentence begins a block: numbered, or after a line that stops short."""
    if numbered_heading(line.text) and line.left < min(member.left for member in group) + _INDENT:
        return True  # elsewhere than at the margin, a line may begin with a raised note mark
    return line.text.lstrip()[:1].isupper() and _is_short(group)


def _is_short(group: list[Line]) -> bool:
    """Whether the last line stops well short of the margin, as a paragraph's last line does."""
    margin = max(member.right for member in group)
    return margin - group[-1].right > 0.15 * (margin - min(member.left for member in group))


def _rejoined(groups: list[list[Line]], styles: _Styles) -> list[list[Line]]:
    """Join what a page or column break cut: no full stop before it, a small letter after it."""
    joined: list[list[Line]] = []
    for group in groups:
        target = _open_group(joined, group, styles)
        if target is not None:
            target.extend(group)
        else:
            joined.append(group)
    return joined


def _open_group(joined: list[list[Line]], group: list[Line], styles: _Styles) -> list[Line] | None:
    first = group[0]
    if not first.text.lstrip()[:1].islower() or bullet(first.text):
        return None
    for back, candidate in enumerate(reversed(joined[-_LOOK_BACK:])):  # a footnote, box or sidebar may stand between the halves
        last = candidate[-1]
        moved = last.page != first.page or first.top < last.top or back > 0
        alike = abs(last.size - first.size) < 0.05 * styles.body and first.page - last.page < 2
        if moved and alike and not _ends_sentence(last) and styles.kind(candidate[0]) in _CONTINUES:
            return candidate
    return None


_CONTINUES = (BlockKind.PARAGRAPH, BlockKind.LIST_ITEM)
