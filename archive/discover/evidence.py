"""What one answer tells of the site behind a URL: platform, feed, sitemap, names. No verdict yet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from archive import uri
from archive.discover import articles, blogger, feeds, links, markup, pages, sitemaps, wordpress
from archive.discover.feeds import Feed
from archive.discover.markup import Markup, tokens
from archive.discover.sitemaps import Sitemap
from archive.discover.xmltext import UnsafeXmlError

_FEED_TYPES = frozenset(
    {"application/rss+xml", "application/atom+xml", "application/feed+json", "application/rdf+xml"}
)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a URL answered, redirects followed. ``url`` was asked, ``final_url`` answered; ``status`` 0 when nothing
    did; ``mime`` without parameters; ``body`` decoded of transfer and content coding."""

    url: str
    final_url: str
    status: int
    mime: str = ""
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What one Answer tells. ``url`` is canonical; ``home`` is a feed's word for its site; ``partial``: the feed is
    of a label, an author, a search or comments, not of the whole site."""

    asked: str
    url: str
    status: int
    mime: str
    html: bool = False
    feed: Feed | None = None
    sitemap: Sitemap | None = None
    sitemaps: tuple[str, ...] = ()  # named by a robots.txt
    blogger: bool = False
    wordpress: bool = False
    blog_id: str | None = None
    rest_root: str | None = None
    feed_url: str | None = None  # named by a page
    canonical: str | None = None
    site_name: str | None = None
    title: str | None = None
    partial: bool = False
    wall: str | None = None
    unsafe: str | None = None
    opml: bool = False

    @property
    def home(self) -> str | None:
        """A feed's word for its site."""
        return self.feed.home if self.feed else None

    @property
    def usable(self) -> bool:
        """Whether there is anything in it to go by."""
        return self.html or self.feed is not None or self.sitemap is not None


def evidence(answer: Answer) -> Evidence:
    """What an answer tells. Never raises for any body; BadUrl when its URLs are none."""
    url = uri.canonical(answer.final_url)
    headers = {name.lower(): value for name, value in answer.headers}
    found = Evidence(uri.canonical(answer.url), url, answer.status, answer.mime, blogger=_blogspot(url))
    if wall := pages.wall(answer.body, url, headers.get("location")):
        return replace(found, wall=wall)
    if not 200 <= answer.status < 300:
        return found
    if urlsplit(found.asked).path == "/robots.txt":
        return replace(found, sitemaps=tuple(sitemaps.in_robots(answer.body, url)))
    return _of_body(found, answer, headers)


def _blogspot(url: str) -> bool:
    return ".blogspot." in uri.host(url)


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
    of_list = feed.home is not None and not articles.is_home(feed.home) and links.is_list(feed.home)
    return replace(
        found,
        feed=feed,
        blogger=found.blogger or blogger.is_blogger_feed(feed),
        wordpress="wordpress" in (feed.generator or "").lower(),
        blog_id=blogger.blog_id(feed.identity) or blogger.blog_id(found.url),
        partial=of_list or _partial(found.url),
    )


def _partial(url: str) -> bool:
    path = urlsplit(url).path.lower()
    marks = ("/-/", "/comments/", "/category/", "/tag/", "/author/", "/feeds/pages/")
    return any(mark in path for mark in marks)


def _of_page(found: Evidence, page: Markup, headers: Mapping[str, str]) -> Evidence:
    facts = markup.meta(page)
    rest_root = _rest_root(page, headers)
    title = page.first("title")
    service = next((link for link in page.root.iter("link") if "service.post" in tokens(link, "rel")), None)
    return replace(
        found,
        html=True,
        blogger=articles.is_blogger(page, facts),
        wordpress=bool(rest_root) or _is_wordpress(page, facts),
        blog_id=blogger.blog_id(service.get("href")) if service is not None else None,
        rest_root=rest_root,
        feed_url=_named_feed(page),
        canonical=links.canonical(page),
        site_name=facts.get("og:site_name"),
        title=markup.text(title) or None if title is not None else None,
    )


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


def _is_wordpress(page: Markup, facts: Mapping[str, str]) -> bool:
    if facts.get("generator", "").lower().startswith("wordpress"):
        return True
    sheets = (
        page.resolve(link.get("href"))
        for link in page.root.iter("link")
        if "stylesheet" in tokens(link, "rel")
    )
    return any("/wp-content/" in sheet or "/wp-includes/" in sheet for sheet in sheets if sheet)


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
