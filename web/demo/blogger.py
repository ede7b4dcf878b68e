"""A Blogger-shaped blog: its posts, standing pages, lists, sitemaps and robots.txt (the feeds: ``blogger_feeds``)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote, unquote

from markupsafe import Markup

from web.demo import prose
from web.demo.answer import TEXT, XML, Answer, Ask, redirect
from web.demo.blogger_feeds import Feeds
from web.demo.content import Article, number
from web.demo.drawings import ICON, icon
from web.demo.shelf import Shelf
from web.demo.themes import direction, render, words

PLATFORM = "www.blogger.example"
IMAGES = "img.blogger.example"
PATTERN = "/{year}/{month}/{slug}.html"
_URLS_PER_SITEMAP = 12
_POSTS_PER_LIST = 7
_POPULAR = 3


@dataclass(frozen=True, slots=True)
class Piece:
    """An article as a template takes it."""

    article: Article
    url: str
    html: Markup
    summary: str
    image: str | None


class Blog:
    """One blog. ``theme`` is ``contempo`` (today's, with JSON-LD) or ``classic`` (hentry)."""

    def __init__(self, shelf: Shelf, theme: str) -> None:
        self.shelf = shelf
        self.theme = theme
        self.feeds = Feeds(shelf, _figure)
        self._routes = (
            (re.compile(r"/"), self._home),
            (re.compile(r"/robots\.txt"), self._robots),
            (re.compile(r"/sitemap\.xml"), self._sitemap),
            (re.compile(r"/sitemap-pages\.xml"), self._sitemap_pages),
            (re.compile(r"/favicon\.ico"), self._icon),
            (re.compile(r"/atom\.xml"), self._old_feed),
            (re.compile(r"/feeds/(?P<feed>.+)"), self._feed),
            (re.compile(r"/search(/label/(?P<label>.+))?"), self._search),
            (re.compile(r"/(?P<year>\d{4})/((?P<month>\d\d)/)?"), self._months),
        )

    def respond(self, ask: Ask) -> Answer:
        """The blog's answer to any GET."""
        for pattern, page in self._routes:
            if match := pattern.fullmatch(ask.path):
                return page(ask, match)
        article = self.shelf.find(ask.path)
        return self._item(ask, article) if article else self._missing(ask)

    def popular(self, article: Article) -> list[Piece]:
        """The other posts that this post's page calls popular: not the same ones everywhere."""
        known = [post for post in self.shelf.posts if post.popular and post.path != article.path]
        turn = int(article.id[-2:]) % max(len(known), 1)
        return [self._piece(post) for post in (known[turn:] + known[:turn])[:_POPULAR]]

    def _item(self, ask: Ask, article: Article) -> Answer:
        return self._page(
            ask, "item", article.lang, [self._piece(article)], self.popular(article), article.title
        )

    def _home(self, ask: Ask, _: re.Match[str]) -> Answer:
        return self._list(ask, self.shelf.posts, None)

    def _search(self, ask: Ask, match: re.Match[str]) -> Answer:
        label = unquote(match["label"] or "")
        chosen = [post for post in self.shelf.posts if not label or label in post.labels]
        before = ask.query.get("updated-max")
        return self._list(
            ask, [post for post in chosen if not before or post.published.isoformat() < before], label
        )

    def _months(self, ask: Ask, match: re.Match[str]) -> Answer:
        months = (match["year"], match["month"] or "")
        found = [post for post in self.shelf.posts if f"{post.published:%Y%m}".startswith("".join(months))]
        return self._list(ask, found, "/".join(filter(None, months)))

    def _list(self, ask: Ask, posts: Sequence[Article], title: str | None) -> Answer:
        pieces = [self._piece(post) for post in posts[:_POSTS_PER_LIST]]
        older = posts[_POSTS_PER_LIST - 1].published.isoformat() if len(posts) > _POSTS_PER_LIST else None
        return self._page(ask, "list", self.shelf.site.lang, pieces, [], title, older)

    def _missing(self, ask: Ask) -> Answer:
        answer = self._page(ask, "missing", self.shelf.site.lang, [], [], None)
        return Answer(404, answer.body, headers=(("Cache-Control", "private, max-age=0"),))

    def _page(
        self,
        ask: Ask,
        view: str,
        lang: str,
        pieces: list[Piece],
        popular: list[Piece],
        title: str | None,
        older: str | None = None,
    ) -> Answer:
        labels = Counter(label for post in self.shelf.posts for label in post.labels)
        months = Counter(f"{post.published:%Y/%m}" for post in self.shelf.posts)
        body = render(
            f"{self.theme}/page.html",
            view=view,
            lang=lang,
            dir=direction(lang),
            w=words(lang),
            site=self.shelf.site,
            pieces=pieces,
            popular=popular,
            title=title,
            older=quote(older) if older else None,
            labels=sorted(labels.items()),
            months=list(months.items()),
            pages=[(page.title, self.shelf.url(page)) for page in self.shelf.pages],
            phone="?m=1" if ask.query.get("m") == "1" else "",
            platform=f"http://{PLATFORM}",
            canonical=f"{self.shelf.site.url.rstrip('/')}{ask.path}",
        )
        return Answer(200, body, changed=self.shelf.changed, gzip=self.theme == "contempo")

    def _robots(self, _: Ask, __: re.Match[str]) -> Answer:
        return Answer(200, render("feeds/blogger_robots.txt", site=self.shelf.site), TEXT)

    def _sitemap(self, ask: Ask, _: re.Match[str]) -> Answer:
        posts = self.shelf.posts
        pages = -(-len(posts) // _URLS_PER_SITEMAP)
        if "page" not in ask.query:
            index = [f"{self.shelf.site.url}sitemap.xml?page={page}" for page in range(1, pages + 1)]
            return self._xml("feeds/sitemap_index.xml", sitemaps=index)
        wanted = int(ask.query["page"]) if ask.query["page"].isdecimal() else 1
        start = max(wanted - 1, 0) * _URLS_PER_SITEMAP
        return self._urlset(posts[start : start + _URLS_PER_SITEMAP])

    def _sitemap_pages(self, _: Ask, __: re.Match[str]) -> Answer:
        return self._urlset(self.shelf.pages)

    def _urlset(self, articles: Sequence[Article]) -> Answer:
        return self._xml(
            "feeds/sitemap.xml", urls=[(self.shelf.url(article), article.updated) for article in articles]
        )

    def _xml(self, template: str, **values: object) -> Answer:
        return Answer(200, render(template, **values), XML, changed=self.shelf.changed)

    def _icon(self, _: Ask, __: re.Match[str]) -> Answer:
        return Answer(200, icon(self.shelf.site.host), ICON, changed=self.shelf.posts[-1].published)

    def _old_feed(self, _: Ask, __: re.Match[str]) -> Answer:
        return redirect(f"{self.shelf.site.url}feeds/posts/default", 302)

    def _feed(self, ask: Ask, match: re.Match[str]) -> Answer:
        return self.feeds.respond(match["feed"], ask.query)

    def _piece(self, article: Article) -> Piece:
        names = prose.images(article.text)
        return Piece(
            article,
            self.shelf.url(article),
            prose.to_html(article.text, _figure),
            prose.to_plain(article.text)[:200],
            _image_url(names[0], "w1200") if names else None,
        )


def _figure(name: str, alt: str, caption: str) -> Markup:
    """Blogger's own markup for a picture: a link to the full size around the small one."""
    picture = Markup(
        '<a href="{}" style="margin-left: 1em; margin-right: 1em;"><img alt="{}" border="0" '
        'data-original-height="720" data-original-width="1280" height="360" src="{}" width="640" /></a>'
    ).format(_image_url(name, "s1280"), alt, _image_url(name, "s640"))
    if not caption:
        return Markup('<div class="separator" style="clear: both; text-align: center;">{}</div>').format(
            picture
        )
    return Markup(
        '<table align="center" cellpadding="0" cellspacing="0" class="tr-caption-container"><tbody>'
        '<tr><td style="text-align: center;">{}</td></tr>'
        '<tr><td class="tr-caption" style="text-align: center;">{}</td></tr></tbody></table>'
    ).format(picture, caption)


def _image_url(name: str, size: str) -> str:
    return f"http://{IMAGES}/img/b/{number(name, 16)}/{size}/{name}"
