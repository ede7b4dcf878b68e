"""When to come again. Pure: from what was seen, the next visit's time."""

from __future__ import annotations

from datetime import datetime, timedelta

from archive.model import Source

LONGEST_AFTER_FAILURES = timedelta(days=7)


def next_due(
    source: Source,
    now: datetime,
    *,
    failures: int = 0,
    not_before: datetime | None = None,
) -> datetime:
    """When a Source is due after a crawl that ended now.

    ``source.every``, doubled with each failure in a row, up to a week; never before ``not_before`` (a Retry-After).
    """
    wait = source.every
    if failures:
        wait = max(wait, min(wait * 2 ** min(failures, 16), LONGEST_AFTER_FAILURES))
    due = now + wait
    return max(due, not_before) if not_before else due
