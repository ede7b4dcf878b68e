"""Articles made out of an export or a feed, kept in the order that loses nothing: on disk, then in the catalogue."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from archive import uri
from archive.digest import Digests
from archive.discover.discovery import discover
from archive.model import Capture, Facts, LinkKind, PageKind, RecordType, Target
from archive.plain_article import via_of
from archive.ports import Clock
from archive.store.catalogue import Catalogue
from archive.store.conversion import HTML_TYPE, conversion_record, export_id, export_record
from archive.store.describe import BODY_LIMIT
from archive.store.pages import merge
from archive.store.warc import WarcStore

_PIECE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Made:
    """An article's HTML, under the record id that it has each time that it is made out of the same record."""

    url: str
    record_id: str
    body: bytes
    kind: PageKind
    facts: Facts


class Conversions:
    """For the one process that holds the archive's role."""

    def __init__(self, store: WarcStore, catalogue: Catalogue, clock: Clock) -> None:
        self._store = store
        self._catalogue = catalogue
        self._clock = clock

    def keep_export(self, path: Path, digests: Digests, content_type: str) -> Capture:
        """The Capture of an export's file, which is written once. Raises as ``WarcStore.append`` does."""
        known = self._catalogue.captures.by_record_id(export_id(digests.sha256))
        if known is not None:
            return known
        written = export_record(digests, path.stat().st_size, _pieces(path), content_type, self._clock())
        (stored,) = self._store.write([(written.header, written.content)])
        with self._catalogue.transaction():
            capture = self._catalogue.captures.add(stored.of(written.capture))
            self._catalogue.segments.commit(*self._store.end)
        return capture

    def keep(
        self,
        origin: Capture,
        made: Sequence[Made],
        *,
        source_id: int | None = None,
    ) -> int:
        """Write articles and attach them to their Pages, all in one transaction; returns how many Pages are new. What was
        taken down is passed over."""
        made = [one for one in made if self._catalogue.takedowns.denial(one.url) is None]
        if not made:
            return 0
        now = self._clock()
        records = [conversion_record(one.url, one.record_id, one.body, origin, now) for one in made]
        stored = self._store.write([(one.header, one.content) for one in records])
        new = 0
        with self._catalogue.transaction():
            self._catalogue.segments.commit(*self._store.end)
            for one, record, place in zip(made, records, stored, strict=True):
                capture = self._catalogue.captures.add(place.of(record.capture))
                new += see(
                    capture, one.body, self._catalogue, source_id=source_id, kind=one.kind, facts=one.facts
                )
        return new


def see(
    capture: Capture,
    body: bytes,
    catalogue: Catalogue,
    *,
    source_id: int | None = None,
    kind: PageKind | None = None,
    facts: Facts | None = None,
) -> int:
    """Attach a conversion to its Page, whose facts it only completes and whose status it leaves as it is; returns how
    many Pages are new. What is not given is read from the document."""
    found = discover(
        Target(capture.url, LinkKind.SEED),
        None,
        status=200,
        mime=capture.mime,
        headers=(("Content-Type", HTML_TYPE),),
        body=body[:BODY_LIMIT],
        url=capture.url,
    )
    known = catalogue.pages.by_surt(uri.page_surt(capture.url))
    told = facts or found.facts or Facts()
    via_url, via_name = via_of(body) or (None, None)
    page = catalogue.pages.seen(
        known.url if known else uri.fold(capture.url),
        kind=kind or found.page_kind or PageKind.PAGE,
        source_id=source_id,
        facts=merge(told, known.facts if known else None),
        via=via_name if capture.exported else via_url,
        link_kind=LinkKind.EXPORT if capture.exported else LinkKind.POST,
        capture=capture,
    )
    catalogue.pages.set_links(page.id, capture.id, found.links)
    return int(known is None)


def origin_of(record_id: str | None, catalogue: Catalogue) -> Capture | None:
    """What a conversion was made from; None when the archive does not hold it."""
    found = catalogue.captures.by_record_id(record_id) if record_id else None
    return found if found is None or found.record_type is not RecordType.CONVERSION else None


def _pieces(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            yield piece
