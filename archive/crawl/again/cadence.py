"""When to come again to a Source. Pure: from what was seen and what was set, the next visit's time."""

from __future__ import annotations

from datetime import datetime, timedelta

from archive.crawl.again.schedule import Schedule
from archive.discover.rhythm import NOTHING_SAID, Rhythm
from archive.errors import BadSchedule, UnknownZone
from archive.model import Source

LONGEST_AFTER_FAILURES = timedelta(days=7)
SHORTEST, LONGEST = timedelta(minutes=5), timedelta(hours=24)
"""What a blog's own pace is kept within, as Miniflux does (its entry-frequency scheduler)."""
LOOKED_BACK = timedelta(days=28)
"""Posts of this time tell a blog's pace: whole weeks, as many write on some days of the week only."""
_WEEK = timedelta(days=7)


def interval(source: Source) -> timedelta:
    """The time between two visits of a Source that has no schedule of its own."""
    return source.learnt if source.adaptive and source.learnt is not None else source.every


def pace(posts: int, said: Rhythm = NOTHING_SAID) -> timedelta:
    """The interval that a blog's own pace asks for: seven days over its posts a week, within 5 minutes and 24 hours;
    never shorter than what the site says.

    ``posts``: those of the last ``LOOKED_BACK``. A blog that sleeps comes to the longest.
    """
    weekly = posts / (LOOKED_BACK / _WEEK)
    own = min(max(_WEEK / weekly, SHORTEST), LONGEST) if weekly else LONGEST
    return max(own, said.least)


def next_due(
    source: Source,
    now: datetime,
    *,
    failures: int = 0,
    not_before: datetime | None = None,
    said: Rhythm = NOTHING_SAID,
) -> datetime:
    """When a Source is due after a crawl that ended now: once, however many times were missed.

    By its cron schedule, else after its interval; each failure in a row doubles the wait, up to a week. Never before
    ``not_before`` (a Retry-After); a learnt interval keeps clear of the hours that the feed asks to skip.
    """
    schedule = schedule_of(source)
    if schedule is not None:
        first = schedule.after(now)
        gap = schedule.after(first) - first
        # A failure leaves out one time of a daily schedule, the second three, as the interval would double.
        wait = min(gap * (2 ** min(failures, 16) - 1), LONGEST_AFTER_FAILURES)
        from_then = max(now + wait, not_before) if not_before else now + wait
        return schedule.after(from_then)
    wait = interval(source)
    if failures:
        wait = max(wait, min(wait * 2 ** min(failures, 16), LONGEST_AFTER_FAILURES))
    due = max(now + wait, not_before) if not_before else now + wait
    return said.allowed(due) if source.adaptive else due


def too_far(source: Source, now: datetime) -> bool:
    """Whether a Source is due later than any plan that was made now could say: the clock was wrong when it was made."""
    if source.next_due is None:
        return False
    schedule = schedule_of(source)
    longest = now + max(interval(source), LONGEST_AFTER_FAILURES)
    longest += timedelta(days=7)  # hours and days that the feed skips, a Retry-After
    return source.next_due > (schedule.after(longest) if schedule is not None else longest)


def schedule_of(source: Source) -> Schedule | None:
    """A Source's cron schedule. None when it has none, or one that this machine can't read (its time zones are
    others): then its interval counts, and it is visited all the same."""
    if source.cron is None:
        return None
    try:
        return Schedule.read(source.cron, source.zone or "UTC")
    except (BadSchedule, UnknownZone):
        return None
