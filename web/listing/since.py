"""The moment from which on a feed announces, as its address carries it: the latest news that the index held when the
address was given out. So nothing that was there is announced, and nothing that comes is missed. Pure."""

from __future__ import annotations

from datetime import UTC, datetime

from web.statuses import BadParameter

_LONGEST = 40


def write_since(moment: datetime) -> str:
    """``20260301T120000.000123Z``."""
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%S.%f}Z"


def read_since(text: str) -> datetime | None:
    """What ``write_since`` was given; any date of ISO 8601 will do. None for none. Raises BadParameter: a feed that
    began anew would announce what was there."""
    text = text.strip()
    if not text:
        return None
    try:
        moment = datetime.fromisoformat(text if len(text) <= _LONGEST else "")
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        raise BadParameter("since", text, "write a date such as 2026-03-01 or 2026-03-01T12:00:00Z") from None
