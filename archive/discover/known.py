"""All that was learnt of a site so far, and the questions that can be answered from it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit, urlunsplit

from archive import uri
from archive.discover import articles, blogger, links, places
from archive.discover.evidence import Evidence


def root_of(url: str) -> str:
    """The root of a URL's host."""
    parts = urlsplit(uri.fold(url))
    return urlunsplit((parts.scheme, parts.netloc, "/", "", ""))


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

    def whole_feed(self, home: str) -> Evidence | None:
        """A feed of the whole site (not of a label, not of comments)."""
        for one in self._feeds():
            if not one.partial and (one.home is None or uri.same_host(one.home, home) or one is self.first):
                return one
        return None

    def feed_of(self, page: Evidence) -> Evidence | None:
        """The feed that a page named, or that it is itself; else one of its host."""
        for one in self._feeds():
            if one is page or page.feed_url in {one.asked, one.url}:
                return one
        return next((one for one in self._feeds() if uri.same_host(one.url, page.url)), None)

    def feed_home(self) -> str | None:
        """The site that a feed says it is of. Its word counts for its own host, for a host that was asked already,
        and when it was typed itself (a feed may be kept by a feed service)."""
        for one in self._feeds():
            home = one.home
            if home is None or places.network(home):
                continue
            if one is self.first or any(uri.same_host(home, other.url) for other in self.all):
                return root_of(home) if not articles.is_home(home) and links.is_list(home) else home
        return None

    def settled(self, home: str) -> str:
        """A home page's address as it answered: https where that is what the host speaks, redirects followed."""
        for one in self.all:
            same = uri.page_surt(home) in {uri.page_surt(one.asked), uri.page_surt(one.url)}
            if one.html and same and uri.same_host(one.url, home):
                return uri.fold(one.url)
        answered = [one.url for one in self.all if one.status and uri.same_host(one.url, home)]
        secure = any(url.startswith("https:") for url in answered)
        if secure or (
            not answered and uri.host(home).endswith(".blogspot.com")
        ):  # Blogger's own speak it all
            return home.replace("http:", "https:", 1)
        return home

    def sitemap(self, home: str) -> str | None:
        """The site's sitemap: what robots.txt names first, an index before another; else one that could be read."""
        read = [one.url for one in self.all if one.sitemap is not None and uri.same_host(one.url, home)]
        named = [address for one in self.all for address in one.sitemaps if uri.same_host(address, home)]
        named = [address for address in named if not blogger.is_comment_feed(address)]
        indexes = [address for address in named if "index" in address or address.endswith("/sitemap.xml")]
        return next(iter([*indexes, *named, *read]), None)

    def name(self, home: str) -> str:
        """The site's name: its feed's title, else what its home page calls the site, else that page's title, else
        its host."""
        feed = self.whole_feed(home)
        if feed is not None and feed.feed is not None and feed.feed.title:
            return feed.feed.title
        pages = self.pages_of(home)
        names = [one.site_name for one in pages] + [one.title for one in pages]
        return next((name for name in names if name), uri.host(home).removeprefix("www."))

    def _feeds(self) -> list[Evidence]:
        return [one for one in self.all if one.feed is not None and not blogger.is_comment_feed(one.url)]
