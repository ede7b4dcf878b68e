"""The links of a page, each with its kind: what the text links to, popular, related, sister sites, accounts."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

from lxml.etree import _Element

from archive import uri
from archive.discover import blogger, places, wordpress
from archive.discover.markup import Markup, text, tokens
from archive.discover.zones import TextRoot, Zone, walk
from archive.model import Link, LinkKind

MOST = 2000
"""Links taken of one page."""

_MOST_SEEN = 20_000
_PAID = frozenset({"sponsored", "tag", "search", "archives"})


def of_page(markup: Markup, body: TextRoot) -> list[Link]:
    """The page's typed links, each once per kind, in document order, canonical.

    Links in the text are taken when ``body`` has an element. Lists of the same blog (labels, archives, paging),
    feeds, share buttons, comments, images and the page itself are no links.
    """
    found: dict[tuple[str, LinkKind], Link] = {}
    seen = 0
    for element, zone in walk(markup, body):
        if element.tag != "a" or (href := element.get("href")) is None:
            continue
        seen += 1
        if seen > _MOST_SEEN or len(found) >= MOST:
            break
        url = markup.resolve(href) if zone is not Zone.IGNORED and not href.startswith("#") else None
        kind = _kind(url, element, zone, markup) if url else None
        if url and kind:
            _keep(found, Link(url, kind, _label(element)))
    return list(found.values())


def _keep(found: dict[tuple[str, LinkKind], Link], link: Link) -> None:
    """A block links to one post by its picture, its title and “read more”: the first that has words names it."""
    key = uri.fold(link.url), link.kind
    if key not in found or (link.text and not found[key].text):
        found[key] = link


def canonical(markup: Markup) -> str | None:
    """The address that the page says is its own (``rel=canonical``, RFC 6596); None when it can't be believed:
    of another site (a page must not pass itself off as somebody else's), or the home page for what is none."""
    for element in markup.root.iter("link"):
        if "canonical" in tokens(element, "rel") and (full := markup.resolve(element.get("href"))):
            return full if _of_same_site(full, markup.url) and not _homeward(full, markup.url) else None
    return None


def homeward(markup: Markup) -> bool:
    """Whether the page calls its site's home page its own address, which it is not: a theme's mistake, or the home page
    in an article's place."""
    named = (
        markup.resolve(link.get("href"))
        for link in markup.root.iter("link")
        if "canonical" in tokens(link, "rel")
    )
    full = next((one for one in named if one), None)
    return full is not None and _of_same_site(full, markup.url) and _homeward(full, markup.url)


def _of_same_site(url: str, other: str) -> bool:
    return uri.same_host(url, other) or uri.site(url) == uri.site(other)


def _homeward(full: str, url: str) -> bool:
    return urlsplit(full).path == "/" and urlsplit(url).path != "/" and not urlsplit(full).query


def _kind(url: str, element: _Element, zone: Zone, markup: Markup) -> LinkKind | None:
    rel = tokens(element, "rel")
    if rel & _PAID or places.share(url) or uri.fold(url) == uri.fold(markup.url):
        return None
    if places.account(url):
        return LinkKind.SOCIAL
    if places.profile(url) or ("author" in rel and not wordpress.is_list(url)):
        return LinkKind.AUTHOR
    if places.image(url) or (zone is not Zone.BODY and places.network(url)):
        return None
    if "contributor-to" in rel or ("me" in rel and not uri.same_host(url, markup.url)):
        return LinkKind.SISTER
    return _by_zone(url, zone, markup)


def _by_zone(url: str, zone: Zone, markup: Markup) -> LinkKind | None:
    own = uri.same_host(url, markup.url)
    if (own and is_list(url)) or (places.service(url) and zone is not Zone.BODY):
        return None
    if zone is Zone.POPULAR:
        return LinkKind.POPULAR
    if zone is Zone.RELATED:
        return LinkKind.RELATED
    if zone in {Zone.BODY, Zone.MAIN}:
        return LinkKind.BODY
    if zone in {Zone.SIDE, Zone.LISTED, Zone.AUTHOR}:
        return _of_frame(url, zone, own)
    return None


def _of_frame(url: str, zone: Zone, own: bool) -> LinkKind | None:
    """A link in the frame: a standing page of this blog, or a site beside it. Deep links are taken from lists only."""
    if own:
        return LinkKind.PAGE if blogger.kind_of(url) == "page" else None
    if places.file(url):
        return None
    home_like = len([part for part in urlsplit(url).path.split("/") if part]) <= 1 and not urlsplit(url).query
    return LinkKind.SISTER if home_like or zone is Zone.LISTED else None


def is_list(url: str) -> bool:
    """Whether an address of a blog is a list, a feed or a service, by its shape on either platform."""
    address = uri.fold(url)  # Blogger's ?m=1 is a view of a post, WordPress's ?m=202401 a list
    return blogger.is_index(address) or wordpress.is_list(address)


def _label(element: _Element) -> str:
    if label := text(element, 200):
        return label
    alternatives: Iterator[str | None] = (image.get("alt") for image in element.iter("img"))
    return next((" ".join(alt.split())[:200] for alt in alternatives if alt), "")
