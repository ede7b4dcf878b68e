"""An Exchange becomes a Capture: on disk first, then in the catalogue, and only then reported."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Protocol

from archive.errors import TakenDown
from archive.model import (
    Capture,
    Exchange,
    Facts,
    Link,
    LinkKind,
    Look,
    PageKind,
    PageStatus,
    RecordType,
    Target,
    WallKind,
)
from archive.store.annotator import Annotator
from archive.store.catalogue import Catalogue
from archive.store.conversions import Conversions
from archive.store.exchange_record import Measured, measure
from archive.store.originals import original_of
from archive.store.warc import WarcStore
from archive.uri import surt

REVISIT_FROM = 1024
"""Bytes of payload above which a revisit is smaller than storing the payload again."""


@dataclass(frozen=True, slots=True)
class PageSeen:
    """The Page that an Exchange shows, as ``Pages.seen`` takes it; ``url`` is its canonical address."""

    url: str
    kind: PageKind
    source_id: int | None = None
    facts: Facts | None = None
    via: str | None = None
    link_kind: LinkKind = LinkKind.SEED
    status: PageStatus | None = PageStatus.LIVE
    look: Look | None = None


class TargetQueue(Protocol):
    """Where Targets that were found are queued: the frontier."""

    def add(self, crawl_id: int, targets: Iterable[Target], /) -> int: ...


class Recorder:
    """Keeps Exchanges, in the order that loses nothing. For the one process that holds the archive's role."""

    def __init__(self, store: WarcStore, catalogue: Catalogue, queue: TargetQueue | None = None) -> None:
        self._store = store
        self._catalogue = catalogue
        self._queue = queue
        self._annotator = Annotator(store, catalogue)

    @property
    def store(self) -> WarcStore:
        """Where the records go."""
        return self._store

    @property
    def conversions(self) -> Conversions:
        """Where articles go that are made out of records which are kept already."""
        return Conversions(self._store, self._catalogue, self._catalogue.clock)

    def keep(
        self,
        exchange: Exchange,
        target: Target,
        *,
        page: PageSeen | None = None,
        links: Iterable[Link] = (),
        targets: Iterable[Target] = (),
        finish: Callable[[Capture], None] | None = None,
        original: Capture | None = None,
        wall: WallKind | None = None,
    ) -> Capture:
        """Write the records and sync them, then commit the Capture with all that came of it in one transaction.

        A payload that is known, or a 304 for ``original`` (the Capture whose validators were sent; found by URL when
        not given), becomes a revisit. ``wall`` is what it shows in the place of ``page``. ``targets`` go to the queue;
        ``finish`` is called inside the transaction with the Capture, and undoes it by raising. Returns after the
        commit: from then on the Capture survives a power cut.

        Raises TakenDown for what may not come back, DiskFull, NotWritable, WritingStopped, and the catalogue's errors;
        then nothing counts as archived.
        """
        self._refuse_taken_down(exchange.url, page)
        measured = measure(exchange)
        known = self._known(exchange, target, measured, original)
        written = self._store.append(exchange, original=known, measured=measured)
        with self._catalogue.transaction():
            capture = self._catalogue.captures.add(replace(written, crawl_id=target.crawl_id, wall=wall))
            self._catalogue.segments.commit(*self._store.end)
            if page is not None:
                capture = self._see(page, capture, links)
            if self._queue is not None and target.crawl_id is not None:
                self._queue.add(target.crawl_id, targets)
            if finish is not None:
                finish(capture)
        self._annotator.write_in_passing()
        return capture

    def _refuse_taken_down(self, url: str, page: PageSeen | None) -> None:
        """Whatever the address, it may call itself an article that was taken down."""
        for one in (url, page.url) if page is not None and page.url != url else (url,):
            denial = self._catalogue.takedowns.denial(one)
            if denial is not None:
                raise TakenDown(denial.at, denial.reason)

    def _see(self, page: PageSeen, capture: Capture, links: Iterable[Link]) -> Capture:
        seen = self._catalogue.pages.seen(
            page.url,
            kind=page.kind,
            source_id=page.source_id,
            facts=page.facts,
            via=page.via,
            link_kind=page.link_kind,
            capture=capture,
            status=page.status,
            look=page.look,
        )
        if capture.status != 304:  # it says nothing of the links
            self._catalogue.pages.set_links(seen.id, capture.id, links)
        return replace(capture, page_id=seen.id)

    def _known(
        self, exchange: Exchange, target: Target, measured: Measured, original: Capture | None
    ) -> Capture | None:
        """What the Exchange is a revisit of: always a record that holds the payload itself."""
        if exchange.status == 304:
            if original is None and (target.etag or target.last_modified):
                original = self._catalogue.captures.validators(surt(exchange.url))
            if original is not None and original.record_type is RecordType.REVISIT:
                original = original_of(original, self._catalogue.captures)
            return original
        if exchange.truncated is not None or measured.payload_length <= REVISIT_FROM:
            return None
        return self._catalogue.captures.original(measured.payload.sha256)
