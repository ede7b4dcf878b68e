"""The texts of a blog whose pages have none: Blogger's Dynamic Views show a post by script alone, its feed has it whole."""

from __future__ import annotations

from collections.abc import Iterator

from archive import uri
from archive.crawl.bounds.scope import role
from archive.crawl.frontier.frontier import Frontier
from archive.digest import digests_of
from archive.discover import blogger
from archive.errors import BadUrl, ImportRefused, RecordError
from archive.exchange.blogger_export import article_of
from archive.exchange.entries import Export
from archive.exchange.exported import Exported
from archive.model import Capture, Crawl, LinkKind, Page, PageStatus, Source, SourceKind, TargetState
from archive.plain_article import PlainArticle, document
from archive.store.catalogue import Catalogue
from archive.store.conversion import conversion_id
from archive.store.conversions import Conversions, Made
from archive.store.mementos import Mementos

_LOOKED_AT = 64 * 1024
_NAME = "the blog’s feed"
_NOTE = "From the blog’s feed: its page shows this text by script alone. This is not a capture of the page."


class FeedTexts:
    """Keeps what a dynamic blog's feed tells of its articles, as conversions of the feed's own records."""

    def __init__(
        self, catalogue: Catalogue, frontier: Frontier, mementos: Mementos, conversions: Conversions
    ) -> None:
        self._catalogue = catalogue
        self._frontier = frontier
        self._mementos = mementos
        self._conversions = conversions

    def keep(self, crawl: Crawl, source: Source | None) -> None:
        """Keep the texts in the feed pages that a Crawl fetched, where they are not known yet; nothing for a blog with any
        other theme. Can be cut off and done again."""
        if source is None or source.kind is not SourceKind.BLOGGER or not self._is_dynamic(source):
            return
        for listed in self._feeds(crawl):
            origin, made = self._made(listed, source)
            if origin is not None:
                self._conversions.keep(origin, made, source_id=source.id)

    def _is_dynamic(self, source: Source) -> bool:
        home = self._catalogue.captures.latest_live(uri.surt(source.url))
        if home is None or home.status not in (200, 304):
            return False
        try:
            with self._mementos.open(home) as memento:
                return blogger.is_dynamic(memento.payload.read(_LOOKED_AT).decode("utf-8", "replace"))
        except RecordError:
            return False

    def _feeds(self, crawl: Crawl) -> Iterator[Capture]:
        for entry in self._frontier.of_kinds(crawl.id, {LinkKind.FEED, LinkKind.REDIRECT}):
            if entry.state is not TargetState.DONE or role(entry.target) is not LinkKind.FEED:
                continue
            capture = self._catalogue.captures.get(entry.capture_id) if entry.capture_id else None
            if capture is not None and capture.status in (200, 304):
                yield capture

    def _made(self, listed: Capture, source: Source) -> tuple[Capture | None, list[Made]]:
        """What is news in a page of the feed, and the record that holds it."""
        try:
            with self._mementos.open(listed) as memento:
                export = Export(listed.url, memento.payload)
                articles = [article_of(entry.node) for entry in export.entries() if entry.node is not None]
                found = [
                    self._news(one, memento.original, source) for one in articles if isinstance(one, Exported)
                ]
                return memento.original, [one for one in found if one is not None]
        except (RecordError, ImportRefused):
            return None, []

    def _news(self, told: Exported, origin: Capture, source: Source) -> Made | None:
        page = self._page(told, source)
        if page is None or not told.content.strip():
            return None
        plain = PlainArticle(page.url, page.kind, told.facts, told.content)
        feed = blogger.feed_of(blogger.home_of(source.url))
        body = document(plain, via_url=feed, via_name=_NAME, note=_NOTE)
        before = [one for one in self._catalogue.captures.of_page(page.id) if not one.live]
        if before and before[-1].sha256 == digests_of(body).sha256:
            return None
        record_id = conversion_id(origin.record_id, told.facts.platform_id or page.url)
        if any(one.record_id == record_id for one in before):
            return None
        return Made(page.url, record_id, body, page.kind, told.facts)

    def _page(self, told: Exported, source: Source) -> Page | None:
        """The Source's own article, when its page was captured and nothing stands before it."""
        try:
            page = self._catalogue.pages.by_surt(uri.page_surt(told.link or ""))
        except BadUrl:
            return None
        own = page is not None and page.source_id == source.id and page.captures > 0
        return page if own and page is not None and page.status is PageStatus.LIVE else None
