"""What a survey comes to: how a URL is followed, or what has to be looked up before that can be told."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from archive import uri
from archive.discover import articles, homes, links, refusals, totals, wordpress
from archive.discover.known import Known
from archive.discover.platform import BLOGGERS, WORDPRESSES, Platform
from archive.model import Expected, SourceKind

_MOST_MAPS = 3  # parts of a sitemap that are read to count what is in them


@dataclass(frozen=True, slots=True)
class Recognised:
    """How a URL is followed. ``url`` is the home page (of a PAGE: the page itself), ``surt`` its identity."""

    kind: SourceKind
    url: str
    surt: str
    name: str
    feed_url: str | None = None
    sitemap_url: str | None = None
    platform_id: str | None = None  # Blogger: the blog's number; WordPress: the root of its REST API
    platform: Platform = Platform.PAGE
    expected: tuple[Expected, ...] = ()
    notices: tuple[str, ...] = ()  # what did not answer as it should, each a clause
    article: str | None = None  # the one that was typed, where one of the site's own was
    requests: int = 0  # that it took to find this out, those for robots.txt and redirects among them


@dataclass(frozen=True, slots=True)
class Ask:
    """URLs to look up next, in this order; each is answered by an ``Answer`` (status 0 when nothing answered)."""

    urls: tuple[str, ...]


def ask(known: Known, *urls: str | None) -> Ask | None:
    """Those of the URLs that were not asked yet; None when there is none, or when no more may be asked."""
    new = known.unanswered(urls)
    return Ask(new) if new else None


def recognised(
    known: Known,
    kind: SourceKind,
    home: str,
    feed_url: str | None,
    sitemap_url: str | None,
    platform: Platform,
    platform_id: str | None = None,
) -> Recognised:
    """How a site with this home is followed, named and counted by what is known."""
    return Recognised(
        kind,
        home,
        uri.page_surt(home),
        known.name(home),
        feed_url,
        sitemap_url,
        platform_id,
        platform,
        totals.stated(known, home, sitemap_url),
        tuple(_notices(known, home, feed_url, platform)),
        _article(known, home),
    )


def read_sitemap(known: Known, sitemap_url: str | None) -> Ask | None:
    """The sitemap, and its parts when they are few: they tell how much there is."""
    if wanted := ask(known, sitemap_url):
        return wanted
    top = known.read(sitemap_url)
    if top is None or top.sitemap is None:
        return None
    return ask(known, *islice(totals.maps_of_articles(top.sitemap, _MOST_MAPS), known.left))


def _article(known: Known, home: str) -> str | None:
    """The typed page, where it says that it is an article of the site's, or where there is no list that could say so."""
    first = known.first
    if not first.html or not homes.within(first.url, home) or uri.page_surt(first.url) == uri.page_surt(home):
        return None
    if articles.is_home(first.url) or links.is_list(first.url):
        return None
    listed = any(one.feed is not None or one.sitemap is not None or one.rest is not None for one in known.all)
    return uri.fold(first.url) if first.page_kind is not None or not listed else None


def _notices(known: Known, home: str, feed_url: str | None, platform: Platform) -> Iterator[str]:
    """What is followed, though it could not be read just now; an API that is shut; pages that show nothing."""
    if platform not in BLOGGERS and any(one.scripted for one in known.pages_of(home)):
        yield "its pages show nothing without their script: only what its feed holds will be text"
    asked = {one.asked: one for one in known.all if not one.usable and not one.rest}
    paged = f"{feed_url}?max-results=1"
    if feed_url and (feed := asked.get(feed_url) or asked.get(paged)):
        yield f"its feed could not be read: {refusals.answered(feed)}"
    rest = next((one for one in asked.values() if wordpress.is_rest(one.asked)), None)
    if rest is not None and platform in WORDPRESSES:
        yield f"its REST API could not be read: {refusals.answered(rest)}"
