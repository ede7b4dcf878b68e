"""The sites around the blogs: a newspaper, a journal, an institute, a specimen of a page that will not keep still."""

from __future__ import annotations

from markupsafe import Markup

from web.demo import prose
from web.demo.answer import ATOM, SCRIPT, TEXT, Answer, Ask, redirect
from web.demo.content import Article
from web.demo.drawings import PIXEL
from web.demo.shelf import Shelf
from web.demo.themes import direction, render

PIXELS = "pixel.clockwork-annex.example"
PATTERN = "/{year}/{month}/{slug}.html"
_CLOCK = (
    b'new Image().src = "http://pixel.clockwork-annex.example/p.gif?ran=file";\n'
    b'document.getElementById("clock").textContent = new Date().toString();\n'
)
_NO_STORE = (("Cache-Control", "no-store"),)


class Plain:
    """One site, laid out by the template that is named after its shape."""

    def __init__(self, shelf: Shelf) -> None:
        self.shelf = shelf

    def respond(self, ask: Ask) -> Answer:
        """The site's answer to any GET."""
        site = self.shelf.site
        if ask.path == "/robots.txt" and site.robots:
            return Answer(200, site.robots.encode(), TEXT)
        if ask.path == site.feed:
            return self._feed()
        if ask.path == "/clock.js" and site.shape == "specimen":
            return Answer(200, _CLOCK, SCRIPT)
        if ask.path in (moved := dict(site.redirects)):
            return redirect(moved[ask.path])
        if ask.path == "/":
            return Answer(200, render("plain/index.html", site=site, articles=self._listed()))
        article = self.shelf.find(ask.path)
        return self._page(article) if article else Answer(404, render("plain/missing.html", site=site))

    def _page(self, article: Article) -> Answer:
        site = self.shelf.site
        body = render(
            f"plain/{site.shape}.html",
            site=site,
            article=article,
            dir=direction(article.lang),
            url=self.shelf.url(article),
            html=prose.to_html(article.text, _figure),
            summary=prose.to_plain(article.text)[:160],
        )
        return Answer(200, body, changed=self.shelf.changed, gzip=site.shape == "news")

    def _feed(self) -> Answer:
        entries = [(article, url, prose.to_html(article.text, _figure)) for article, url in self._listed()]
        body = render("feeds/plain.atom", site=self.shelf.site, updated=self.shelf.changed, entries=entries)
        return Answer(200, body, ATOM, changed=self.shelf.changed)

    def _listed(self) -> list[tuple[Article, str]]:
        return [(article, self.shelf.url(article)) for article in self.shelf.posts]


def pixel(ask: Ask) -> Answer:
    """A tracking pixel: what is asked of it shows in the world's log."""
    if ask.path == "/robots.txt":
        return Answer(404, b"", TEXT)
    return Answer(200, PIXEL, "image/gif", headers=_NO_STORE)


def _figure(name: str, alt: str, caption: str) -> Markup:
    return Markup(
        '<figure><img src="http://img.blogger.example/img/b/1/s640/{}" alt="{}">{}</figure>'
    ).format(name, alt, Markup("<figcaption>{}</figcaption>").format(caption) if caption else "")
