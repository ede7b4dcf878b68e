"""What a page of a feed, of a sitemap or of the REST API leads to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from urllib.parse import urlsplit

from archive import uri
from archive.discover import archives, blogger, feeds, homes, sitemaps, wordpress
from archive.discover.entry import Entry
from archive.discover.feeds import Feed
from archive.discover.findings import Discovery, Listing
from archive.discover.sitemaps import Place, Sitemap
from archive.discover.xmltext import UnsafeXmlError
from archive.model import Facts, LinkKind, Source, SourceKind, Target

_NOT_THERE = frozenset({400, 404, 410})  # WordPress's REST API answers 400 past its last page


def of_list(
    target: Target, source: Source | None, body: bytes, url: str, headers: Mapping[str, str]
) -> Discovery | None:
    """What a feed, sitemap or REST answer leads to; None when the body is none of them. Never raises."""
    content_type = headers.get("content-type")
    if wordpress.is_rest(url) and (page := wordpress.rest_page(body, url, headers)):
        return _rest(page, target, source)
    try:
        if feed := feeds.parse(body, url, content_type):
            return _feed(feed, target, source, url)
        if sitemap := sitemaps.parse(body, url, content_type):
            return _sitemap(sitemap, target, source, url)
    except UnsafeXmlError as unsafe:
        return Discovery(notices=(f"{url} was not read: {unsafe}.",))
    return None


def of_failure(target: Target, source: Source | None, url: str, status: int) -> Discovery:
    """What to make of a list that can't be had. A further page that is not there is how paging ends; where a site keeps
    its REST API shut, or it breaks, the paged feed is tried."""
    if status in _NOT_THERE and archives.page_number(url) > 1:
        return Discovery(listing=Listing(None, 0, None, True))
    shut = wordpress.is_rest(url) and not wordpress.is_rest_of_pages(url)
    if source is None or not source.feed_url or not shut:
        return Discovery()
    after = wordpress.next_feed_page(source.feed_url, 1)
    return Discovery(targets=(_following(replace(target, kind=LinkKind.FEED), after),) if after else ())


def _feed(feed: Feed, target: Target, source: Source | None, url: str) -> Discovery:
    if blogger.is_comment_feed(url):
        return Discovery(notices=feed.notices)
    after = _next_feed(feed, source, url)
    direct = blogger.direct_feed(feed, target.url, url)
    kind = LinkKind.PAGE if urlsplit(url).path.endswith("/feeds/pages/default") else LinkKind.POST
    own = [url, feed.home, source and source.url, source and source.feed_url]
    homes = [home for home in own if home]
    targets = _articles(feed.entries, kind, target, url, None if blogger.is_blogger_feed(feed) else homes)
    return Discovery(
        targets=(*targets, *_onward(target, after), *_onward(target, direct)),
        listing=_listing(feed.total, feed.received, after, feed.entries, targets),
        notices=feed.notices,
        aside=tuple(_month_of_oldest(targets, target, url)) if blogger.is_blogger_feed(feed) else (),
    )


def _next_feed(feed: Feed, source: Source | None, url: str) -> str | None:
    if blogger.is_blogger_feed(feed):
        return blogger.next_page(feed, url)
    if feed.next_url:
        return feed.next_url if feed.received else None
    on_wordpress = source is not None and source.kind is SourceKind.WORDPRESS
    begun = archives.page_number(url) > 1  # as the REST API is shut
    if (
        begun
        or (on_wordpress and source is not None and not source.platform_id)
        or _of_wordpress(feed, source)
    ):
        return wordpress.next_feed_page(url, feed.received)
    return None


def _of_wordpress(feed: Feed, source: Source | None) -> bool:
    """Whether WordPress wrote the feed of a site that was not recognised as such."""
    return (
        source is not None
        and source.kind is not SourceKind.WORDPRESS
        and "wordpress" in (feed.generator or "").lower()
    )


def _listing(
    total: int | None, received: int, after: str | None, entries: Sequence[Entry], targets: Sequence[Target]
) -> Listing:
    nameless = received - len(entries) + sum(1 for entry in entries if entry.url is None)
    elsewhere = sum(1 for target in targets if target.kind is LinkKind.RELATED)
    return Listing(total, received, after, after is None, elsewhere, nameless)


def _month_of_oldest(targets: Sequence[Target], target: Target, via: str) -> Iterator[Target]:
    """Where Blogger lists what is older than the oldest post here."""
    months = [month for one in targets if (month := blogger.month_of(one.url))]
    if months:
        yield Target(min(months), LinkKind.ARCHIVE, depth=target.depth, hops=target.hops, via=via)


def _rest(page: wordpress.RestPage, target: Target, source: Source | None) -> Discovery:
    kind = LinkKind.PAGE if page.standing else LinkKind.POST
    targets = _articles(page.entries, kind, target, target.url, [source.url] if source else None)
    return Discovery(
        targets=(*targets, *_onward(target, page.next_url)),
        listing=_listing(page.total, len(page.entries), page.next_url, page.entries, targets),
    )


def _articles(
    entries: Iterable[Entry], kind: LinkKind, target: Target, via: str, homes: list[str] | None
) -> list[Target]:
    """The entries' pages. With ``homes``, an entry that leads to none of these hosts is a link out (a link blog)."""
    found: dict[str, Target] = {}
    for entry in entries:
        if entry.url is None or _path(entry.url) == "/":
            continue
        leaves = homes is not None and not any(uri.same_host(entry.url, home) for home in homes)
        found.setdefault(
            entry.url,
            Target(
                entry.url,
                LinkKind.RELATED if leaves else kind,
                depth=target.depth + 1,
                hops=target.hops + leaves,
                via=via,
                facts=None if leaves else entry.facts,
            ),
        )
    return list(found.values())


