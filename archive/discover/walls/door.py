"""The order in which walls are told, and who is looked at."""

from __future__ import annotations

from archive.discover import markup
from archive.discover.markup import Markup
from archive.discover.walls import (
    challenge,
    consent,
    login,
    missing,
    parked,
    removed,
    unavailable,
    warning,
)
from archive.discover.walls.glance import Glance
from archive.discover.walls.wall import Wall

_TELLERS = (
    warning.tell,
    challenge.tell,
    removed.tell,
    unavailable.tell,
    parked.tell,
    missing.tell,
    login.tell,
    consent.tell,
)


def of_page(page: Markup, body: bytes) -> Wall | None:
    """The wall that a parsed page is; None for an article, a list, or whatever else a site shows as itself.

    ``body`` are the bytes that the page was parsed from: software leaves marks in scripts that the tree need not show.
    """
    glance = Glance(page, body)
    if glance.rich:
        return None
    return next((wall for tell in _TELLERS if (wall := tell(glance)) is not None), None)


def named(page: Markup) -> str:
    """What a page's title and first headings say, folded: by which a known article is told from another page."""
    glance = Glance(page, b"")
    return " ".join((glance.title, *glance.headings))


def of_body(body: bytes, url: str, content_type: str | None = None) -> Wall | None:
    """The same for bytes that may be HTML: what a failure brought along, or what came in a feed's place."""
    page = markup.parse(body, url, content_type)
    return of_page(page, body) if page is not None else None
