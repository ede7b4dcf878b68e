"""What the archive knows already that a Crawl goes by: earlier bodies, validators, lists, how it went before."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import timedelta

from archive import uri
from archive.crawl.again import lastmod, looks
from archive.crawl.bounds.scope import ARTICLES, LISTINGS, MAX_REDIRECTS, role
from archive.crawl.frontier.frontier import Entry, Frontier
from archive.crawl.stock.listings import Listings
from archive.discover.discovery import discover
from archive.errors import RecordError
from archive.model import (
    Capture,
    Crawl,
    CrawlState,
    Facts,
    LinkKind,
    Page,
    PageStatus,
    Source,
    Target,
    TargetState,
)
from archive.store.catalogue import Catalogue
from archive.store.mementos import Mementos

_ROOTS = LISTINGS | {LinkKind.SEED}
_OWN = ARTICLES | LISTINGS | {LinkKind.REDIRECT}
_ANSWERED = (200, 203, 304)
_LIST_UNASKED = timedelta(days=7)
_ARTICLE_UNASKED = timedelta(days=90)
_LOOKED_BACK = 10  # crawls
_MAX_BODY = 10 * 1024 * 1024


class Memory:
    """Reads for one Crawl. ``body`` and ``validated`` may be called by any thread."""

    def __init__(
        self,
        catalogue: Catalogue,
        frontier: Frontier,
        mementos: Mementos,
        crawl: Crawl,
        source: Source | None,
    ) -> None:
        self._catalogue = catalogue
        self._frontier = frontier
        self._mementos = mementos
        self._crawl = crawl
        self._source = source

    def body(self, target: Target) -> tuple[bytes, str] | None:
        """The body and media type that “not modified” refers to; None when the archive can't give them."""
        held = self._catalogue.captures.validators(uri.surt(target.url))
        return self._read(held) if held is not None else None

    def validated(self, target: Target) -> Target:
        """The Target with the validators of its last Capture, for a conditional request (RFC 9110 §13).

        Without them in a full crawl, and for what a person asked to be archived now; also where a server may answer “not
        modified” to whatever it is asked: once a week for a list, every three months for an article, and for an article
        that a list says to be newer; and where the archive has lost the body that “not modified” would refer to.
        """
        if self._crawl.full or (self._source is None and role(target) is LinkKind.SEED):
            return target
        held = self._catalogue.captures.validators(uri.surt(target.url))
        if held is None or self._doubtful(target, held) or not self._can_be_read(held):
            return target
        return replace(target, etag=held.etag, last_modified=held.last_modified)

    def _doubtful(self, target: Target, held: Capture) -> bool:
        if role(target) is LinkKind.REQUISITE:
            return False
        said = target.facts.updated if target.facts is not None else None
        longest = _LIST_UNASKED if role(target) in LISTINGS else _ARTICLE_UNASKED
        return self._catalogue.clock() - held.captured_at >= longest or (
            said is not None and said > held.captured_at
        )

    def _can_be_read(self, held: Capture) -> bool:
        try:
            with self._mementos.open(held):
                return True
        except RecordError:
            return False

    def listings(self) -> Listings:
        """What the lists named so far: nothing in a new crawl; after a restart read again from the archive."""
        listings = Listings()
        for entry in self._frontier.of_kinds(self._crawl.id, {*_ROOTS, LinkKind.REDIRECT}):
            if entry.state is TargetState.DONE and role(entry.target) in _ROOTS:
                self._note(listings, entry)
        return listings

    def pages(self) -> list[Page]:
        """The Source's Pages as they are now, the newest first. There may be ten thousand: who asks several questions of
        them reads them once."""
        return self._catalogue.pages.of_source(self._source.id) if self._source is not None else []

    def missing(self, listings: Listings, held: Iterable[Page]) -> list[Target]:
        """Those of the Source's Pages (``held``) that its complete lists do not name any more."""
        if self._source is None:
            return []
        entries = self._frontier.of_kinds(self._crawl.id, {*LISTINGS, LinkKind.REDIRECT})
        failed = [entry.target for entry in entries if entry.state is not TargetState.DONE]
        missing = listings.missing(held, failed)
        if not missing:
            return []
        # An article may be listed under an address that redirects to it, or that is not its canonical one.
        named = listings.named
        known = self._ends(named) | named
        # What archive pages named no list had, so that it is not missed.
        from_archives = self._archive_pages(self._source)
        return [
            target
            for target in missing
            if target.via not in from_archives and not self._addresses(target) & known
        ]

    def typed(self, held: Iterable[Page]) -> list[Target]:
        """Those of the Source's Pages (``held``) that a person typed when it was added, and that nobody has fetched yet:
        no list named them."""
        return [
            Target(page.url, LinkKind.POST, depth=1)
            for page in held
            if page.captures == 0 and page.link_kind is LinkKind.POST and page.status is PageStatus.LIVE
        ]

    def _archive_pages(self, source: Source) -> set[str]:
        walks = self._catalogue.tallies.walks(source.id)
        found = [entry for crawl in walks for entry in self._frontier.of_kinds(crawl, {LinkKind.ARCHIVE})]
        return {entry.target.url for entry in found} | ({source.url} if walks else set())

    def looks(self, held: Iterable[Page], usual: int, hints: Mapping[str, Facts]) -> list[Target]:
        """Those of the Source's Pages (``held``) to look at although nobody announced an edit, within what is left of a
        day's budget: ``usual``, unless the Source has one of its own."""
        if self._source is None or self._crawl.full:
            return []
        now, own = self._catalogue.clock(), self._source.policy.daily_looks
        budget = usual if own is None else own
        left = budget - self._frontier.looks_between(self._source.id, now - looks.BUDGET_FOR, now)
        if left <= 0:
            return []
        vain = self._frontier.looks_in_vain(self._source.id, now - looks.TRIED_AGAIN, now)
        pages = [page for page in held if page.surt not in vain]
        hosts = {uri.host(page.url) for page in pages}
        announcing = {host for host in hosts if lastmod.announces(self._catalogue.lastmods.of(host))}
        return looks.choose(pages, now, left, hints=hints, announcing=announcing)

    def _addresses(self, target: Target) -> set[str]:
        """The keys under which an article was captured."""
        page = self._catalogue.pages.by_surt(uri.page_surt(target.url))
        captures = self._catalogue.captures.of_page(page.id) if page is not None else []
        return {uri.page_surt(target.url), *(uri.page_surt(capture.url) for capture in captures)}

    def _ends(self, surts: frozenset[str]) -> set[str]:
        """Where the redirects from listed addresses lead, as far as was captured."""
        latest = self._catalogue.captures.latest_live_of(surts)
        moved = (surt for surt, capture in latest.items() if capture.location)
        return {end for surt in moved if (end := self._end(surt)) is not None}

    def _end(self, surt: str) -> str | None:
        """Where the redirects from a listed address lead, as far as was captured; None when there are none."""
        end: str | None = None
        for _ in range(MAX_REDIRECTS):
            capture = self._catalogue.captures.latest_live(surt)
            if capture is None or not capture.location or not 300 <= capture.status < 400:
                return end
            onward = uri.join(capture.url, capture.location)
            if onward is None:
                return end
            end = surt = uri.page_surt(onward)
        return end

    def read_to_the_end_before(self) -> bool:
        """Whether the crawl before this one read the lists to their end and got every article that they named."""
        if self._source is None or self._crawl.full:
            return False
        before = [crawl for crawl in self._recent() if crawl.id != self._crawl.id]
        if not before or before[0].state is not CrawlState.DONE:
            return False
        entries = self._frontier.of_kinds(before[0].id, _OWN)
        return all(entry.state in (TargetState.DONE, TargetState.REFUSED) for entry in entries)

    def failure(self) -> str | None:
        """Why the crawl as a whole came to nothing; None when a root of the Source answered, or an article of its own."""
        if self._source is None:
            return None
        entries = self._frontier.of_kinds(self._crawl.id, {*_ROOTS, LinkKind.REDIRECT})
        roots = [entry for entry in entries if role(entry.target) in _ROOTS]
        articles = self._frontier.of_kinds(self._crawl.id, {LinkKind.POST, LinkKind.PAGE})
        if any(self._answered(entry) for entry in (*roots, *articles)):
            return None
        # What a person typed tells best what is wrong.
        roots.sort(key=lambda entry: role(entry.target) is not LinkKind.SEED)
        reason = next((entry.error for entry in roots if entry.error), "its address leads nowhere")
        return f"Nothing could be fetched from {self._source.url}: {reason}."

    def _answered(self, entry: Entry) -> bool:
        if entry.state is not TargetState.DONE or entry.capture_id is None:
            return False
        capture = self._catalogue.captures.get(entry.capture_id)
        return capture is not None and capture.status in _ANSWERED

    def _recent(self) -> list[Crawl]:
        if self._source is None:
            return []
        return self._catalogue.crawls.recent(_LOOKED_BACK, self._source.id)

    def _note(self, listings: Listings, entry: Entry) -> None:
        capture = self._catalogue.captures.get(entry.capture_id) if entry.capture_id is not None else None
        held = self._read(capture) if capture is not None and capture.status in _ANSWERED else None
        if capture is None or held is None:
            return
        found = discover(
            entry.target,
            self._source,
            status=200,
            mime=held[1],
            headers=self._headers(capture),
            body=held[0],
            url=entry.target.url,
        )
        listings.note(entry.target, found)

    def _headers(self, capture: Capture) -> tuple[tuple[str, str], ...]:
        """As they were archived: WordPress states its totals there."""
        try:
            with self._mementos.open(capture) as memento:
                return memento.headers
        except RecordError:
            return ()

    def _read(self, capture: Capture) -> tuple[bytes, str] | None:
        try:
            with self._mementos.open(capture) as memento:
                mime = (memento.header("content-type") or "").partition(";")[0].strip().lower()
                return memento.payload.read(_MAX_BODY), mime
        except RecordError:
            return None
