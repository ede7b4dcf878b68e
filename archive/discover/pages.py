"""What an HTML page leads to: its typed links as targets, what it needs, what it is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields, replace

from archive import uri
from archive.discover import archives, articles, entries, links, markup, places, requisites, walls
from archive.discover.findings import Discovery
from archive.discover.markup import Markup
from archive.discover.walls import Wall
from archive.discover.zones import TextRoot, text_root
from archive.model import Facts, Link, LinkKind, PageKind, Source, SourceKind, Target

_CRAWLED = frozenset({
    LinkKind.BODY, LinkKind.RELATED, LinkKind.POPULAR, LinkKind.SISTER, LinkKind.AUTHOR, LinkKind.PAGE,
})  # fmt: skip
_BESIDE = frozenset({LinkKind.SISTER, LinkKind.AUTHOR})
_OF_SISTER = 10  # articles taken of a sister site's home page
_AROUND = frozenset({LinkKind.BODY, LinkKind.RELATED, LinkKind.POPULAR})


def of_page(
    target: Target, source: Source | None, body: bytes, url: str, headers: Mapping[str, str]
) -> Discovery:
    """What an HTML answer leads to. ``headers`` by lower-cased name."""
    page = markup.parse(body, url, headers.get("content-type"))
    instead = walls.of_page(page, body) if page is not None else None
    if page is None or instead is not None:
        return Discovery(facts=target.facts, wall=instead)
    if target.kind is LinkKind.ARCHIVE:
        return archives.of_page(page, target, source)
    canonical = links.canonical(page)
    kind = _page_kind(page, canonical or url, target, source)
    around = links.of_page(page, text_root(page) if kind else TextRoot())
    targets = [*_targets(around, target, source, url), *_of_sister(page, target), *_needed(page, target, url)]
    return Discovery(
        targets=tuple(targets),
        links=tuple(around),
        canonical=canonical,
        page_kind=kind,
        facts=_merged(target.facts, articles.stated(page, canonical or url)) if kind else target.facts,
        notices=tuple(_notices(page)),
        aside=archives.aside(page, target, source) if _is_home(target, source) else (),
        homeward=walls.named(page) if links.homeward(page) else None,
    )


def _is_home(target: Target, source: Source | None) -> bool:
    """Whether this is the home page of a blog (a Source that is a single page has none)."""
    return target.kind is LinkKind.SEED and source is not None and source.kind is not SourceKind.PAGE


def wall(mime: str, headers: Mapping[str, str], body: bytes, url: str) -> Wall | None:
    """What was sent in the place of something that need not be a page: a feed, an image, a failure's own words.
    ``headers`` by lower-cased name."""
    html = looks_like_html(mime, body)
    return walls.of_body(body, url, headers.get("content-type")) if html else None


def _page_kind(page: Markup, address: str, target: Target, source: Source | None) -> PageKind | None:
    said = articles.kind(page, address)
    if target.hops > 0:
        return _kind_around(said, address, target)
    typed = target.kind is LinkKind.SEED and (source is None or source.kind is SourceKind.PAGE)
    if typed:  # what a person asked for by name is kept as a page, whatever it is
        return said or PageKind.PAGE
    if articles.is_home(address) or links.is_list(address):
        return None
    if target.kind is LinkKind.PAGE:
        return PageKind.PAGE
    if target.kind is LinkKind.POST:
        return said or PageKind.POST
    return said or (PageKind.RELATED if target.kind in _AROUND else None)


def _kind_around(said: PageKind | None, address: str, target: Target) -> PageKind | None:
    """Of a page off the Source: an article around it when it says so, or when somebody linked to it as to one."""
    if articles.is_home(address) or places.profile(address):
        return None
    by_sister = (
        target.kind is LinkKind.SISTER and target.via is not None and uri.same_host(target.via, address)
    )
    linked = (target.kind in _AROUND or by_sister) and not links.is_list(address)
    return PageKind.RELATED if said or linked else None


def _targets(around: list[Link], target: Target, source: Source | None, url: str) -> Iterator[Target]:
    taken: set[str] = set()
    for link in sorted(around, key=lambda one: one.kind is LinkKind.SISTER):
        address = uri.fold(link.url)
        if link.kind not in _CRAWLED or address in taken or places.network(link.url) or places.file(link.url):
            continue
        taken.add(address)
        hops = _hops(address, target, source, url)
        if link.kind in _BESIDE and target.hops and not places.profile(url):
            continue  # the sister sites of somebody else
        if link.kind is LinkKind.PAGE and hops:  # somebody else's “About” is not around an article
            continue
        yield Target(address, link.kind, depth=target.depth + 1, hops=hops, via=url)


def _of_sister(page: Markup, target: Target) -> Iterator[Target]:
    """The newest articles that a sister site's home page names."""
    if target.kind is LinkKind.SISTER and articles.is_home(page.url):
        for url in entries.posts(page)[:_OF_SISTER]:
            yield Target(uri.fold(url), LinkKind.SISTER, target.depth + 1, target.hops, via=page.url)


def _hops(address: str, target: Target, source: Source | None, url: str) -> int:
    """One more for a link that leaves the site; none for one that leads back to the Source."""
    if source is not None and uri.same_host(address, source.url):
        return 0
    if places.profile(url):  # the author's own page is no site to hop over
        return target.hops
    return target.hops + (not uri.same_host(address, url))


def _needed(page: Markup, target: Target, url: str) -> Iterator[Target]:
    for needed in requisites.of_page(page):
        yield Target(needed, LinkKind.REQUISITE, depth=target.depth + 1, hops=target.hops, via=url)


def _merged(first: Facts | None, then: Facts) -> Facts | None:
    """What the platform's list said, with its gaps filled by what the page says."""
    if first is None:
        return then if then != Facts() else None
    gaps = {one.name: getattr(then, one.name) for one in fields(Facts) if not getattr(first, one.name)}
    return replace(first, **gaps)


def _notices(page: Markup) -> Iterator[str]:
    if markup.meta(page).get("blogger-template") == "dynamic":
        yield "The theme is a dynamic view: the page has no text without its script; the feed has it."
    if articles.is_teaser(page):
        yield "Only a teaser is public: the page says that the rest is for subscribers."


def looks_like_html(mime: str, body: bytes) -> bool:
    """Whether a body is an HTML page: by its media type, or by its first tag where that says nothing."""
    if mime in {"text/html", "application/xhtml+xml"}:
        return True
    head = body[:1000].lstrip()[:200].lower()
    return mime in {"", "application/octet-stream", "text/plain"} and head.startswith(
        (b"<!doctype html", b"<html")
    )
