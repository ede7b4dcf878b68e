"""What a site states to have: the totals that a survey saw, each with the list that it comes from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from urllib.parse import urlsplit

from archive import uri
from archive.discover import homes, wordpress
from archive.discover.evidence import Evidence
from archive.discover.known import Known
from archive.discover.sitemaps import Sitemap
from archive.model import Expected


def stated(known: Known, home: str, sitemap_url: str | None) -> tuple[Expected, ...]:
    """Posts and standing pages by the platform's own count; addresses by the sitemap; and where neither tells, the
    entries of the feed, which are the least that there is."""
    counted = [*_posts_and_pages(known, home)]
    addresses = _in_sitemap(known, home, sitemap_url)
    if addresses is not None:
        counted.append(addresses)
    if not counted:
        feed = known.whole_feed(home)
        if feed is not None and feed.feed is not None and feed.feed.received:
            counted.append(Expected("entries", feed.feed.received, feed.url, least=True))
    return tuple(counted)


def maps_of_articles(sitemap: Sitemap, most: int) -> list[str]:
    """The parts of a sitemap index that name articles; none when there are more than ``most``: a crawl counts those."""
    maps = [place.url for place in sitemap.maps if not wordpress.lists_no_articles(place.url)]
    return maps if len(maps) <= most else []


def _posts_and_pages(known: Known, home: str) -> Iterator[Expected]:
    found: dict[str, Expected] = {}
    for one in known.all:
        if one.rest is not None and one.rest.total is not None:
            of = "pages" if one.rest.standing else "posts"
            found.setdefault(of, Expected(of, one.rest.total, one.url))
        elif one.feed is not None and one.feed.total is not None:
            if urlsplit(one.url).path.endswith("/feeds/pages/default"):
                found.setdefault("pages", Expected("pages", one.feed.total, one.url))
            elif one is known.whole_feed(home):
                found.setdefault("posts", Expected("posts", one.feed.total, one.url))
    yield from (found[of] for of in ("posts", "pages") if of in found)


def _in_sitemap(known: Known, home: str, sitemap_url: str | None) -> Expected | None:
    """The articles that a sitemap names, with its parts as far as they were read."""
    top = known.read(sitemap_url)
    if top is None or top.sitemap is None:
        return None
    parts = [place.url for place in top.sitemap.maps if not wordpress.lists_no_articles(place.url)]
    read = [one for url in parts if (one := known.read(url)) is not None]
    named = {*_articles([top], home), *_articles(read, home)}
    if not named:
        return None
    return Expected("addresses", len(named), top.url, least=len(read) < len(parts))


def _articles(maps: Iterable[Evidence], home: str) -> Iterator[str]:
    for one in maps:
        for place in one.sitemap.pages if one.sitemap else ():
            key = uri.page_surt(place.url)
            if (
                homes.within(place.url, home)
                and key != uri.page_surt(home)
                and not wordpress.is_list(place.url)
            ):
                yield key
