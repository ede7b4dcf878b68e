"""The posts on a page that lists posts. Pure.

They are told by how the page marks its entries (microformats, titles, dates), never by words; other links only count if
they look like posts (``shapes``).
"""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

from lxml.etree import _Element

from archive import uri
from archive.discover import articles, blogger, links, places
from archive.discover.markup import Markup, tokens
from archive.discover.zones import TextRoot, Zone, walk

MOST_POSTS = 5_000
"""Posts, and links that may be posts, taken of one page."""

_ENTRIES = frozenset({
    "hentry", "h-entry", "post", "post-outer", "post-preview", "post-card", "post-item", "post-summary", "blog-post",
    "entry", "archive-item", "archive__item", "type-post",
})  # fmt: skip
_TITLES = frozenset({
    "entry-title", "post-title", "p-name", "u-url", "post-link", "post-card-title", "archive__item-title",
    "post-preview-title",
})  # fmt: skip
_HEADINGS = frozenset({"h1", "h2", "h3", "h4"})
_ITEMS = frozenset({"li", "tr", "p", "div", "dd", "dt", "section"})


def posts(page: Markup) -> list[str]:
    """The posts that a list page names for certain: where each entry, marked as one, leads to. Canonical, each once."""
    inner = _outermost(page)
    found = dict.fromkeys(url for entry in inner if (url := _permalink(entry, page)))
    if len(found) < 2:
        found |= dict.fromkeys(_by_headings(page))
    if len(found) < 2:
        found |= dict.fromkeys(_by_dates(page))
    return list(found)[:MOST_POSTS]


def perhaps(page: Markup) -> list[str]:
    """The other links of a list page that may be posts, in document order."""
    found = dict.fromkeys(
        url
        for element, zone in walk(page, TextRoot())
        if element.tag == "a" and zone < Zone.SIDE and (url := _post(element, page))
    )
    return list(found)[:MOST_POSTS]


def _outermost(page: Markup) -> list[_Element]:
    """The elements that are marked as entries, none within another."""
    found: list[_Element] = []
    inside: set[_Element] = set()
    for element, zone in walk(page, TextRoot()):
        parent = element.getparent()
        if parent is not None and parent in inside:
            inside.add(element)
        elif zone < Zone.SIDE and (element.tag == "article" or tokens(element) & _ENTRIES):
            inside.add(element)
            found.append(element)
    if len(found) == 1:  # one wrapper around all of them, as some themes have
        within = [one for one in found[0].iterdescendants() if one.tag == "article" or tokens(one) & _ENTRIES]
        return within if len(within) > 1 else found
    return found


def _permalink(entry: _Element, page: Markup) -> str | None:
    """Where an entry leads to: its bookmark, else the link of its title, else of its date."""
    dated = titled = None
    for link in entry.iter("a"):
        url = _post(link, page)
        if url is None:
            continue
        if "bookmark" in tokens(link, "rel") or "u-url" in tokens(link):
            return url
        if titled is None and _is_title(link, entry):
            titled = url
        if dated is None and next(link.iter("time", "abbr"), None) is not None:
            dated = url
    own = _post(entry, page) if entry.tag == "a" else None
    return titled or dated or own


def _is_title(link: _Element, within: _Element) -> bool:
    if tokens(link) & _TITLES or any(
        one.tag in _HEADINGS or tokens(one) & _TITLES for one in link.iterdescendants()
    ):
        return True
    for above in link.iterancestors():
        if above.tag in _HEADINGS or tokens(above) & _TITLES:
            return True
        if above is within:
            return False
    return False


def _by_headings(page: Markup) -> list[str]:
    """Links that are titles, where a page has several: some themes mark no entries."""
    found = [
        url
        for element, zone in walk(page, TextRoot())
        if element.tag == "a"
        and zone < Zone.SIDE
        and (url := _post(element, page))
        and _is_title(element, page.root)
    ]
    return found if len(set(found)) > 1 else []


def _by_dates(page: Markup) -> Iterator[str]:
    """The only link beside a date, in a list of such."""
    for element, zone in walk(page, TextRoot()):
        if element.tag != "time" or zone >= Zone.SIDE:
            continue
        item = next((one for one in element.iterancestors() if one.tag in _ITEMS), None)
        urls = {url for link in item.iter("a") if (url := _post(link, page))} if item is not None else set()
        if len(urls) == 1:
            yield urls.pop()


def _post(link: _Element, page: Markup) -> str | None:
    """The address in a link, when it may be a post of this site."""
    href = link.get("href")
    url = page.resolve(href) if href and not href.startswith("#") else None
    if url is None or not uri.same_host(url, page.url) or articles.is_home(url) or links.is_list(url):
        return None
    same = uri.fold(url) == uri.fold(page.url)
    listed = places.all_posts(urlsplit(url).path) or places.file(url) or blogger.kind_of(url) == "page"
    return None if same or listed or places.share(url) else url
