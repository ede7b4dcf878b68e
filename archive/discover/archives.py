"""Archive pages: the months of a blog, the older pages of its home page, the page that lists everything. Pure.

They are told by structure and address, never by words: those are localised.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import parse_qsl, urlsplit

from lxml.etree import _Element

from archive import uri
from archive.discover import blogger, entries, homes, places, wordpress
from archive.discover.findings import Discovery, Listing
from archive.discover.markup import Markup, tokens
from archive.model import LinkKind, Source, SourceKind, Target

MOST_PAGES = 1_000
"""Further archive pages taken of one page."""

_OLDER = frozenset({
    "blog-pager-older-link", "older-posts", "posts-older", "older", "next", "nav-previous", "next-posts", "next-page",
    "pagination-next", "pagination__next", "pager-older", "older-link",
})  # fmt: skip
_PAGE_NUMBER = re.compile(r"/page/?(\d{1,5})/?$|/page-(\d{1,5})(?:\.html)?$")
_PAGE_NAMES = ("paged", "page", "pg", "start-index")
_MONTH = re.compile(
    r"(?:/[^/]+){0,2}?/(?:199|20[0-4])\d/(?:0[1-9]|1[0-2])/?|/(?:199|20[0-4])\d_\d\d(?:_\d\d)?_archive\.html"
)
_YEAR = re.compile(r"(?:/[^/]+){0,2}?/(?:199|20[0-4])\d/?")


def of_page(page: Markup, target: Target, source: Source | None) -> Discovery:
    """What an archive page leads to: its posts, the page with older ones, further archive pages."""
    posts = [post for post in entries.posts(page) if _within(post, source)]
    after = older(page)
    if after is None and posts and source is not None and source.kind is SourceKind.BLOGGER:
        after = blogger.month_before(page.url)
    onward = dict.fromkeys([*([after] if after else []), *others(page)])
    return Discovery(
        targets=(*_posts(posts, target, page.url), *_pages(onward, target, page.url)),
        listing=Listing(None, len(posts), after, after is None),
        perhaps=tuple(
            _posts((one for one in entries.perhaps(page) if _within(one, source)), target, page.url)
        ),
    )


def aside(page: Markup, target: Target, source: Source | None) -> tuple[Target, ...]:
    """Of a home page: the posts on it and the archive pages that it leads to."""
    after = older(page)
    onward = dict.fromkeys([*([after] if after else []), *others(page)])
    posts = [post for post in entries.posts(page) if _within(post, source)]
    return (*_posts(posts, target, page.url), *_pages(onward, target, page.url))


def _within(url: str, source: Source | None) -> bool:
    """Whether an address lies within the Source, where a host has many blogs."""
    return source is None or not uri.same_host(url, source.url) or homes.within(url, source.url)


def _posts(urls: Iterable[str], target: Target, via: str) -> list[Target]:
    return [Target(url, LinkKind.POST, depth=target.depth + 1, hops=target.hops, via=via) for url in urls]


def _pages(urls: Iterable[str], target: Target, via: str) -> list[Target]:
    return [Target(url, LinkKind.ARCHIVE, depth=target.depth, hops=target.hops, via=via) for url in urls]


def older(page: Markup) -> str | None:
    """The page with the posts before those of this one, on the same host; None when there is none."""
    best: str | None = None
    number = page_number(page.url)
    for element in page.root.iter("link", "a"):
        url = page.resolve(element.get("href"))
        if url is None or not uri.same_host(url, page.url) or uri.canonical(url) == uri.canonical(page.url):
            continue
        if "next" in tokens(element, "rel") or (element.tag == "a" and _is_older(element)):
            if (_number(url) or number + 1) > number:
                return url
        elif best is None and _number(url) == number + 1 and _same_list(url, page.url):
            best = url
    return best


def others(page: Markup) -> list[str]:
    """Further archive pages that a page leads to: months (years only where there are no months), and pages of all posts."""
    months: dict[str, None] = {}
    years: dict[str, None] = {}
    whole: dict[str, None] = {}
    for element in page.root.iter("a", "option"):
        url = page.resolve(
            element.get("href") or element.get("value") if element.tag == "option" else element.get("href")
        )
        if url is None or not uri.same_host(url, page.url) or uri.canonical(url) == uri.canonical(page.url):
            continue
        path = urlsplit(url).path
        if _MONTH.fullmatch(path) or _is_month_query(url):
            months[url] = None
        elif _YEAR.fullmatch(path):
            years[url] = None
        elif element.tag == "a" and places.all_posts(path) and not urlsplit(url).query:
            whole[url] = None
    of_years = {url: None for url in years if not any(month.startswith(url) for month in months)}
    return list(whole | months | of_years)[:MOST_PAGES]


def _is_older(link: _Element) -> bool:
    around = [link, *(one for one in [link.getparent()] if one is not None)]
    if any((one.get("id") or "").lower().endswith("blog-pager-older-link") for one in around):
        return True
    return any(tokens(one) & _OLDER for one in around)


def page_number(url: str) -> int:
    """Which page of a paged list an address is: 1 where it does not say."""
    return _number(url) or 1


def _number(url: str) -> int | None:
    parts = urlsplit(url)
    if found := _PAGE_NUMBER.search(parts.path):
        return int(found[1] or found[2])
    query = dict(parse_qsl(parts.query))
    named = (
        query[name][:6]
        for name in _PAGE_NAMES
        if (value := query.get(name, "")).isascii() and value.isdigit()
    )
    return next((int(number) for number in named), None)


def _same_list(url: str, other: str) -> bool:
    return _PAGE_NUMBER.sub("/", urlsplit(url).path).rstrip("/") == _PAGE_NUMBER.sub(
        "/", urlsplit(other).path
    ).rstrip("/")


def _is_month_query(url: str) -> bool:
    return wordpress.is_list(url) and re.fullmatch(r"m=(?:199|20[0-4])\d{3}", urlsplit(url).query) is not None
