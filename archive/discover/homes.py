"""The home of a blog as an address alone tells it: services with many blogs on one host, REST addresses, lists."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, urlsplit, urlunsplit

from archive import uri

_REST = re.compile(r"(?P<folder>/(?:[^/]+/)*?)(?:index\.php/)?wp-json(?:/|$)")
_HOSTED_REST = re.compile(r"/wp/v2/sites/(?P<site>[^/]+)|/rest/v1(?:\.\d)?/sites/(?P<old>[^/]+)")
_MEDIUM = re.compile(r"/(?:feed/)?(?P<blog>@[\w.\-]+|[a-z0-9][a-z0-9\-]+)(?:/.*)?", re.I)
_NO_BLOG_ON_MEDIUM = frozenset(
    {
        "tag",
        "p",
        "m",
        "search",
        "me",
        "new-story",
        "about",
        "topic",
        "topics",
        "explore-topics",
        "feed",
        "plans",
    }
)
_LIST = re.compile(
    r"/(?:category|categories|tag|tags|author|authors|page|search|archives?|feeds?|rss|comments|label|labels|topics?)(?:/|$)"
    r"|/(?:199|20[0-4])\d(?:/|$)|/[^/]+\.(?:xml|json|rss|atom|txt|gz)$",
    re.I,
)


def root_of(url: str) -> str:
    """The root of a URL's host."""
    parts = urlsplit(uri.fold(url))
    return urlunsplit((parts.scheme, parts.netloc, "/", "", ""))


def of_service(url: str) -> str | None:
    """The blog's home where a service's address names the blog (Medium, Substack's reader, hosted REST)."""
    parts = urlsplit(url)
    host = uri.host(url)
    if host in {"medium.com", "www.medium.com"} and (found := _MEDIUM.fullmatch(parts.path)):
        blog = found["blog"]
        return f"https://medium.com/{blog}" if blog.lower() not in _NO_BLOG_ON_MEDIUM else None
    if host == "open.substack.com" and (found := re.match(r"/pub/([a-z0-9\-]+)", parts.path)):
        return f"https://{found[1]}.substack.com/"
    if host == "public-api.wordpress.com" and (found := _HOSTED_REST.search(parts.path)):
        site = found["site"] or found["old"]
        return f"https://{site}/" if "." in site else None
    return None


def rest_root(url: str) -> str | None:
    """The root of the REST API that an address lies under (``…/wp-json/``, ``…?rest_route=/``); None for any other."""
    parts = urlsplit(url)
    if found := _REST.match(parts.path):
        return urlunsplit((parts.scheme, parts.netloc, parts.path[: found.end()].rstrip("/") + "/", "", ""))
    if "rest_route" in dict(parse_qsl(parts.query)):
        return urlunsplit((parts.scheme, parts.netloc, parts.path, "rest_route=/", ""))
    if uri.host(url) == "public-api.wordpress.com" and (found := _HOSTED_REST.search(parts.path)):
        return hosted_rest(found["site"] or found["old"])
    return None


def hosted_rest(site: str) -> str:
    """The REST root of a blog on WordPress.com, by its host or number."""
    return f"https://public-api.wordpress.com/wp/v2/sites/{site}/"


def of_rest(root: str, url: str) -> str | None:
    """``https://host/blog/wp-json/`` is the API of ``https://host/blog/``; an API on another host tells nothing,
    unless it names the blog."""
    if named := of_service(root):
        return named
    if not uri.same_host(root, url):
        return None
    parts = urlsplit(root)
    if found := _REST.match(parts.path):
        return urlunsplit((parts.scheme, parts.netloc, str(found["folder"]), "", ""))
    if "rest_route=" in parts.query:
        return urlunsplit((parts.scheme, parts.netloc, parts.path, "", ""))
    return None


def above(url: str) -> str:
    """What a list's address lies under: ``https://host/blog/tag/food/`` is of ``https://host/blog/``; else the root."""
    parts = urlsplit(uri.fold(url))
    found = _LIST.search(parts.path)
    folder = parts.path[: found.start()] if found else ""
    return urlunsplit((parts.scheme, parts.netloc, f"{folder}/", "", ""))


def folder(url: str) -> str:
    """The first folder of an address, where a blog beside others may live; the root for what lies in none."""
    parts = urlsplit(uri.fold(url))
    first, slash, _ = parts.path.removeprefix("/").partition("/")
    if not slash or _LIST.search(f"/{first}/"):
        return root_of(url)
    return urlunsplit((parts.scheme, parts.netloc, f"/{first}/", "", ""))


def within(url: str, home: str) -> bool:
    """Whether an address lies under a home: all of its host for a root, else its folder."""
    key, key_of_home = uri.page_surt(url), uri.page_surt(home)
    return key == key_of_home or key.startswith(key_of_home.rstrip("/") + "/")
