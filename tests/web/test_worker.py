"""The worker looks at addresses that shall be followed: politely, once, beside a crawl, and again after a death."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from archive.crawl.egress.fetcher import utc_now
from archive.crawl.manners.politeness import Politeness
from archive.model import CrawlState, Exchange, SourceKind, Survey, SurveyState, Target, Trigger
from archive.ports import Fetcher
from tests.conftest import MovableClock
from tests.web.demo.story import built
from tests.web.test_service import until
from web.compose import Backfile, build
from web.demo.world import World
from web.settings import Settings
from web.worker import MOST_STARTS, Worker


@pytest.fixture(scope="module")
def world() -> Iterator[World]:
    with World() as opened:
        yield opened


@pytest.fixture
def backfile(tmp_path: Path, world: World) -> Iterator[Backfile]:
    opened = built(tmp_path / "data", world)
    yield opened
    opened.close()


def looked_at(backfile: Backfile, url: str) -> Survey:
    """How the survey of a URL ended."""
    survey = backfile.catalogue.surveys.request(url)
    Worker(backfile).survey_next()
    return backfile.catalogue.surveys.get(survey.id)


def test_an_address_becomes_a_source_whose_first_crawl_is_asked_for(backfile: Backfile, world: World) -> None:
    post = next(url for url in world.articles(world.home_urls[0]) if "/p/" not in url)
    survey = backfile.catalogue.surveys.request(post, name="Letters", every=timedelta(days=1), related=3)
    Worker(backfile).survey_next()
    (source,) = backfile.catalogue.sources.all()
    assert (source.url, source.name, source.kind) == (world.home_urls[0], "Letters", SourceKind.BLOGGER)
    assert (source.every, source.related) == (timedelta(days=1), 3)
    assert not source.adaptive
    (crawl,) = backfile.catalogue.crawls.recent(9)
    assert (crawl.source_id, crawl.trigger, crawl.state) == (source.id, Trigger.ADMIN, CrawlState.QUEUED)
    ended = backfile.catalogue.surveys.get(survey.id)
    assert (ended.state, ended.source_id) == (SurveyState.DONE, source.id)
    Worker(backfile).request_due()
    assert len(backfile.catalogue.crawls.recent(9)) == 1, "the schedule asks for no second crawl"


def test_a_week_of_missed_times_is_caught_up_once(tmp_path: Path, world: World) -> None:
    slept = [timedelta(0)]
    settings = Settings(data=tmp_path / "data", proxy=world.proxy_url, min_delay=0)
    backfile = build(settings, clock=lambda: utc_now() + sum(slept, timedelta(0)))
    catalogue, worker = backfile.catalogue, Worker(backfile)
    looked_at(backfile, world.home_urls[1])
    (source,) = catalogue.sources.all()
    worker.crawl()
    catalogue.sources.update(source.id, cron="30 2 * * *", zone="Europe/Berlin", adaptive=False)
    slept.append(timedelta(days=7))  # the machine is off
    for _ in range(3):
        worker.request_due()  # ticks
    assert len(catalogue.crawls.recent(9)) == 2, "the first one, and one for all that was missed"
    worker.crawl()
    worker.request_due()
    assert len(catalogue.crawls.recent(9)) == 2
    due = catalogue.sources.get(source.id).next_due
    assert due is not None
    assert timedelta(0) < due - backfile.clock() <= timedelta(hours=25)
    assert f"{due.astimezone(ZoneInfo('Europe/Berlin')):%H:%M}" in (
        "02:30",
        "03:00",
    )  # on one morning in spring
    backfile.close()


def test_a_clock_that_was_wrong_for_a_while_does_no_harm(
    tmp_path: Path, world: World, clock: MovableClock
) -> None:
    backfile = build(Settings(data=tmp_path / "data", proxy=world.proxy_url, min_delay=0), clock=clock)
    catalogue, worker = backfile.catalogue, Worker(backfile)
    source = catalogue.sources.add(world.home_urls[1], "x", "Blog", SourceKind.BLOGGER)
    now = clock()
    catalogue.sources.update(source.id, next_due=now + timedelta(days=4000))
    worker.request_due()
    assert catalogue.sources.get(source.id).next_due == now + source.every
    assert catalogue.crawls.recent(9) == []
    clock.move(-timedelta(hours=1))
    worker.request_due()
    assert catalogue.sources.get(source.id).next_due == now + source.every, "an hour back is waited for"
    backfile.close()


def test_what_is_not_wished_is_as_the_settings_say(backfile: Backfile, world: World) -> None:
    assert looked_at(backfile, world.home_urls[1]).state is SurveyState.DONE
    (source,) = backfile.catalogue.sources.all()
    assert (source.every, source.related) == (backfile.settings.every, backfile.settings.related)
    assert source.adaptive


def test_a_label_page_that_robots_forbids_leads_to_its_blog(backfile: Backfile, world: World) -> None:
    assert looked_at(backfile, f"{world.home_urls[0]}search/label/River").state is SurveyState.DONE
    (source,) = backfile.catalogue.sources.all()
    assert source.url == world.home_urls[0]
    assert not [one for one in world.requests if "/search/" in one.url]


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("http://nowhere.example/", "The site's robots.txt can't be had"),
        ("http://127.0.0.1:9/", "is not on the public internet"),
        ("https://x.com/tidewater", "recorded as links"),
    ],
)
def test_what_can_not_be_followed_is_told_in_words(backfile: Backfile, url: str, said: str) -> None:
    ended = looked_at(backfile, url)
    assert ended.state is SurveyState.FAILED
    assert ended.error is not None
    assert said in ended.error
    assert url not in ended.error, "it stands beside the address"
    assert backfile.catalogue.sources.all() == []
    assert backfile.catalogue.crawls.recent(9) == []


def test_a_blog_is_followed_once_whichever_way_one_comes_in(backfile: Backfile, world: World) -> None:
    home = world.home_urls[1]
    assert looked_at(backfile, home).state is SurveyState.DONE
    again = looked_at(backfile, home + "feeds/posts/default")
    assert again.error == "It is followed already, as “The Harbour Notebook”."
    assert len(backfile.catalogue.sources.all()) == 1


def test_after_a_failure_the_next_is_looked_at(backfile: Backfile, world: World) -> None:
    backfile.catalogue.surveys.request("http://nowhere.example/")
    assert looked_at(backfile, world.home_urls[1]).state is SurveyState.DONE
    assert backfile.catalogue.surveys.next_queued() is None


def test_an_address_at_which_workers_die_is_given_up(backfile: Backfile, world: World) -> None:
    survey = backfile.catalogue.surveys.request(world.home_urls[1])
    for _ in range(MOST_STARTS):
        backfile.catalogue.surveys.start(survey.id)  # and then kill -9
    world.forget_requests()
    Worker(backfile).survey_next()
    ended = backfile.catalogue.surveys.get(survey.id)
    assert ended.state is SurveyState.FAILED
    assert "cut off" in (ended.error or "")
    assert world.requests == ()


class Barred:
    """A fetcher that gives no answer of one host until it may."""

    def __init__(self, fetcher: Fetcher, host: str) -> None:
        self._fetcher = fetcher
        self._host = host
        self.asked = threading.Event()
        self.open = threading.Event()

    def fetch(self, target: Target, /) -> Exchange:
        if self._host in target.url:
            self.asked.set()
            assert self.open.wait(60)
        return self._fetcher.fetch(target)


@contextmanager
def at_work(backfile: Backfile) -> Iterator[Worker]:
    """A worker in a thread of its own."""
    worker = Worker(backfile)
    thread = threading.Thread(target=worker.run)
    thread.start()
    try:
        yield worker
    finally:
        worker.stop()
        thread.join()


def test_a_survey_does_not_wait_for_a_crawl(backfile: Backfile, world: World) -> None:
    crawled, wanted = world.home_urls[:2]
    looked_at(backfile, crawled)
    fetcher = Barred(backfile.fetcher, "tidewater-letters")
    with at_work(replace(backfile, fetcher=fetcher)) as worker:
        try:
            assert fetcher.asked.wait(40), "the crawl has begun, and hangs"
            survey = backfile.catalogue.surveys.request(wanted)
            until(lambda: backfile.catalogue.surveys.get(survey.id).state is SurveyState.DONE)
            (running,) = (crawl for crawl in backfile.catalogue.crawls.unfinished() if crawl.id == 1)
            assert running.state is CrawlState.RUNNING
            worker.stop()
        finally:
            fetcher.open.set()


def test_a_worker_that_stops_leaves_the_survey_for_the_next(backfile: Backfile, world: World) -> None:
    """Its wait between two requests is cut short, and the survey stays queued."""
    slow = replace(backfile, politeness=Politeness(600))
    survey = backfile.catalogue.surveys.request(world.home_urls[1])
    world.forget_requests()
    with at_work(slow):
        until(lambda: world.requests)
    left = backfile.catalogue.surveys.get(survey.id)
    assert (left.state, left.starts) == (SurveyState.QUEUED, 1)
    Worker(backfile).survey_next()
    assert backfile.catalogue.surveys.get(survey.id).state is SurveyState.DONE
    assert len(backfile.catalogue.sources.all()) == len(backfile.catalogue.crawls.recent(9)) == 1
