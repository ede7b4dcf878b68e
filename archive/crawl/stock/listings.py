"""What the lists of a Crawl (feeds, sitemaps, archive pages) named: which go in circles, which fall short, and what is
not named any more. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from contextlib import suppress
from dataclasses import dataclass, field

from archive import uri
from archive.crawl.bounds.scope import ARTICLES, LISTINGS, role
from archive.crawl.stock.chain import Chain
from archive.discover.findings import Discovery, Listing
from archive.discover.shapes import Shapes
from archive.discover.wordpress import first_feed_page
from archive.errors import BadUrl
from archive.model import LinkKind, Page, PageKind, PageStatus, Target

MOST_BARREN = 5
"""Lists that may lead from one to the next without naming a new article: indexes of indexes, and redirects on the way."""


@dataclass(slots=True)
class Listings:
    """Filled while a Crawl runs. After a restart it is filled anew from the lists that were captured."""

    _chains: dict[str, Chain] = field(default_factory=dict)  # by the URL of each of its pages
    _named: set[str] = field(default_factory=set)
    _shapes: Shapes = field(default_factory=Shapes)
    _barren: dict[str, int] = field(default_factory=dict)
    """By a list's URL: how many lists in a row led to it, and it with them, without naming a new article."""
    _aside: dict[str, tuple[Target, ...]] = field(default_factory=dict)  # by the page that has them

    def note(self, target: Target, discovery: Discovery) -> bool:
        """Take in what a page of a list named. False when it named nothing new: its paging goes in circles."""
        if discovery.aside:
            self._aside[target.url] = discovery.aside
        listing = discovery.listing
        if listing is None:
            if role(target) in LISTINGS:  # a redirect to the list, say
                self._barren[target.url] = self._barren.get(target.via or "", 0)
            return True
        self._barren[target.url] = self._barren_at(target, discovery)
        chain = self._chain(target)
        chain.expected.add(target.url)
        fresh = chain.take(listing, [*discovery.targets, *self.posts_among(discovery.perhaps)])
        self._named |= chain.named.keys()
        self._shapes.learn(found.url for found in discovery.targets if found.kind is LinkKind.POST)
        if listing.next is not None:
            with suppress(BadUrl):
                after = uri.canonical(listing.next)
                chain.expected.add(after)
                self._chains.setdefault(after, chain)
        return fresh or listing.next is None

    def leads_nowhere(self, target: Target, discovery: Discovery) -> bool:
        """Whether lists have led to lists and named no new article for so long that those named here are not worth asking
        for: an index of itself under ever new names has no end."""
        return self._barren_at(target, discovery) > MOST_BARREN

    def _barren_at(self, target: Target, discovery: Discovery) -> int:
        named = [*discovery.targets, *self.posts_among(discovery.perhaps)]
        keys = {_key(found) for found in named if found.kind in ARTICLES}
        return 0 if keys - self._named else self._barren.get(target.via or "", 0) + 1

    def _chain(self, target: Target) -> Chain:
        known = self._chains.get(target.url) or self._chains.get(first_feed_page(target.url))
        return self._chains.setdefault(target.url, known or Chain(target.url, role(target)))

    def posts_among(self, perhaps: Iterable[Target]) -> list[Target]:
        """Those whose address is of the shape that the posts known so far have."""
        return [target for target in perhaps if self._shapes.fit(target.url)]

    def stopped(self, url: str) -> None:
        """Reading this list stopped before its end, as all that would follow is known."""
        if (chain := self._chains.get(url)) is not None:
            chain.known = True

    @property
    def chains(self) -> list[Chain]:
        """Every list, in the order in which they were met."""
        return list({id(chain): chain for chain in self._chains.values()}.values())

    def of_page(self, url: str) -> Chain | None:
        """The list that this is a page of."""
        return self._chains.get(url)

    @property
    def named(self) -> frozenset[str]:
        """The keys (``uri.page_surt``) of all articles that were named."""
        return frozenset(self._named)

    @property
    def posts(self) -> set[str]:
        """The keys of all posts that were named."""
        return {key for chain in self.chains for key in chain.posts}

    def stating(self) -> Chain | None:
        """The list that states the largest total of posts; None when none states one."""
        stated = [chain for chain in self.chains if chain.total is not None and not chain.standing]
        return max(stated, key=lambda chain: chain.total or 0, default=None)

    @property
    def exhausted(self) -> bool:
        """Whether a list of posts was read page by page to its end."""
        return any(chain.exhausted and not chain.standing for chain in self.chains)

    def unnamed(self, held: Collection[str] = ()) -> int:
        """How many of the posts that are stated no list names, and the archive does not have as live ones (``held``)."""
        chain = self.stating()
        if chain is None or not chain.unnamed:
            return 0
        accounted = (chain.total or 0) - chain.unnamed - len(chain.named)
        return max(0, (chain.total or 0) - accounted - len(self.posts | set(held)))

    def fall_short(
        self,
        held: Collection[str] = (),
        *,
        before: Collection[str] = (),
        walked: bool = False,
        missed: int = 0,
        broken: bool = False,
    ) -> bool:
        """Whether there may be posts that no list names: fewer than a stated total, a feed that shows the newest only,
        or lists that name nothing or are ``broken`` in part.

        ``held``: the keys of the Source's live posts in the archive, ``before`` those that it had before this crawl. Where
        the archive pages were ``walked`` by an earlier crawl, only a gap since then counts: more posts than the ``missed``
        of that time, or a feed with no post in it that was known before.
        """
        if self.stating() is not None:
            return self.unnamed(held) > missed
        if not walked and (not self.posts or (broken and not self.exhausted)):
            return True
        windows = [chain for chain in self.chains if chain.window]
        return any(not walked or not chain.posts & set(before) for chain in windows)

    def aside(self) -> list[Target]:
        """The archive pages that were seen, and the posts on the pages that name them. From now on these pages count
        as lists."""
        for url, targets in self._aside.items():
            posts = [target for target in targets if target.kind is LinkKind.POST]
            if url not in self._chains:
                chain = self._chains[url] = Chain(url, LinkKind.ARCHIVE)
                chain.take(Listing(None, len(posts), None, True), posts)
                self._named |= chain.named.keys()
        return [target for targets in self._aside.values() for target in targets]

    def complete(self, failed: Iterable[Target] = ()) -> frozenset[LinkKind]:
        """The kinds of article of which everything was named: by a feed to its stated total, or by sitemaps of
        which none failed."""
        whole = {
            kind
            for chain in self.chains
            if chain.kind is LinkKind.FEED and chain.whole
            for kind in chain.kinds
        }
        maps = [chain for chain in self.chains if chain.kind is LinkKind.SITEMAP]
        if all(chain.whole for chain in maps) and not any(role(one) is LinkKind.SITEMAP for one in failed):
            whole |= {kind for chain in maps for kind in chain.kinds}
        return frozenset(whole)

    def missing(self, pages: Iterable[Page], failed: Iterable[Target] = ()) -> list[Target]:
        """The known, live articles that complete lists do not name any more: to be looked at again."""
        whole = self.complete(failed)
        unnamed = (page for page in pages if page.status is PageStatus.LIVE and page.surt not in self._named)
        return [target for page in unnamed if (target := _again(page)).kind in whole]


def _again(page: Page) -> Target:
    """A known article as a Target; one that only an export named as what the Source itself would list."""
    if page.link_kind is not LinkKind.EXPORT:
        return Target(page.url, page.link_kind, depth=1, via=page.via)
    kind = LinkKind.PAGE if page.kind is PageKind.PAGE else LinkKind.POST
    return Target(page.url, kind, depth=1)


def _key(target: Target) -> str | None:
    with suppress(BadUrl):
        return uri.page_surt(target.url)
    return None
