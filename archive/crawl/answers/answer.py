"""What came of a Target: the part of the work that needs neither catalogue nor order, done by the fetching threads."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from archive.crawl.answers.verdict import Outcome, Verdict, judge
from archive.crawl.bounds import scope
from archive.crawl.manners import robots
from archive.crawl.manners.robots import Robots
from archive.decoding import Limits, decode
from archive.discover.discovery import Discovery, discover
from archive.errors import FetchError
from archive.model import Exchange, LinkKind, Look, Source, Target
from archive.ports import Clock, Fetcher

log = logging.getLogger(__name__)

# A tree of HTML takes some 50 times its text; the largest article that we met has 1.5 MB. Feeds are read as a whole.
MAX_HTML = 3 * 1024 * 1024
_READ_OF_HTML = Limits(size=MAX_HTML)
_READ = Limits(size=10 * 1024 * 1024)
_NO_VERDICT = Verdict(Outcome.ERROR)
_NOTHING = Discovery()
_FIRST_LOOK = Look()
_FAULT = "it is kept, but could not be read; the log has more"
_READ_AGAIN = frozenset({LinkKind.SEED, *scope.LISTINGS})
"""What leads on although it has not changed."""
_TEXTS = ("html", "xml", "json", "css", "text/", "javascript")

ArchivedBody = Callable[[Target], tuple[bytes, str] | None]
"""The body and media type that the archive holds of a Target's URL: what “not modified” refers to."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A Target's exchange and what it means, or the error in its place.

    ``look`` is what became of an article's text. ``problem`` says what is wrong with the coding of the body, ``fault``
    that we failed to read it: the bytes are kept all the same. The exchange is the reader's to close.
    """

    target: Target
    exchange: Exchange | None = None
    error: FetchError | None = None
    verdict: Verdict = _NO_VERDICT
    discovery: Discovery = _NOTHING
    look: Look = _FIRST_LOOK
    problem: str | None = None
    fault: str | None = None

    def close(self) -> None:
        if self.exchange is not None:
            self.exchange.close()


Looking = Callable[[Answer, bytes], Look]
"""What an article's text, as an Answer and its decoded body show it, is to the text that is archived."""


@dataclass(frozen=True, slots=True)
class RobotsAnswer:
    """A site's rules as fetched: every exchange on the way to them, and who waits for them.

    ``origins`` are the robots.txt addresses that they hold for. ``verdict`` of RETRY: the rules could not be had now.
    """

    waiting: Target
    exchanges: tuple[tuple[Target, Exchange], ...]
    origins: tuple[str, ...]
    rules: Robots
    verdict: Verdict
    error: FetchError | None = None

    def close(self) -> None:
        for _, exchange in self.exchanges:
            exchange.close()


@dataclass(frozen=True, slots=True)
class Asker:
    """Fetches a Target and reads the answer. Thread-safe, as the fetcher is; writes nothing."""

    fetcher: Fetcher
    clock: Clock
    source: Source | None
    archived: ArchivedBody
    looking: Looking

    def ask(self, target: Target) -> Answer:
        """Fetch and read. Raises DiskFull; a FetchError is in the Answer."""
        try:
            exchange = self.fetcher.fetch(target)
        except FetchError as error:
            return Answer(target, error=error)
        try:
            return self._read(target, exchange)
        except Exception:  # whatever a page does to us, its bytes are kept and the crawl goes on
            log.warning("could not read %s", target.url, exc_info=True)
            return Answer(target, exchange, verdict=_bare_verdict(exchange), fault=_FAULT)

    def ask_rules(self, waiting: Target) -> RobotsAnswer:
        """Fetch the rules of a Target's site, over at most five redirects (RFC 9309 §2.3.1.2)."""
        url: str | None = robots.robots_url(waiting.url)
        exchanges: list[tuple[Target, Exchange]] = []
        origins: list[str] = []
        rules, verdict = robots.EVERYTHING, Verdict(Outcome.OK)
        while url is not None and len(exchanges) <= robots.MAX_REDIRECTS:
            target = Target(url, LinkKind.ROBOTS, via=waiting.url, crawl_id=waiting.crawl_id)
            try:
                exchange = self.fetcher.fetch(target)
            except FetchError as error:
                return RobotsAnswer(waiting, tuple(exchanges), (*origins, url), rules, verdict, error)
            exchanges.append((target, exchange))
            if urlsplit(url).path == "/robots.txt":
                origins.append(url)
            body = payload(exchange)
            verdict = judge(exchange, None, self.clock())
            rules = robots.read(exchange.status, body)
            url = verdict.location if verdict.outcome is Outcome.REDIRECT else None
        return RobotsAnswer(waiting, tuple(exchanges), tuple(origins), rules, verdict)

    def _read(self, target: Target, exchange: Exchange) -> Answer:
        if exchange.status == 304:
            answer = Answer(target, exchange, verdict=judge(exchange, None, self.clock()))
            held = self.archived(target) if scope.role(target) in _READ_AGAIN else None
            if held is None:
                return answer
            return replace(answer, discovery=self._discover(target, exchange, 200, held[1], held[0]))
        body, problem = _opened(exchange)
        discovery = self._discover(target, exchange, exchange.status, media_type(exchange), body)
        verdict = judge(exchange, discovery.wall, self.clock())
        answer = Answer(target, exchange, verdict=verdict, discovery=discovery, problem=problem)
        if verdict.outcome is not Outcome.OK or discovery.page_kind is None:
            return answer
        return replace(answer, look=self.looking(answer, body))

    def _discover(self, target: Target, exchange: Exchange, status: int, mime: str, body: bytes) -> Discovery:
        return discover(
            target, self.source, status=status, mime=mime, headers=exchange.headers, body=body, url=target.url
        )


def media_type(exchange: Exchange) -> str:
    """The media type without parameters, in lower case; empty when none is given."""
    return (exchange.header("content-type") or "").partition(";")[0].strip().lower()


def payload(exchange: Exchange) -> bytes:
    """The decoded body, of HTML at most 3 MiB, of other texts 10; nothing of images and the like, which say nothing
    to a crawler."""
    return _opened(exchange)[0]


def _opened(exchange: Exchange) -> tuple[bytes, str | None]:
    """The payload, and what is wrong with its coding, in plain words."""
    mime = media_type(exchange)
    if mime and not any(text in mime for text in _TEXTS):
        return b"", None
    try:
        exchange.response.seek(exchange.body_offset)
        limits = _READ_OF_HTML if not mime or "html" in mime else _READ
        decoded = decode(exchange.response, exchange.headers, limits)
        with decoded.payload as stream:
            return stream.read(), decoded.problem
    finally:
        exchange.response.seek(0)


def _bare_verdict(exchange: Exchange) -> Verdict:
    return Verdict(Outcome.OK if exchange.status == 200 else Outcome.ERROR)
