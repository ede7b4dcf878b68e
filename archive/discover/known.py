"""All that was learnt of a site so far, and the questions that can be answered from it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from archive import uri
from archive.discover import articles, blogger, homes, links, places
from archive.discover.evidence import Evidence
from archive.discover.feeds import Feed
from archive.discover.platform import Platform


@dataclass(frozen=True, slots=True)
class Known:
    """The evidence in the order in which it came (never empty), and how many more questions are allowed."""

    all: list[Evidence]
    left: int

    @property
    def first(self) -> Evidence:
        """Of the URL that was typed."""
        return self.all[0]

    def unanswered(self, urls: Iterable[str | None]) -> tuple[str, ...]:
        """Those that were not asked yet, each once, as many as are allowed. http or https is one question."""
        asked = {uri.surt(address) for one in self.all for address in (one.asked, one.url)}
        new = dict.fromkeys(url for url in urls if url and uri.surt(url) not in asked)
        return tuple(new)[: max(0, self.left)]

    def pages_of(self, url: str) -> list[Evidence]:
        """HTML pages of a URL's host, its home page first."""
        found = [one for one in self.all if one.html and uri.same_host(one.url, url)]
        return sorted(found, key=lambda one: uri.page_surt(one.url) != uri.page_surt(url))

    @property
    def front(self) -> str | None:
        """The home that one of the addresses alone tells."""
        return next((one.front for one in self.all if one.front), None)

    def platform(self, among: frozenset[Platform]) -> Platform | None:
        """What made the site, if it is one of ``among``: a page's word before a feed's, a theme before the platform."""
        told = [one for one in self.all if one.platform in among]
        told.sort(key=lambda one: (not one.html, one.platform == Platform.BLOGGER))
        return told[0].platform if told else None

    def whole_feed(self, home: str) -> Evidence | None:
        """A feed of the whole site (not of a label, not of comments); its own before one kept elsewhere."""
        found = [
            one
            for one in self._feeds()
            if not one.partial and (one.home is None or homes.within(one.home, home) or one is self.first)
        ]
        found.sort(key=lambda one: one.home is not None and uri.page_surt(one.home) != uri.page_surt(home))
        return next(iter(found), None)

    def feed_of(self, page: Evidence) -> Evidence | None:
        """The feed that a page named, or that it is itself; else the one of its host whose site is the closest."""
        for one in self._feeds():
            if one is page or page.feed_url in {one.asked, one.url}:
                return one
        around = [one for one in self._feeds() if uri.same_host(one.url, page.url)]
        around.sort(key=lambda one: -len(one.home) if one.home and homes.within(page.url, one.home) else 0)
        return next(iter(around), None)

    def feed_home(self, of: Evidence) -> str | None:
        """The site that a feed says it is of. Its word counts for its own host, for a host that was asked already,
        and when it was typed itself (a feed may be kept by a feed service)."""
        home = of.home
        if home is None or places.network(home):
            return None
        if of is not self.first and not any(uri.same_host(home, other.url) for other in self.all):
            return None
        return homes.above(home) if not articles.is_home(home) and links.is_list(home) else home

    def wider(self, home: str) -> Evidence | None:
        """The feed of the whole host, when a folder's feed is only a section of it: it lists what lies in there."""
        root = homes.root_of(home)
        for one in self._feeds():
            of_root = one.home is None or uri.page_surt(one.home) == uri.page_surt(root)
            if of_root and not one.partial and uri.same_host(one.url, root) and _lists_in(one.feed, home):
                return one
        return None

    def settled(self, home: str) -> str:
        """A home page's address as it answered: https where that is what the host speaks, redirects followed."""
        for one in self.all:
            same = uri.page_surt(home) in {uri.page_surt(one.asked), uri.page_surt(one.url)}
            if one.html and same and (uri.same_host(one.url, home) or articles.is_home(one.url)):
                return uri.fold(one.url)
        answered = [one.url for one in self.all if one.status and uri.same_host(one.url, home)]
        secure = any(url.startswith("https:") for url in answered)
        if secure or (
            not answered and uri.host(home).endswith(".blogspot.com")
        ):  # Blogger's own speak it all
            return home.replace("http:", "https:", 1)
        return home

    def sitemap(self, home: str) -> str | None:
        """The site's sitemap: one in the home's own folder first, then what robots.txt names, an index before another;
        else one that could be read."""
        read = [one.url for one in self.all if one.sitemap is not None and uri.same_host(one.url, home)]
        named = [
            address
            for one in self.all
            for address in one.sitemaps or ()
            if uri.same_host(address, home)
            and not blogger.is_comment_feed(address)
            and not self.failed(address)
        ]
        indexes = [address for address in named if "index" in address or address.endswith("/sitemap.xml")]
        maps = [
            one.url for one in self.all if one.sitemap is not None and one.sitemap.maps and one.url in read
        ]
        found = list(dict.fromkeys([*indexes, *named, *maps, *read]))
        return next((one for one in found if homes.within(one, home)), next(iter(found), None))

    def main_sitemap(self, home: str) -> str | None:
        """The sitemap that is surely not a part of another: robots.txt names it, it is an index, or has the usual
        name."""
        found = self.sitemap(home)
        named = any(found in (one.sitemaps or ()) for one in self.all)
        read = self.read(found)
        whole = read is not None and read.sitemap is not None and bool(read.sitemap.maps)
        return found if found and (named or whole or found.endswith("/sitemap.xml")) else None

    def read(self, url: str | None) -> Evidence | None:
        """What a URL answered, if it was asked and answered with something to go by."""
        return next((one for one in self.all if url in {one.asked, one.url} and one.usable), None)

    def failed(self, url: str) -> bool:
        """Whether a URL was asked, and there was nothing in it."""
        return any(url in {one.asked, one.url} and not one.usable for one in self.all)

    def name(self, home: str) -> str:
        """The site's name: its feed's title, else what its home page or its REST API calls it, else that page's title, else
        its host."""
        feed = self.whole_feed(home)
        if feed is not None and feed.feed is not None and feed.feed.title:
            return feed.feed.title
        pages = self.pages_of(home)
        named = [one for one in self.all if one.rest_root and uri.same_host(one.url, home)]
        names = [one.site_name for one in (*pages, *named)] + [one.title for one in pages]
        return next((name for name in names if name), uri.host(home).removeprefix("www."))

    def _feeds(self) -> list[Evidence]:
        return [one for one in self.all if one.feed is not None and not blogger.is_comment_feed(one.url)]


def _lists_in(feed: Feed | None, folder: str) -> bool:
    entries = feed.entries if feed is not None else ()
    return any(entry.url is not None and homes.within(entry.url, folder) for entry in entries)
