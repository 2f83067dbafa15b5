"""Moments: kept as text in UTC, which sorts in every database, and shown as people in Britain write them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

_FORMAT = "%Y-%m-%dT%H:%M:%S.%fZ"
_LONDON = ZoneInfo("Europe/London")


def now() -> str:
    """This moment, such as `2026-11-28T21:05:09.000000Z`."""
    return datetime.now(UTC).strftime(_FORMAT)


def later(**span: float) -> str:
    """The moment that lies so far ahead (or behind, where negative); keys as for `timedelta`."""
    return (datetime.now(UTC) + timedelta(**span)).strftime(_FORMAT)


def moment(kept: str) -> str:
    """A kept moment for a person: `28 November 2026, 9:05pm`."""
    if not kept:
        return ""
    when = _local(kept)
    half = "am" if when.hour < 12 else "pm"
    return f"{day(kept)}, {when.hour % 12 or 12}:{when.minute:02}{half}"


def day(kept: str) -> str:
    """A kept moment's day: `28 November 2026`."""
    when = _local(kept)
    return f"{when.day} {when:%B %Y}"


def month(kept: str) -> str:
    """A kept moment's month, or one kept as `2026-11`: `November 2026`."""
    return f"{datetime.strptime(kept[:7], '%Y-%m').replace(tzinfo=UTC):%B %Y}"


def _local(kept: str) -> datetime:
    return datetime.strptime(kept, _FORMAT).replace(tzinfo=UTC).astimezone(_LONDON)
