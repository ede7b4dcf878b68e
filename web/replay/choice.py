"""Which capture answers for a URL at a time, and which stand around it. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from archive import uri
from archive.model import Capture


@dataclass(frozen=True, slots=True)
class Around:
    """The captures that a memento's ``Link`` names (RFC 7089 §2.2.4); None where there is none."""

    first: Capture
    last: Capture
    prev: Capture | None
    next: Capture | None


def exact(captures: Sequence[Capture], stamp: str, url: str) -> Capture | None:
    """The capture of that very second; where there are several, one that shows what was there, then the one of this
    spelling of the URL."""
    same = [capture for capture in captures if capture.timestamp == stamp and not leads_back(capture, url)]
    return min(
        same,
        key=lambda capture: (not _shows(capture), not _same_url(capture, url), -capture.id),
        default=None,
    )


def nearest(captures: Sequence[Capture], at: datetime, url: str) -> Capture | None:
    """The capture closest to ``at``, of two as close the later. A server's failure (5xx), or a wall in the page's
    place (a captcha, “not found” sent as 200), answers only where there is nothing else; what an export told, only
    where the web never showed the article; a redirect to the URL that was asked for never: it would go round in circles."""
    usable = [capture for capture in captures if not leads_back(capture, url)]
    good = [capture for capture in usable if capture.status < 500 and capture.wall is None] or usable
    if any(capture.live and capture.shows_article for capture in good):
        good = [capture for capture in good if not capture.exported]

    def far(capture: Capture) -> tuple[float, bool, float]:
        return (
            abs((capture.captured_at - at).total_seconds()),
            not _same_url(capture, url),
            -capture.captured_at.timestamp(),
        )

    return min(good, key=far, default=None)


def within(captures: Sequence[Capture], first: datetime, last: datetime, url: str) -> Capture | None:
    """What answers for a span of time (``2024``): the last capture in it that shows what was there; where there is none,
    the one nearest to its end, as pywb has it."""
    inside = [one for one in captures if first <= one.captured_at <= last and _shows(one)]
    return nearest(inside, last, url) or nearest(captures, last, url)


def latest(captures: Sequence[Capture], url: str) -> Capture | None:
    """What answers for a URL without a date: the last capture that shows what was there; where none does, the last."""
    shows = [capture for capture in captures if _shows(capture)]
    return _last(shows, url) or _last(captures, url)


def _last(captures: Sequence[Capture], url: str) -> Capture | None:
    return nearest(captures, captures[-1].captured_at, url) if captures else None


def leads_back(capture: Capture, url: str) -> bool:
    """Whether a capture is a redirect to the very URL that was asked for, or to its own."""
    if not 300 <= capture.status < 400 or not capture.location:
        return False
    target = uri.join(capture.url, capture.location)
    return target is not None and target in (url, capture.url)


def around(captures: Sequence[Capture], capture: Capture) -> Around:
    """The first, last, previous and next capture; ``captures`` are oldest first and hold ``capture``."""
    place = next(at for at, other in enumerate(captures) if other.id == capture.id)
    return Around(
        first=captures[0],
        last=captures[-1],
        prev=captures[place - 1] if place else None,
        next=captures[place + 1] if place + 1 < len(captures) else None,
    )


def _shows(capture: Capture) -> bool:
    """Whether a capture shows what was there, or leads to it."""
    return capture.status < 400 and capture.wall is None


def _same_url(capture: Capture, url: str) -> bool:
    return capture.url == url or uri.join(capture.url, "") == url
