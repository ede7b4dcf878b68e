"""What the lists of a Crawl (feeds, sitemaps) named: whether one goes in circles, and what is missing. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field

from archive import uri
from archive.crawl.scope import role
from archive.discover.findings import Discovery
from archive.errors import BadUrl
from archive.model import LinkKind, Page, PageStatus, Target

_ARTICLES = frozenset({LinkKind.POST, LinkKind.PAGE})


@dataclass(slots=True)
class _Chain:
    """One list over all its pages."""

    kind: LinkKind
    total: int | None = None
    entries: int = 0
    ended: bool = False
    named: set[str] = field(default_factory=set)
    kinds: set[LinkKind] = field(default_factory=set)

    @property
    def whole(self) -> bool:
        """Whether it stated to be all there is, and all of it was seen."""
        if self.kind is LinkKind.SITEMAP:
            return self.ended
        return self.total is not None and self.entries >= self.total


@dataclass(slots=True)
class Listings:
    """Filled while a Crawl runs. After a restart it is filled anew from the lists that were captured."""

    _chains: dict[str, _Chain] = field(default_factory=dict)  # by the URL of each of its pages
    _named: set[str] = field(default_factory=set)

    def note(self, target: Target, discovery: Discovery) -> bool:
        """Take in what a page of a list named. False when it named nothing new: its paging goes in circles."""
        listing = discovery.listing
        if listing is None:
            return True
        chain = self._chains.setdefault(target.url, _Chain(role(target)))
        articles = [found for found in discovery.targets if found.kind in _ARTICLES]
        named = _surts(articles)
        fresh = named - chain.named
        chain.named |= named
        chain.kinds |= {found.kind for found in articles}
        chain.entries += listing.entries
        chain.total = listing.total if listing.total is not None else chain.total
        chain.ended = listing.complete
        self._named |= named
        if listing.next is not None:
            with suppress(BadUrl):
                self._chains.setdefault(uri.canonical(listing.next), chain)
        return bool(fresh) or listing.next is None

    @property
    def named(self) -> frozenset[str]:
        """The keys (``uri.page_surt``) of all articles that were named."""
        return frozenset(self._named)

    def complete(self, failed: Iterable[Target] = ()) -> frozenset[LinkKind]:
        """The kinds of article of which everything was named: by a feed to its stated total, or by sitemaps of
        which none failed."""
        chains = {id(chain): chain for chain in self._chains.values()}.values()
        whole = {
            kind for chain in chains if chain.kind is LinkKind.FEED and chain.whole for kind in chain.kinds
        }
        maps = [chain for chain in chains if chain.kind is LinkKind.SITEMAP]
        if all(chain.whole for chain in maps) and not any(role(one) is LinkKind.SITEMAP for one in failed):
            whole |= {kind for chain in maps for kind in chain.kinds}
        return frozenset(whole)

    def missing(self, pages: Iterable[Page], failed: Iterable[Target] = ()) -> list[Target]:
        """The known, live articles that complete lists do not name any more: to be looked at again."""
        whole = self.complete(failed)
        return [
            Target(page.url, page.link_kind, depth=1, via=page.via)
            for page in pages
            if page.link_kind in whole and page.status is PageStatus.LIVE and page.surt not in self._named
        ]


def _surts(targets: Iterable[Target]) -> set[str]:
    found = set()
    for target in targets:
        with suppress(BadUrl):
            found.add(uri.page_surt(target.url))
    return found
