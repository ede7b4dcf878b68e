"""Progress in words: a crawl's, and that of other long work."""

from __future__ import annotations

from datetime import timedelta

from archive.model import Crawl, Progress

_TOO_SOON = 3.0  # seconds; what a start took tells nothing of the rest


def size(number: float) -> str:
    """A number of bytes for people: ``1.4 MB``."""
    for unit in ("B", "kB", "MB", "GB"):
        if abs(number) < 1000:
            return f"{number:.0f} {unit}" if unit == "B" else f"{number:.1f} {unit}"
        number /= 1000
    return f"{number:.1f} TB"


def counts(progress: Progress) -> str:
    """A Progress in words; what is zero and no surprise stays unsaid."""
    parts = [f"{progress.fetched} of {progress.found} fetched", f"{progress.new} new"]
    for word in ("changed", "unchanged", "gone", "refused", "failed"):
        number = getattr(progress, word)
        if number:
            parts.append(f"{number} {word}")
    parts.append(size(progress.bytes))
    return ", ".join(parts)


def settled(progress: Progress) -> int:
    """How many of what was found are done with, as far as the counts tell."""
    return min(progress.found, progress.fetched + progress.refused)


def pace(crawl: Crawl) -> str:
    """How fast a Crawl goes and how long it will take, in words; empty when nothing is known of it, or at its end."""
    if crawl.ended_at is not None or crawl.rate is None:
        return ""
    return _speed(crawl.rate, crawl.time_left)


def part(done: int, total: int) -> str:
    """``3,000 of 10,000``; ``total`` 0: nobody knows of how much."""
    return f"{done:,} of {total:,}" if total else f"{done:,}"


def pace_since(began: float, first: int, now: float, done: int, total: int) -> str:
    """How fast work goes of which ``first`` parts were done at ``began`` (seconds) and ``done`` are now, and how long the
    rest will take; empty at its end, and while too little is known."""
    if now - began < _TOO_SOON or not first < done < total:
        return ""
    rate = (done - first) / (now - began)
    return _speed(rate, timedelta(seconds=(total - done) / rate))


def _speed(rate: float, left: timedelta | None) -> str:
    speed = f"{rate:.1f} a second" if rate >= 0.1 else f"{rate * 60:.1f} a minute"
    return speed if left is None else f"{speed}, {time_left(left)} left"


def time_left(left: timedelta) -> str:
    """``about 3 min``."""
    seconds = left.total_seconds()
    if seconds < 60:
        return "under a minute"
    if seconds < 90 * 60:
        return f"about {round(seconds / 60)} min"
    if seconds < 36 * 3600:
        return f"about {round(seconds / 3600)} h"
    return f"about {round(seconds / 86400)} days"
