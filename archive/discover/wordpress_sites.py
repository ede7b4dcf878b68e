"""Recognising a site of WordPress, whatever of it was typed."""

from __future__ import annotations

from archive import uri
from archive.discover import homes, refusals, wordpress
from archive.discover.homes import root_of
from archive.discover.known import Known
from archive.discover.platform import Platform
from archive.discover.recognised import Ask, Recognised, ask, read_sitemap, recognised
from archive.discover.refusals import Refusal
from archive.model import SourceKind

_MAPS = ("wp-sitemap.xml", "sitemap_index.xml", "sitemap.xml")  # WordPress's own, Yoast's, Jetpack's


def step(known: Known) -> Recognised | Ask | Refusal:
    """The verdict, or what to ask next. Its REST API states its totals, where it is open; else the sitemap is counted."""
    rest_root = next((one.rest_root for one in known.all if one.rest_root), None)
    home = _home(known, rest_root)
    if isinstance(home, Ask):
        return home
    named = next((one.feed_url for one in known.pages_of(home) if one.feed_url), None)
    feed_url = None if known.whole_feed(home) else named or f"{home}feed/"
    if wanted := ask(known, None if rest_root else home, feed_url, f"{root_of(home)}robots.txt"):
        return wanted
    root = rest_root or _likely_rest(known, home)
    if wanted := ask(known, wordpress.count(root, "posts"), wordpress.count(root, "pages")):
        return wanted
    if known.main_sitemap(home) is None:  # one after the other: most have the first
        for name in _MAPS:
            if wanted := ask(known, home + name):
                return wanted
    shut = not _open(known, root)
    sitemap_url = known.sitemap(home)
    if shut and (wanted := read_sitemap(known, sitemap_url)):
        return wanted
    feed = known.whole_feed(home)
    if feed is None and shut and sitemap_url is None and not known.pages_of(home):
        return refusals.UNREADABLE_BLOG
    hosted = known.platform(frozenset({Platform.WORDPRESS_COM})) is not None
    platform = Platform.WORDPRESS_FEEDS if shut else Platform.WORDPRESS
    return recognised(
        known,
        SourceKind.WORDPRESS,
        home,
        feed.url if feed else f"{home}feed/",
        sitemap_url,
        Platform.WORDPRESS_COM if hosted else platform,
        None if shut else root,
    )


def _home(known: Known, rest_root: str | None) -> str | Ask:
    """The home by the REST API's address or word, else by the feed that a page names, else by the feed that was typed
    (whose word may be of a post or a label: the page there is asked first), else the root of the host."""
    marked = next(one for one in known.all if one.wordpress)
    told = homes.of_rest(rest_root, marked.url) if rest_root else None
    if told is None and rest_root:
        told = next((one.home for one in known.all if one.rest_root and one.home), None)
    named = {one.feed_url for one in known.all if one.feed_url}
    if told is None:
        feeds = [one for one in known.all if one.feed is not None and not one.partial]
        feeds.sort(key=lambda one: not named & {one.asked, one.url})
        told = next((home for one in feeds if (home := known.feed_home(one))), None)
        if told is not None and not named and (wanted := ask(known, told)):
            return wanted
        if told is not None and (wanted := ask(known, *named)):
            return wanted
        if told is not None and known.failed(told):  # a post that is gone has a feed of comments still
            told = homes.above(told)
    home = known.settled(told or homes.above(marked.url))
    return home if home.endswith("/") or "?" in home else f"{home}/"


def _likely_rest(known: Known, home: str) -> str:
    """Where the API of a blog is that names none."""
    if known.platform(frozenset({Platform.WORDPRESS_COM})):
        return homes.hosted_rest(uri.host(home))
    return f"{home}?rest_route=/"


def _open(known: Known, root: str) -> bool:
    """Whether a REST API tells its posts; one that is too busy just now is believed to."""
    url = uri.canonical(wordpress.count(root, "posts"))
    answered = [one for one in known.all if one.rest is not None and not one.rest.standing]
    return bool(answered) or any(url == one.asked and one.busy for one in known.all)
