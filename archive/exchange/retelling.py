"""What a package tells beside its records: by Backfile of what its catalogue knew, by others in their list of pages.

It is believed of captures that came with it alone. Of a Page that was here before it only fills in what is not known.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from itertools import islice
from typing import TypeVar

from archive import uri
from archive.discover import markup
from archive.errors import BadUrl, RecordError
from archive.exchange.package import told
from archive.exchange.package.pages import PAGES
from archive.exchange.package.told import ToldCapture, ToldPage
from archive.exchange.wacz import Wacz
from archive.model import Capture, RecordType, Source
from archive.store.catalogue import Catalogue
from archive.store.mementos import Mementos
from archive.store.pages import merge
from archive.store.warc import WarcStore

_BATCH = 200  # lines a transaction
_MOST_SOURCES = 1000
_NAMED = 5  # Sources that are named in a notice
_TITLE = 1000
_LOOKED_AT = 1024 * 1024  # bytes of a page in which its title is looked for

T = TypeVar("T")


class Retelling:
    """Applies what a package tells to what was taken of it: the captures in the segments ``names``. Can be done again."""

    def __init__(self, wacz: Wacz, catalogue: Catalogue, store: WarcStore, names: set[str]) -> None:
        self._wacz = wacz
        self._mementos = Mementos(store, catalogue)
        self._catalogue = catalogue
        self._names = names
        self._sources: dict[str, int] = {}

    def apply(self) -> list[str]:
        """Returns sentences on what a person should know of it."""
        added = self._add_sources()
        told_pages = self._each(told.PAGES, told.read_page, self._page)
        self._each(told.CAPTURES, told.read_capture, self._capture)
        if told_pages:
            self._each(told.PAGES, told.read_page, self._drop_unheld)
        else:
            self._each(PAGES, _titled, self._title)
        return _words(added)

    def _each(self, path: str, read: Callable[[bytes], T | None], take: Callable[[T], None]) -> int:
        """Take each line of a member that can be read; how many there were."""
        lines = (read(line) for line in self._wacz.lines(path, told.MAX_LINE))
        found = (one for one in lines if one is not None)
        number = 0
        for some in _batches(found):
            with self._catalogue.transaction():
                for one in some:
                    take(one)
                    number += 1
        return number

    def _add_sources(self) -> list[Source]:
        """The Sources that are told of, known or added; these paused, for nobody here asked for them to be crawled."""
        added = []
        lines = self._wacz.lines(told.SOURCES, told.MAX_LINE)
        with self._catalogue.transaction():
            for line in islice(lines, _MOST_SOURCES):
                source = told.read_source(line)
                if source is None:
                    continue
                known = self._catalogue.sources.by_surt(source.surt)
                if known is None:
                    known = self._added(source)
                    added.append(known)
                self._sources[source.surt] = known.id
        return added

    def _added(self, source: Source) -> Source:
        known = self._catalogue.sources.add(
            source.url,
            source.surt,
            source.name,
            source.kind,
            feed_url=source.feed_url,
            sitemap_url=source.sitemap_url,
            platform_id=source.platform_id,
            platform=source.platform,
        )
        return self._catalogue.sources.update(known.id, paused=True)

    def _page(self, given: ToldPage) -> None:
        pages = self._catalogue.pages
        page = replace(given.page, source_id=self._sources.get(given.source or ""))
        if self._was_here(page.id):
            known = pages.get(page.id)
            if known is not None:
                facts = merge(page.facts, known.facts)
                pages.restore(replace(known, facts=facts, source_id=known.source_id or page.source_id))
            return
        pages.restore(page)
        shows = self._catalogue.captures.by_record_id(given.links_from) if given.links_from else None
        ours = shows is not None and shows.locator.filename in self._names
        pages.replace_links(page.id, shows.id if shows is not None and ours else None, given.links)

    def _was_here(self, page_id: str) -> bool:
        """Whether a Page has a capture from elsewhere."""
        captures = self._catalogue.captures.of_page(page_id)
        return any(one.locator.filename not in self._names for one in captures)

    def _capture(self, given: ToldCapture) -> None:
        capture = self._catalogue.captures.by_record_id(given.record_id)
        if capture is None or capture.locator.filename not in self._names:
            return
        completed = _completed(capture, given)
        if completed != capture:
            self._catalogue.captures.complete(completed)
        if given.page_id is None or self._catalogue.pages.get(given.page_id) is not None:
            self._catalogue.pages.hand_over(capture.id, given.page_id)

    def _drop_unheld(self, given: ToldPage) -> None:
        """A Page that was told of, and came without any capture."""
        known = self._catalogue.pages.get(given.page.id)
        if known is not None and known.facts == given.page.facts:
            self._catalogue.pages.drop_empty(known.id)

    def _title(self, given: tuple[str, str]) -> None:
        """A title out of the list of pages, for a page that has none in itself: its own is the better one."""
        surt, title = given
        page = self._catalogue.pages.by_surt(surt)
        if page is None or page.facts.title is not None or self._was_here(page.id):
            return
        if not self._has_title(page.id):
            self._catalogue.pages.restore(replace(page, facts=replace(page.facts, title=title)))

    def _has_title(self, page_id: str) -> bool:
        shown = self._catalogue.captures.shown(page_id)
        if shown is None:
            return True
        try:
            with self._mementos.open(shown) as memento:
                body, kind = memento.payload.read(_LOOKED_AT), memento.header("Content-Type")
        except RecordError:
            return True
        parsed = markup.parse(body, shown.url, kind)
        named = parsed.first("title") if parsed is not None else None
        return named is not None and bool("".join(named.itertext()).strip())


def _completed(capture: Capture, given: ToldCapture) -> Capture:
    """The capture with what its record left to another one to say."""
    capture = replace(capture, wall=given.wall)
    if capture.record_type is RecordType.REVISIT:
        capture = replace(
            capture,
            status=given.status or capture.status,
            mime=given.mime or capture.mime,
            digest=capture.digest or given.digest or "",
            sha256=capture.sha256 or given.sha256 or "",
        )
    if capture.record_type is RecordType.CONVERSION and capture.refers_to_url is None:
        capture = replace(capture, refers_to_url=given.refers_to_url, refers_to_at=given.refers_to_at)
    return capture


def _titled(line: bytes) -> tuple[str, str] | None:
    """The key and the title of a line in the list of pages; None for any other line."""
    try:
        found = json.loads(line)
        url, title = found["url"], found["title"]
        surt = uri.page_surt(url)
    except (ValueError, RecursionError, KeyError, TypeError, AttributeError, BadUrl):
        return None
    text = " ".join(title.split())[:_TITLE] if isinstance(title, str) and "\x00" not in title else ""
    return (surt, text) if text and text != url else None


def _batches(values: Iterable[T]) -> Iterator[list[T]]:
    rest = iter(values)
    while some := list(islice(rest, _BATCH)):
        yield some


def _words(added: list[Source]) -> list[str]:
    if not added:
        return []
    names = ", ".join(f"“{one.name}”" for one in added[:_NAMED]) + (" …" if len(added) > _NAMED else "")
    return [f"Added {names}, paused: `backfile source resume` has a source crawled here."]
