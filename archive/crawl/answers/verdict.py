"""What an answer means: an article, a redirect, gone, blocked, come again … Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from archive.crawl.manners.politeness import retry_after
from archive.discover import walls
from archive.discover.walls import CHALLENGED, Wall
from archive.model import Exchange, WallKind
from archive.uri import join

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_GONE = frozenset({404, 410})
_BLOCKED = frozenset({401, 402, 403, 407, 451})
_RETRY = frozenset({408, 425, 429, 500, 502, 503, 504, 520, 521, 522, 523, 524})


class Outcome(StrEnum):
    """What an answer is to the crawl."""

    OK = "ok"
    NOT_MODIFIED = "not_modified"
    REDIRECT = "redirect"
    GONE = "gone"
    BLOCKED = "blocked"
    RETRY = "retry"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Verdict:
    """An outcome, with why in words (empty when all is well). ``location`` of a redirect is absolute;
    ``retry_at`` is when the server asked us back; ``wall`` is what was sent in the place of what was asked for."""

    outcome: Outcome
    reason: str = ""
    location: str | None = None
    retry_at: datetime | None = None
    wall: Wall | None = None


def judge(exchange: Exchange, wall: Wall | None, now: datetime) -> Verdict:
    """What an exchange means. ``wall`` is what its payload is instead of what was asked for (``archive.discover``)."""
    status = exchange.status
    if exchange.header("cf-mitigated") == "challenge":
        return Verdict(Outcome.BLOCKED, CHALLENGED.reason, wall=CHALLENGED)
    if status in _REDIRECTS:
        return _redirect(exchange)
    if status in (200, 203):
        return walled(wall) if wall is not None else Verdict(Outcome.OK)
    if status == 304:
        return Verdict(Outcome.NOT_MODIFIED)
    return _failure(exchange, wall, now)


def walled(wall: Wall, location: str | None = None) -> Verdict:
    """What it means that a wall stands where an article was asked for."""
    return Verdict(Outcome.GONE if wall.gone else Outcome.BLOCKED, wall.reason, location, wall=wall)


def _redirect(exchange: Exchange) -> Verdict:
    given = (exchange.header("location") or "").strip()
    location = join(exchange.url, given) if given else None
    if location == exchange.url:
        return Verdict(Outcome.ERROR, "it redirects to itself (as sites do that insist on cookies)")
    if location is None:
        return Verdict(Outcome.ERROR, f"it answers {exchange.status}, but does not say where to go")
    gate = walls.gate(location)
    return walled(gate, location) if gate is not None else Verdict(Outcome.REDIRECT, location=location)


def _failure(exchange: Exchange, wall: Wall | None, now: datetime) -> Verdict:
    """What a failure means. What its page says goes before the status where it is more certain: a challenge may come
    with any, but “not found” in words is no news beside 404, and beside a server's failure it is its mistake."""
    status = exchange.status
    if wall is not None and (wall.kind is WallKind.CHALLENGE or (not wall.gone and status not in _GONE)):
        return walled(wall)
    if status in _GONE:
        told = wall is not None and wall.kind in (WallKind.REMOVED, WallKind.PARKED)
        reason = wall.reason if wall is not None and told else "it is not there any more"
        return Verdict(Outcome.GONE, f"{reason} (it answers {status})", wall=wall)
    if status in _BLOCKED:
        return Verdict(Outcome.BLOCKED, f"the site does not let us in (it answers {status})", wall=wall)
    if status in _RETRY:
        back = retry_after(exchange.header("retry-after"), now)
        return Verdict(Outcome.RETRY, f"it answers {status}", retry_at=back)
    without = ", without a page" if status < 300 else ""
    return Verdict(Outcome.ERROR, f"it answers {status}{without}")
