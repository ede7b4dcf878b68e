"""WordPress: its feed, its sitemaps in their three makes, its REST API (WordPress REST API Handbook, v2)."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

import orjson

from archive import timestamp, uri
from archive.discover.entry import Entry
from archive.model import Facts, LinkKind, Source, Target

PER_PAGE = 100
MOST_FEED_PAGES = 1000
"""Pages of ``/feed/?paged=N`` that are asked for at most: some caches answer every N with page 1."""

_REST_ROUTE = re.compile(r"/wp/v2/(?:sites/[^/]+/)?(posts|pages)\b")
_LISTS = re.compile(
    r"/(?:categor(?:y|ies)|tags?|authors?|page|comment-page-\d+|search|archives?|feed|comments/feed|wp-json|wp-admin|wp-includes)"
    r"(?:/|$)|/wp-login\.php|/xmlrpc\.php|/wp-sitemap|/(?:feed|rss|atom)/?$"
)
_DATE_LIST = re.compile(
    r"(?:/[^/]+)?/(?:199|20[0-4])\d/?|(?:/[^/]+){0,5}?/(?:199|20[0-4])\d/\d\d(?:/\d\d)?/?"
)
_SUMMARY_MAPS = re.compile(
    r"wp-sitemap-(?:taxonomies|users)|(?:category|post_tag|tag|tags|author|authors|product_cat|post_format|image|video|news)"
    r"-?sitemap|sitemap-(?:tax|authors?|tags?|categor|image|video|news)",
    re.I,
)
_PAGE_MAPS = re.compile(r"wp-sitemap-posts-page-|(?:^|/)page-sitemap\d*\.xml|sitemap-pages?\b", re.I)
_TAGS = re.compile(r"<[^<>]*>")


@dataclass(frozen=True, slots=True)
class RestPage:
    """One page of REST posts or pages. ``standing``: they are pages."""

    entries: tuple[Entry, ...]
    standing: bool
    total: int | None
    next_url: str | None


def seeds(source: Source) -> list[Target]:
    """Where a crawl of a WordPress Source begins. ``Source.platform_id`` is the REST root, when one is advertised."""
    found = [Target(source.feed_url or f"{source.url}feed/", LinkKind.FEED)]
    if source.platform_id:
        found += [Target(rest(source.platform_id, kind), LinkKind.FEED) for kind in ("posts", "pages")]
    if source.sitemap_url:
        found.append(Target(source.sitemap_url, LinkKind.SITEMAP))
    return [*found, Target(source.url, LinkKind.SEED)]


def rest(root: str, kind: str, page: int = 1) -> str:
    """The address of one page of ``posts`` or ``pages`` under a REST root: ``…/wp-json/``, ``…?rest_route=/``, or
    ``…/wp/v2/sites/<site>/`` of WordPress.com."""
    return _asked(root, kind, f"per_page={PER_PAGE}&page={page}&_embed")


def count(root: str, kind: str) -> str:
    """The smallest question whose answer states how many ``posts`` or ``pages`` there are (``X-WP-Total``)."""
    return _asked(root, kind, "per_page=1&_fields=id")


def _asked(root: str, kind: str, question: str) -> str:
    base = root.rstrip("/")
    route = f"{base}/{kind}" if "/wp/v2/sites/" in base else f"{base}/wp/v2/{kind}"
    return uri.canonical(f"{route}{'&' if 'rest_route=' in root else '?'}{question}")


def is_rest(url: str) -> bool:
    """Whether this is the address of REST posts or pages."""
    return _REST_ROUTE.search(url) is not None


def is_rest_of_pages(url: str) -> bool:
    """Whether this is the address of REST pages."""
    found = _REST_ROUTE.search(url)
    return found is not None and found[1] == "pages"


def rest_page(body: bytes, url: str, headers: Mapping[str, str]) -> RestPage | None:
    """What is in an answer of the REST API; None when it is not a list. ``headers`` by lower-cased name."""
    try:
        raw = orjson.loads(body)
    except orjson.JSONDecodeError:
        return None
    if not isinstance(raw, list):
        return None
    entries = tuple(_entry(item, url) for item in raw[:PER_PAGE] if isinstance(item, dict))
    return RestPage(
        entries=entries,
        standing=is_rest_of_pages(url),
        total=_number(headers.get("x-wp-total")),
        next_url=_next_rest(url, len(entries), headers),
    )


def next_feed_page(url: str, received: int) -> str | None:
    """``?paged=N+1``, as long as there was something on this page."""
    page = _number(dict(parse_qsl(urlsplit(url).query)).get("paged")) or 1
    return _with(url, "paged", str(page + 1)) if received and page < MOST_FEED_PAGES else None


def first_feed_page(url: str) -> str:
    """The feed that ``?paged=N`` is a page of."""
    parts = urlsplit(url)
    query = [pair for pair in parse_qsl(parts.query, keep_blank_values=True) if pair[0] != "paged"]
    return urlunsplit(parts._replace(query=urlencode(query))) if "paged=" in parts.query else url


def is_list(url: str) -> bool:
    """Whether an address has the shape of a list (label, author, archive, search, paging), feed or service."""
    parts = urlsplit(url)
    if _LISTS.search(parts.path) or _DATE_LIST.fullmatch(parts.path):
        return True
    names = {name for name, _ in parse_qsl(parts.query, keep_blank_values=True)}
    return bool(
        names & {"s", "cat", "tag", "author", "paged", "feed", "replytocom", "share", "rest_route", "m"}
    )


def lists_no_articles(sitemap: str) -> bool:
    """Whether a sitemap, by its name, is of labels, authors or images: all that is in it is passed over."""
    return _SUMMARY_MAPS.search(urlsplit(sitemap).path) is not None


def lists_standing_pages(sitemap: str) -> bool:
    """Whether a sitemap, by its name, is of standing pages."""
    return _PAGE_MAPS.search(urlsplit(sitemap).path) is not None


def is_comment_feed_title(title: str | None) -> bool:
    """Whether a feed link's title is of a comments feed: WordPress puts ``»`` before the word, in each language."""
    return title is not None and "comment" in title.lower()


