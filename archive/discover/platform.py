"""What made a site, told from its marks: generators, service links, the theme's markup, headers, hosts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum

from archive import uri
from archive.discover import articles, blogger
from archive.discover.feeds import Feed
from archive.discover.markup import Markup, tokens


class Platform(StrEnum):
    """Who made a site; apart from ``SourceKind``, which is how it is followed."""

    BLOGGER = "blogger"  # its theme is not known
    BLOGGER_CLASSIC = "blogger-classic"
    BLOGGER_CONTEMPO = "blogger-contempo"  # Contempo and its kin: Soho, Emporio, Notable
    BLOGGER_DYNAMIC = "blogger-dynamic"
    WORDPRESS = "wordpress"
    WORDPRESS_COM = "wordpress-com"
    WORDPRESS_FEEDS = "wordpress-feeds"  # its REST API is shut
    GHOST = "ghost"
    SUBSTACK = "substack"
    MEDIUM = "medium"
    JEKYLL = "jekyll"
    HUGO = "hugo"
    FEED = "feed"  # anything with a feed
    SITEMAP = "sitemap"
    PAGE = "page"


BLOGGERS = frozenset(one for one in Platform if one.startswith("blogger"))
WORDPRESSES = frozenset(one for one in Platform if one.startswith("wordpress"))

_GENERATORS = (
    ("blogger", Platform.BLOGGER), ("wordpress.com", Platform.WORDPRESS_COM), ("wordpress", Platform.WORDPRESS),
    ("ghost", Platform.GHOST), ("substack", Platform.SUBSTACK), ("medium", Platform.MEDIUM),
    ("jekyll", Platform.JEKYLL), ("hugo", Platform.HUGO),
)  # fmt: skip
_HOSTS = (
    ("blogspot.com", Platform.BLOGGER), ("wordpress.com", Platform.WORDPRESS_COM), ("substack.com", Platform.SUBSTACK),
    ("medium.com", Platform.MEDIUM), ("ghost.io", Platform.GHOST),
)  # fmt: skip
FEEDS = {
    Platform.GHOST: "rss/", Platform.SUBSTACK: "feed", Platform.MEDIUM: "feed", Platform.JEKYLL: "feed.xml",
    Platform.HUGO: "index.xml",
}  # fmt: skip
"""Where a platform keeps its feed, below the home page."""


def of_host(url: str) -> Platform | None:
    """What a blog service's host name tells. Raises BadUrl."""
    host = uri.host(uri.fold(url))
    return next((made for name, made in _HOSTS if host == name or host.endswith(f".{name}")), None)


def of_feed(feed: Feed) -> Platform | None:
    """What a feed says of the program that wrote it."""
    return Platform.BLOGGER if blogger.is_blogger_feed(feed) else _of_generators([feed.generator or ""])


def of_page(page: Markup, facts: Mapping[str, str], headers: Mapping[str, str]) -> Platform | None:
    """What made a page; ``facts`` are its ``meta`` values, ``headers`` by lower-cased name."""
    if articles.is_blogger(page, facts):
        return _theme(page, facts)
    made = _of_generators(_generators(page)) or of_host(page.url)
    if made is not None:
        return made
    if "wordpress.com" in headers.get("host-header", "").lower():
        return Platform.WORDPRESS_COM
    if any(_of_wordpress(sheet) for sheet in _linked(page, "stylesheet")) or _loads_from_wordpress(page):
        return Platform.WORDPRESS
    if headers.get("x-served-by", "").lower() == "substack" or any(
        uri.host(one) == "substackcdn.com" for one in _linked(page, "preconnect")
    ):
        return Platform.SUBSTACK
    if facts.get("al:android:package") == "com.medium.reader":
        return Platform.MEDIUM
    return Platform.GHOST if any(name.startswith("x-ghost-") for name in headers) else None


def _of_generators(stated: Iterable[str]) -> Platform | None:
    for text in stated:
        name = text.lower().strip().partition("://")[2] or text.lower().strip()
        for begin, made in _GENERATORS:
            if name.removeprefix("www.").startswith(begin):
                return made
    return None


def _generators(page: Markup) -> Iterator[str]:
    """All of them: plugins of WordPress name themselves beside it."""
    for element in page.root.iter("meta"):
        if (element.get("name") or "").lower() == "generator":
            yield element.get("content") or ""


def _linked(page: Markup, rel: str) -> Iterator[str]:
    for link in page.root.iter("link"):
        if rel in tokens(link, "rel") and (full := page.resolve(link.get("href"))):
            yield full


def _of_wordpress(url: str) -> bool:
    return "/wp-content/" in url or "/wp-includes/" in url


def _loads_from_wordpress(page: Markup) -> bool:
    """Whether a page loads scripts or pictures from folders of WordPress on its own host; another's are no sign."""
    for element in page.root.iter("script", "link", "img"):
        address = element.get("src") or element.get("href") or ""
        full = page.resolve(address) if _of_wordpress(address) else None
        if full is not None and uri.same_host(full, page.url):
            return True
    return False


def _theme(page: Markup, facts: Mapping[str, str]) -> Platform:
    """The family of a Blogger theme: dynamic views say so; layouts of version 2 are of Contempo's family."""
    if facts.get("blogger-template") == "dynamic":
        return Platform.BLOGGER_DYNAMIC
    versions = [
        element.get("data-version") for element in page.root.iter("div") if "widget" in tokens(element)
    ]
    if versions.count("2") > len(versions) / 2:
        return Platform.BLOGGER_CONTEMPO
    posts = any({"hentry", "post-body"} & tokens(element) for element in page.root.iter())
    return Platform.BLOGGER_CLASSIC if versions or posts else Platform.BLOGGER
