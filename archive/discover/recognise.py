"""What a URL is, and how it is followed: home, post, label page, feed and sitemap of a blog all lead to one Source.

A pure step: from the answers so far, either the verdict or the next URLs to look up. Who drives it fetches those
(redirects followed) and asks again until it is told; more than ``MOST_ANSWERS`` are never wanted.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit, urlunsplit

from archive import uri
from archive.discover import blogger
from archive.discover.evidence import Answer, Evidence, evidence
from archive.discover.known import Known, root_of
from archive.model import SourceKind

__all__ = ["MOST_ANSWERS", "Answer", "Ask", "Recognised", "Refusal", "recognise"]

MOST_ANSWERS = 6

_GUESSES = ("feed", "index.xml", "atom.xml")
_MEANINGS = {
    401: " (a log-in is needed)",
    403: " (forbidden)",
    404: " (not found)",
    410: " (gone)",
    429: " (too many requests; try again later)",
    451: " (withheld for legal reasons)",
    500: " (an error on its side; try again later)",
    502: " (an error on its side; try again later)",
    503: " (not available now; try again later)",
}


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


@dataclass(frozen=True, slots=True)
class Ask:
    """URLs to look up next, in this order; each is answered by an ``Answer`` (status 0 when nothing answered)."""

    urls: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why there is nothing to follow: the end of a sentence, fit for ``NothingToFollow(url, reason)``."""

    reason: str


def recognise(answers: Sequence[Answer]) -> Recognised | Ask | Refusal:
    """The next step from the answers so far, in the order in which they were asked; the first is of the URL that was
    typed. With ``MOST_ANSWERS`` of them it is never ``Ask``. Raises ValueError when there is none yet."""
    if not answers:
        raise ValueError("the URL that was typed has to be looked up first")
    known = Known([evidence(answer) for answer in answers], MOST_ANSWERS - len(answers))
    if refusal := _refused(known.first):
        return refusal
    if any(one.blogger for one in known.all):
        return _blogger(known)
    if any(one.wordpress for one in known.all):
        return _wordpress(known)
    return _anything(known)


def _refused(first: Evidence) -> Refusal | None:
    if first.wall:
        return Refusal(f"{first.wall}, and Backfile does not go round that")
    if first.usable or (first.blogger and first.status in {0, 403, 429}):
        return None  # a label page that robots.txt forbids still tells which blog it is of
    if first.opml:
        return Refusal("it is an OPML list of feeds; save it as a file and use `backfile import`")
    if first.unsafe:
        return Refusal(first.unsafe)
    if first.status == 0:
        return Refusal("there was no answer")
    if not 200 <= first.status < 300:
        home = root_of(first.url)
        hint = f"; if the site itself is there, add {home} instead" if home != first.url else ""
        return Refusal(f"it answered with status {first.status}{_MEANINGS.get(first.status, '')}{hint}")
    return Refusal(f"it is {first.mime or 'something unnamed'}, and neither a page nor a feed nor a sitemap")


def _ask(known: Known, *urls: str | None) -> Ask | None:
    new = known.unanswered(urls)
    return Ask(new) if new else None


def _recognised(
    known: Known,
    kind: SourceKind,
    home: str,
    feed_url: str | None,
    sitemap_url: str | None,
    platform_id: str | None,
) -> Recognised:
    return Recognised(kind, home, uri.page_surt(home), known.name(home), feed_url, sitemap_url, platform_id)


def _blogger(known: Known) -> Recognised | Ask | Refusal:
    marked = next(one for one in known.all if one.blogger)
    stated = next((one.home for one in known.all if one.blogger and one.home), None)
    home = known.settled(blogger.home_of(stated or marked.canonical or marked.url))
    feed_url = blogger.feed_of(home)
    if known.whole_feed(home) is None:
        if ask := _ask(known, f"{feed_url}?max-results=1"):
            return ask
        if ask := _ask(known, home):  # its feeds are switched off: the home page has the name
            return ask
    if not any(one.usable for one in known.all):
        return Refusal("neither its pages nor its feed can be read")
    number = next((one.blog_id for one in known.all if one.blog_id), None)
    return _recognised(known, SourceKind.BLOGGER, home, feed_url, blogger.sitemap_of(home), number)


