"""The rolling audit: all within 90 days, a little at a time, and what it finds is kept."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.store.catalogue import Catalogue
from archive.store.proof.audit import LATE, REST, WITHIN, Audit, how_many
from archive.store.recorder import Recorder
from archive.store.warc import WarcStore
from tests.archive.exchanges import LONG, TARGET, URL, exchange
from tests.conftest import MovableClock

HOUR = timedelta(hours=1)


@pytest.fixture
def audit(tmp_path: Path, catalogue: Catalogue) -> Audit:
    return Audit(tmp_path / "data", catalogue)


@pytest.fixture
def kept(recorder: Recorder, store: WarcStore) -> int:
    for n in range(6):
        recorder.keep(exchange(LONG + b"%d" % n, url=f"{URL}?{n}"), TARGET)
    store.seal()
    return 6


@given(st.integers(0, 10_000_000), st.integers(0, 1000), st.integers(1, 86_400))
def test_a_share_is_enough_for_the_time_that_there_is(total: int, late: int, seconds: int) -> None:
    tick = timedelta(seconds=seconds)
    share = how_many(total, min(late, total), tick)
    ticks = (LATE - REST) // tick
    assert share * (ticks + 1) >= total
    assert min(late, total) <= share <= total
    assert total == 0 or share >= 1


def test_all_is_read_within_ninety_days_again_and_again(
    kept: int, audit: Audit, catalogue: Catalogue, clock: MovableClock
) -> None:
    began, tick = clock.now, timedelta(days=1)
    read = 0
    for _ in range(200):
        clock.move(tick)
        read += audit.step(tick).captures
        if clock.now - began > WITHIN:
            ages = [clock.now - (one.checked_at or began) for one in catalogue.captures.iterate()]
            assert max(ages) <= WITHIN
            for known in catalogue.segments.all():
                assert clock.now - (known.checked_at or began) <= WITHIN
    assert 2 * kept <= read <= 4 * kept, "and what was read rests"


def test_it_finds_what_changed_and_says_so(
    kept: int, audit: Audit, catalogue: Catalogue, store: WarcStore, clock: MovableClock
) -> None:
    hit = next(iter(catalogue.captures.iterate()))
    path = store.path(hit.locator.filename)
    assert path is not None
    path.chmod(0o644)
    good = path.read_bytes()
    bad = bytearray(good)
    bad[hit.locator.offset + 60] ^= 4
    path.write_bytes(bad)
    found = [audit.step(timedelta(days=10)) for _ in range(6)]
    assert sum(one.faults for one in found) >= 2, "the record and the file"
    told = catalogue.captures.get(hit.id)
    assert told is not None
    assert told.fault
    assert told.checked_at == clock.now
    assert catalogue.checks.count_faulty() == 1
    assert [known.fault for known in catalogue.segments.all()] != [None]
    path.write_bytes(good)
    for _ in range(12):
        clock.move(timedelta(days=30))
        audit.step(timedelta(days=10))
    assert catalogue.checks.count_faulty() == 0, "what was put right is found right"


def test_a_row_from_before_there_were_digests_gets_one(kept: int, audit: Audit, catalogue: Catalogue) -> None:
    right = {one.id: one.record_sha256 for one in catalogue.captures.iterate()}
    with catalogue.database.write() as connection:
        connection.exec_driver_sql("UPDATE captures SET record_sha256 = NULL")
    audit.step(timedelta(days=25))
    assert {one.id: one.record_sha256 for one in catalogue.captures.iterate()} == right


def test_a_tick_is_short(kept: int, tmp_path: Path, catalogue: Catalogue) -> None:
    seconds = iter(range(100))
    audit = Audit(tmp_path / "data", catalogue, monotonic=lambda: float(next(seconds)))
    assert audit.step(timedelta(days=25), most_seconds=1.5).captures == 2
    assert catalogue.checks.oldest() is not None
