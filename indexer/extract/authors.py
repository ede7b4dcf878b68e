"""Who wrote a page's article: every place where the page says so has a voice, and names gather votes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from lxml.html import HtmlElement

from indexer.extract.linked_data import LinkedData
from indexer.extract.markup import Markup, inside, visible_text
from indexer.extract.sites import fold, is_site_name

MAX_NAME = 80

_META = ("author", "article:author", "og:author", "og:article:author", "dc.creator", "parsely-author",
         "sailthru.author", "citation_author", "byl", "dcterms.creator", "article.author")  # fmt: skip
_WRITTEN_BY = re.compile(
    r"writ|author|verfass|geschr|autor|auteur|écri|par\b|escrit|skriv|scritt|автор|напис|написа|napisa|yaz|kirjoit|작성|作者|執筆|الكاتب|كتب",
    re.IGNORECASE,
)
_AUTHOR_PATH = re.compile(
    r"/(?:author|authors|autor|autoren|autores|auteur|auteurs|profile|contributors?|writers?|people|staff|redaktion)/[^/?#]+/?$"
)
_NAME_CLASSES = (
    "author-name", "author__name", "entry-author-name", "post-author-name", "byline-author", "byline__name",
    "blog-author-name", "wp-block-post-author__name", "wp-block-post-author-name", "byline-name", "authorname",
    "elementor-post-info__item--type-author", "td-post-author-name", "meta-author", "author-link", "entry-author",
    "post-author", "article-author", "article__author", "posted-by", "authors",
)  # fmt: skip
_NOT_BYLINE = re.compile(r"comment|related|popular|sidebar|recent", re.IGNORECASE)
_NOT_MAIN = frozenset(("nav", "footer", "aside"))

_LEAD = re.compile(
    r"^\s*(?:(?:posted|written|published|reviewed|geschrieben|verfasst|veröffentlicht|publié|écrit|escrito|publicado|"
    r"scritto|pubblicato|gepost|geplaatst|skrevet|napisał[a]?)\s+)?"
    r"(?:by|von|par|por|di|door|av|af|od|przez|от|автор|text|words?|author|autor(?:in)?|auteur|autore|"
    r"view all posts by|more (?:posts )?by|posts by|article by|story by|about)\b\s*[:\-–]?\s+|^\s*[:\-–|•·]+\s*",
    re.IGNORECASE,
)
_TRAIL = re.compile(
    r"\s*(?:[|•·]|\s[-–—]\s|\bon\b\s+\w|\bam\b\s+\d|\bupdated\b|\bpublished\b|\bposted\b|\bview all\b|\d{1,2}[./:]|"
    r"\b(?:19|20)\d\d\b|\b(?:january|february|march|april|june|july|august|september|october|november|december|"
    r"jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\b\.?\s+\d).*$",
    re.IGNORECASE,
)
_NO_NAME = re.compile(r"https?:|www\.|[@<>{}]|\.(?:com|de|org|net)\b", re.IGNORECASE)
_NOBODY = frozenset(
    [
        "admin",
        "administrator",
        "author",
        "autor",
        "by",
        "staff",
        "editor",
        "editorial",
        "team",
        "unknown",
        "anonymous",
        "guest",
        "user",
        "webmaster",
        "root",
        "editors",
        "redaktion",
        "wordpress",
        "webadmin",
        "siteadmin",
        "nobody",
        "none",
        "no_author",
        "noreply",
    ]
)
_SPLIT = re.compile(r"\s*[;,|&]\s*|\s+(?:and|und|et|y)\s+")


def author_of(markup: Markup, data: LinkedData, names: frozenset[str]) -> str | None:
    """The author or authors ("; " between them), as the page writes them; None when it names nobody.

    Every place that names somebody votes with a weight that reflects how often such a place was right on judged
    pages; the name with most votes wins. Names such as "admin" and the site's own count only if alone.
    """
    votes: dict[str, float] = {}
    written: dict[str, str] = {}
    for text, weight in _places(markup, data):
        name = person(text)
        if not (key := fold(name)):
            continue
        written.setdefault(key, name)
        votes[key] = votes.get(key, 0.0) + weight * _trust(name, names)
    if not votes:
        return None
    return written[max(votes, key=lambda key: votes[key])]


def _trust(name: str, names: frozenset[str]) -> float:
    if fold(name).replace(" ", "_") in _NOBODY or "admin" in name.lower():
        return 0.1
    return 0.3 if is_site_name(name, names) else 1.0


def person(text: str) -> str:
    """A byline reduced to its name or names; empty when it is none."""
    text = _LEAD.sub("", " ".join(text[: 4 * MAX_NAME].split()))
    text = _TRAIL.sub("", _LEAD.sub("", text)).strip(" ,;:|•·-–—")
    if not text or len(text) > MAX_NAME or _NO_NAME.search(text) or len(text.split()) > 10:
        return ""
    return text if any(letter.isalpha() for letter in text) else ""


def _places(markup: Markup, data: LinkedData) -> Iterator[tuple[str, float]]:
    if people := data.names("author") or data.names("creator"):
        yield "; ".join(people[:8]), 1.0
    if _WRITTEN_BY.search(markup.first_meta("twitter:label1")):
        yield markup.first_meta("twitter:data1"), 1.0
    for name in _META:
        if found := list(dict.fromkeys(markup.meta.get(name, ()))):
            yield "; ".join(found[:8]), 0.8 if name == "author" else 0.6
    yield from _bylines(markup)


def _bylines(markup: Markup) -> Iterator[tuple[str, float]]:
    inner = (
        name
        for element in markup.itemprops.get("author", ())
        for name in element.iter()
        if "name" in (name.get("itemprop") or "").split()
    )
    yield from _first(inner, 0.9)
    yield from _first(markup.itemprops.get("author", ()), 0.6)
    yield from _first(markup.rels.get("author", ()), 0.8)
    yield from _first(_author_links(markup), 0.7)
    yield from _first(markup.of_class(*_NAME_CLASSES), 0.6)
    yield from _first(markup.of_class("fn"), 0.5)
    yield from _first(markup.of_class("author"), 0.5)
    yield from _first(markup.of_class("byline"), 0.4)


def _author_links(markup: Markup) -> Iterator[HtmlElement]:
    for link in markup.root.iter("a"):
        if _AUTHOR_PATH.search((link.get("href") or "").lower()):
            yield link


def _first(elements: Iterable[HtmlElement], weight: float) -> Iterator[tuple[str, float]]:
    """The first of the elements that reads as a name and is no comment's, widget's or footer's."""
    for number, element in enumerate(elements):
        if number > 30:
            return
        if inside(element, _NOT_MAIN) or _in_aside(element):
            continue
        text = element.get("content") or visible_text(element)
        if person(text):
            yield text, weight
            return


def _in_aside(element: HtmlElement) -> bool:
    return any(
        _NOT_BYLINE.search(f"{parent.get('class') or ''} {parent.get('id') or ''}")
        for parent in element.iterancestors()
        if parent.tag not in ("body", "html")
    )
