"""What a Source is, in words: who made it, what it says that it has, how it is followed. One shape for the terminal, for
JSON and for the desk."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any

from archive.model import Expected, Source, SourceKind
from web.terminal import cut, one_line
from web.visits import visits_text
from web.wording import capitalize_first, counted, number

WIDTH = 80
MOST_LINES = 22
_LABEL = 11
NOTHING_SAID = "it does not say how much there is"

PLATFORMS = {
    "blogger": "Blogger",
    "blogger-classic": "Blogger, with a classic theme",
    "blogger-contempo": "Blogger, with a theme of Contempo’s family",
    "blogger-dynamic": "Blogger, with a dynamic view (its pages have no text without their script)",
    "wordpress": "WordPress",
    "wordpress-com": "WordPress.com",
    "wordpress-feeds": "WordPress, its REST API shut",
    "ghost": "Ghost",
    "substack": "Substack",
    "medium": "Medium",
    "jekyll": "Jekyll",
    "hugo": "Hugo",
    "feed": "a site with a feed",
    "sitemap": "a site with a sitemap, and no feed that could be found",
    "page": "a page, with neither feed nor sitemap that could be found",
}
_KINDS = {
    SourceKind.BLOGGER: "blogger",
    SourceKind.WORDPRESS: "wordpress",
    SourceKind.FEED: "feed",
    SourceKind.SITEMAP: "sitemap",
    SourceKind.PAGE: "page",
}
_NOUNS = {
    "posts": ("post", "posts"),
    "pages": ("standing page", "standing pages"),
    "addresses": ("address", "addresses"),
    "entries": ("entry", "entries"),
}


def introduction(source: Source) -> dict[str, Any]:
    """The shape: ``made_by`` and ``platform``, ``expected`` with where each number comes from, ``follows`` (what, and
    its address), ``visited``, ``around``; each with its words."""
    platform = source.platform or _KINDS[source.kind]
    return {
        "name": source.name,
        "url": source.url,
        "platform": platform,
        "made_by": PLATFORMS.get(platform, platform),
        "expected": [asdict(one) | {"text": expectation(one, source)} for one in source.expected],
        "follows": [{"what": what, "url": url} for what, url in _lists(source)],
        "visited": visits(source),
        "around": _around(source),
    }


def expectation(expected: Expected, source: Source) -> str:
    """``543 posts, as its feed says``; ``at least 10 entries: …``."""
    one, many = _NOUNS.get(expected.of, (expected.of, expected.of))
    amount = counted(expected.count, one, many)
    if not expected.least:
        if expected.of == "addresses":
            return f"{amount} of articles, as its sitemap says"
        return f"{amount}, as its {'REST API' if source.kind is SourceKind.WORDPRESS else 'feed'} says"
    if expected.of == "addresses":
        return f"at least {amount}: its sitemap has more parts, which the crawl counts"
    return f"at least {amount}: a feed shows only the newest"


def visits(source: Source) -> str:
    """How often it is visited, and what is asked for then."""
    then = "" if source.kind is SourceKind.PAGE else ": its lists, then what is new or changed"
    return f"{visits_text(source)}{then}"


def headline(shape: dict[str, Any], requests: int) -> str:
    """What a terminal says first, on one line of ``WIDTH`` columns."""
    end = f" (looked up with {counted(requests, 'request')})"
    return cut(one_line(f"Added {shape['name']}"), WIDTH - len(end)) + end


def lines(shape: dict[str, Any], notices: Sequence[str] = ()) -> list[str]:
    """The shape for a terminal: at most ``MOST_LINES`` lines of ``WIDTH`` columns, safe to print. ``notices``: what did
    not answer as it should."""
    told = [*_entry("Address", [shape["url"]]), *_entry("Made by", [capitalize_first(shape["made_by"])])]
    alone = shape["platform"] == "page"
    expected = [one["text"] for one in shape["expected"]] or ["this one page" if alone else NOTHING_SAID]
    told += [*_entry("Expected", expected), *_entry("But", list(notices))]
    follows = [
        line for one in shape["follows"] for line in (one["what"], f"  {one['url']}" if one["url"] else "")
    ]
    told += _entry("Followed by", [line for line in follows if line])
    told += _entry("Visited", [shape["visited"]])
    told += _entry("Around it", [shape["around"]])
    return told[:MOST_LINES]


def _entry(label: str, values: list[str]) -> Iterator[str]:
    for at, value in enumerate(values):
        begin = f"  {label if at == 0 else '':<{_LABEL}}  "
        room = WIDTH - len(begin)
        safe = ("  " if value.startswith("  ") else "") + one_line(value)
        if "://" in safe.partition(" ")[0] or safe.startswith("  "):  # an address is cut, never broken
            yield begin + (safe if len(safe) <= room else f"{safe[: room - 21]}…{safe[-20:]}")
            continue
        for part in textwrap.wrap(safe, room) or [""]:
            yield begin + part
            begin = " " * len(begin)


def _lists(source: Source) -> Iterator[tuple[str, str | None]]:
    """What is asked for at each visit, and where it is."""
    if source.kind is SourceKind.BLOGGER:
        yield "the feed of its posts, page by page", source.feed_url
        yield "the feed of its standing pages", None
    elif source.kind is SourceKind.WORDPRESS and source.platform_id:
        yield "its REST API, posts and standing pages, page by page", source.platform_id
        yield "its feed", source.feed_url
    elif source.kind is SourceKind.WORDPRESS:
        yield "its feed, page by page", source.feed_url
    elif source.feed_url:
        yield "its feed, for what is new", source.feed_url
    if source.sitemap_url:
        yield "its sitemap, for all that there is", source.sitemap_url
    elif source.kind is SourceKind.FEED:
        yield (
            "no sitemap was found: what its feed no longer shows must come from archive pages or an import",
            None,
        )
    if source.kind is SourceKind.PAGE:
        yield "this one page, and what it links to", source.url


def _around(source: Source) -> str:
    if not source.related:
        return "nothing: its own articles only"
    return f"up to {number(source.related)} articles that its posts link to, in each crawl"
