"""What a URL is, and how it is followed: home, post, label page, feed and sitemap of a blog all lead to one Source.

A pure step: from the answers so far, either the verdict or the next URLs to look up. Who drives it fetches those
(redirects followed) and asks again until it is told; more than ``MOST_ANSWERS`` are never wanted.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from archive import uri
from archive.discover import blogger, homes, places, refusals, totals, wordpress
from archive.discover.evidence import Answer, Evidence, evidence
from archive.discover.homes import root_of
from archive.discover.known import Known
from archive.discover.platform import BLOGGERS, FEEDS, WORDPRESSES, Platform
from archive.discover.refusals import Refusal
from archive.model import Expected, SourceKind

__all__ = ["MOST_ANSWERS", "Answer", "Ask", "Recognised", "Refusal", "recognise"]

MOST_ANSWERS = 9

_GUESSES = ("feed", "index.xml", "atom.xml")
_MAPS = ("wp-sitemap.xml", "sitemap_index.xml", "sitemap.xml")  # WordPress's own, Yoast's, Jetpack's
_MOST_MAPS = 3  # parts of a sitemap that are read to count what is in them
_ANYTHING = frozenset(Platform) - BLOGGERS - WORDPRESSES
_BUSY = frozenset({429, 500, 502, 503})


@dataclass(frozen=True, slots=True)
class Recognised:
    """How a URL is followed. ``url`` is the home page (of a PAGE: the page itself), ``surt`` its identity."""

    kind: SourceKind
    url: str
    surt: str
    name: str
    feed_url: str | None = None
    sitemap_url: str | None = None
    platform_id: str | None = None  # Blogger: the blog's number; WordPress: the root of its REST API
    platform: Platform = Platform.PAGE
    expected: tuple[Expected, ...] = ()
    notices: tuple[str, ...] = ()  # what did not answer as it should, each a clause
    requests: int = 0  # that it took to find this out, those for robots.txt and redirects among them


@dataclass(frozen=True, slots=True)
class Ask:
    """URLs to look up next, in this order; each is answered by an ``Answer`` (status 0 when nothing answered)."""

    urls: tuple[str, ...]


def recognise(answers: Sequence[Answer]) -> Recognised | Ask | Refusal:
    """The next step from the answers so far, in the order in which they were asked; the first is of the URL that was
    typed. With ``MOST_ANSWERS`` of them it is never ``Ask``. Raises ValueError when there is none yet."""
    if not answers:
        raise ValueError("the URL that was typed has to be looked up first")
    known = Known([evidence(answer) for answer in answers], MOST_ANSWERS - len(answers))
    if refusal := refusals.of_answer(known.first):
        return refusal
    if known.platform(BLOGGERS):
        return _blogger(known)
    if known.platform(WORDPRESSES):
        return _wordpress(known)
    return _anything(known)


def _ask(known: Known, *urls: str | None) -> Ask | None:
    new = known.unanswered(urls)
    return Ask(new) if new else None


def _recognised(
    known: Known,
    kind: SourceKind,
    home: str,
    feed_url: str | None,
    sitemap_url: str | None,
    platform: Platform,
    platform_id: str | None = None,
) -> Recognised:
    return Recognised(
        kind,
        home,
        uri.page_surt(home),
        known.name(home),
        feed_url,
        sitemap_url,
        platform_id,
        platform,
        totals.stated(known, home, sitemap_url),
        tuple(_notices(known, feed_url, platform)),
    )


def _notices(known: Known, feed_url: str | None, platform: Platform) -> Iterator[str]:
    """What is followed, though it could not be read just now; and an API that is shut."""
    asked = {one.asked: one for one in known.all if not one.usable and not one.rest}
    paged = f"{feed_url}?max-results=1"
    if feed_url and (feed := asked.get(feed_url) or asked.get(paged)):
        yield f"its feed could not be read: {refusals.answered(feed)}"
    rest = next((one for one in asked.values() if wordpress.is_rest(one.asked)), None)
    if rest is not None and platform in WORDPRESSES:
        yield f"its REST API could not be read: {refusals.answered(rest)}"


def _blogger(known: Known) -> Recognised | Ask | Refusal:
    marked = next(one for one in known.all if one.blogger)
    stated = next((one.home for one in known.all if one.blogger and one.home), None)
    home = known.settled(blogger.home_of(stated or marked.canonical or marked.url))
    if ask := _ask(known, None if _counted(known, home) else f"{blogger.feed_of(home)}?max-results=1"):
        return ask
    with_feed = known.whole_feed(home) is not None
    themed = any(one.html and one.blogger for one in known.all)
    standing = f"{blogger.pages_feed_of(home)}?max-results=1" if with_feed else None
    if ask := _ask(
        known, None if themed and with_feed else home, standing
    ):  # without a feed, it has the name
        return ask
    if not any(one.usable for one in known.all):
        return refusals.UNREADABLE_BLOG
    number = next((one.blog_id for one in known.all if one.blog_id), None)
    platform = known.platform(BLOGGERS) or Platform.BLOGGER
    feed_url, sitemap_url = blogger.feed_of(home), blogger.sitemap_of(home)
    return _recognised(known, SourceKind.BLOGGER, home, feed_url, sitemap_url, platform, number)


def _counted(known: Known, home: str) -> bool:
    """Whether a feed of the whole blog has stated its total."""
    feed = known.whole_feed(home)
    return feed is not None and feed.feed is not None and feed.feed.total is not None


def _wordpress(known: Known) -> Recognised | Ask | Refusal:
    rest_root = next((one.rest_root for one in known.all if one.rest_root), None)
    home = _wordpress_home(known, rest_root)
    if isinstance(home, Ask):
        return home
    named = next((one.feed_url for one in known.pages_of(home) if one.feed_url), None)
    feed_url = None if known.whole_feed(home) else named or f"{home}feed/"
    if ask := _ask(known, None if rest_root else home, feed_url, f"{root_of(home)}robots.txt"):
        return ask
    root = rest_root or _likely_rest(known, home)
    if ask := _ask(known, wordpress.count(root, "posts"), wordpress.count(root, "pages")):
        return ask
    if known.main_sitemap(home) is None:  # one after the other: most have the first
        for name in _MAPS:
            if ask := _ask(known, home + name):
                return ask
    shut = not _open(known, root)
    sitemap_url = known.sitemap(home)
    if shut and (ask := _read_sitemap(known, sitemap_url)):
        return ask
    feed = known.whole_feed(home)
    if feed is None and shut and sitemap_url is None and not known.pages_of(home):
        return refusals.UNREADABLE_BLOG
    hosted = known.platform(frozenset({Platform.WORDPRESS_COM})) is not None
    platform = Platform.WORDPRESS_FEEDS if shut else Platform.WORDPRESS
    return _recognised(
        known,
        SourceKind.WORDPRESS,
        home,
        feed.url if feed else f"{home}feed/",
        sitemap_url,
        Platform.WORDPRESS_COM if hosted else platform,
        None if shut else root,
    )


def _wordpress_home(known: Known, rest_root: str | None) -> str | Ask:
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
        if told is not None and not named and (ask := _ask(known, told)):
            return ask
        if told is not None and (ask := _ask(known, *named)):
            return ask
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
    return bool(answered) or any(url == one.asked and one.status in _BUSY for one in known.all)


def _anything(known: Known) -> Recognised | Ask | Refusal:
    first = known.first
    if first.feed is None and (ask := _ask(known, first.feed_url)):
        return ask
    if (feed := known.feed_of(first)) is not None:
        return _with_feed(known, feed)
    front = known.front
    around = [front] if front else [homes.above(first.url), homes.folder(first.url), root_of(first.url)]
    root = root_of(front or first.url)
    if ask := _ask(known, *around, f"{root}robots.txt"):
        return ask
    home = next((url for url in around if (page := known.read(url)) and page.html), root)
    named = [one.feed_url for one in known.pages_of(home)]
    if ask := _ask(known, *named, *_usual_feeds(known, home)):
        return ask
    return _with_sitemap(known, known.settled(around[-1]))


def _usual_feeds(known: Known, home: str) -> list[str]:
    """Where the platform keeps its feed."""
    if uri.host(home).removeprefix("www.") == "medium.com":
        return [home.replace("medium.com/", "medium.com/feed/", 1)]
    platform = known.platform(_ANYTHING)
    return [f"{home.rstrip('/')}/{FEEDS[platform]}"] if platform in FEEDS else []


def _with_sitemap(known: Known, home: str) -> Recognised | Ask | Refusal:
    """A site without a feed, as far as one can see."""
    first = known.first
    if known.main_sitemap(home) is None and (ask := _ask(known, f"{home}sitemap.xml")):
        return ask
    if sitemap := known.sitemap(home):
        if ask := _read_sitemap(known, sitemap):
            return ask
        platform = known.platform(_ANYTHING) or Platform.SITEMAP
        return _recognised(known, SourceKind.SITEMAP, home, None, sitemap, platform)
    if ask := _ask(known, *(f"{home}{guess}" for guess in _GUESSES)):
        return ask
    if not first.html:
        return refusals.NOTHING_LISTED
    if first.scripted:
        return refusals.SHOWS_NOTHING
    page = _recognised(known, SourceKind.PAGE, first.canonical or first.url, None, None, Platform.PAGE)
    return replace(page, name=first.title or page.name)


def _with_feed(known: Known, feed: Evidence) -> Recognised | Ask | Refusal:
    stated = known.feed_home(feed)
    home = known.settled(known.front or stated or root_of(known.first.url))
    if ask := _ask(known, home, f"{root_of(home)}robots.txt"):
        return ask
    home = known.settled(home)
    in_folder = known.front is None and uri.page_surt(home) != uri.page_surt(root_of(home))
    if in_folder or feed.partial:
        if ask := _ask(known, root_of(home) if in_folder else None, *_named(known, home)):
            return ask
        if in_folder and (ask := _ask(known, *_named(known, root_of(home)))):
            return ask
        if in_folder and known.wider(home):
            home = known.settled(root_of(home))
    shared = _shared(home)
    if (
        not shared
        and not known.main_sitemap(home)
        and (ask := _ask(known, f"{home.rstrip('/')}/sitemap.xml"))
    ):
        return ask
    sitemap_url = None if shared else known.sitemap(home)
    if ask := _read_sitemap(known, sitemap_url):
        return ask
    whole = known.whole_feed(home) or feed
    platform = known.platform(_ANYTHING) or Platform.FEED
    return _recognised(known, SourceKind.FEED, home, whole.url, sitemap_url, platform)


def _named(known: Known, home: str) -> list[str | None]:
    return [one.feed_url for one in known.all if one.html and uri.page_surt(one.url) == uri.page_surt(home)]


def _shared(home: str) -> bool:
    """Whether a home is one of many on its host, whose sitemap is of all of them."""
    return homes.of_service(home) is not None or places.service(home)


def _read_sitemap(known: Known, sitemap_url: str | None) -> Ask | None:
    """The sitemap, and its parts when they are few: they tell how much there is."""
    if ask := _ask(known, sitemap_url):
        return ask
    top = known.read(sitemap_url)
    if top is None or top.sitemap is None:
        return None
    return _ask(known, *islice(totals.maps_of_articles(top.sitemap, _MOST_MAPS), known.left))
