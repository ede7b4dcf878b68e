"""What a URL is that a person wants to follow: looked up with a few requests, of which nothing is kept."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace

from archive import uri
from archive.crawl.answers.answer import Asker, media_type, payload
from archive.crawl.answers.verdict import Outcome, Verdict, judge
from archive.crawl.egress.fetcher import utc_now
from archive.crawl.manners import robots
from archive.crawl.manners.politeness import Politeness
from archive.crawl.manners.robots import Robots
from archive.discover import pages, refusals
from archive.discover.evidence import Answer, evidence
from archive.discover.recognise import Recognised, Refusal, next_step
from archive.errors import FetchError, NothingToFollow
from archive.model import Exchange, LinkKind, Look, Target
from archive.ports import Fetcher

_ASKED_BY_OTHERS = 0.05  # seconds between two looks whether a crawl is done with a host


def survey(
    url: str,
    fetcher: Fetcher,
    *,
    min_delay: float = 3.0,
    politeness: Politeness | None = None,
    sleep: Callable[[float], None] = time.sleep,
) -> Recognised:
    """How to follow a URL, found out with at most ``MOST_ANSWERS`` answers (redirects and robots.txt apart).

    Sites' robots.txt and ``min_delay`` (seconds between requests to a host), or the ``politeness`` that is common with
    crawls, hold here too. Raises BadUrl,
    FetchError when there is no answer at all, and NothingToFollow, which says why.
    """
    if known := refusals.of_address(url):
        raise NothingToFollow(url, known.reason, known.step)
    look_up = _LookUp(fetcher, politeness or Politeness(min_delay), sleep)
    typed = uri.canonical(url)
    told = [evidence(look_up.answer(typed))]
    while True:
        step = next_step(told)
        if isinstance(step, Recognised):
            return replace(step, requests=look_up.requests)
        if isinstance(step, Refusal):
            why = look_up.refused.get(typed, step)
            raise NothingToFollow(url, why.reason, why.step)
        told += [evidence(look_up.answer_or_none(wanted)) for wanted in step.urls]


class _LookUp:
    """Fetches for one survey, as politely as a crawl."""

    def __init__(self, fetcher: Fetcher, politeness: Politeness, sleep: Callable[[float], None]) -> None:
        self.refused: dict[str, Refusal] = {}
        self.requests = 0
        self._fetcher = fetcher
        self._asker = Asker(fetcher, utc_now, None, lambda _: None, lambda *_: Look())
        self._politeness = politeness
        self._sleep = sleep
        self._rules: dict[str, Robots] = {}
        self._robots: dict[str, Answer] = {}  # asked before anything else, so there is no need to ask again

    def answer(self, url: str) -> Answer:
        """The answer at the end of the redirects; status 0 when robots.txt forbids to ask. Raises FetchError."""
        final = url
        for _ in range(robots.MAX_REDIRECTS + 1):
            rules = self._rules_for(final)
            if final in self._robots:
                return replace(self._robots[final], url=url)
            reason = rules.refusal(final)
            if reason is not None:
                self.refused[url] = Refusal(reason, refusals.LATER) if rules.forbidden else refusals.FORBIDDEN
                return Answer(url, final, 0)
            answer, onward = self._fetch(url, final, rules)
            if onward is None:
                return answer
            final = onward
        raise FetchError(url, "its redirects lead in a circle, or too far")

    def answer_or_none(self, url: str) -> Answer:
        """The same for a further URL: that there is no answer is an answer too."""
        try:
            return self.answer(url)
        except FetchError:
            return Answer(url, url, 0)

    def _fetch(self, url: str, final: str, rules: Robots) -> tuple[Answer, str | None]:
        """The answer of ``final``, and where it redirects to."""
        self._wait(final)
        self.requests += 1
        try:
            exchange = self._fetcher.fetch(Target(final, LinkKind.SEED))
        except BaseException:
            self._politeness.let_go(uri.host(final))
            raise
        try:
            self._note(final, exchange, rules.delay)
            body = payload(exchange)
            mime = media_type(exchange)
            given = {name.lower(): value for name, value in exchange.headers}
            verdict = judge(exchange, pages.wall(mime, given, body, final), utc_now())
            found = Answer(
                url, final, exchange.status, mime, exchange.headers, body, _trouble(exchange, verdict)
            )
        finally:
            exchange.close()
        return found, verdict.location if verdict.outcome is Outcome.REDIRECT else None

    def _rules_for(self, url: str) -> Robots:
        address = robots.robots_url(url)
        if address not in self._rules:
            self._wait(url)
            answer = self._asker.ask_rules(Target(url, LinkKind.SEED))
            try:
                if answer.error is not None:
                    raise answer.error
                self.requests += len(answer.exchanges)
                for _, exchange in answer.exchanges[-1:]:
                    self._note(url, exchange, answer.rules.delay)
                    read = exchange.status, media_type(exchange), exchange.headers, payload(exchange)
                    self._robots[address] = Answer(address, address, *read)
            finally:
                self._politeness.let_go(uri.host(url))
                answer.close()
            self._rules[address] = answer.rules
        return self._rules[address]

    def _wait(self, url: str) -> None:
        """Take the host for one request, as soon as it is free."""
        host, now = uri.host(url), utc_now()
        while True:
            free = self._politeness.free_at(host, now)
            if free > now:
                self._sleep((free - now).total_seconds())
            now = max(free, utc_now())
            if self._politeness.ask(host, now):
                return
            if self._politeness.free_at(host, now) <= now:
                self._sleep(_ASKED_BY_OTHERS)

    def _note(self, url: str, exchange: Exchange, asked: float) -> None:
        self._politeness.fetched(
            uri.host(url),
            exchange.address,
            now=utc_now(),
            took=exchange.took,
            status=exchange.status,
            asked=asked,
        )


def _trouble(exchange: Exchange, verdict: Verdict) -> str:
    """Why a body is not what was asked for: a wall in front of it, or a page that only says that there is none."""
    denied = exchange.status < 400 and verdict.outcome is Outcome.GONE
    return verdict.reason if denied or verdict.outcome is Outcome.BLOCKED else ""
