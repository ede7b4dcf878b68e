"""Which Targets belong to a Crawl. Pure: it decides, the crawler acts."""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import urlsplit

from archive.model import NO_POLICY, LinkKind, Target

AROUND = frozenset({LinkKind.POPULAR, LinkKind.RELATED, LinkKind.BODY, LinkKind.SISTER, LinkKind.AUTHOR})
"""The kinds of link that lead to articles around the Source; ``Source.related`` is their budget."""
LISTINGS = frozenset({LinkKind.FEED, LinkKind.SITEMAP, LinkKind.ARCHIVE})
ARTICLES = frozenset({LinkKind.POST, LinkKind.PAGE})
"""The kinds of link under which a Source lists its own articles."""

MAX_LISTINGS = 5_000  # feed and sitemap pages in a crawl
MAX_ARCHIVES = 1_000  # archive pages in a crawl
MAX_REDIRECTS = 5

# Links within the Source count as depth, links that leave it as hops: each kind of link has its own bounds.
_DEPTH_AND_HOPS = {
    LinkKind.POPULAR: (3, 1),
    LinkKind.RELATED: (3, 1),
    LinkKind.BODY: (2, 1),
    LinkKind.SISTER: (4, 1),  # over the author's profile, and on to its newest articles
    LinkKind.AUTHOR: (2, 1),
    LinkKind.REQUISITE: (8, 4),
}

_MAX_URL = 2_000
_MAX_SEGMENTS = 20
_MAX_PARAMETERS = 12
_TRAP_PARAMETERS = re.compile(
    r"(?:^|&)(?:replytocom|share|nb|like_comment|unapproved|moderation-hash|add-to-cart|ical|outlook-ical"
    r"|tribe-bar-date|eventdisplay|_wpnonce|phpsessid|jsessionid|sessionid|sid|action=(?:edit|history|diff))"
    r"(?:=|&|$)",
    re.IGNORECASE,
)
_CALENDAR = re.compile(
    r"/(?:calendars?|events?|agenda)/.*\d{4}|/(?:calendars?|agenda)/?$.*[?&](?:year|month|day|date|week|y|m|d)=",
    re.IGNORECASE,
)
_DATE_PARAMETERS = re.compile(r"(?:^|&)(?:year|month|day|date|week|cal[a-z_]*)=[0-9-]+", re.IGNORECASE)
_REPEATED = re.compile(r"(/[^/]+(?:/[^/]+){0,2})\1{2,}(?=/|$)")
_SESSION = re.compile(r";(?:jsessionid|sid|phpsessid)=", re.IGNORECASE)


def trap(url: str) -> str | None:
    """Why a link is one that leads round in circles for ever, or None."""
    parts = urlsplit(url)
    if len(url) > _MAX_URL:
        return "its address is too long to be an article's"
    if parts.path.count("/") > _MAX_SEGMENTS:
        return "its path is too deep to be an article's"
    if _REPEATED.search(parts.path):
        return "its path repeats itself"
    if _TRAP_PARAMETERS.search(parts.query) or _SESSION.search(parts.path):
        return "its address is one of the endless variants of a page (a reply, a share, a session)"
    if parts.query.count("&") >= _MAX_PARAMETERS:
        return "its address has too many parameters to be an article's"
    if _CALENDAR.search(url) or (_DATE_PARAMETERS.search(parts.query) and "calendar" in url.lower()):
        return "it is a leaf of a calendar"
    return None


def refusal(target: Target, depths: Mapping[LinkKind, int] = NO_POLICY.depths) -> str | None:
    """Why a Target is outside of a Crawl's scope, or None.

    What the Source itself lists, and what a person typed, is in scope; traps, depth and hops bound the rest. ``depths``
    is what an admin has set in place of the usual depth of a kind of link.
    """
    kind = role(target)
    if kind is LinkKind.SOCIAL:
        return "accounts on social networks are recorded, not crawled"
    if target.redirects > MAX_REDIRECTS:
        return f"more than {MAX_REDIRECTS} redirects lead from one to the next"
    bounds = _DEPTH_AND_HOPS.get(kind)
    if bounds is None:
        return trap(target.url) if kind is LinkKind.ARCHIVE else None
    depth = depths.get(kind, bounds[0])
    if target.depth > depth:
        return f"it is more than {depth} {'link' if depth == 1 else 'links'} away"
    if target.hops > bounds[1]:
        return f"it is more than {bounds[1]} {'site' if bounds[1] == 1 else 'sites'} away"
    return trap(target.url) if kind in AROUND else None


def role(target: Target) -> LinkKind:
    """What a Target is fetched as: behind a redirect, what it was before."""
    return target.role if target.kind is LinkKind.REDIRECT and target.role else target.kind
