"""What a WordPress-shaped site offers to programs: the REST API, the RSS feed, the sitemaps."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any
from urllib.parse import quote, urlencode

from markupsafe import Markup

from web.demo import prose
from web.demo.answer import JSON, RSS, XML, Answer, Ask, redirect
from web.demo.content import Article, moment, number, utc
from web.demo.shelf import Shelf
from web.demo.themes import render

ENTRIES_PER_FEED = 4
_MOST_PER_PAGE = 100
_SITEMAP = re.compile(r"/wp-sitemap-(?P<kind>posts-post|posts-page|taxonomies-category|users)-1\.xml")


def slug(name: str) -> str:
    """A name as it stands in a URL; the platform percent-encodes in lower case."""
    return quote(re.sub(r"\W+", "-", name.lower()).strip("-")).lower()


class Data:
    """A site's REST API, feed and sitemaps. ``html`` turns an article into the site's markup."""

    def __init__(self, shelf: Shelf, html: Callable[[Article], Markup]) -> None:
        self.shelf = shelf
        self._html = html

    def respond(self, ask: Ask) -> Answer | None:
        """The answer, or None when the path is none of these."""
        if ask.path.startswith("/wp-json/"):
            return self._rest(ask.path.removeprefix("/wp-json"), ask.query)
        if ask.path == "/" and "rest_route" in ask.query:
            return self._rest(ask.query["rest_route"], ask.query)
        if ask.path in ("/feed/", "/comments/feed/"):
            return self._feed(ask)
        if ask.path == "/sitemap.xml":
            return redirect(f"{self.shelf.site.url}wp-sitemap.xml", 302)
        if ask.path == "/wp-sitemap.xml":
            return self._sitemap_index()
        match = _SITEMAP.fullmatch(ask.path)
        return self._urlset(match["kind"]) if match else None

    def _rest(self, route: str, query: dict[str, str]) -> Answer:
        collections = {"/wp/v2/posts": self.shelf.posts, "/wp/v2/pages": self.shelf.pages}
        route = route.rstrip("/")
        if route == "":
            return self._json(self._index())
        if route in collections:
            return self._collection(route, collections[route], query)
        parent, _, wanted = route.rpartition("/")
        for article in collections.get(parent, ()):
            if article.id == wanted:
                return self._json(self._item(article, embed="_embed" in query))
        return _problem("rest_no_route", "No route was found matching the URL and request method.", 404)

    def _index(self) -> dict[str, Any]:
        site = self.shelf.site
        namespaces = ["oembed/1.0", "wp/v2"]
        routes: dict[str, Any] = {"/wp/v2/posts": {"methods": ["GET"]}, "/wp/v2/pages": {"methods": ["GET"]}}
        facts = {"name": site.title, "description": site.description, "url": site.url, "home": site.url}
        return {**facts, "gmt_offset": 0, "namespaces": namespaces, "routes": routes}

    def _collection(self, route: str, articles: Sequence[Article], query: dict[str, str]) -> Answer:
        try:
            page, size = int(query.get("page", 1)), int(query.get("per_page", 10))
            chosen = _chosen(articles, query)
        except ValueError:
            return _problem("rest_invalid_param", "Invalid parameter(s).", 400)
        if not 1 <= size <= _MOST_PER_PAGE or page < 1:
            return _problem("rest_invalid_param", "Invalid parameter(s): page, per_page", 400)
        pages = -(-len(chosen) // size)
        if page > max(pages, 1):
            text = "The page number requested is larger than the number of pages available."
            return _problem("rest_post_invalid_page_number", text, 400)
        shown = chosen[(page - 1) * size : page * size]
        headers = [("X-WP-Total", str(len(chosen))), ("X-WP-TotalPages", str(pages))]
        if page < pages:
            address = f"{self.shelf.site.url}wp-json{route}?{urlencode({**query, 'page': page + 1})}"
            headers.append(("Link", f'<{address}>; rel="next"'))
        return self._json([self._item(article, embed="_embed" in query) for article in shown], headers)

    def _item(self, article: Article, *, embed: bool) -> dict[str, Any]:
        url = self.shelf.url(article)
        item: dict[str, Any] = {
            "id": int(article.id),
            "date": _plain(article.published),
            "date_gmt": _plain(utc(article.published)),
            "guid": {"rendered": f"{self.shelf.site.url}?p={article.id}"},
            "modified": _plain(article.updated),
            "modified_gmt": _plain(utc(article.updated)),
            "slug": article.path.strip("/").rpartition("/")[2],
            "status": "publish",
            "type": "page" if article.standing else "post",
            "link": url,
            "title": {"rendered": article.title},
            "content": {"rendered": str(self._html(article)), "protected": False},
            "excerpt": {
                "rendered": f"<p>{prose.to_plain(article.text)[:180]} [&hellip;]</p>\n",
                "protected": False,
            },
            "author": _small(article.author),
            "categories": [_small(label) for label in article.labels],
            "_links": {"self": [{"href": f"{self.shelf.site.url}wp-json/wp/v2/posts/{article.id}"}]},
        }
        if embed:
            item["_embedded"] = self._embedded(article)
        return item

    def _embedded(self, article: Article) -> dict[str, Any]:
        home = self.shelf.site.url
        terms = [
            {
                "id": _small(label),
                "link": f"{home}category/{slug(label)}/",
                "name": label,
                "slug": slug(label),
                "taxonomy": "category",
            }
            for label in article.labels
        ]
        author = {
            "id": _small(article.author),
            "name": article.author,
            "link": f"{home}author/{slug(article.author)}/",
            "slug": slug(article.author),
        }
        return {"author": [author], "wp:term": [terms]}

    def _json(self, value: object, headers: Sequence[tuple[str, str]] = ()) -> Answer:
        body = json.dumps(value, ensure_ascii=True, separators=(",", ":")).encode()
        return Answer(200, body, JSON, tuple(headers), self.shelf.changed, gzip=True)

    def _feed(self, ask: Ask) -> Answer:
        page = int(ask.query["paged"]) if ask.query.get("paged", "").isdecimal() else 1
        posts = self.shelf.posts if ask.path == "/feed/" else ()
        start = max(page - 1, 0) * ENTRIES_PER_FEED
        shown = posts[start : start + ENTRIES_PER_FEED]
        if start and not shown:
            return Answer(404, b"<html><body>Not found</body></html>\n")
        body = render(
            "feeds/wordpress.rss",
            site=self.shelf.site,
            own=f"{self.shelf.site.url.rstrip('/')}{ask.path}",
            updated=self.shelf.changed,
            entries=[
                (post, self.shelf.url(post), self._html(post), prose.to_plain(post.text)[:180])
                for post in shown
            ],
        )
        return Answer(200, body, RSS, changed=self.shelf.changed, chunked=True)

    def _sitemap_index(self) -> Answer:
        kinds = ("posts-post", "posts-page", "taxonomies-category", "users")
        sitemaps = [f"{self.shelf.site.url}wp-sitemap-{kind}-1.xml" for kind in kinds]
        return Answer(200, render("feeds/sitemap_index.xml", sitemaps=sitemaps), XML)

    def _urlset(self, kind: str) -> Answer:
        posts, home = self.shelf.posts, self.shelf.site.url
        urls: list[tuple[str, datetime | None]]
        if kind == "posts-post":
            urls = [(self.shelf.url(post), post.updated) for post in posts]
        elif kind == "posts-page":
            urls = [(home, None), *((self.shelf.url(page), page.updated) for page in self.shelf.pages)]
        elif kind == "users":
            urls = [(f"{home}author/{name}/", None) for name in sorted({slug(post.author) for post in posts})]
        else:
            labels = sorted({slug(label) for post in posts for label in post.labels})
            urls = [(f"{home}category/{label}/", None) for label in labels]
        return Answer(200, render("feeds/sitemap.xml", urls=urls), XML)


def _chosen(articles: Sequence[Article], query: dict[str, str]) -> list[Article]:
    """Filtered by ``after``, ``before``, ``modified_after``, ``modified_before``; newest first by ``orderby``."""
    found = list(articles)
    limits = {
        "after": "published",
        "before": "published",
        "modified_after": "updated",
        "modified_before": "updated",
    }
    for limit, field in limits.items():
        if limit in query:
            bound = moment(query[limit])
            later = limit.endswith("after")
            found = [article for article in found if (getattr(article, field) > bound) == later]
    order = "updated" if query.get("orderby") == "modified" else "published"
    return sorted(
        found, key=lambda article: utc(getattr(article, order)), reverse=query.get("order") != "asc"
    )


def _problem(code: str, message: str, status: int) -> Answer:
    body = json.dumps({"code": code, "message": message, "data": {"status": status}}).encode()
    return Answer(status, body, JSON)


def _plain(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%S")


def _small(name: str) -> int:
    return int(number(name, 4))
