"""From Pages to the Captures that a package of them holds."""

from __future__ import annotations

import zlib
from collections.abc import Iterator

from archive import uri
from archive.exchange.package.needs import Needs
from archive.exchange.package.selection import Selection
from archive.model import Capture
from archive.store.catalogue import Catalogue
from archive.store.mementos import Mementos

_PASSES = 3  # redirects that lead to redirects
_MOST = 50


class Gathering:
    """Chooses what belongs to Pages: their captures, what these need, and the redirects that lead to them."""

    def __init__(self, catalogue: Catalogue, mementos: Mementos) -> None:
        self._catalogue = catalogue
        self._needs = Needs(catalogue.captures, mementos)
        self._keys = Selection()  # of what redirects may lead to, by a hash: a hit is looked up
        self.selection = Selection()
        self.filenames: set[str] = set()
        self.bytes = 0  # of the records

    def page(self, page_id: str) -> bool:
        """Choose all that belongs to a Page; whether it has a capture."""
        captures = self._catalogue.captures.of_page(page_id)
        for capture in captures:
            for one in self._needs.of(capture):
                self._add(one)
            if not capture.live:
                self._add_origin(capture)
        for surt in {capture.surt for capture in captures}:
            self._keys.add(_hash(surt))
            self._add_beside(surt, page_id)
        return bool(captures)

    def redirects(self) -> Iterator[None]:
        """Choose the redirects from elsewhere that lead to these Pages; yields for each that is looked at."""
        for _ in range(_PASSES):
            before = len(self.selection)
            for capture in self._catalogue.captures.redirects():
                yield
                if capture.id not in self.selection and self._leads_here(capture):
                    self._add(capture)
                    self._keys.add(_hash(capture.surt))
            if len(self.selection) == before:
                return

    def _add_beside(self, surt: str, page_id: str) -> None:
        """What lies under the same key and is no other Page's: redirects from http: and www., failures."""
        for other in self._catalogue.captures.of_surt(surt):
            if other.page_id in (None, page_id) and other.id not in self.selection:
                for one in self._needs.held_by(other):
                    self._add(one)

    def _add_origin(self, conversion: Capture) -> None:
        """The feed that a conversion was made from. The file of an export stays: drafts and private posts are in it."""
        url, at = conversion.refers_to_url, conversion.refers_to_at
        if url and at and not conversion.exported:
            found = self._catalogue.captures.original_at(url, at)
            if found is not None:
                self._add(found)

    def _leads_here(self, redirect: Capture) -> bool:
        surt = uri.surt(redirect.location or "")
        if surt == redirect.surt or _hash(surt) not in self._keys:
            return False
        return any(one.id in self.selection for one in self._catalogue.captures.of_surt(surt, limit=_MOST))

    def _add(self, capture: Capture) -> None:
        if capture.takedown_id is None and self.selection.add(capture.id):
            self.bytes += capture.locator.length
            self.filenames.add(capture.locator.filename)


def _hash(surt: str) -> int:
    return zlib.crc32(surt.encode("utf-8", "surrogatepass")) & 0xFFFFFF
