"""What one answer tells of the site behind a URL: platform, feed, sitemap, totals, names. No verdict yet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlsplit

import orjson
from lxml.etree import _Element

from archive import uri
from archive.discover import (
    articles,
    blogger,
    feeds,
    homes,
    links,
    markup,
    pages,
    platform,
    sitemaps,
    walls,
    wordpress,
)
from archive.discover.feeds import Feed
from archive.discover.markup import Markup, tokens
from archive.discover.platform import BLOGGERS, WORDPRESSES, Platform
from archive.discover.sitemaps import Sitemap
from archive.discover.walls import Wall
from archive.discover.wordpress import RestPage
from archive.discover.xmltext import UnsafeXmlError
from archive.model import PageKind, WallKind

_TEXT_OF_A_PAGE = 200  # characters: with fewer, and a script, a page shows nothing by itself
_UNSEEN = frozenset({"script", "style", "noscript", "template", "svg"})
_FEED_TYPES = frozenset(
    {"application/rss+xml", "application/atom+xml", "application/feed+json", "application/rdf+xml"}
)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a URL answered, redirects followed. ``url`` was asked, ``final_url`` answered; ``status`` 0 when nothing
    did; ``mime`` without parameters; ``body`` decoded of transfer and content coding. ``trouble``: why the body is
    not what was asked for, when whoever fetched it knows."""

    url: str
    final_url: str
    status: int
    mime: str = ""
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What one Answer tells. ``url`` is canonical; ``home`` is the word of a feed or a REST API for its site;
    ``front`` the home that the address alone tells; ``partial``: the feed is of a label, an author, a search or
    comments, not of the whole site."""

    asked: str
    url: str
    status: int
    mime: str
    html: bool = False
    feed: Feed | None = None
    sitemap: Sitemap | None = None
    sitemaps: tuple[str, ...] | None = None  # named by a robots.txt; None: it is none
    rest: RestPage | None = None  # one page of a REST API's posts or pages
    platform: Platform | None = None
    blog_id: str | None = None
    rest_root: str | None = None
    feed_url: str | None = None  # named by a page
    canonical: str | None = None
    home: str | None = None
    front: str | None = None
    site_name: str | None = None
    title: str | None = None
    page_kind: PageKind | None = None  # what a page says that it is
    partial: bool = False
    scripted: bool = False  # the page shows nothing without its script
    wall: Wall | None = None
    trouble: str = ""
    unsafe: str | None = None
    opml: bool = False

    @property
    def blogger(self) -> bool:
        return self.platform in BLOGGERS

    @property
    def wordpress(self) -> bool:
        return self.platform in WORDPRESSES

    @property
    def busy(self) -> bool:
        """Whether it may well answer another time."""
        return self.status in {429, 500, 502, 503, 504}

    @property
    def usable(self) -> bool:
        """Whether there is anything in it to go by."""
        listed = self.feed is not None or self.sitemap is not None or self.sitemaps is not None
        return self.html or listed or (200 <= self.status < 300 and self.rest_root is not None)


def evidence(answer: Answer) -> Evidence:
    """What an answer tells. Never raises for any body; BadUrl when its URLs are none."""
    url = uri.canonical(answer.final_url)
    headers = {name.lower(): value for name, value in answer.headers}
    found = Evidence(uri.canonical(answer.url), url, answer.status, answer.mime, trouble=answer.trouble)
    found = replace(found, **_of_address(url))
    if wall := _wall(answer, url, headers):
        return replace(found, wall=wall)
    if not 200 <= answer.status < 300 or answer.trouble:
        return found
    if urlsplit(found.asked).path == "/robots.txt":
        return replace(found, sitemaps=tuple(sitemaps.in_robots(answer.body, url)))
    if found.rest_root is not None:
        return _of_rest(found, answer.body, headers)
    return _of_body(found, answer, headers)


def _of_address(url: str) -> dict[str, Any]:
    """What an address tells before it is asked, and where asking it is not allowed."""
    made, root, front = platform.of_host(url), homes.rest_root(url), homes.of_service(url)
    if uri.host(url) == "www.blogger.com" and urlsplit(url).path.startswith("/feeds/"):
        made = Platform.BLOGGER
    if root is not None:
        hosted = uri.host(url) == "public-api.wordpress.com" or made is Platform.WORDPRESS_COM
        made = Platform.WORDPRESS_COM if hosted else Platform.WORDPRESS
        front = front or homes.of_rest(root, url)
    return {"platform": made, "rest_root": root, "front": front, "blog_id": blogger.blog_id(url)}


def _of_rest(found: Evidence, body: bytes, headers: Mapping[str, str]) -> Evidence:
    """Of an answer of a WordPress REST API: its root document, a list of posts or pages, or one of them."""
    if page := wordpress.rest_page(body, found.url, headers):
        return replace(found, rest=page if wordpress.is_rest(found.url) else None)
    try:
        raw = orjson.loads(body)
    except orjson.JSONDecodeError:
        raw = None
    if not isinstance(raw, dict):
        return replace(found, rest_root=None)
    home, name = raw.get("home") or raw.get("url"), raw.get("name")
    return replace(
        found,
        home=uri.join(found.url, home) if isinstance(home, str) else None,
        site_name=name[:300] if isinstance(name, str) and name else None,
    )


def _wall(answer: Answer, url: str, headers: Mapping[str, str]) -> Wall | None:
    """What stands in the way of the whole site. That one page is missing does not: it still names its site."""
    location = uri.join(url, headers.get("location", "").strip()) if 300 <= answer.status < 400 else None
    wall = walls.gate(location) if location else None
    wall = wall or pages.wall(answer.mime, headers, answer.body, url)
    return wall if wall is not None and wall.kind is not WallKind.MISSING else None


def _of_body(found: Evidence, answer: Answer, headers: Mapping[str, str]) -> Evidence:
    content_type = headers.get("content-type")
    try:
        if feed := feeds.parse(answer.body, found.url, content_type):
            return _of_feed(found, feed)
        if not pages.looks_like_html(answer.mime, answer.body):
            sitemap = sitemaps.parse(answer.body, found.url, content_type)
            return replace(found, sitemap=sitemap, opml=b"<opml" in answer.body[:2000].lower())
    except UnsafeXmlError as unsafe:
        return replace(found, unsafe=str(unsafe))
    page = markup.parse(answer.body, found.url, content_type)
    return _of_page(found, page, headers) if page is not None else found


def _of_feed(found: Evidence, feed: Feed) -> Evidence:
    made = platform.of_feed(feed) or found.platform
    home = feed.home
    if home is not None and made is Platform.MEDIUM:
        home = home.partition("?")[0]  # which of its own links was followed
    of_list = home is not None and not articles.is_home(home) and links.is_list(home)
    return replace(
        found,
        feed=feed,
        home=home,
        platform=made,
        blog_id=blogger.blog_id(feed.identity) or found.blog_id,
        partial=of_list or _partial(found.url),
    )


def _partial(url: str) -> bool:
    path = urlsplit(url).path.lower()
    marks = ("/-/", "/comments/", "/category/", "/tag/", "/tags/", "/author/", "/feeds/pages/", "/tagged/")
    return any(mark in path for mark in marks)


def _of_page(found: Evidence, page: Markup, headers: Mapping[str, str]) -> Evidence:
    facts = markup.meta(page)
    rest_root = _rest_root(page, headers)
    title = page.first("title")
    service = next((link for link in page.root.iter("link") if "service.post" in tokens(link, "rel")), None)
    made = platform.of_page(page, facts, headers)
    canonical = links.canonical(page)
    return replace(
        found,
        html=True,
        platform=made or (Platform.WORDPRESS if rest_root else found.platform),
        blog_id=blogger.blog_id(service.get("href")) if service is not None else None,
        rest_root=rest_root,
        feed_url=_named_feed(page),
        canonical=canonical,
        site_name=facts.get("og:site_name"),
        title=markup.text(title) or None if title is not None else None,
        page_kind=articles.kind(page, canonical or found.url),
        scripted=_scripted(page),
    )


def _scripted(page: Markup) -> bool:
    """Whether a page has next to no text, but a script that would make it."""
    body = page.first("body")
    if body is None or page.first("script") is None:
        return False
    seen = 0
    for element in body.iter():
        if not isinstance(element.tag, str) or element.tag in _UNSEEN or _in_noscript(element):
            text = ""
        else:
            text = element.text or ""
        seen += len(text.strip()) + len((element.tail or "").strip())
        if seen >= _TEXT_OF_A_PAGE:
            return False
    return True


def _in_noscript(element: _Element) -> bool:
    return any(one.tag == "noscript" for one in element.iterancestors("noscript"))


def _rest_root(page: Markup, headers: Mapping[str, str]) -> str | None:
    """The REST API that a WordPress page advertises, in a ``Link`` header (RFC 8288) or element."""
    for part in headers.get("link", "").split(","):
        target, _, parameters = part.partition(">")
        if "https://api.w.org/" in parameters and target.strip().startswith("<"):
            return page.resolve(target.strip()[1:])
    for link in page.root.iter("link"):
        if "https://api.w.org/" in tokens(link, "rel"):
            return page.resolve(link.get("href"))
    return None


def _named_feed(page: Markup) -> str | None:
    """The feed that a page names: the first that is not of comments, nor of a label when there is a wider one."""
    named: list[str] = []
    for link in page.root.iter("link"):
        kind = (link.get("type") or "").split(";")[0].strip().lower()
        if "alternate" not in tokens(link, "rel") or kind not in _FEED_TYPES:
            continue
        full = page.resolve(link.get("href"))
        comments = (
            full is None or "comment" in full.lower() or wordpress.is_comment_feed_title(link.get("title"))
        )
        if full and not comments:
            named.append(full)
    return next((one for one in named if not _partial(one)), named[0] if named else None)
