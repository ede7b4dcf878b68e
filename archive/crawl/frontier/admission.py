"""What may enter a frontier, under which key, and how soon it is wanted. No I/O.

Within a Crawl each key comes once: this is where it is decided what “the same” means.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import replace

from archive import uri
from archive.errors import BadUrl
from archive.model import LinkKind, Target

_WHOLE_QUERY = (
    LinkKind.FEED, LinkKind.SITEMAP, LinkKind.ARCHIVE, LinkKind.REQUISITE, LinkKind.ROBOTS,
)  # fmt: skip
_PRIORITIES = {
    LinkKind.ROBOTS: 0,
    LinkKind.SEED: 1,
    LinkKind.FEED: 1,
    LinkKind.SITEMAP: 1,
    LinkKind.ARCHIVE: 1,
    LinkKind.REDIRECT: 2,
    LinkKind.POST: 2,
    LinkKind.PAGE: 2,
    LinkKind.REQUISITE: 3,
}
_AROUND = 4  # what lies around the Source


def priority(target: Target) -> int:
    """Lower comes first: robots, what lists posts, posts, what pages need, what lies around. A redirect's target
    comes as soon as what led to it."""
    return _PRIORITIES.get(_purpose(target), _AROUND)


def key(target: Target) -> str:
    """What makes two Targets one. Twins of an article (``?m=1``) meet; in feeds, sitemaps and requisites the
    whole query counts. BadUrl."""
    if _purpose(target) in _WHOLE_QUERY:
        return uri.surt(uri.canonical(target.url))
    return uri.page_surt(target.url)


def admissible(found: Iterable[Target]) -> list[tuple[Target, str]]:
    """The Targets that can be fetched, in canonical form, each with its key; the best reasons come first.

    Left out: what is no web address, and accounts on social networks.
    """
    offered = []
    for target in found:
        with suppress(BadUrl):
            if target.kind is not LinkKind.SOCIAL:
                offered.append((replace(target, url=uri.canonical(target.url)), key(target)))
    return sorted(offered, key=lambda each: priority(each[0]))


def key_in_crawl(target: Target, its_key: str, held_by: Mapping[str, str]) -> str:
    """The key under which a Target lies, or is to lie, in a Crawl; ``held_by`` maps the keys there to URLs.

    A redirect often leads to a URL with the key of the one that it came from (http to https, a slash more). Such
    a one lies under its whole URL, and is found there again.
    """
    if target.url in held_by:
        return target.url
    if target.kind is LinkKind.REDIRECT and held_by.get(its_key, target.url) != target.url:
        return target.url
    return its_key


def _purpose(target: Target) -> LinkKind:
    return target.role if target.kind is LinkKind.REDIRECT and target.role else target.kind
