"""What a capture says: its payload read, decoded and extracted."""

from __future__ import annotations

from dataclasses import replace
from typing import Protocol

from archive import charset
from archive.discover.blogger import is_dynamic
from archive.model import Capture
from archive.store.mementos import Mementos
from indexer.extract import extract
from indexer.model import Article

MOST_BYTES = 10 * 1024 * 1024


class Extract(Protocol):
    """Extraction, as a function of its own so that a test can count or break it."""

    def __call__(self, html: bytes, url: str | None, /) -> Article: ...


class Texts:
    """Reads captures as Articles."""

    def __init__(self, mementos: Mementos, extraction: Extract = extract, most: int = MOST_BYTES) -> None:
        self._mementos = mementos
        self._extract = extraction
        self._most = most

    def of(self, capture: Capture) -> Article:
        """What a capture says, out of the first ``most`` bytes of it. Raises RecordError where it can't be read back."""
        with self._mementos.open(capture) as memento:
            body = memento.payload.read(self._most)
            decoded = charset.decode(body, memento.header("Content-Type"))
        article = self._extract(decoded.text.encode(), capture.url)
        return replace(article, text="") if is_dynamic(decoded.text) else article
