"""A Crawl's life."""

from __future__ import annotations

from datetime import timedelta

import pytest

from archive.errors import UnknownCrawl
from archive.model import CrawlState, Progress, Trigger
from archive.store.catalogue import Catalogue
from tests.archive.made_up import NOON, a_source
from tests.conftest import MovableClock


def test_from_request_to_end(catalogue: Catalogue, clock: MovableClock) -> None:
    source = a_source(catalogue)
    crawl = catalogue.crawls.request(source.id, Trigger.ADMIN, full=True)
    assert (crawl.state, crawl.requested_at, crawl.full, crawl.starts) == (CrawlState.QUEUED, NOON, True, 0)
    assert catalogue.crawls.next_queued() == crawl
    clock.move(timedelta(minutes=1))
    running = catalogue.crawls.start(crawl.id)
    assert (running.state, running.started_at) == (CrawlState.RUNNING, NOON + timedelta(minutes=1))
    assert catalogue.crawls.next_queued() is None
    catalogue.crawls.add_progress(crawl.id, found=10, fetched=2, bytes=3_000_000_000)
    catalogue.crawls.add_progress(crawl.id, fetched=1)
    catalogue.crawls.add_progress(crawl.id)
    clock.move(timedelta(minutes=1))
    ended = catalogue.crawls.end(crawl.id, CrawlState.DONE)
    assert ended.progress == Progress(found=10, fetched=3, bytes=3_000_000_000)
    assert (ended.state, ended.ended_at, ended.error) == (CrawlState.DONE, NOON + timedelta(minutes=2), None)
    assert catalogue.crawls.get(crawl.id) == ended == catalogue.crawls.last_of(source.id)
    assert catalogue.crawls.unfinished() == []


def test_a_source_has_one_unfinished_crawl(catalogue: Catalogue) -> None:
    source, other = a_source(catalogue), a_source(catalogue, "https://other.example/", "Other")
    crawl = catalogue.crawls.request(source.id, Trigger.SCHEDULE)
    assert catalogue.crawls.request(source.id, Trigger.ADMIN) == crawl
    assert catalogue.crawls.request(source.id, Trigger.ADMIN, full=True).full, (
        "it has not begun: it can be full"
    )
    assert catalogue.crawls.request(other.id, Trigger.ADMIN).id != crawl.id
    catalogue.crawls.start(crawl.id)
    assert catalogue.crawls.request(source.id, Trigger.ADMIN).id == crawl.id
    catalogue.crawls.end(crawl.id, CrawlState.CANCELLED)
    assert catalogue.crawls.request(source.id, Trigger.ADMIN).id != crawl.id


def test_a_running_one_is_not_made_full(catalogue: Catalogue) -> None:
    source = a_source(catalogue)
    crawl = catalogue.crawls.request(source.id, Trigger.SCHEDULE)
    catalogue.crawls.start(crawl.id)
    assert catalogue.crawls.request(source.id, Trigger.ADMIN, full=True).full is False


def test_crawls_of_typed_urls_are_each_their_own(catalogue: Catalogue) -> None:
    assert catalogue.crawls.request(None, Trigger.CLI).id != catalogue.crawls.request(None, Trigger.CLI).id


def test_each_start_is_counted(catalogue: Catalogue, clock: MovableClock) -> None:
    crawl = catalogue.crawls.request(None, Trigger.CLI)
    catalogue.crawls.start(crawl.id)
    clock.move(timedelta(hours=1))
    again = catalogue.crawls.start(crawl.id)
    assert (again.starts, again.started_at) == (2, NOON), "a crawl that was cut off began when it first began"


def test_what_ended_stays_as_it_ended(catalogue: Catalogue) -> None:
    crawl = catalogue.crawls.request(None, Trigger.CLI)
    catalogue.crawls.end(crawl.id, CrawlState.FAILED, "the disk is full")
    assert catalogue.crawls.end(crawl.id, CrawlState.DONE).error == "the disk is full"
    assert catalogue.crawls.start(crawl.id).state is CrawlState.FAILED


def test_lists(catalogue: Catalogue) -> None:
    source = a_source(catalogue)
    first = catalogue.crawls.request(None, Trigger.CLI)
    second = catalogue.crawls.request(source.id, Trigger.CLI)
    third = catalogue.crawls.request(None, Trigger.CLI)
    catalogue.crawls.start(third.id)
    assert [crawl.id for crawl in catalogue.crawls.recent(2)] == [third.id, second.id]
    assert [crawl.id for crawl in catalogue.crawls.recent(9, source.id)] == [second.id]
    assert [crawl.id for crawl in catalogue.crawls.unfinished()] == [third.id, first.id, second.id]
    assert catalogue.crawls.next_queued() == first
    assert catalogue.crawls.last_of(99) is None


def test_misuse(catalogue: Catalogue) -> None:
    crawl = catalogue.crawls.request(None, Trigger.CLI)
    with pytest.raises(ValueError, match="not an end"):
        catalogue.crawls.end(crawl.id, CrawlState.RUNNING)
    with pytest.raises(TypeError, match="eaten"):
        catalogue.crawls.add_progress(crawl.id, eaten=1)
    with pytest.raises(UnknownCrawl):
        catalogue.crawls.get(99)
    with pytest.raises(UnknownCrawl):
        catalogue.crawls.start(99)


def test_paused_it_is_taken_up_by_nobody_until_it_is_resumed(catalogue: Catalogue) -> None:
    crawls, source = catalogue.crawls, a_source(catalogue)
    crawl = crawls.start(crawls.request(source.id, Trigger.SCHEDULE).id)
    assert crawls.pause(crawl.id).state is CrawlState.PAUSED
    assert crawls.unfinished() == []
    assert crawls.paused() == [crawls.get(crawl.id)]
    assert crawls.start(crawl.id).state is CrawlState.PAUSED
    assert crawls.request(source.id, Trigger.SCHEDULE).state is CrawlState.PAUSED, "no second one beside it"
    assert crawls.resume(crawl.id).state is CrawlState.QUEUED
    assert crawls.start(crawl.id).started_at == crawl.started_at
    crawls.pause(crawl.id)
    asked = crawls.request(source.id, Trigger.CLI, full=True)
    assert (asked.id, asked.state, asked.full) == (crawl.id, CrawlState.QUEUED, False), (
        "who asks wants it now"
    )
    crawls.pause(crawl.id)
    assert crawls.end(crawl.id, CrawlState.CANCELLED).state is CrawlState.CANCELLED
    assert crawls.pause(crawl.id).state is crawls.resume(crawl.id).state is CrawlState.CANCELLED
    with pytest.raises(UnknownCrawl):
        crawls.pause(99)


def test_only_what_runs_has_a_pace(catalogue: Catalogue) -> None:
    crawls = catalogue.crawls
    crawl = crawls.start(crawls.request(a_source(catalogue).id, Trigger.CLI).id)
    crawls.note_pace(crawl.id, 2.5, timedelta(minutes=3))
    assert (crawls.get(crawl.id).rate, crawls.get(crawl.id).time_left) == (2.5, timedelta(minutes=3))
    for halted in (crawls.pause(crawl.id), crawls.end(crawl.id, CrawlState.CANCELLED)):
        crawls.note_pace(crawl.id, 2.5, timedelta(minutes=3))  # of what was in flight
        assert (crawls.get(crawl.id).rate, crawls.get(crawl.id).time_left) == (None, None), halted.state
