"""A hostile server in a few lines: what it answers, and what must be true of the crawl that meets it."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from archive.model import LinkKind, SourceKind
from tests.origins.origin import Answer, Origin, Raw, Request, Route

__all__ = [
    "GOOD",
    "OK",
    "TRAP",
    "Answer",
    "Case",
    "Origin",
    "Raw",
    "Request",
    "Route",
    "Routes",
    "at",
    "endless",
    "html",
    "served",
    "wire",
]

TRAP = "trap.example"
GOOD = "good.example"
OK = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
Routes = Mapping[str, Route]


@dataclass(frozen=True, slots=True)
class Case:
    """``says``: for a path of the hostile server (or a whole URL) the state that its Target ends in and what the report
    says of it, as a regular expression over ``state: reason``. ``ends``: the same for the crawl itself. ``kept``: paths
    of which there must be a capture, ``lost``: of which there must be none, ``shows``: how a capture's payload begins.
    ``asked``: the most requests that the hostile server may see. ``articles``: the most Pages that may come of it.
    """

    name: str
    routes: Callable[[Origin], Routes]
    says: Mapping[str, str] = field(default_factory=dict)
    ends: str = ""
    kept: tuple[str, ...] = ()
    shows: Mapping[str, str] = field(default_factory=dict)
    lost: tuple[str, ...] = ()
    asked: int = 40
    articles: int = 60
    kind: SourceKind = SourceKind.PAGE
    feed: str | None = None
    sitemap: str | None = None
    targets: tuple[tuple[str, LinkKind], ...] = ()
    seconds: float = 20.0  # that one exchange may take
    names: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # further names and their addresses
    most: int | None = None  # requests that the Source's settings allow in a crawl
    tls: str | None = None  # what is wrong with its certificate


def at(path: str, answer: Answer) -> Callable[[Origin], Routes]:
    """A server that gives one well-formed answer."""
    return lambda _: {path: lambda _request: answer}


def wire(
    *pieces: bytes, path: str = "/", reset: bool = False, pause: float = 0.0, keep_open: bool = False
) -> Callable[[Origin], Routes]:
    """A server that sends these very bytes, whatever it is asked."""
    return lambda _: {path: lambda _request: Raw(pieces, pause=pause, reset=reset, keep_open=keep_open)}


def endless(first: bytes, piece: bytes, *, pause: float = 0.0, path: str = "/") -> Callable[[Origin], Routes]:
    """A server that begins so, and then never ends."""
    return lambda _: {
        path: lambda _request: Raw(itertools.chain([first], itertools.repeat(piece)), pause=pause)
    }


def html(body: str | bytes, path: str = "/") -> Callable[[Origin], Routes]:
    """A server with one page."""
    return at(path, Answer(body))


def served(**routes: str | bytes | Answer) -> Callable[[Origin], Routes]:
    """Pages by their names: ``home`` is /, ``robots`` /robots.txt, ``feed`` /feed, others /<name>."""
    paths = {"home": "/", "robots": "/robots.txt", "sitemap": "/sitemap.xml"}

    def of(name: str, given: str | bytes | Answer) -> tuple[str, Route]:
        answer = given if isinstance(given, Answer) else Answer(given)
        return paths.get(name, f"/{name}"), lambda _request: answer

    return lambda _: dict(of(name, given) for name, given in routes.items())
