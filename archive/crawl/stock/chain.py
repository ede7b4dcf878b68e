"""One list of a Source over all its pages: what it stated, what it named, how reading it ended. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field

from archive import uri
from archive.crawl.bounds.scope import ARTICLES
from archive.discover.findings import Listing
from archive.errors import BadUrl
from archive.model import LinkKind, Target

_STANDING = re.compile(r"/feeds/(?:\d+/)?pages/|/wp/v2/(?:sites/[^/]+/)?pages\b")
_ROUND = 5  # feeds show the newest 10, 15, 20, 25 …


@dataclass(slots=True)
class Chain:
    """Filled page by page. ``named`` maps the keys (``uri.page_surt``) of the articles that it names to their kind."""

    url: str
    kind: LinkKind
    total: int | None = None
    pages: int = 0
    entries: int = 0
    elsewhere: int = 0
    nameless: int = 0
    ended: bool = False
    circled: bool = False  # its next page repeated what it had named
    known: bool = False  # reading stopped where all was known from an earlier crawl
    named: dict[str, LinkKind] = field(default_factory=dict)
    expected: set[str] = field(default_factory=set)  # the URLs of its pages, read or not

    def take(self, listing: Listing, found: Iterable[Target]) -> bool:
        """Take in one page. False when it named nothing new."""
        named = _named(found)
        fresh = named.keys() - self.named.keys()
        self.named |= named
        self.pages += 1
        self.entries += listing.entries
        self.elsewhere += listing.elsewhere
        self.nameless += listing.nameless
        self.total = listing.total if listing.total is not None else self.total
        self.ended = listing.complete
        self.circled = self.pages > 1 and bool(named) and not fresh
        return bool(fresh)

    @property
    def kinds(self) -> frozenset[LinkKind]:
        """POST, PAGE, or both."""
        return frozenset(self.named.values())

    @property
    def standing(self) -> bool:
        """Whether it is a list of standing pages."""
        return _STANDING.search(self.url) is not None or self.kinds == {LinkKind.PAGE}

    @property
    def posts(self) -> set[str]:
        """The keys of the posts that it names."""
        return {key for key, kind in self.named.items() if kind is LinkKind.POST}

    @property
    def whole(self) -> bool:
        """Whether it stated to be all there is, and all of it was seen."""
        if self.kind is LinkKind.SITEMAP:
            return self.ended
        return self.total is not None and self.entries >= self.total

    @property
    def window(self) -> bool:
        """Whether it looks as if it showed the newest posts only: a round number of them, and no total."""
        one_page = self.pages == 1 or self.circled
        full = self.entries > 0 and self.entries % _ROUND == 0
        return self.kind is LinkKind.FEED and self.total is None and one_page and full

    @property
    def exhausted(self) -> bool:
        """Whether it was read page by page until there were no more."""
        return self.kind is LinkKind.FEED and self.pages > 1 and self.ended and not self.circled

    @property
    def unnamed(self) -> int:
        """How many of the articles that it states it does not name; what leads elsewhere, has no address or was named
        twice is accounted for."""
        if self.total is None:
            return 0
        twice = max(0, self.entries - self.elsewhere - self.nameless - len(self.named))
        explained = self.elsewhere + self.nameless + (0 if self.circled else twice)
        return max(0, self.total - explained - len(self.named))


def _named(found: Iterable[Target]) -> dict[str, LinkKind]:
    named: dict[str, LinkKind] = {}
    for target in found:
        if target.kind in ARTICLES:
            with suppress(BadUrl):
                named.setdefault(uri.page_surt(target.url), target.kind)
    return named
