"""Captures by key, by time, by payload and by record."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.exc import IntegrityError

from archive import uri
from archive.model import Locator, RecordType, Trigger
from archive.store.catalogue import Catalogue
from tests.archive.made_up import NOON, a_capture, plans

URL = "https://blog.example/2026/03/a-post.html"
SURT = uri.surt(URL)
MINUTE = timedelta(minutes=1)


def test_a_capture_comes_back_whole(catalogue: Catalogue) -> None:
    crawl = catalogue.crawls.request(None, Trigger.CLI)
    whole = a_capture(
        record_type=RecordType.REVISIT,
        refers_to_url="http://blog.example/2026/03/a-post.html",
        refers_to_at=NOON - MINUTE,
        location="/elsewhere",
        etag='W/"1"',
        last_modified="Sun, 01 Mar 2026 12:00:00 GMT",
        truncated="length",
        crawl_id=crawl.id,
        locator=Locator("backfile-20260301120000-00001.warc.gz", 5_000_000_000, 7),
    )
    added = catalogue.captures.add(whole)
    assert added == replace(whole, id=added.id)
    assert added.id > 0
    assert catalogue.captures.get(added.id) == added == catalogue.captures.by_record_id(whole.record_id)
    assert catalogue.captures.count() == 1


def test_nothing_there(catalogue: Catalogue) -> None:
    captures = catalogue.captures
    assert captures.get(1) is None
    assert captures.by_record_id("urn:uuid:none") is None
    assert captures.of_surt(SURT) == [] == captures.of_page("p" * 10) == list(captures.iterate())
    assert captures.nearest(SURT, NOON) is None is captures.latest(SURT)
    assert captures.original("0" * 64) is None is captures.original_by_digest("A" * 32)
    assert captures.original_at(URL, NOON) is None is captures.validators(SURT)


def test_the_latest_of_many_keys_is_that_of_each(catalogue: Catalogue) -> None:
    urls = [f"https://blog.example/{number}" for number in range(401)]  # more than are asked for at once
    with catalogue.transaction():
        for number, url in enumerate(urls[:-1]):
            for after, status in ((number % 3, 200), (1, 404 if number % 2 else 503), (1, 304)):
                catalogue.captures.add(a_capture(url, NOON + after * MINUTE, status=status))
            told = a_capture(url, NOON + 9 * MINUTE, record_type=RecordType.CONVERSION)
            catalogue.captures.add(told)
        catalogue.captures.add(a_capture(urls[-1], record_type=RecordType.CONVERSION))
    keys = [uri.surt(url) for url in urls]
    each = {key: catalogue.captures.latest_live(key) for key in keys}
    assert catalogue.captures.latest_live_of(keys) == {key: one for key, one in each.items() if one}
    assert each[keys[-1]] is None


def test_a_record_is_catalogued_once(catalogue: Catalogue) -> None:
    capture = catalogue.captures.add(a_capture())
    with pytest.raises(IntegrityError):
        catalogue.captures.add(a_capture(record_id=capture.record_id))
    assert catalogue.captures.count() == 1


def test_of_surt_is_by_time_and_bounded(catalogue: Catalogue) -> None:
    third, first, second = (catalogue.captures.add(a_capture(URL, NOON + n * MINUTE)) for n in (3, 1, 2))
    catalogue.captures.add(a_capture("https://blog.example/other", NOON))
    assert catalogue.captures.of_surt(SURT) == [first, second, third]
    assert catalogue.captures.of_surt(SURT, since=second.captured_at) == [second, third]
    assert catalogue.captures.of_surt(SURT, until=second.captured_at) == [first, second]
    assert catalogue.captures.of_surt(SURT, limit=1) == [first]


statuses = st.sampled_from([200, 301, 304, 404, 410, 500, 503])
visits = st.lists(st.tuples(st.integers(0, 20), statuses), max_size=12)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(found=visits, minute=st.integers(-2, 22))
def test_nearest_is_the_closest_that_is_a_memento(
    catalogue: Catalogue, found: list[tuple[int, int]], minute: int
) -> None:
    url = f"https://blog.example/{uuid.uuid4()}"  # the catalogue is the same in every example
    with catalogue.transaction():
        added = [
            catalogue.captures.add(a_capture(url, NOON + after * MINUTE, status=status))
            for after, status in found
        ]
    times = [each.captured_at for each in added if each.status < 500]
    at = NOON + minute * MINUTE
    nearest = catalogue.captures.nearest(uri.surt(url), at)
    latest = catalogue.captures.latest(uri.surt(url))
    closest = min(times, key=lambda time: (abs(time - at), at > time), default=None)
    assert (nearest and nearest.captured_at) == closest
    assert (latest and latest.captured_at) == max(times, default=None)


def test_of_two_as_close_the_later(catalogue: Catalogue) -> None:
    catalogue.captures.add(a_capture(URL, NOON - MINUTE))
    later = catalogue.captures.add(a_capture(URL, NOON + MINUTE))
    assert catalogue.captures.nearest(SURT, NOON) == later


def test_the_original_of_a_payload(catalogue: Catalogue) -> None:
    revisit = catalogue.captures.add(a_capture(record_type=RecordType.REVISIT))
    resource = catalogue.captures.add(a_capture(record_type=RecordType.RESOURCE))
    first = catalogue.captures.add(a_capture(at=NOON + MINUTE))
    catalogue.captures.add(a_capture(at=NOON + 2 * MINUTE))
    assert catalogue.captures.original(revisit.sha256) == first
    assert catalogue.captures.original_by_digest(revisit.digest) == resource


def test_the_original_by_uri_and_date(catalogue: Catalogue) -> None:
    exact = NOON.replace(microsecond=250_000)
    other = catalogue.captures.add(a_capture("http://www.blog.example/2026/03/a-post.html", NOON))
    same_second = catalogue.captures.add(a_capture(URL, exact))
    catalogue.captures.add(a_capture(URL, exact, record_type=RecordType.REVISIT))
    catalogue.captures.add(a_capture(URL, NOON + timedelta(seconds=1)))
    at = catalogue.captures.original_at
    assert at(URL, exact) == same_second
    assert at(URL, NOON) == other, "the same moment goes before the same spelling"
    assert at(URL, NOON.replace(microsecond=999)) == same_second, "then the same spelling"
    assert at(SURT, exact) == same_second
    assert at(URL, NOON - MINUTE) is None


def test_validators_are_those_of_the_newest_whole_copy(catalogue: Catalogue) -> None:
    add, validators = catalogue.captures.add, catalogue.captures.validators
    first = add(a_capture(URL, NOON, etag='"1"'))
    assert validators(SURT) == first
    add(a_capture(URL, NOON + MINUTE, status=304, etag='"2"'))
    add(a_capture(URL, NOON + 2 * MINUTE, status=404, etag='"3"'))
    assert validators(SURT) == first
    second = add(a_capture(URL, NOON + 3 * MINUTE, last_modified="Sun, 01 Mar 2026 12:00:00 GMT"))
    assert validators(SURT) == second
    add(a_capture(URL, NOON + 4 * MINUTE, etag='"5"', truncated="length"))
    assert validators(SURT) is None, "what was cut off has to be fetched again"
    add(a_capture(URL, NOON + 5 * MINUTE))
    assert validators(SURT) is None


def test_iterate_is_in_the_order_of_a_cdx(catalogue: Catalogue) -> None:
    urls = ["https://a.example/b", "https://a.example/B2", "https://a.example/é", "https://z.a.example/", URL]
    added = [
        catalogue.captures.add(a_capture(url, NOON + minute * MINUTE)) for minute in (2, 0, 1) for url in urls
    ]
    expected = sorted(added, key=lambda each: (each.surt.encode(), each.timestamp, each.id))
    assert list(catalogue.captures.iterate()) == expected
    for batch in (1, 2, 4, 15, 16):
        assert list(catalogue.captures.iterate(batch=batch)) == expected


def test_iterate_within(catalogue: Catalogue) -> None:
    page, deeper, sub, other = (
        catalogue.captures.add(a_capture(url))
        for url in (
            "https://a.example/b",
            "https://a.example/b/c",
            "https://x.a.example/",
            "https://ab.example/",
        )
    )
    later = catalogue.captures.add(a_capture(page.url, NOON + MINUTE))
    iterate = catalogue.captures.iterate
    assert list(iterate(surt=page.surt)) == [page, later]
    assert list(iterate(prefix="example,a)/")) == [page, later, deeper]
    assert list(iterate(prefix="example,a,")) == [sub]
    assert list(iterate(prefix="example,ab)")) == [other]
    assert list(iterate(since=NOON + MINUTE)) == [later]
    assert later not in list(iterate(until=NOON))


def test_a_slow_reader_of_iterate_holds_up_nobody(catalogue: Catalogue) -> None:
    for minute in range(4):
        catalogue.captures.add(a_capture(URL, NOON + minute * MINUTE))
    seen = 0
    for capture in catalogue.captures.iterate(batch=2):
        catalogue.changes.add("p" * 10)
        seen += capture.id > 0
    assert seen == 4


def test_lookups_use_an_index(catalogue: Catalogue) -> None:
    captures = catalogue.captures
    capture = captures.add(a_capture())
    lookups: dict[str, Callable[[], object]] = {
        "nearest": lambda: captures.nearest(SURT, NOON),
        "latest": lambda: captures.latest(SURT),
        "of_surt": lambda: captures.of_surt(SURT),
        "of_surt since": lambda: captures.of_surt(SURT, since=NOON, limit=10),
        "of_page": lambda: captures.of_page("p" * 10),
        "original": lambda: captures.original(capture.sha256),
        "original_by_digest": lambda: captures.original_by_digest(capture.digest),
        "original_at": lambda: captures.original_at(URL, NOON),
        "validators": lambda: captures.validators(SURT),
        "by_record_id": lambda: captures.by_record_id(capture.record_id),
        "latest_live": lambda: captures.latest_live(SURT),
        "iterate": lambda: list(captures.iterate(prefix="example,", batch=1)),
    }
    for name, look_up in lookups.items():
        with plans(catalogue.database) as found:
            look_up()
        assert found, name
        for step in found:
            assert "SCAN" not in step, f"{name}: {step}"
            assert "TEMP B-TREE" not in step or name in {"original_at", "original", "original_by_digest"}, (
                f"{name}: {step}"
            )
