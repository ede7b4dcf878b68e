"""Recognising a site that is neither Blogger's nor WordPress: by its feed, its sitemap, or as a page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from archive import uri
from archive.discover import homes, places, refusals
from archive.discover.evidence import Evidence
from archive.discover.homes import root_of
from archive.discover.known import Known
from archive.discover.platform import BLOGGERS, FEEDS, WORDPRESSES, Platform
from archive.discover.recognised import Ask, Recognised, ask, read_sitemap, recognised
from archive.discover.refusals import Refusal
from archive.model import SourceKind

_GUESSES = ("feed", "index.xml", "atom.xml")
_ANYTHING = frozenset(Platform) - BLOGGERS - WORDPRESSES


def step(known: Known) -> Recognised | Ask | Refusal:
    """The verdict, or what to ask next."""
    first = known.first
    if first.feed is None and (wanted := ask(known, first.feed_url)):
        return wanted
    if (feed := known.feed_of(first)) is not None:
        return _with_feed(known, feed)
    front = known.front or _of_dead_feed(known)
    around = [front] if front else [homes.above(first.url), homes.folder(first.url), root_of(first.url)]
    root = root_of(around[-1])
    if wanted := ask(known, *around, f"{root}robots.txt"):
        return wanted
    open_ones = [url for url in around if (page := known.read(url)) and page.html]
    home = next(iter(open_ones), around[-1])
    feeds = [*(one.feed_url for one in known.pages_of(home)), *_usual_feeds(known, home)]
    if wanted := ask(known, *feeds):
        return wanted
    folders = [url for url in dict.fromkeys(open_ones) if url != root]
    guesses = [] if known.main_sitemap(home) or _shared(home) else folders
    if wanted := ask(known, *(f"{url.rstrip('/')}/sitemap.xml" for url in guesses)):
        return wanted
    home = next((url for url in folders if _mapped(known, url)), around[-1])
    busy = next((one.asked for one in known.all if one.busy and one.asked in {first.feed_url, *feeds}), None)
    return _with_sitemap(known, known.settled(home), busy)


def _of_dead_feed(known: Known) -> str | None:
    """The folder of the feed that the typed page names, when there is nothing in it: it is of no other blog."""
    named = known.first.feed_url
    return (
        homes.above(named)
        if named and known.failed(named) and uri.same_host(named, known.first.url)
        else None
    )


def _mapped(known: Known, folder: str) -> bool:
    """Whether a folder has a sitemap of its own, of what lies in there."""
    maps = [one for one in known.all if one.sitemap is not None and homes.within(one.url, folder)]
    named = [place.url for one in maps if one.sitemap for place in (*one.sitemap.pages, *one.sitemap.maps)]
    return bool(named) and all(homes.within(url, folder) for url in named)


def _usual_feeds(known: Known, home: str) -> list[str]:
    """Where the platform keeps its feed."""
    if uri.host(home).removeprefix("www.") == "medium.com":
        return [home.replace("medium.com/", "medium.com/feed/", 1)]
    platform = known.platform(_ANYTHING)
    return [f"{home.rstrip('/')}/{FEEDS[platform]}"] if platform in FEEDS else []


def _with_sitemap(known: Known, home: str, busy_feed: str | None) -> Recognised | Ask | Refusal:
    """A site without a feed, as far as one can see, or with one that is too busy just now."""
    first, shared = known.first, _shared(home)
    guess = None if shared or known.main_sitemap(home) else f"{home.rstrip('/')}/sitemap.xml"
    if wanted := ask(known, guess):
        return wanted
    sitemap = None if shared else known.sitemap(home)
    if wanted := read_sitemap(known, sitemap):
        return wanted
    if sitemap and not busy_feed and (wanted := ask(known, *_likely_feeds(home))):
        return wanted
    if busy_feed or sitemap:
        kind = SourceKind.FEED if busy_feed else SourceKind.SITEMAP
        platform = known.platform(_ANYTHING) or (Platform.FEED if busy_feed else Platform.SITEMAP)
        return recognised(known, kind, home, busy_feed, sitemap, platform)
    if not shared and (wanted := ask(known, *_likely_feeds(home))):
        return wanted
    if not first.html:
        return refusals.NOTHING_LISTED
    if first.scripted:
        return refusals.SHOWS_NOTHING
    if wanted := ask(known, first.canonical):
        return wanted
    named = (
        known.read(first.canonical) if first.canonical else None
    )  # a page may be wrong about its own address
    address = named.url if named is not None and named.html else first.url
    page = recognised(known, SourceKind.PAGE, address, None, None, Platform.PAGE)
    return replace(page, name=first.title or page.name, notices=(*page.notices, *_dead_feeds(known)))


def _likely_feeds(home: str) -> list[str]:
    """Where a feed may be that no page names."""
    return [f"{home.rstrip('/')}/{guess}" for guess in _GUESSES]


def _dead_feeds(known: Known) -> Iterator[str]:
    """The feed that a page names, or that its platform has, when there was nothing in it."""
    expected = {known.first.feed_url, *_usual_feeds(known, known.front or root_of(known.first.url))}
    for one in known.all:
        if one.asked in expected and not one.usable:
            yield f"the feed {one.asked} could not be read: {refusals.answered(one)}"


def _with_feed(known: Known, feed: Evidence) -> Recognised | Ask | Refusal:
    stated = known.feed_home(feed)
    home = known.settled(known.front or stated or root_of(known.first.url))
    if wanted := ask(known, home, f"{root_of(home)}robots.txt"):
        return wanted
    home = known.settled(home)
    in_folder = known.front is None and uri.page_surt(home) != uri.page_surt(root_of(home))
    if in_folder or feed.partial:
        if wanted := ask(known, root_of(home) if in_folder else None, *_named(known, home)):
            return wanted
        if in_folder and (wanted := ask(known, *_named(known, root_of(home)))):
            return wanted
        if in_folder and known.wider(home):
            home = known.settled(root_of(home))
    shared = _shared(home)
    if (
        not shared
        and not known.main_sitemap(home)
        and (wanted := ask(known, f"{home.rstrip('/')}/sitemap.xml"))
    ):
        return wanted
    sitemap_url = None if shared else known.sitemap(home)
    if wanted := read_sitemap(known, sitemap_url):
        return wanted
    whole = known.whole_feed(home) or feed
    platform = known.platform(_ANYTHING) or Platform.FEED
    return recognised(known, SourceKind.FEED, home, whole.url, sitemap_url, platform)


def _named(known: Known, home: str) -> list[str | None]:
    return [one.feed_url for one in known.all if one.html and uri.page_surt(one.url) == uri.page_surt(home)]


def _shared(home: str) -> bool:
    """Whether a home is one of many on its host, whose sitemap is of all of them."""
    return homes.of_service(home) is not None or places.service(home)
