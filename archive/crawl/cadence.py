"""When to come again. Pure: from what was seen, the next visit's time."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import datetime, timedelta

from archive.model import Source

SHORTEST = timedelta(minutes=5)
LONGEST = timedelta(hours=24)
LONGEST_AFTER_FAILURES = timedelta(days=7)


def feed_interval(published: Sequence[datetime], now: datetime) -> timedelta:
    """A feed's own rhythm: seven days over the posts of the last week, within five minutes and a day."""
    week = timedelta(days=7)
    posts = sum(1 for at in published if now - week <= at <= now)
    return min(max(week / posts, SHORTEST), LONGEST) if posts else LONGEST


def change_rate(visits: int, changes: int, interval: timedelta) -> float:
    """A page's changes per day, from ``changes`` seen in ``visits`` at a regular interval.

    The estimator of Cho and Garcia-Molina (ACM TOIT 3(3), 2003): −ln((n−X+0.5)/(n+0.5))/I, which counts the
    changes that fell between two visits. Raises ValueError when it was not visited, or changed more often.
    """
    days = interval.total_seconds() / 86_400
    if visits < 1 or not 0 <= changes <= visits or days <= 0:
        raise ValueError("visits ≥ 1, 0 ≤ changes ≤ visits and a positive interval are needed")
    return -math.log((visits - changes + 0.5) / (visits + 0.5)) / days


def next_due(
    source: Source,
    now: datetime,
    *,
    failures: int = 0,
    asked: Sequence[timedelta] = (),
    not_before: datetime | None = None,
) -> datetime:
    """When a Source is due after a crawl that ended now.

    ``source.every``, or longer if the site asked for it (feed TTL, max-age; at most a day); doubled with each
    failure in a row, up to a week; never before ``not_before`` (a Retry-After).
    """
    wait = max([source.every, *(min(period, LONGEST) for period in asked)])
    if failures:
        wait = max(wait, min(wait * 2 ** min(failures, 16), LONGEST_AFTER_FAILURES))
    due = now + wait
    return max(due, not_before) if not_before else due
