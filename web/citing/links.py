"""Link values that tie a URL, its TimeGate, its TimeMap and its mementos together (RFC 7089 §2.2, RFC 8288). Pure."""

from __future__ import annotations

from archive.model import Capture
from archive.timestamp import http_date
from web.replay.address import escaped, path_of
from web.replay.choice import Around

LINK_FORMAT = "application/link-format"


def timegate_url(root: str, url: str) -> str:
    """Where a date is negotiated for a URL."""
    return f"{root}/timegate/{escaped(url)}"


def timemap_url(root: str, url: str, form: str = "link", page: int = 1) -> str:
    """The list of a URL's mementos in one of its forms."""
    place = f"{page}/" if page > 1 else ""
    return f"{root}/timemap/{form}/{place}{escaped(url)}"


def memento_url(root: str, capture: Capture) -> str:
    """A memento's own address."""
    return root + path_of(capture.timestamp, capture.url)


def resource_links(root: str, url: str) -> list[str]:
    """original, timegate and timemap."""
    return [
        f'<{escaped(url)}>; rel="original"',
        f'<{timegate_url(root, url)}>; rel="timegate"',
        f'<{timemap_url(root, url)}>; rel="timemap"; type="{LINK_FORMAT}"',
    ]


def memento_links(root: str, around: Around, capture: Capture) -> list[str]:
    """first, prev, next and last memento, and this one; one link for a capture that is several of them."""
    roles: dict[int, list[str]] = {}
    named = {capture.id: capture}
    for role, other in (
        ("first", around.first), ("last", around.last), ("prev", around.prev), ("next", around.next)
    ):  # fmt: skip
        if other is not None:
            roles.setdefault(other.id, []).append(role)
            named[other.id] = other
    roles.setdefault(capture.id, [])
    ordered = sorted(named.values(), key=lambda each: (each.captured_at, each.id))
    return [memento_link(root, each, roles[each.id]) for each in ordered]


def memento_link(root: str, capture: Capture, roles: list[str] | None = None) -> str:
    """One memento with its datetime."""
    rel = " ".join([*(roles or ()), "memento"])
    return f'<{memento_url(root, capture)}>; rel="{rel}"; datetime="{http_date(capture.captured_at)}"'
