"""The made-up world: a few sites of invented countries, served over real HTTP on 127.0.0.1.

Every site lives under the reserved name ``.example`` (RFC 2606 §2). A client meets them under their own names by using
the world as its HTTP proxy, or by asking it directly with the site's name in the Host header.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from types import TracebackType
from urllib.parse import urlsplit

from web.demo import blogger, plain, wordpress
from web.demo.answer import TEXT, Answer, Ask, redirect
from web.demo.blogger import Blog
from web.demo.content import POSTS, Article, read_articles, read_site
from web.demo.platform import Platform, pictures
from web.demo.server import Server, ask_for
from web.demo.shelf import Shelf
from web.demo.themes import render
from web.demo.wordpress import WordPress

Clock = Callable[[], datetime]
"""The time now: aware, UTC."""

_KEPT_HEADERS = ("user-agent", "accept-encoding", "if-none-match", "if-modified-since", "range")
_UNKNOWN = Answer(502, b"There is no such host in the demo world.\n", TEXT)
_BUSY_ONCE = "/2024/09/the-bell-at-brinsey.html"


@dataclass(frozen=True, slots=True)
class Request:
    """A request that the world was sent, and the status that it answered. ``headers`` holds User-Agent,
    Accept-Encoding and the validators, by lower-case name."""

    method: str
    url: str
    status: int
    headers: Mapping[str, str]
    at: datetime


@dataclass(frozen=True, slots=True)
class Edited:
    """A post whose text was changed: its words before and after."""

    url: str
    title: str
    at: datetime
    before: str
    after: str

    def __str__(self) -> str:
        return f"“{self.title}” is edited at {self.url}"


@dataclass(frozen=True, slots=True)
class Deleted:
    """A post that was taken away."""

    url: str
    title: str
    at: datetime

    def __str__(self) -> str:
        return f"“{self.title}” is deleted from {self.url}"


def _utc_now() -> datetime:
    return datetime.now(UTC)


class World:
    """All sites behind one port. ``now`` dates what is edited or deleted; nothing else depends on the time, and all
    that is there at the start is older than March 2026.

    Use it as a context manager, or call ``start`` and ``stop``. Thread-safe. A fresh world is always the same.
    """

    def __init__(self, now: Clock = _utc_now, *, port: int = 0) -> None:
        self._now = now
        self._port = port
        self._lock = threading.Lock()
        self._requests: list[Request] = []
        self._faults: dict[tuple[object, ...], list[Answer]] = {}
        self._server: Server | None = None
        self._thread: threading.Thread | None = None
        self._shelves: dict[str, Shelf] = {}
        self._sites = self._furnish()
        self.fail(f"http://harbour-notebook.example{_BUSY_ONCE}", 503, retry_after=1)

    def start(self) -> str:
        """Begin to serve; returns ``127.0.0.1:<port>``. OSError when the port is taken."""
        self._server = Server(self._port, self.respond, self._note)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), name="demo-world")
        self._thread.start()
        return self.address

    def stop(self) -> None:
        """Hang up and wait until every thread has ended. Stopping twice is harmless."""
        if self._server and self._thread:
            self._server.close()
            self._thread.join()
        self._server = self._thread = None

    def __enter__(self) -> World:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    @property
    def address(self) -> str:
        """``127.0.0.1:<port>``; RuntimeError when the world is not started."""
        if self._server is None:
            raise RuntimeError("The demo world is not running: call start() first.")
        return f"127.0.0.1:{self._server.server_address[1]}"

    @property
    def proxy_url(self) -> str:
        """What BACKFILE_PROXY takes."""
        return f"http://{self.address}"

    @property
    def home_urls(self) -> tuple[str, ...]:
        """The home pages that a person would follow: the blog, its sister blog, the sister website."""
        return tuple(shelf.site.url for shelf in self._shelves.values())

    @property
    def requests(self) -> tuple[Request, ...]:
        """Every request so far, oldest first."""
        with self._lock:
            return tuple(self._requests)

    def forget_requests(self) -> None:
        """Begin the log anew."""
        with self._lock:
            self._requests.clear()

    def articles(self, home: str) -> dict[str, Article]:
        """What a site holds now: URL → article, posts and standing pages."""
        shelf = self._shelf(home)
        return {shelf.url(article): article for article in (*shelf.posts, *shelf.pages)}

    def edit_post(self, url: str | None = None, *, add: str | None = None) -> Edited:
        """Change a post's text and its ``updated``: as its own file says, or by a paragraph at its end. Without
        a URL, the one post that is written for it. KeyError for a URL that is no post."""
        shelf, article = self._choose(url, lambda post: bool(post.revision))
        text = article.text
        for old, new in article.revision:
            text = text.replace(old, new)
        edited = shelf.rewrite(article, f"{text}\n\n{add}" if add else text, self._tick(article.updated))
        return Edited(shelf.url(article), article.title, edited.updated, article.text, edited.text)

    def delete_post(self, url: str | None = None) -> Deleted:
        """Take a post away: 404, and gone from feeds, lists and sitemaps. Without a URL, the one that is meant
        for it. KeyError for a URL that is no post."""
        shelf, article = self._choose(url, lambda post: post.doomed)
        at = self._tick(shelf.changed)
        shelf.remove(article, at)
        return Deleted(shelf.url(article), article.title, at)

    def fail(self, url: str, status: int, *, times: int = 1, retry_after: int | None = None) -> None:
        """Let the next ``times`` requests for that very URL be answered with ``status``."""
        headers = (("Retry-After", str(retry_after)),) if retry_after is not None else ()
        answer = Answer(status, b"Please come back a little later.\n", TEXT, headers=headers)
        with self._lock:
            self._faults.setdefault(_key(ask_for(url)), []).extend([answer] * times)

    def respond(self, ask: Ask) -> Answer:
        """The world's answer to any GET, as the server asks for it."""
        if fault := self._fault(ask):
            return fault
        if ask.host in ("127.0.0.1", "localhost"):
            return Answer(200, render("plain/world.html", homes=self.home_urls, proxy=f"http://{ask.host}"))
        bare = ask.host.removeprefix("www.")
        if ask.host != bare and bare in self._sites and ask.host not in self._sites:
            return redirect(f"http://{bare}{ask.path}")
        site = self._sites.get(ask.host)
        return site(ask) if site else _UNKNOWN

    def _furnish(self) -> dict[str, Callable[[Ask], Answer]]:
        tidewater = Blog(self._followed("tidewater", blogger.PATTERN), "contempo")
        harbour = Blog(self._followed("harbour", blogger.PATTERN), "classic")
        estuary = WordPress(self._followed("estuary", wordpress.PATTERN, digits=5))
        sites: dict[str, Callable[[Ask], Answer]] = {
            tidewater.shelf.site.host: tidewater.respond,
            harbour.shelf.site.host: harbour.respond,
            estuary.shelf.site.host: estuary.respond,
            blogger.PLATFORM: Platform((tidewater, harbour)).respond,
            blogger.IMAGES: pictures,
            plain.PIXELS: plain.pixel,
        }
        for folder in ("around/courier", "around/journal", "around/institute", "around/annex"):
            shelf = _shelf_of(folder, plain.PATTERN)
            sites[shelf.site.host] = plain.Plain(shelf).respond
        return sites

    def _followed(self, folder: str, pattern: str, digits: int = 19) -> Shelf:
        shelf = _shelf_of(folder, pattern, digits)
        self._shelves[shelf.site.host] = shelf
        return shelf

    def _shelf(self, url: str) -> Shelf:
        return self._shelves[urlsplit(url).hostname or ""]

    def _choose(self, url: str | None, wanted: Callable[[Article], bool]) -> tuple[Shelf, Article]:
        if url is not None:
            shelf = self._shelf(url)
            return shelf, {shelf.url(post): post for post in shelf.posts}[url]
        for shelf in self._shelves.values():
            for post in shelf.posts:
                if wanted(post):
                    return shelf, post
        raise KeyError("no post of the demo world is left for that")

    def _tick(self, last: datetime) -> datetime:
        """Now, but always later than what was there: a change that has the old date is no change."""
        return max(self._now(), last.astimezone(UTC) + timedelta(seconds=1))

    def _fault(self, ask: Ask) -> Answer | None:
        with self._lock:
            waiting = self._faults.get(_key(ask))
            return waiting.pop(0) if waiting else None

    def _note(self, method: str, url: str, status: int, headers: dict[str, str]) -> None:
        kept = {name: headers[name] for name in _KEPT_HEADERS if name in headers}
        with self._lock:
            self._requests.append(Request(method, url, status, kept, _utc_now()))


def _shelf_of(folder: str, pattern: str, digits: int = 19) -> Shelf:
    return Shelf(read_site(POSTS / folder), read_articles(POSTS / folder, pattern, digits))


def _key(ask: Ask) -> tuple[object, ...]:
    return ask.host, ask.path, tuple(sorted(ask.query.items()))
