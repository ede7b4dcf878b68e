"""The way from a payload's bytes to an Article."""

from __future__ import annotations

from indexer.extract.authors import author_of
from indexer.extract.bodies import Body, body_of
from indexer.extract.dates import published_of
from indexer.extract.decoding import decode
from indexer.extract.labels import labels_of
from indexer.extract.linked_data import read
from indexer.extract.markup import parse
from indexer.extract.sites import site_names
from indexer.extract.titles import title_of
from indexer.language.detect import detect
from indexer.model import Article


def extract(html: bytes, url: str | None = None) -> Article:
    """What one HTML payload says: its article's text and facts. Never raises, whatever the bytes.

    ``text`` is in the form of ``indexer.extract.rendering``; ``published`` keeps the page's own offset from UTC;
    several authors are separated by "; "; ``method`` names what won the text, ``none`` if there is none.
    """
    markup = parse(decode(html), url)
    if markup is None:
        return Article()
    data = read(markup.linked_data, (markup.canonical, url, markup.first_meta("og:url")))
    names = site_names(markup, data)
    title = title_of(markup, data, names)
    body: Body = body_of(markup, data, title)
    return Article(
        text=body.text,
        title=title,
        author=author_of(markup, data, names),
        published=published_of(markup, data),
        labels=labels_of(markup, data),
        lang=detect(body.text or title or "", markup.lang),
        method=body.method,
    )
