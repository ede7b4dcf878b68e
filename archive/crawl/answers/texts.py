"""Whether an article that was archived before says something else now."""

from __future__ import annotations

from archive import uri
from archive.crawl.answers.answer import MAX_HTML, Answer
from archive.crawl.answers.entry import address
from archive.crawl.bounds import scope
from archive.errors import RecordError
from archive.model import Capture, LinkKind, Look, Page
from archive.ports import TextDigest
from archive.store.catalogue import Catalogue
from archive.store.exchange_record import measure
from archive.store.mementos import Mementos


class Texts:
    """Looks at articles' texts, and reads as few as it can: none at a first look, none when the same bytes came again.
    The text to compare with is read again only while the catalogue has no digest of it. May be called by any thread."""

    def __init__(self, catalogue: Catalogue, mementos: Mementos, text_digest: TextDigest) -> None:
        self._catalogue = catalogue
        self._mementos = mementos
        self._text_digest = text_digest

    def look(self, answer: Answer, body: bytes) -> Look:
        """What the article in an Answer says, against the newest whole Capture of it. ``body`` is the decoded payload."""
        exchange, known = answer.exchange, known_page(self._catalogue, answer)
        if exchange is None or exchange.truncated or known is None:
            return Look()
        last = self._catalogue.captures.shown(known.id)
        if last is None or last.sha256 == measure(exchange).payload.sha256:
            return Look()
        found = self._text_digest(body, exchange.header("content-type"), exchange.url)
        if found is None:
            return Look()
        held = known.text_digest
        if held is None or _form(held) != _form(found):
            held = self._archived(last)
        return Look(found, held is not None and held != found)

    def _archived(self, capture: Capture) -> str | None:
        try:
            with self._mementos.open(capture) as memento:
                body = memento.payload.read(MAX_HTML)
                return self._text_digest(body, memento.header("content-type"), capture.url)
        except RecordError:
            return None


def _form(digest: str) -> str:
    return digest.partition(":")[0]


def known_page(catalogue: Catalogue, answer: Answer) -> Page | None:
    """The Page that the archive has at an Answer's address, or at the canonical one that it gave before."""
    if scope.role(answer.target) in (LinkKind.REQUISITE, LinkKind.ROBOTS, *scope.LISTINGS):
        return None
    found = catalogue.pages.by_surt(uri.page_surt(address(answer)))
    last = None if found else catalogue.captures.latest_live(uri.surt(answer.target.url))
    return catalogue.pages.get(last.page_id) if last is not None and last.page_id is not None else found
