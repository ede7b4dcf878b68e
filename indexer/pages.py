"""A Page of the catalogue → its Document, out of all that the archive knows of it."""

from __future__ import annotations

from contextlib import suppress

from archive.errors import UnknownSource
from archive.model import Page, Source
from archive.store.catalogue import Catalogue
from indexer.document import DocumentMaker
from indexer.model import Document


class PageDocuments:
    """What an index should hold of each Page: one answer for who writes it and for who checks it."""

    def __init__(self, catalogue: Catalogue, documents: DocumentMaker) -> None:
        self._catalogue = catalogue
        self._documents = documents

    def of(self, page_id: str, previous: Document | None = None) -> Document | None:
        """The Document of a Page; None: the catalogue does not know it, or it has nothing to show. ``previous`` is what the
        index holds: payloads that it knows are not read again. Raises RecordError, and whatever a hostile page makes of
        its extraction."""
        page = self._catalogue.pages.get(page_id)
        if page is None:
            return None
        captures = self._catalogue.captures.of_page(page_id)
        links = self._catalogue.links.keys_from(page)
        return self._documents.make(page, captures, self._source(page), previous, links)

    def _source(self, page: Page) -> Source | None:
        if page.source_id is not None:
            with suppress(UnknownSource):
                return self._catalogue.sources.get(page.source_id)
        return None