def _next_rest(url: str, received: int, headers: Mapping[str, str]) -> str | None:
    """The next page, by whichever of the totals says that there is one: plugins and caches break either."""
    page = _number(dict(parse_qsl(urlsplit(url).query)).get("page")) or 1
    pages, total = _number(headers.get("x-wp-totalpages")), _number(headers.get("x-wp-total"))
    full = received >= PER_PAGE
    more = (pages or 0) > page or (full and (total or 0) > page * PER_PAGE) or (full and pages is None)
    return _with(url, "page", str(page + 1)) if received and more else None


def _entry(item: dict[str, Any], url: str) -> Entry:
    link = item.get("link")
    terms, authors = _embedded(item, "wp:term"), _embedded(item, "author")
    names = [_plain(author.get("name")) for author in authors]
    return Entry(
        uri.join(url, link) if isinstance(link, str) and link else None,
        Facts(
            title=_plain(item.get("title")),
            author=", ".join(name for name in names if name) or None,
            published=_moment(item.get("date_gmt")),
            updated=_moment(item.get("modified_gmt")),
            labels=tuple(dict.fromkeys(name for term in terms if (name := _plain(term.get("name"))))),
            platform_id=_plain(item.get("guid")),
        ),
    )


def _embedded(item: dict[str, Any], name: str) -> list[dict[str, Any]]:
    embedded = item.get("_embedded")
    found = embedded.get(name) if isinstance(embedded, dict) else None
    flat: list[Any] = []
    for one in found[:50] if isinstance(found, list) else []:
        flat += one[:200] if isinstance(one, list) else [one]
    return [one for one in flat if isinstance(one, dict)]


def _plain(value: object) -> str | None:
    if isinstance(value, dict):
        value = value.get("rendered")
    if not isinstance(value, str):
        return None
    return html.unescape(_TAGS.sub("", value[:5000])).strip()[:1000] or None


def _moment(value: object) -> datetime | None:
    return timestamp.parse_iso(value) if isinstance(value, str) else None


def _number(value: str | None) -> int | None:
    return int(value) if value and value.isascii() and value.isdigit() and len(value) < 9 else None


def _with(url: str, name: str, value: str) -> str:
    parts = urlsplit(url)
    query = [pair for pair in parse_qsl(parts.query, keep_blank_values=True) if pair[0] != name]
    return uri.canonical(urlunsplit(parts._replace(query=urlencode([*query, (name, value)]))))
