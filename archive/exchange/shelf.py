"""What the archive holds already of the articles in an export."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto

from archive import uri
from archive.discover.blogger import is_dynamic
from archive.errors import RecordError
from archive.model import Capture, Facts, Page, Source
from archive.store.catalogue import Catalogue
from archive.store.mementos import Mementos

_LOOKED_AT = 64 * 1024


class Place(Enum):
    """Whether an article is wanted."""

    WANTED = auto()
    HELD = auto()  # from the live web, or as new from another export
    TAKEN = auto()  # from this very export


@dataclass(frozen=True, slots=True)
class Found:
    """The Page of an article, if there is one, and whether it is wanted."""

    place: Place
    page: Page | None = None


class Shelf:
    """Looks articles up: by the platform's own identity among the Source's Pages, else by their address."""

    def __init__(self, catalogue: Catalogue, mementos: Mementos, source: Source | None) -> None:
        self._catalogue = catalogue
        self._mementos = mementos
        pages = catalogue.pages.of_source(source.id) if source is not None else []
        self._by_identity = {page.facts.platform_id: page.id for page in pages if page.facts.platform_id}

    def page(self, url: str, facts: Facts) -> Page | None:
        """The Page that an article is."""
        named = self._by_identity.get(facts.platform_id) if facts.platform_id else None
        if named is not None:
            return self._catalogue.pages.get(named)
        return self._catalogue.pages.by_surt(uri.page_surt(url))

    def find(self, url: str, facts: Facts, record_id: str) -> Found:
        """Where an article stands whose record would have that id."""
        page = self.page(url, facts)
        captures = self._catalogue.captures.of_page(page.id) if page is not None else []
        if self._catalogue.captures.by_record_id(record_id) is not None:
            return Found(Place.TAKEN, page)
        if any(capture.live and self._shows_text(capture) for capture in reversed(captures)):
            return Found(Place.HELD, page)
        told = any(not capture.live for capture in captures)
        if told and page is not None and not _newer(facts, page.facts):
            return Found(Place.HELD, page)
        return Found(Place.WANTED, page)

    def _shows_text(self, capture: Capture) -> bool:
        """Whether a capture shows the article: a dynamic view has no text of its own."""
        if not capture.shows_article or capture.truncated:
            return False
        try:
            with self._mementos.open(capture) as memento:
                return not is_dynamic(memento.payload.read(_LOOKED_AT).decode("utf-8", "replace"))
        except RecordError:
            return False


def _newer(told: Facts, known: Facts) -> bool:
    return told.updated is not None and (known.updated is None or told.updated > known.updated)
