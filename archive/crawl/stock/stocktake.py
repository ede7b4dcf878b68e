"""A Crawl's lists against the archive: whether archive pages have to be walked, and the Tallies at its end."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from archive.crawl.bounds.scope import AROUND, LISTINGS, role
from archive.crawl.frontier.frontier import Entry, Fate, Frontier
from archive.crawl.stock.fates import Fates, why_not
from archive.crawl.stock.listings import Listings
from archive.crawl.stock.tallying import Broken, around, tallies
from archive.model import (
    Crawl,
    LinkKind,
    Page,
    PageKind,
    PageStatus,
    Source,
    SourceKind,
    Tally,
    Target,
    TargetState,
)
from archive.store.catalogue import Catalogue


class Stocktake:
    """Reads for one Crawl of a Source; writes nothing."""

    def __init__(
        self,
        catalogue: Catalogue,
        frontier: Frontier,
        crawl: Crawl,
        source: Source | None,
        listings: Listings,
    ) -> None:
        self._catalogue = catalogue
        self._frontier = frontier
        self._crawl = crawl
        self._source = source
        self._listings = listings

    def archives(self, pages: Iterable[Page]) -> list[Target]:
        """The archive pages to walk, and the posts on the pages that name them; none unless the lists fall short or all is
        to be fetched. Asked when nothing else is left; ``pages`` are the Source's as they are then."""
        source = self._source
        if source is None or source.kind is SourceKind.PAGE:
            return []
        if not self._crawl.full:
            walked = bool(self._catalogue.tallies.walks(source.id))
            posts = _posts(pages)
            before = {page.surt for page in posts if _is_older(page, self._crawl)}
            missed = self._missed_before(source) if walked else 0
            held = {page.surt for page in posts}
            broken = any(one.kind is not LinkKind.ARCHIVE for one in self._broken())
            if not self._listings.fall_short(
                held, before=before, walked=walked, missed=missed, broken=broken
            ):
                return []
        return self._listings.aside()

    def tallies(self, left_out: Mapping[LinkKind, int]) -> list[Tally]:
        """What each list stated, named and brought, first all of them together; then what lies around the Source, by
        kind of link, with what was ``left_out`` for want of budget."""
        source = self._source
        if source is None:
            return []
        named = self._listings.named
        fates = Fates(self._catalogue, self._frontier, self._crawl.id).of(named)
        held = {page.surt for page in _posts(self._catalogue.pages.of_source(source.id))}
        linked = self._catalogue.links.around(source.id, AROUND)
        return [
            *tallies(self._listings, source.url, fates=fates, broken=self._broken(), held=held),
            *around(source.url, linked, left_out),
        ]

    def _missed_before(self, source: Source) -> int:
        """How many posts no list named when a crawl took stock last."""
        whole = next(iter(self._catalogue.tallies.last_of(source.id)), None)
        return max(0, (whole.stated or 0) - whole.named) if whole is not None else 0

    def _broken(self) -> list[Broken]:
        """The pages of lists that could not be had."""
        found = []
        for entry in self._frontier.of_kinds(self._crawl.id, {*LISTINGS, LinkKind.REDIRECT}):
            kind = role(entry.target)
            if kind in LISTINGS and entry.state is not TargetState.DONE:
                reason = why_not(self._fate(entry))
                found.append(Broken(entry.target.url, kind, reason or "could not be had"))
        return found

    def _fate(self, entry: Entry) -> Fate:
        capture = self._catalogue.captures.get(entry.capture_id) if entry.capture_id is not None else None
        return Fate(entry.state, entry.error, capture.status if capture is not None else None)


def _posts(pages: Iterable[Page]) -> list[Page]:
    """The Source's own posts in the archive, but for those that are gone."""
    return [
        page
        for page in pages
        if page.kind is PageKind.POST and page.captures and page.status is not PageStatus.GONE
    ]


def _is_older(page: Page, crawl: Crawl) -> bool:
    """Whether the archive had a Page before this Crawl."""
    began = crawl.started_at or crawl.requested_at
    return page.first_captured is not None and page.first_captured < began
