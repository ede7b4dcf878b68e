"""What a page says that it is: an article, a standing page or a list; and the facts it states of itself."""

from __future__ import annotations

import html
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

import orjson

from archive import timestamp, uri
from archive.discover import blogger, links
from archive.discover.markup import Markup, meta, tokens
from archive.model import Facts, PageKind

_ARTICLES = frozenset({
    "Article", "BlogPosting", "NewsArticle", "TechArticle", "ScholarlyArticle", "Report", "ReportageNewsArticle",
    "OpinionNewsArticle", "AnalysisNewsArticle", "SocialMediaPosting", "LiveBlogPosting", "Recipe", "HowTo", "Review",
})  # fmt: skip
_OG_ARTICLES = frozenset({"article", "blogpost"})
_LISTS = frozenset(
    {"home", "blog", "archive", "category", "tag", "author", "search", "date", "paged", "error404"}
)
_LISTS_OF_LD = frozenset({"CollectionPage", "SearchResultsPage"})
_SCRIPT_BYTES = 512 * 1024
_MOST_ITEMS = 500
_FIRST_YEAR = 1900  # of articles that have a time of day


def is_home(url: str) -> bool:
    """Whether an address is a host's root."""
    parts = urlsplit(url)
    return parts.path in {"", "/"} and not parts.query


def kind(markup: Markup, address: str) -> PageKind | None:
    """POST or PAGE as the page itself says; None for a home page, a list, or when nothing tells.

    ``address``: the canonical one, when there is one. In this order: the address and theme of Blogger, the body
    classes of WordPress, JSON-LD, Open Graph, a single ``.hentry``.
    """
    facts = meta(markup)
    if is_home(address):
        return None
    if is_blogger(markup, facts):
        return blogger.kind_of(address)
    body = markup.first("body")
    classes = tokens(body) if body is not None else frozenset()
    if _single(classes):
        return PageKind.POST
    if classes & _LISTS:
        return None
    if "page" in classes and any(name.startswith("page-id-") for name in classes):
        return PageKind.PAGE
    if links.is_list(address):
        return None
    return _by_metadata(markup, facts, address)


def is_article(markup: Markup, facts: Mapping[str, str]) -> bool:
    """Whether a page says of itself that it is an article, in ``meta`` or JSON-LD."""
    if facts.get("og:type", "").lower() in _OG_ARTICLES or "article:published_time" in facts:
        return True
    return any(_types(item) & _ARTICLES for item in json_ld(markup))


def is_teaser(markup: Markup) -> bool:
    """Whether the page says of its article that it is behind a paywall (schema.org ``isAccessibleForFree``)."""
    paid = (item.get("isAccessibleForFree") for item in json_ld(markup) if _types(item) & _ARTICLES)
    return any(str(free).lower() == "false" for free in paid)


def is_blogger(markup: Markup, facts: Mapping[str, str]) -> bool:
    """Whether Blogger made the page: its generator, its service link, its own host."""
    if facts.get("generator", "").lower().startswith("blogger") or ".blogspot." in uri.host(markup.url):
        return True
    return any("service.post" in tokens(link, "rel") for link in markup.root.iter("link"))


def _single(classes: frozenset[str]) -> bool:
    """Whether WordPress says of its ``body`` that it shows one post."""
    return bool({"single", "single-post"} & classes) or any(name.startswith("postid-") for name in classes)


def _by_metadata(markup: Markup, facts: Mapping[str, str], address: str) -> PageKind | None:
    items = list(json_ld(markup))
    if _own_article(items, address):
        return PageKind.POST
    if any(_types(item) & _LISTS_OF_LD for item in items):
        return None
    if facts.get("og:type", "").lower() in {*_OG_ARTICLES, "blog"} or "article:published_time" in facts:
        return PageKind.POST
    entries = sum(1 for element in markup.root.iter() if {"hentry", "h-entry"} & tokens(element))
    return PageKind.POST if entries == 1 else None


def stated(markup: Markup, address: str) -> Facts:
    """The facts that a page states of itself in JSON-LD and ``meta``; empty where it states none."""
    item = _own_article(list(json_ld(markup)), address) or {}
    facts = meta(markup)
    published = _text(item.get("datePublished")) or facts.get("article:published_time")
    updated = _text(item.get("dateModified")) or facts.get("article:modified_time")
    return Facts(
        title=_text(item.get("headline")) or _text(item.get("name")),
        author=_author(item.get("author")),
        published=_moment(published),
        updated=_moment(updated),
    )


def _moment(text: str | None) -> datetime | None:
    """A date that a page states; the year 1 and its like are how a program writes that it has none."""
    moment = timestamp.parse_iso(text) if text else None
    return moment if moment is not None and moment.year >= _FIRST_YEAR else None


def json_ld(markup: Markup) -> Iterator[dict[str, Any]]:
    """The page's JSON-LD items, ``@graph`` unfolded; what does not parse is passed over."""
    count = 0
    for script in markup.root.iter("script"):
        if (script.get("type") or "").strip().lower() != "application/ld+json":
            continue
        for item in _unfolded(_loaded(script.text or "")):
            yield item
            count += 1
            if count >= _MOST_ITEMS:
                return


def _loaded(source: str) -> Any:
    if len(source) > _SCRIPT_BYTES:
        return None
    try:
        return orjson.loads(source.strip().rstrip(";").encode("utf-8", "replace"))
    except orjson.JSONDecodeError:
        return None


def _unfolded(raw: Any) -> Iterator[dict[str, Any]]:
    for item in raw if isinstance(raw, list) else [raw]:
        if not isinstance(item, dict):
            continue
        graph = item.get("@graph")
        if isinstance(graph, list):
            yield from (part for part in graph if isinstance(part, dict))
        else:
            yield item


def _types(item: Mapping[str, Any]) -> frozenset[str]:
    kinds = item.get("@type")
    return frozenset(str(kind) for kind in kinds) if isinstance(kinds, list) else frozenset({str(kinds)})


def _own_article(items: list[dict[str, Any]], address: str) -> dict[str, Any] | None:
    """The article that this page is: the one that names this address, else the only one."""
    found = [item for item in items if _types(item) & _ARTICLES]
    for item in found:
        if any(_same(named, address) for named in _addresses(item)):
            return item
    elsewhere = [item for item in found if any(_elsewhere(named, address) for named in _addresses(item))]
    return found[0] if len(found) == 1 and not elsewhere else None


def _addresses(item: Mapping[str, Any]) -> Iterator[str]:
    for value in (item.get("mainEntityOfPage"), item.get("url"), item.get("@id")):
        named = value.get("@id") or value.get("url") if isinstance(value, dict) else value
        if isinstance(named, str):
            yield named


def _same(named: str, address: str) -> bool:
    full = uri.join(address, named)
    return full is not None and uri.page_surt(full) == uri.page_surt(address)


def _elsewhere(named: str, address: str) -> bool:
    """Whether it names another article of this site (its home page in that place is a theme's mistake)."""
    full = uri.join(address, named)
    return full is not None and not is_home(full) and not _same(named, address)


def _author(value: Any) -> str | None:
    several = value if isinstance(value, list) else [value]
    names = [_text(one.get("name") if isinstance(one, dict) else one) for one in several]
    joined = ", ".join(dict.fromkeys(name for name in names if name))
    return joined if joined and not joined.startswith("http") and joined.lower() != "unknown" else None


def _text(value: Any) -> str | None:
    return (" ".join(html.unescape(value[:5000]).split())[:1000] or None) if isinstance(value, str) else None
