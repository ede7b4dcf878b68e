"""Why a URL leads to nothing that can be followed, and what to do next."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from archive import uri
from archive.discover import articles, homes, links, places
from archive.discover.evidence import Evidence
from archive.model import WallKind

_MEANINGS = {
    **dict.fromkeys((301, 302, 303, 307, 308), " (a redirect that leads to no page)"),
    401: " (a log-in is needed)",
    403: " (forbidden)",
    404: " (not found)",
    410: " (gone)",
    429: " (too many requests)",
    451: " (withheld for legal reasons)",
    500: " (an error on its side)",
    502: " (an error on its side)",
    503: " (not available now)",
}
_EXPORT = (
    "If you can have an export of it (Blogger's backup, WordPress's WXR, a WARC file), use `backfile import`"
)
_OTHERS = "What others archived of it (a WARC or WACZ file) can be taken in with `backfile import`"
LATER = "Check the address, and try again later"
_ANOTHER = "Add the blog's home page or its feed, if it has one"


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why there is nothing to follow: the end of a sentence, fit for ``NothingToFollow(url, reason, step)``. ``step``
    is the sentence that says what to do next; None: keep the page alone."""

    reason: str
    step: str | None = None


_PAST_A_WALL = {
    WallKind.MISSING: _ANOTHER,
    WallKind.REMOVED: _OTHERS,
    WallKind.PARKED: f"{_OTHERS}; if the blog has moved, add its new address",
    WallKind.CHALLENGE: "Backfile does not go round that. If the blog's feed is open, add the feed",
    WallKind.CONSENT: f"Backfile does not go round that. {_EXPORT}",
    WallKind.LOGIN: f"Backfile does not go round that. {_EXPORT}",
    WallKind.WARNING: f"Backfile does not go round that. {_EXPORT}",
    WallKind.UNAVAILABLE: LATER,
}
FORBIDDEN = Refusal(
    "the site's robots.txt asks not to fetch this",
    "Add the blog's home page or its feed, if those may be fetched; or import an export of it",
)
NOTHING_LISTED = Refusal("the site has neither a page nor a feed nor a sitemap that can be read", _ANOTHER)
UNREADABLE_BLOG = Refusal("neither its pages nor its feed can be read", _EXPORT)
SHOWS_NOTHING = Refusal(
    "the page shows nothing without its script, and the site names neither a feed nor a sitemap",
    "If the site has a feed or a sitemap, add that",
)


def of_address(url: str) -> Refusal | None:
    """Of what needs not be asked: accounts on social networks, profiles, and blog services' own pages. Raises BadUrl."""
    full = uri.canonical(url)
    if places.network(full):
        return Refusal(
            "accounts and posts on social networks are recorded as links, not followed",
            "Add the blog that it belongs to",
        )
    if places.profile(full):
        return Refusal("it is a Blogger profile, not a blog", "Add one of the blogs that it lists")
    host, path = uri.host(full).removeprefix("www."), urlsplit(full).path
    if host in {"blogger.com", "draft.blogger.com"} and not path.startswith("/feeds/"):
        return Refusal("it is a page of Blogger's own, not a blog", "Add the blog's own address")
    if (
        host in {"medium.com", "substack.com", "wordpress.com", "ghost.org"}
        and homes.of_service(full) is None
    ):
        return Refusal(
            "it is a page of the service's own, not of one blog", "Add the address of one blog there"
        )
    return None


def of_answer(first: Evidence) -> Refusal | None:
    """Of what the typed URL answered; None when there is something to go by."""
    if first.wall:
        return Refusal(first.wall.reason, _PAST_A_WALL[first.wall.kind])
    if first.usable:
        return None
    if first.status in {0, 403, 429} and _tells_by_address(first):
        return None
    if first.trouble:
        missing = 200 <= first.status < 300 and not articles.is_home(first.url)
        return Refusal(first.trouble, _instead(first) if missing else _EXPORT)
    if first.opml:
        return Refusal("it is an OPML list of feeds", "Save it as a file and use `backfile import`")
    if first.unsafe:
        return Refusal(first.unsafe, _ANOTHER)
    if first.status == 0:
        return FORBIDDEN
    if not 200 <= first.status < 300:
        return _of_status(first)
    return Refusal(f"it is {first.mime or 'something unnamed'}, and neither a page nor a feed nor a sitemap")


def _tells_by_address(first: Evidence) -> bool:
    """Whether an address that may not be asked tells all the same which blog it is of, as a label page does."""
    if first.blogger or first.rest_root or first.front:
        return True
    return first.status == 0 and not articles.is_home(first.url) and links.is_list(first.url)


def answered(evidence: Evidence) -> str:
    """What an answer was in which there was nothing to go by."""
    if evidence.status == 0:
        return "robots.txt forbids it, or there was no answer"
    if 200 <= evidence.status < 300:
        return f"it is {evidence.mime or 'something unnamed'}"
    return f"it answered with status {evidence.status}{_MEANINGS.get(evidence.status, '')}"


def _of_status(first: Evidence) -> Refusal:
    reason = answered(first)
    if first.status in {404, 410} and not articles.is_home(first.url):
        return Refusal(reason, _instead(first))
    if first.status in {401, 403, 404, 410, 451}:
        return Refusal(reason, _EXPORT)
    return Refusal(reason, LATER)


def _instead(first: Evidence) -> str:
    return f"If the site itself is there, add {homes.root_of(first.url)} instead"
