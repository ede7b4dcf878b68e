"""The way from a payload's bytes to an Article."""

from __future__ import annotations

from archive.charset import decode
from indexer.extract.authors import author_of
from indexer.extract.bodies import body_of
from indexer.extract.dates import published_of
from indexer.extract.labels import labels_of
from indexer.extract.leads import lead_of
from indexer.extract.linked_data import read
from indexer.extract.markup import parse
from indexer.extract.refusals import is_refusal
from indexer.extract.sites import site_names
from indexer.extract.titles import headline_of
from indexer.language.detect import detect
from indexer.model import Article

MAX_BYTES = 10_000_000
"""What is read of one page; what comes after is not looked at."""


def extract(html: bytes, url: str | None = None) -> Article:
    """What one HTML payload says: its article's text and facts. Never raises, whatever the bytes.

    ``text`` is in the form of ``indexer.extract.rendering``; ``published`` keeps the page's own offset from UTC;
    several authors are separated by "; "; ``method`` names what won the text, ``none`` if there is none. A page that
    is a bot wall, a consent wall or a notice of removal gives an empty Article: what it says is not the article's.
    """
    markup = parse(decode(html[:MAX_BYTES]).text, url)
    if markup is None:
        return Article()
    data = read(markup.linked_data, (markup.canonical, url, markup.first_meta("og:url")))
    names = site_names(markup, data)
    headline = headline_of(markup, data, names)
    title = headline.text or None
    author, published = author_of(markup, data, names, headline), published_of(markup, data, headline)
    labels = labels_of(markup, data)
    body = body_of(markup, title)  # last, for it takes furniture off the tree
    if is_refusal(markup, body.text):
        return Article()
    lead = lead_of(markup, headline.element, body.text) if body.text else ""
    return Article(
        text=f"{lead}\n\n{body.text}" if lead else body.text,
        title=title,
        author=author,
        published=published,
        labels=labels,
        lang=detect(body.text or title or "", markup.lang),
        method=body.method,
    )