def _sitemap(sitemap: Sitemap, target: Target, source: Source | None, url: str) -> Discovery:
    maps = [place.url for place in sitemap.maps if not wordpress.lists_no_articles(place.url)]
    on_blogger = source is not None and source.kind is SourceKind.BLOGGER
    after = blogger.next_sitemap(url, len(sitemap.pages)) if on_blogger else None
    onward = [_following(target, one) for one in dict.fromkeys([*maps, *([after] if after else [])])]
    own = [place for place in sitemap.pages if _is_own(place.url, source, url)]
    pages = [] if wordpress.lists_no_articles(url) else _places(own, target, source, url)
    return Discovery(
        targets=(*pages, *onward),
        listing=Listing(None, sitemap.received, after, after is None, len(sitemap.pages) - len(own)),
        notices=sitemap.notices,
    )


def _places(places: Iterable[Place], target: Target, source: Source | None, url: str) -> list[Target]:
    found = []
    for place in places:
        kind = _kind_of_place(place.url, source, url)
        if kind is None or _of_another(place.url, source):
            continue
        leaves = source is not None and not uri.same_host(place.url, source.url)
        facts = Facts(updated=place.modified) if place.modified else None
        found.append(
            Target(place.url, kind, depth=target.depth + 1, hops=target.hops + leaves, via=url, facts=facts)
        )
    return found


def _of_another(place: str, source: Source | None) -> bool:
    """Whether a place is on the Source's host, but outside of its folder: a host's sitemap names all of its blogs."""
    return source is not None and uri.same_host(place, source.url) and not homes.within(place, source.url)


def _is_own(place: str, source: Source | None, sitemap: str) -> bool:
    """Whether a place is on the site that the sitemap is of: it must not name those of others (protocol 0.9)."""
    sites = [sitemap, *([source.url] if source is not None else [])]
    return any(uri.same_host(place, home) or uri.site(place) == uri.site(home) for home in sites)


def _kind_of_place(place: str, source: Source | None, sitemap: str) -> LinkKind | None:
    """POST or PAGE; None for a home page or a list. A sitemap may name feeds too (protocol 0.9, “Other formats”)."""
    if source is not None and source.kind is SourceKind.BLOGGER:
        if blogger.kind_of(place) is None and blogger.is_index(place):
            return None
        return LinkKind.PAGE if blogger.kind_of(place) == "page" else LinkKind.POST
    if (
        _path(place) == "/"
        or wordpress.is_list(uri.fold(place))
        or (source is not None and place == source.url)
    ):
        return None
    return LinkKind.PAGE if wordpress.lists_standing_pages(sitemap) else LinkKind.POST


def _onward(target: Target, after: str | None) -> list[Target]:
    return [_following(target, after)] if after else []


def _following(target: Target, url: str) -> Target:
    """The next page of the same list, or a part of it: as deep as the list itself."""
    kind = target.role if target.kind is LinkKind.REDIRECT and target.role else target.kind
    return Target(url, kind, depth=target.depth, hops=target.hops, via=target.url)


def _path(url: str) -> str:
    return urlsplit(url).path
