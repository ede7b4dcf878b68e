"""Blogger: where a blog's posts are, and what its addresses mean. (Feeds, sitemap and themes as measured.)"""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from archive import uri
from archive.discover.feeds import Feed
from archive.model import LinkKind, PageKind, Source, Target

PAGE_SIZE = 150
"""Entries asked for; what comes may be fewer (the cap has shrunk from 500 over 150 to 100)."""

_POST = re.compile(r"/\d{4}/\d{2}/[^/]+\.html")
_STANDING = re.compile(r"/p/[^/]+\.html")
_INDEX = re.compile(
    r"/?|/search(?:/.*)?|/\d{4}/(?:\d{2}/(?:\d{2}/)?)?|/\d{4}_\d{2}(?:_\d{2})?_archive\.html|/index\.html"
    r"|/feeds/.*|/atom\.xml|/rss\.xml|/b/.*|/sitemap[\w-]*\.xml|/robots\.txt"
)
_TEMPLATE = re.compile(r"<meta\b[^<>]{0,200}\bname=['\"]?blogger-template\b[^<>]{0,200}>", re.I)
_MONTH = re.compile(r"/(\d{4})/(\d{2})/(?:[^/]+\.html)?")
_BLOG_ID = re.compile(r"blog-(\d+)")
_FEED_ID = re.compile(r"/feeds/(\d+)/")


def home_of(url: str) -> str:
    """A blog's home: the root of its host, on blogspot.com whatever the country domain was. Raises BadUrl."""
    parts = urlsplit(uri.fold(url))
    return urlunsplit((parts.scheme, parts.netloc, "/", "", ""))


def feed_of(home: str) -> str:
    """The address of the posts feed."""
    return f"{home}feeds/posts/default"


def pages_feed_of(home: str) -> str:
    """The address of the feed of standing pages."""
    return f"{home}feeds/pages/default"


def sitemap_of(home: str) -> str:
    """The address of the sitemap: an index of ``?page=N``, or one urlset when the blog is small."""
    return f"{home}sitemap.xml"


def seeds(source: Source) -> list[Target]:
    """Where a crawl of a Blogger Source begins: both feeds, the sitemap, the home page."""
    home = home_of(source.url)
    paging = f"?max-results={PAGE_SIZE}&start-index=1"
    return [
        Target(feed_of(home) + paging, LinkKind.FEED),
        Target(pages_feed_of(home) + paging, LinkKind.FEED),
        Target(sitemap_of(home), LinkKind.SITEMAP),
        Target(home, LinkKind.SEED),
    ]


def is_blogger_feed(feed: Feed) -> bool:
    """Whether Blogger wrote this feed."""
    return (feed.identity or "").startswith("tag:blogger.com,1999:") or feed.generator == "Blogger"


def blog_id(text: str | None) -> str | None:
    """The number in ``tag:blogger.com,1999:blog-<number>…`` or in a ``blogger.com/feeds/<number>/`` address."""
    found = _BLOG_ID.search(text or "") or _FEED_ID.search(text or "")
    return found[1] if found else None


def next_page(feed: Feed, url: str) -> str | None:
    """The next page of a feed, by what was received, never by what was asked for; None at the end.

    ``rel=next`` leads to ``www.blogger.com/feeds/<blog id>/…``: its address is kept and its start corrected.
    """
    if feed.received == 0:
        return None
    start = (feed.start or 1) + feed.received
    if feed.next_url is None and (feed.total is None or start > feed.total):
        return None
    return _with(feed.next_url or url, "start-index", str(start))


def direct_feed(feed: Feed, asked: str, answered: str) -> str | None:
    """The feed past FeedBurner, when a blog sends its readers there: that one has no pages. None as a rule."""
    elsewhere = not uri.same_host(asked, answered) and uri.host(answered) != "www.blogger.com"
    if (
        not (is_blogger_feed(feed) and elsewhere)
        or "redirect=" in asked
        or uri.site(asked) == uri.site(answered)
    ):
        return None
    if feed.home is not None and uri.same_host(feed.home, answered):  # the blog moved to a domain of its own
        return None
    return _with(asked, "redirect", "false")


def is_dynamic(html: str) -> bool:
    """Whether a page is one of Blogger's Dynamic Views: empty without its script, its text is in the feed alone."""
    found = _TEMPLATE.search(html[:100_000])
    return found is not None and "dynamic" in found[0].lower()


def is_comment_feed(url: str) -> bool:
    """Whether a feed is of comments: those are not followed."""
    return "/comments/" in urlsplit(url).path


def kind_of(url: str) -> PageKind | None:
    """What a Blogger address is by its shape; None for home, label, archive and search pages and anything else."""
    path = urlsplit(url).path
    if _POST.fullmatch(path):
        return PageKind.POST
    return PageKind.PAGE if _STANDING.fullmatch(path) else None


def is_index(url: str) -> bool:
    """Whether an address on a Blogger host is a list (home, label, archive), a feed or a service: no article."""
    return _INDEX.fullmatch(urlsplit(url).path) is not None


def next_sitemap(url: str, received: int) -> str | None:
    """The sitemap page after ``?page=N``, as long as there was something on this one."""
    page = dict(parse_qsl(urlsplit(url).query)).get("page", "")
    if not received or not (page.isascii() and page.isdigit() and len(page) < 6):
        return None
    return _with(url, "page", str(int(page) + 1))


def month_of(post: str) -> str | None:
    """The archive page of a post's month."""
    found = _MONTH.fullmatch(urlsplit(post).path)
    return uri.join(post, f"/{found[1]}/{found[2]}/") if found else None


def month_before(url: str) -> str | None:
    """The archive page of the month before; None when this is no month's."""
    found = _MONTH.fullmatch(urlsplit(url).path)
    if found is None or not 1 <= int(found[2]) <= 12:
        return None
    year, month = (int(found[1]), int(found[2]) - 1) if found[2] != "01" else (int(found[1]) - 1, 12)
    return uri.join(url, f"/{year:04}/{month:02}/")


def _with(url: str, name: str, value: str) -> str:
    parts = urlsplit(url)
    query = [
        (key, value if key == name else old) for key, old in parse_qsl(parts.query, keep_blank_values=True)
    ]
    if name not in dict(query):
        query.append((name, value))
    return uri.canonical(urlunsplit(parts._replace(query=urlencode(query))))
