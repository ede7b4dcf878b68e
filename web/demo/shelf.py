"""A site's articles as they stand now: they can be edited and taken away while the site is being read."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from threading import Lock
from urllib.parse import unquote

from web.demo.content import Article, Site, utc


class Shelf:
    """A site and its articles. Readers always see one whole state; changes are made one at a time."""

    def __init__(self, site: Site, articles: tuple[Article, ...]) -> None:
        self.site = site
        self._articles = articles
        self._changed = max(utc(article.updated) for article in articles)
        self._lock = Lock()

    @property
    def posts(self) -> tuple[Article, ...]:
        """The dated posts, newest first."""
        return tuple(article for article in self._articles if not article.standing)

    @property
    def pages(self) -> tuple[Article, ...]:
        """The standing pages, newest first."""
        return tuple(article for article in self._articles if article.standing)

    @property
    def changed(self) -> datetime:
        """When anything here last changed, in UTC: a platform's pages all show it, for their side bars do."""
        return self._changed

    def url(self, article: Article) -> str:
        """An article's own address."""
        return f"http://{self.site.host}{article.path}"

    def find(self, path: str) -> Article | None:
        """The article at a URL path, however that is percent-encoded."""
        wanted = unquote(path)
        return next((article for article in self._articles if unquote(article.path) == wanted), None)

    def rewrite(self, article: Article, text: str, at: datetime) -> Article:
        """Put another text in an article's place."""
        new = replace(article, text=text, updated=at)
        with self._lock:
            self._articles = tuple(new if old.path == article.path else old for old in self._articles)
            self._changed = max(self._changed, utc(at))
        return new

    def remove(self, article: Article, at: datetime) -> None:
        """Take an article away."""
        with self._lock:
            self._articles = tuple(old for old in self._articles if old.path != article.path)
            self._changed = max(self._changed, utc(at))
