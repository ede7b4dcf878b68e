"""What lies around a Source and is still to be fetched: named by this crawl's pages, or by the articles in the archive.

The links of all articles are in the catalogue: what one crawl's budget left out comes in with a later one, and a crawl
that was cut off loses nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import datetime

from archive import uri
from archive.crawl.again.revisiting import AROUND_AGAIN
from archive.crawl.bounds.scope import AROUND
from archive.crawl.frontier.frontier import Frontier
from archive.discover import homes, places
from archive.errors import BadUrl
from archive.model import Crawl, LinkKind, Page, PageKind, Source, Target
from archive.store.catalogue import Catalogue
from archive.store.crawls import UNFINISHED
from archive.store.links import REPEATED, LinkOut, points_to_a_site

MOST = 5_000
"""Links out that are looked at in a crawl, those of the newest articles first."""
_CRAWLS_BACK = 200


class Surroundings:
    """Gathers candidates for one Crawl. Only for the thread that runs the crawl."""

    def __init__(self, catalogue: Catalogue, frontier: Frontier, crawl: Crawl, source: Source | None) -> None:
        self._catalogue = catalogue
        self._frontier = frontier
        self._crawl = crawl
        self._source = source
        self._offered: dict[str, Target] = {}

    def offer(self, target: Target) -> None:
        """A Target that a page of this crawl named; of several namings of one page the first stays."""
        with suppress(BadUrl):
            self._offered.setdefault(uri.page_surt(target.url), target)

    def candidates(self, held: Iterable[Page]) -> list[Target]:
        """All that is not held and was not tried in vain of late, what the newest of the Source's Pages (``held``) name
        first; each once."""
        source = self._source
        if source is None:
            return []
        pages = {page.url: page for page in held}
        links = self._catalogue.links.unheld(source.id, AROUND, most=MOST)
        sisters = repeatedly(links, source.url)
        found = dict(_remembered(links, source, pages)) | self._offered
        found |= {
            key: replace(target, kind=LinkKind.SISTER)
            for key, target in found.items()
            if key in sisters and target.kind is LinkKind.BODY
        }
        tried = self._frontier.given_up(self._recent(source), found)
        tried |= self._frontier.ends(self._crawl.id, found).keys()
        dates = {url: page.facts.published for url, page in pages.items()}
        theirs = self._to_come(source)
        kept = [
            target
            for key, target in found.items()
            if key not in tried and not any(homes.within(target.url, home) for home in theirs)
        ]
        return sorted(kept, key=lambda target: _age(target, dates))

    def _to_come(self, source: Source) -> list[str]:
        """The homes of the other Sources that are about to be crawled, or being crawled: what is theirs comes in with
        them."""
        crawls = self._catalogue.crawls
        others = [each for each in self._catalogue.sources.all() if each.id != source.id and not each.paused]
        last = {each.url: crawls.last_of(each.id) for each in others}
        return [home for home, crawl in last.items() if crawl is None or crawl.state in UNFINISHED]

    def _recent(self, source: Source) -> list[int]:
        since = self._catalogue.clock() - AROUND_AGAIN
        crawls = self._catalogue.crawls.recent(_CRAWLS_BACK, source.id)
        return [crawl.id for crawl in crawls if crawl.requested_at >= since and crawl.id != self._crawl.id]


def _remembered(
    links: Iterable[LinkOut], source: Source, pages: Mapping[str, Page]
) -> Iterator[tuple[str, Target]]:
    """What the archive's articles of the Source link to, by key."""
    for link in links:
        with suppress(BadUrl):
            address = uri.fold(link.url)
            depth, hops = reach(link.via, pages, source.url)
            of_others = hops and link.kind in (LinkKind.SISTER, LinkKind.AUTHOR)
            if of_others or places.network(address) or places.file(address):
                continue
            leaves = not uri.same_host(address, source.url) and not uri.same_host(address, link.via)
            yield link.surt, Target(address, link.kind, depth + 1, hops + leaves, via=link.via)


def repeatedly(links: Iterable[LinkOut], home: str) -> frozenset[str]:
    """The sites that the texts of several articles point to: a sister of the blog, told by repetition, in whatever
    language the closing line asks to “stay tuned”. Their keys."""
    named: dict[str, set[str]] = {}
    for link in links:
        with suppress(BadUrl):
            own = uri.same_host(link.url, home)
            if link.kind is LinkKind.BODY and not own and points_to_a_site(link.url):
                named.setdefault(link.surt, set()).add(link.via)
    return frozenset(surt for surt, via in named.items() if len(via) >= REPEATED)


def reach(url: str, pages: Mapping[str, Page], home: str) -> tuple[int, int]:
    """How many links lie between a Source's lists and one of its articles (its posts are at 1), and how many of these
    lead to another site."""
    depth, hops, at = 1, 0, url
    for _ in range(10):
        page = pages.get(at)
        if page is None or page.kind is not PageKind.RELATED or page.via is None:
            break
        with suppress(BadUrl):
            hops += not uri.same_host(at, page.via) and not uri.same_host(at, home)
        depth, at = depth + 1, page.via
    return depth, hops


def _age(target: Target, dates: Mapping[str, datetime | None]) -> float:
    """How old the article is that named it, to sort by: what the home page names is new, what is undated is old."""
    if target.via is None or target.via not in dates:
        return float("-inf")
    published = dates[target.via]
    return -published.timestamp() if published is not None else float("inf")
