"""What comes first, what comes in one transaction, and what is a revisit of what."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta

import pytest

from archive.errors import DiskFull
from archive.model import Capture, Facts, Link, LinkKind, PageKind, PageStatus, RecordType, Target, Trigger
from archive.store.catalogue import Catalogue
from archive.store.mementos import Mementos
from archive.store.recorder import PageSeen, Recorder
from archive.store.warc import WarcStore
from tests.archive.exchanges import LONG, NOON, TARGET, URL, exchange, not_modified
from tests.archive.store.failing_disk import FULL, FailingDisk

PAGE = PageSeen(URL, PageKind.POST, facts=Facts(title="A post"))
LINKS = (Link("https://other.example/", LinkKind.BODY, "there"),)


def test_a_kept_exchange_is_in_the_catalogue_and_on_disk(
    recorder: Recorder, catalogue: Catalogue, store: WarcStore, mementos: Mementos
) -> None:
    capture = recorder.keep(exchange(), TARGET, page=PAGE, links=LINKS)
    assert catalogue.captures.get(capture.id) == capture
    assert capture.page_id is not None
    page = catalogue.pages.get(capture.page_id)
    assert page is not None
    assert (page.facts.title, page.captures, page.status) == ("A post", 1, PageStatus.LIVE)
    assert catalogue.pages.links_from(page.id) == list(LINKS)
    assert [change.page_id for change in catalogue.changes.after(0)] == [page.id]
    name, length, _ = store.end
    known = catalogue.segments.get(name)
    assert known is not None
    assert known.committed == length == (store.folder / f"{name}.open").stat().st_size
    with mementos.open(capture) as memento:
        assert memento.payload.read() == LONG


def test_the_records_are_synced_before_the_catalogue_hears_of_them(
    recorder: Recorder, catalogue: Catalogue, disk: FailingDisk
) -> None:
    recorder.keep(exchange(), TARGET)
    disk.calls.clear()
    seen: list[tuple[list[str], int]] = []
    recorder.keep(
        exchange(), TARGET, finish=lambda _: seen.append((list(disk.calls), catalogue.captures.count()))
    )
    assert seen == [(disk.calls, 2)]
    assert disk.calls[-1] == "sync"


def test_a_finish_that_raises_undoes_the_whole_transaction(
    recorder: Recorder, catalogue: Catalogue, store: WarcStore, mementos: Mementos
) -> None:
    first = recorder.keep(exchange(), TARGET)
    committed = store.end

    def refuse(_: Capture) -> None:
        raise RuntimeError("no")

    with pytest.raises(RuntimeError, match="no"):
        recorder.keep(exchange(url=URL + "?2"), TARGET, page=PAGE, links=LINKS, finish=refuse)
    assert catalogue.captures.count() == 1
    assert catalogue.pages.all_ids() == []
    assert catalogue.changes.last() == 0
    known = catalogue.segments.get(committed[0])
    assert known is not None
    assert known.committed == committed[1]
    later = recorder.keep(exchange(url=URL + "?3"), TARGET)
    for capture in (first, later):
        with mementos.open(capture) as memento:
            assert memento.payload.read() == LONG


def test_a_full_disk_leaves_the_catalogue_as_it_was(
    recorder: Recorder, catalogue: Catalogue, disk: FailingDisk
) -> None:
    recorder.keep(exchange(), TARGET)
    disk.failing = {"write": FULL}
    with pytest.raises(DiskFull):
        recorder.keep(exchange(), TARGET, page=PAGE)
    assert catalogue.captures.count() == 1
    assert catalogue.pages.all_ids() == []


def test_a_known_payload_becomes_a_revisit_of_the_first(recorder: Recorder, mementos: Mementos) -> None:
    first = recorder.keep(exchange(), TARGET)
    second = recorder.keep(exchange(at=NOON + timedelta(days=1)), TARGET)
    third = recorder.keep(exchange(url=URL + "?twin", at=NOON + timedelta(days=2)), TARGET)
    for revisit in (second, third):
        assert revisit.record_type is RecordType.REVISIT
        assert (revisit.refers_to_url, revisit.refers_to_at) == (first.url, first.captured_at)
        assert revisit.locator.length < 600
        with mementos.open(revisit) as memento:
            assert memento.payload.read() == LONG
            assert memento.original == first


@pytest.mark.parametrize(("size", "kind"), [(1024, RecordType.RESPONSE), (1025, RecordType.REVISIT)])
def test_a_small_payload_is_stored_again(size: int, kind: RecordType, recorder: Recorder) -> None:
    recorder.keep(exchange(b"x" * size), TARGET)
    assert recorder.keep(exchange(b"x" * size), TARGET).record_type is kind


def test_a_cut_body_is_never_a_revisit(recorder: Recorder) -> None:
    recorder.keep(exchange(), TARGET)
    capture = recorder.keep(exchange(truncated="time"), TARGET)
    assert (capture.record_type, capture.truncated) == (RecordType.RESPONSE, "time")


def test_a_304_is_a_revisit_of_what_was_asked_about(recorder: Recorder, mementos: Mementos) -> None:
    head = b'HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nETag: "v1"\r\n\r\n'
    first = recorder.keep(exchange(head=head), TARGET, page=PAGE, links=LINKS)
    given = recorder.keep(not_modified(), TARGET, original=first)
    found = recorder.keep(not_modified(), replace(TARGET, etag='"v1"'), page=PAGE)
    for revisit in (given, found):
        assert (revisit.record_type, revisit.status) == (RecordType.REVISIT, 304)
        with mementos.open(revisit) as memento:
            assert (memento.status, memento.payload.read()) == (200, LONG)
            assert memento.header("content-type") == "text/html"


def test_a_304_of_a_revisit_points_at_the_original(recorder: Recorder) -> None:
    first = recorder.keep(exchange(), TARGET)
    second = recorder.keep(exchange(at=NOON + timedelta(hours=1)), TARGET)
    third = recorder.keep(not_modified(), TARGET, original=second)
    assert (third.refers_to_at, third.record_type) == (first.captured_at, RecordType.REVISIT)


def test_a_304_that_nobody_asked_for_is_kept_as_it_is(recorder: Recorder, mementos: Mementos) -> None:
    capture = recorder.keep(not_modified(), TARGET)
    assert (capture.record_type, capture.status) == (RecordType.RESPONSE, 304)
    with mementos.open(capture) as memento:
        assert (memento.status, memento.payload.read()) == (304, b"")


def test_a_304_leaves_the_page_s_links(recorder: Recorder, catalogue: Catalogue) -> None:
    first = recorder.keep(exchange(), TARGET, page=PAGE, links=LINKS)
    recorder.keep(not_modified(), TARGET, page=PAGE, original=first)
    assert first.page_id is not None
    assert catalogue.pages.links_from(first.page_id) == list(LINKS)


class Queue:
    """A frontier that only notes."""

    def __init__(self) -> None:
        self.added: list[tuple[int, list[Target]]] = []

    def add(self, crawl_id: int, targets: Iterable[Target], /) -> int:
        self.added.append((crawl_id, list(targets)))
        return len(self.added)


def test_targets_go_to_the_queue_of_their_crawl(store: WarcStore, catalogue: Catalogue) -> None:
    queue = Queue()
    crawl = catalogue.crawls.request(None, Trigger.CLI)
    found = [Target("https://blog.example/b", LinkKind.POST, depth=1)]
    capture = Recorder(store, catalogue, queue).keep(
        exchange(), replace(TARGET, crawl_id=crawl.id), targets=found
    )
    assert queue.added == [(crawl.id, found)]
    assert capture.crawl_id == crawl.id
