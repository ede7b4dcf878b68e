"""A Blogger-shaped blog's feeds: Atom and RSS of posts, standing pages, labels and comments, ten entries a page.

The server gives fewer entries than are asked for, says how many there are (OpenSearch 1.1), and its ``next`` leads to
the platform's own host, as on the real one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote, unquote, urlencode

from web.demo import prose
from web.demo.answer import ATOM, RSS, TEXT, Answer
from web.demo.content import Article, Comment, moment, number
from web.demo.shelf import Shelf
from web.demo.themes import render

ENTRIES_PER_PAGE = 10
_FEED = re.compile(
    r"((?P<post>\d+)/)?(?P<kind>posts|pages|comments)/(?P<form>default|full|summary)(/-/(?P<label>[^/]+)|/(?P<entry>\d+))?"
)
_NO_FEED = Answer(404, b"Feed not found.\n", TEXT)
_LIMITS = ("updated-min", "updated-max", "published-min", "published-max")


@dataclass(frozen=True, slots=True)
class Entry:
    """A feed entry as the template takes it."""

    tag: str
    title: str
    author: str
    published: datetime
    updated: datetime
    html: str
    summary: str
    url: str
    labels: tuple[str, ...] = ()
    reply_to: str | None = None


class Feeds:
    """The feeds of one blog."""

    def __init__(self, shelf: Shelf, figure: prose.Figure) -> None:
        self.shelf = shelf
        self._figure = figure

    def respond(self, name: str, query: dict[str, str]) -> Answer:
        """The feed called ``name`` (what follows ``/feeds/``), filtered and paged as ``query`` says."""
        match = _FEED.fullmatch(name)
        if match is None:
            return _NO_FEED
        entries = self._entries(match["kind"], match["post"])
        if match["label"]:
            entries = [entry for entry in entries if unquote(match["label"]) in entry.labels]
        if match["entry"]:
            entries = [entry for entry in entries if entry.tag.endswith(f"-{match['entry']}")]
        try:
            return self._page(name, match["form"], _chosen(entries, query), query)
        except ValueError:
            return Answer(400, b"Invalid query parameter value.\n", TEXT)

    def _entries(self, kind: str, post: str | None) -> list[Entry]:
        if kind == "comments":
            commented = [article for article in self.shelf.posts if post in (None, article.id)]
            found = [self._comment(article, comment) for article in commented for comment in article.comments]
            return sorted(found, key=lambda entry: entry.published, reverse=True)
        articles = self.shelf.posts if kind == "posts" else self.shelf.pages
        return [self._article(article, kind.removesuffix("s")) for article in articles]

    def _article(self, article: Article, kind: str) -> Entry:
        return Entry(
            tag=f"tag:blogger.com,1999:blog-{self.shelf.site.blog_id}.{kind}-{article.id}",
            title=article.title,
            author=article.author,
            published=article.published,
            updated=article.updated,
            html=str(prose.to_html(article.text, self._figure)),
            summary=prose.to_plain(article.text)[:300],
            url=self.shelf.url(article),
            labels=article.labels,
        )

    def _comment(self, article: Article, comment: Comment) -> Entry:
        own = number(f"{article.path}{comment.at}")
        return Entry(
            tag=f"tag:blogger.com,1999:blog-{self.shelf.site.blog_id}.post-{own}",
            title=comment.text[:50],
            author=comment.author,
            published=comment.at,
            updated=comment.at,
            html=comment.text,
            summary=comment.text,
            url=f"{self.shelf.url(article)}?showComment={int(comment.at.timestamp() * 1000)}#c{own}",
            reply_to=self.shelf.url(article),
        )

    def _page(self, name: str, form: str, entries: list[Entry], query: dict[str, str]) -> Answer:
        start = max(int(query.get("start-index", 1)), 1)
        asked = int(query.get("max-results", 25))
        size = max(min(asked, ENTRIES_PER_PAGE), 0)
        shown = entries[start - 1 : start - 1 + size]
        rss = query.get("alt") == "rss"
        body = render(
            "feeds/blogger.rss" if rss else "feeds/blogger.atom",
            site=self.shelf.site,
            home=f"{self.shelf.site.url}feeds/{quote(name)}",
            own=self._address(name, query, start),
            next=self._address(name, query, start + size) if 0 < size < len(entries) - start + 1 else None,
            previous=self._address(name, query, max(start - size, 1)) if start > 1 else None,
            updated=self.shelf.changed,
            entries=shown,
            full=form != "summary",
            total=len(entries),
            start=start,
            size=size,
        )
        return Answer(200, body, RSS if rss else ATOM, changed=self.shelf.changed, gzip=True, chunked=True)

    def _address(self, name: str, query: dict[str, str], start: int) -> str:
        """Where the platform itself keeps that page of the feed."""
        parameters = {key: value for key, value in query.items() if key not in ("redirect", "start-index")}
        if start > 1:
            parameters = {"start-index": str(start), **parameters}
            parameters.setdefault("max-results", "25")
        question = f"?{urlencode(parameters)}" if parameters else ""
        return f"http://www.blogger.example/feeds/{self.shelf.site.blog_id}/{quote(name)}{question}"


def _chosen(entries: list[Entry], query: dict[str, str]) -> list[Entry]:
    """Filtered by time and sorted: by ``published`` unless ``orderby=updated``; ``updated-…`` needs the latter."""
    order = query.get("orderby", "published")
    if order not in ("published", "updated"):
        raise ValueError(order)
    for limit in _LIMITS:
        field = limit.split("-")[0]
        if limit not in query or (field == "updated" and order != "updated"):
            continue
        bound = moment(query[limit])
        least = limit.endswith("min")
        entries = [entry for entry in entries if (getattr(entry, field) >= bound) == least]
    return sorted(entries, key=lambda entry: (getattr(entry, order), entry.tag), reverse=True)