def _wordpress(known: Known) -> Recognised | Ask:
    rest_root = next((one.rest_root for one in known.all if one.rest_root), None)
    marked = next(one for one in known.all if one.wordpress)
    home = known.settled(_home_of_rest(rest_root, marked.url) or known.feed_home() or root_of(marked.url))
    home = home if home.endswith("/") or "?" in home else f"{home}/"
    named = next((one.feed_url for one in known.pages_of(home) if one.feed_url), None)
    feed_url = None if known.whole_feed(home) else named or f"{home}feed/"
    if ask := _ask(known, None if rest_root else home, feed_url, f"{root_of(home)}robots.txt"):
        return ask
    guesses = [home + name for name in ("wp-sitemap.xml", "sitemap_index.xml", "sitemap.xml")]
    if known.sitemap(home) is None and (ask := _ask(known, *guesses)):
        return ask
    feed = known.whole_feed(home)
    return _recognised(
        known,
        SourceKind.WORDPRESS,
        home,
        feed.url if feed else f"{home}feed/",
        known.sitemap(home),
        rest_root,
    )


def _home_of_rest(rest_root: str | None, url: str) -> str | None:
    """``https://host/blog/wp-json/`` is the API of ``https://host/blog/``; an API on another host tells nothing."""
    if rest_root is None or not uri.same_host(rest_root, url):
        return None
    parts = urlsplit(rest_root)
    folder = parts.path.rstrip("/").removesuffix("wp-json").removesuffix("index.php")
    if folder == parts.path.rstrip("/") and "rest_route=" not in parts.query:
        return None
    return urlunsplit((parts.scheme, parts.netloc, folder or "/", "", ""))


def _anything(known: Known) -> Recognised | Ask | Refusal:
    first = known.first
    if first.feed is None and (ask := _ask(known, first.feed_url)):
        return ask
    if known.feed_of(first) is not None:
        return _with_feed(known)
    root = root_of(first.url)
    folder = urlunsplit((*urlsplit(first.url)[:2], urlsplit(first.url).path.rpartition("/")[0] + "/", "", ""))
    beside = folder if first.sitemap is not None else None  # the sitemap of a blog in a folder
    if ask := _ask(known, beside, root, f"{root}robots.txt", *(one.feed_url for one in known.pages_of(root))):
        return ask
    if known.sitemap(root) is None and (ask := _ask(known, f"{root}sitemap.xml")):
        return ask
    if sitemap := known.sitemap(root):
        return _recognised(known, SourceKind.SITEMAP, known.settled(root), None, sitemap, None)
    if ask := _ask(known, *(root + guess for guess in _GUESSES)):
        return ask
    if not first.html:
        return Refusal("the site has neither a page nor a feed nor a sitemap that can be read")
    return _recognised(known, SourceKind.PAGE, first.canonical or first.url, None, None, None)


def _with_feed(known: Known) -> Recognised | Ask | Refusal:
    feed = known.feed_of(known.first)
    if feed is None:
        return Refusal("its feed can't be read")
    home = known.settled(known.feed_home() or root_of(known.first.url))
    if ask := _ask(known, home, f"{root_of(home)}robots.txt"):
        return ask
    wider = (
        next((one.feed_url for one in known.pages_of(home) if one.feed_url), None) if feed.partial else None
    )
    if ask := _ask(known, wider, None if known.sitemap(home) else f"{root_of(home)}sitemap.xml"):
        return ask
    whole = known.whole_feed(home)
    return _recognised(known, SourceKind.FEED, home, (whole or feed).url, known.sitemap(home), None)
