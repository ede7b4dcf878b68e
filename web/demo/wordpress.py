"""A WordPress-shaped site: posts, pages, lists, uploads (its REST API, feed and sitemaps: ``wordpress_data``)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import unquote

from markupsafe import Markup

from web.demo import prose
from web.demo.answer import CSS, TEXT, Answer, Ask, redirect
from web.demo.content import Article
from web.demo.drawings import ICON, SVG, icon, picture
from web.demo.shelf import Shelf
from web.demo.themes import THEMES, direction, render, words
from web.demo.wordpress_data import Data, slug

PATTERN = "/{year}/{month}/{slug}/"
BUILT = datetime(2022, 3, 7, 9, 0, tzinfo=UTC)
_POSTS_PER_LIST = 6
_RELATED = 3
_UPLOAD = re.compile(
    r"/wp-content/uploads/\d{4}/\d\d/(?P<name>[a-z0-9-]+?)(-(?P<width>\d+)x\d+)?\.(?P<kind>png|svg)"
)
_STYLE = re.compile(r"/wp-content/themes/estuary/(?P<file>[a-z]+\.(css|svg))")
_SIZES = (640, 1280)


@dataclass(frozen=True, slots=True)
class Entry:
    """An article as a template takes it."""

    article: Article
    url: str
    html: Markup
    summary: str
    image: str | None


class WordPress:
    """One site."""

    def __init__(self, shelf: Shelf) -> None:
        self.shelf = shelf
        self.data = Data(shelf, self._html)
        self._routes = (
            (re.compile(r"/(page/(?P<page>\d+)/)?"), self._home),
            (re.compile(r"/(?P<by>category|author)/(?P<name>[^/]+)/"), self._archive),
            (_UPLOAD, self._upload),
            (_STYLE, self._style),
            (re.compile(r"/favicon\.ico"), self._icon),
            (re.compile(r"/robots\.txt"), self._robots),
        )

    def respond(self, ask: Ask) -> Answer:
        """The site's answer to any GET."""
        if answer := self.data.respond(ask):
            return answer
        if number := ask.query.get("p") or ask.query.get("page_id"):
            return self._short(number)
        for pattern, page in self._routes:
            if match := pattern.fullmatch(ask.path):
                return page(ask, match)
        return self._item(ask)

    def related(self, article: Article) -> list[Entry]:
        """The posts that share the most categories with this one, newest first among equals."""
        others = [post for post in self.shelf.posts if post.path != article.path]
        shared = {post.path: len(set(post.labels) & set(article.labels)) for post in others}
        ranked = sorted(others, key=lambda post: shared[post.path], reverse=True)
        return [self._entry(post) for post in ranked[:_RELATED]]

    def _item(self, ask: Ask) -> Answer:
        article = self.shelf.find(ask.path)
        if article is None and not ask.path.endswith("/") and self.shelf.find(f"{ask.path}/"):
            return redirect(f"{self.shelf.site.url.rstrip('/')}{ask.path}/")
        if article is None:
            return Answer(404, self._page(ask, "missing", self.shelf.site.lang, [], "Page not found"))
        related = [] if article.standing else self.related(article)
        body = self._page(ask, "item", article.lang, [self._entry(article)], article.title, related=related)
        short = ("Link", f"<{self.shelf.site.url}?p={article.id}>; rel=shortlink")
        return self._html_answer(body, short)

    def _home(self, ask: Ask, match: re.Match[str]) -> Answer:
        page = int(match["page"] or 1)
        start = (page - 1) * _POSTS_PER_LIST
        shown = self.shelf.posts[start : start + _POSTS_PER_LIST]
        if not shown:
            return Answer(404, self._page(ask, "missing", self.shelf.site.lang, [], "Page not found"))
        older = f"page/{page + 1}/" if start + _POSTS_PER_LIST < len(self.shelf.posts) else None
        return self._list(ask, shown, None, older)

    def _archive(self, ask: Ask, match: re.Match[str]) -> Answer:
        name = match["name"].lower()
        if match["by"] == "author":
            found = [post for post in self.shelf.posts if slug(post.author) == name]
        else:
            found = [post for post in self.shelf.posts if name in map(slug, post.labels)]
        return self._list(ask, found, unquote(name), None)

    def _list(self, ask: Ask, posts: Sequence[Article], title: str | None, older: str | None) -> Answer:
        entries = [self._entry(post) for post in posts]
        return self._html_answer(self._page(ask, "list", self.shelf.site.lang, entries, title, older=older))

    def _page(
        self,
        ask: Ask,
        view: str,
        lang: str,
        entries: list[Entry],
        title: str | None,
        *,
        related: Sequence[Entry] = (),
        older: str | None = None,
    ) -> bytes:
        return render(
            "wordpress/page.html",
            view=view,
            lang=lang,
            dir=direction(lang),
            w=words(lang),
            site=self.shelf.site,
            entries=entries,
            title=title,
            related=related,
            older=older,
            pages=[(page.title, self.shelf.url(page)) for page in self.shelf.pages],
            canonical=entries[0].url if view == "item" else f"{self.shelf.site.url.rstrip('/')}{ask.path}",
            slug=slug,
        )

    def _html_answer(self, body: bytes, *more: tuple[str, str]) -> Answer:
        api = ("Link", f'<{self.shelf.site.url}wp-json/>; rel="https://api.w.org/"')
        return Answer(200, body, headers=(api, *more), changed=self.shelf.changed, chunked=True)

    def _short(self, number: str) -> Answer:
        everything = (*self.shelf.posts, *self.shelf.pages)
        found = next((article for article in everything if article.id == number), None)
        return redirect(self.shelf.url(found)) if found else Answer(404, b"Not found.\n", TEXT)

    def _upload(self, _: Ask, match: re.Match[str]) -> Answer:
        width = int(match["width"] or _SIZES[-1])
        if width not in _SIZES:
            return Answer(404, b"Not found.\n", TEXT)
        body, mime = picture(f"{match['name']}.{match['kind']}", width)
        return Answer(200, body, mime, changed=BUILT)

    def _style(self, _: Ask, match: re.Match[str]) -> Answer:
        style = THEMES / "styles" / match["file"]
        if not style.is_file():
            return Answer(404, b"Not found.\n", TEXT)
        mime = SVG if style.suffix == ".svg" else CSS
        return Answer(200, style.read_bytes(), mime, changed=BUILT, gzip=True)

    def _icon(self, _: Ask, __: re.Match[str]) -> Answer:
        return Answer(200, icon(self.shelf.site.host), ICON, changed=BUILT)

    def _robots(self, _: Ask, __: re.Match[str]) -> Answer:
        rules = "User-agent: *\nDisallow: /wp-admin/\nAllow: /wp-admin/admin-ajax.php\n"
        return Answer(200, f"{rules}\nSitemap: {self.shelf.site.url}wp-sitemap.xml\n".encode(), TEXT)

    def _entry(self, article: Article) -> Entry:
        names = prose.images(article.text)
        image = self._upload_url(article, names[0], "") if names else None
        return Entry(
            article, self.shelf.url(article), self._html(article), prose.to_plain(article.text)[:180], image
        )

    def _html(self, article: Article) -> Markup:
        def figure(name: str, alt: str, caption: str) -> Markup:
            small, large = (self._upload_url(article, name, size) for size in ("-640x360", "-1280x720"))
            note = (
                Markup('<figcaption class="wp-element-caption">{}</figcaption>').format(caption)
                if caption
                else ""
            )
            return Markup(
                '<figure class="wp-block-image size-large"><img loading="lazy" decoding="async" width="640" height="360" '
                'src="{}" alt="{}" srcset="{} 640w, {} 1280w" sizes="(max-width: 640px) 100vw, 640px" />{}</figure>'
            ).format(small, alt, small, large, note)

        return prose.to_html(article.text, figure)

    def _upload_url(self, article: Article, name: str, size: str) -> str:
        stem, _, kind = name.rpartition(".")
        folder = article.published.strftime("%Y/%m")
        return f"{self.shelf.site.url}wp-content/uploads/{folder}/{stem}{size}.{kind}"
