"""The one door to discovery: where a Source's crawl begins, and what each answer leads to. Pure.

Depth counts links within the Source, hops those that leave it. A page of a feed or sitemap keeps its own depth,
so that a post is at depth 1 whichever page named it; requisites are one deeper than what needs them. No budget
and no limit is applied here: ``archive.crawl.bounds.scope`` decides what is fetched.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from archive import charset
from archive.discover import articles, blogger, lists, pages, requisites, sitemaps, wordpress
from archive.discover.findings import Discovery, Listing
from archive.model import LinkKind, Source, SourceKind, Target

__all__ = ["Discovery", "Listing", "discover", "seeds"]

_LISTS = frozenset({LinkKind.FEED, LinkKind.SITEMAP})
_LISTINGS = _LISTS | {LinkKind.ARCHIVE}


def seeds(source: Source, *, full: bool) -> list[Target]:
    """Where a crawl of this Source begins, at depth 0: feeds, sitemaps, the home page (in that order).

    The lists are the same for an incremental crawl (conditional requests tell what is new in them); ``full`` adds
    the sitemap that the Source did not name but may have.
    """
    if source.kind is SourceKind.BLOGGER:
        return blogger.seeds(source)
    if source.kind is SourceKind.WORDPRESS:
        return wordpress.seeds(source)
    found = [Target(source.feed_url, LinkKind.FEED)] if source.feed_url else []
    guess = full and found and articles.is_home(source.url)  # a folder's is not where the host's is
    sitemap = source.sitemap_url or (blogger.sitemap_of(source.url) if guess else None)
    if sitemap:
        found.append(Target(sitemap, LinkKind.SITEMAP))
    return [*found, Target(source.url, LinkKind.SEED)]


def discover(
    target: Target,
    source: Source | None,
    *,
    status: int,
    mime: str,
    headers: Iterable[tuple[str, str]],
    body: bytes,
    url: str,
) -> Discovery:
    """What an answer leads to. ``body`` is decoded of transfer and content coding, ``url`` where it came from,
    ``mime`` the media type without parameters, in lower case. Never raises, whatever the body."""
    known = {name.lower(): value for name, value in headers}
    if target.kind is LinkKind.REDIRECT and target.role is not None:
        target = replace(target, kind=target.role)
    if not 200 <= status < 300:
        return _of_failure(target, source, status, mime, known, body, url)
    if target.kind is LinkKind.ROBOTS:
        return Discovery(targets=tuple(_from_robots(target, body, url)))
    if mime == "text/css":
        return _of_stylesheet(target, body, url, known.get("content-type"))
    if target.kind in _LISTS or _is_list(mime, body):
        found = lists.of_list(target, source, body, url, known)
        if found is not None or target.kind in _LISTS:
            nothing = Discovery(notices=(f"{url} is neither a feed nor a sitemap.",))
            return found or replace(nothing, wall=pages.wall(mime, known, body, url))
    if target.kind is LinkKind.REQUISITE:
        return Discovery(facts=target.facts, wall=pages.wall(mime, known, body, url))
    if pages.looks_like_html(mime, body):
        return pages.of_page(target, source, body, url, known)
    return Discovery(facts=target.facts)


def _of_failure(
    target: Target,
    source: Source | None,
    status: int,
    mime: str,
    headers: dict[str, str],
    body: bytes,
    url: str,
) -> Discovery:
    found = lists.of_failure(target, source, url, status) if target.kind in _LISTINGS else Discovery()
    redirect = 300 <= status < 400
    return found if redirect else replace(found, wall=pages.wall(mime, headers, body, url))


def _from_robots(target: Target, body: bytes, url: str) -> Iterable[Target]:
    for sitemap in sitemaps.in_robots(body, url):
        yield Target(sitemap, LinkKind.SITEMAP, depth=target.depth, hops=target.hops, via=url)


def _of_stylesheet(target: Target, body: bytes, url: str, content_type: str | None) -> Discovery:
    css = charset.decode(body, content_type).text
    return Discovery(
        targets=tuple(
            Target(needed, LinkKind.REQUISITE, depth=target.depth + 1, hops=target.hops, via=url)
            for needed in requisites.of_stylesheet(css, url)
        )
    )


def _is_list(mime: str, body: bytes) -> bool:
    if mime.endswith(("/json", "+json")):
        return True
    if mime.endswith(("/xml", "+xml")):
        return mime not in {"application/xhtml+xml", "image/svg+xml"}
    return body[:200].lstrip()[:5] == b"<?xml" and b"<html" not in body[:2000].lower()
