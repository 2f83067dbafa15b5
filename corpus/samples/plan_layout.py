"""Where everything stands on the eight pages of the local plan, and in what order it is drawn.

The frames of a page are listed as a reader takes them. `drawn` gives the order in which the page is painted: as in the files
that design programs write, that order follows the designer's work and not the reader's eye.
"""

from __future__ import annotations

from dataclasses import dataclass

from plan_flow import Frame
from reportlab.lib.pagesizes import A4

PAGE_WIDTH, PAGE_HEIGHT = float(A4[0]), float(A4[1])
MARGIN = 48.0
TOP, FOOT = 772.0, 62.0
MEASURE = PAGE_WIDTH - 2 * MARGIN
GAP = 18.0
HALF = (MEASURE - GAP) / 2
RIGHT_HALF = MARGIN + HALF + GAP
THIRD = (MEASURE - 2 * GAP) / 3
SIDE = 134.0
NARROW = (MEASURE - SIDE - 2 * GAP) / 2


@dataclass(frozen=True)
class PageSpec:
    """The frames of one page in reading order, and the order of painting: numbers of frames, and furniture by name."""

    frames: tuple[Frame, ...]
    drawn: tuple[int | str, ...]
    landscape: bool = False


def story(x: float, top: float, width: float, foot: float) -> Frame:
    """Make a frame for running text between two heights."""
    return Frame("story", x, top, width, top - foot)


COVER = PageSpec((Frame("front", 0, PAGE_HEIGHT, PAGE_WIDTH, PAGE_HEIGHT),), (0,))

PLAN = PageSpec(
    (
        Frame("plan", MARGIN, TOP + 4, MEASURE, 64),
        story(MARGIN, 692, HALF, 96),
        story(RIGHT_HALF, 692, HALF, 546),
        Frame("quote", RIGHT_HALF, 518, HALF, 90),
        story(RIGHT_HALF, 402, HALF, 122),
    ),
    ("footer", 4, 3, 1, "notes", 2, 0, "header"),
)

GLANCE = PageSpec(
    (
        story(MARGIN, TOP, NARROW, FOOT),
        story(MARGIN + NARROW + GAP, TOP, NARROW, FOOT),
        Frame("glance", MARGIN + 2 * (NARROW + GAP), TOP + 8, SIDE, TOP + 8 - FOOT),
    ),
    (2, 1, "header", 0, "footer"),
)

PLACES = PageSpec(
    (
        story(MARGIN, TOP, THIRD, 96),
        story(MARGIN + THIRD + GAP, TOP, THIRD, 96),
        story(MARGIN + 2 * (THIRD + GAP), TOP, THIRD, 96),
    ),
    ("footer", 1, "notes", 2, "header", 0),
)

HOMES = PageSpec(
    (
        story(MARGIN, TOP, HALF, 418),
        story(RIGHT_HALF, TOP, HALF, 418),
        Frame("scheme", MARGIN, 402, MEASURE, 154),
        story(MARGIN, 230, HALF, FOOT),
        story(RIGHT_HALF, 230, HALF, FOOT),
    ),
    ("footer", 4, 1, 2, "header", 3, 0),
)

POLICIES = PageSpec(
    (
        story(MARGIN, TOP, HALF, 318),
        story(RIGHT_HALF, TOP, HALF, 318),
        Frame("supply", MARGIN, 300, MEASURE, 238),
    ),
    (2, "header", 1, "footer", 0),
)

SITES = PageSpec(
    (story(MARGIN, PAGE_WIDTH - 72, 480, 446), Frame("sites", MARGIN, 432, PAGE_HEIGHT - 2 * MARGIN, 370)),
    (1, "footer", 0, "header"),
    landscape=True,
)

SAY = PageSpec(
    (
        Frame("say", MARGIN, TOP + 4, MEASURE, 64),
        story(MARGIN, 692, HALF, 206),
        Frame("second", MARGIN, 178, HALF, 78),
        story(RIGHT_HALF, 692, HALF, 256),
        Frame("events", RIGHT_HALF, 244, HALF, 150),
    ),
    (4, 3, "footer", 2, 0, "notes", "header", 1),
)

# One tuple of pages for each part of the source; the text of a part runs on through its pages.
SECTIONS = ((COVER,), (PLAN, GLANCE, PLACES, HOMES, POLICIES), (SITES,), (SAY,))
