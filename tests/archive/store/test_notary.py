"""Manifests: what is in one, when one is due, and that the chain tells of every change."""

from __future__ import annotations

import hashlib
import random
import subprocess
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.errors import DiskFull
from archive.model import Capture
from archive.store.catalogue import Catalogue
from archive.store.manifest import Entry, Head, ManifestBroken, day_to_write, lines, parse_entry, parse_head
from archive.store.proof.manifest_fixity import manifest_faults
from archive.store.proof.notary import Notary, read
from archive.store.recorder import Recorder
from tests.archive.exchanges import LONG, NOON, TARGET, URL, exchange
from tests.archive.store.failing_disk import FULL, FailingDisk
from tests.conftest import MovableClock

DAY = timedelta(days=1)
Keep = Callable[[datetime], Capture]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def notary(data: Path, catalogue: Catalogue, disk: FailingDisk) -> Notary:
    return Notary(data, catalogue, disk=disk)


@pytest.fixture
def keep(recorder: Recorder, clock: MovableClock) -> Keep:
    """Keep one capture, at a time."""
    number = iter(range(1000))
    clock.now = NOON

    def keep(at: datetime) -> Capture:
        n = next(number)
        return recorder.keep(exchange(LONG + b"%d" % n, url=f"{URL}?{n}", at=at), TARGET)

    return keep


def test_a_day_that_is_over(keep: Keep, notary: Notary, clock: MovableClock) -> None:
    first, second = keep(NOON), keep(NOON + timedelta(hours=1))
    assert notary.write_due() == [], "the day is not over"
    clock.now = NOON + DAY
    (manifest,) = notary.write_due()
    path = notary.path(manifest.day)
    assert path.name == "2026-03-01.txt"
    assert path.read_text() == (
        "backfile-manifest 1\nday 2026-03-01\nprevious -\ncaptures 2\n"
        f"{first.record_id} 20260301120000 {first.sha256} {first.record_sha256}\n"
        f"{second.record_id} 20260301130000 {second.sha256} {second.record_sha256}\n"
    )
    assert manifest.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert notary.write_due() == [], "once"


def test_a_chain_that_sha256sum_and_grep_can_check(
    keep: Keep, notary: Notary, clock: MovableClock, catalogue: Catalogue
) -> None:
    kept = [keep(NOON + n * DAY) for n in range(3)]
    clock.now = NOON + 3 * DAY
    written = notary.write_due()
    assert [manifest.day.day for manifest in written] == [1, 2, 3], "what was missed is caught up, day by day"
    for before, after in pairwise(written):
        told = subprocess.run(
            ["sha256sum", notary.path(before.day)], capture_output=True, text=True, check=True
        )
        assert told.stdout.split()[0] == after.previous
        assert f"\nprevious {after.previous}\n" in notary.path(after.day).read_text()
    found = [catalogue.manifests.naming(capture.id) for capture in kept]
    assert found == written
    assert catalogue.manifests.naming(99) is None


def test_what_came_by_an_import_belongs_to_the_day_on_which_it_came(
    keep: Keep, notary: Notary, clock: MovableClock
) -> None:
    keep(NOON)
    keep(datetime(2011, 5, 1, tzinfo=UTC))
    keep(datetime(2099, 5, 1, tzinfo=UTC))
    keep(NOON + DAY)
    clock.now = NOON + 2 * DAY
    assert [(one.day.day, one.captures) for one in notary.write_due()] == [(1, 3), (2, 1)]
    keep(datetime(2012, 5, 1, tzinfo=UTC))
    clock.now = NOON + 9 * DAY
    assert [(one.day.day, one.captures) for one in notary.write_due()] == [(9, 1)]


def test_nothing_came(keep: Keep, notary: Notary, clock: MovableClock) -> None:
    clock.now = NOON + DAY
    assert notary.write_due() == []


def test_a_file_whose_row_is_missing_is_taken_in(
    keep: Keep, notary: Notary, clock: MovableClock, catalogue: Catalogue, data: Path
) -> None:
    kept = keep(NOON)
    clock.now = NOON + DAY
    (manifest,) = notary.write_due()
    with catalogue.database.write() as connection:
        connection.exec_driver_sql("DELETE FROM manifests")
    assert list(manifest_faults(catalogue, notary)) == []
    assert notary.write_due() == []
    assert catalogue.manifests.naming(kept.id) == manifest


def test_a_full_disk_leaves_nothing(
    keep: Keep, notary: Notary, clock: MovableClock, disk: FailingDisk, catalogue: Catalogue
) -> None:
    keep(NOON)
    clock.now = NOON + DAY
    disk.failing["sync"] = FULL
    with pytest.raises(DiskFull):
        notary.write_due()
    assert catalogue.manifests.all() == []
    disk.failing.clear()
    assert len(notary.write_due()) == 1
    assert len(list(notary.folder.iterdir())) == 1


def test_any_flipped_bit_is_found(
    keep: Keep, notary: Notary, clock: MovableClock, catalogue: Catalogue
) -> None:
    for n in range(3):
        keep(NOON + n * DAY)
    clock.now = NOON + 3 * DAY
    notary.write_due()
    assert list(manifest_faults(catalogue, notary)) == []
    chance = random.Random(5)  # noqa: S311 -- which bits to flip
    for path in notary.folder.iterdir():
        path.chmod(0o644)
        good = path.read_bytes()
        for bit in chance.sample(range(8 * len(good)), 60):
            bad = bytearray(good)
            bad[bit // 8] ^= 1 << bit % 8
            path.write_bytes(bad)
            assert list(manifest_faults(catalogue, notary)), (path, bit)
        path.write_bytes(good)


def test_a_catalogue_that_says_otherwise(
    keep: Keep, notary: Notary, clock: MovableClock, catalogue: Catalogue
) -> None:
    kept = keep(NOON)
    clock.now = NOON + DAY
    notary.write_due()
    with catalogue.database.write() as connection:
        connection.exec_driver_sql(f"UPDATE captures SET sha256 = '{'0' * 64}'")  # noqa: S608
    (fault,) = manifest_faults(catalogue, notary)
    assert fault.capture_id == kept.id
    notary.path(date(2026, 3, 1)).unlink()
    assert "missing" in next(manifest_faults(catalogue, notary)).problem


DIGESTS = st.none() | st.text("0123456789abcdef", min_size=64, max_size=64)
ENTRIES = st.builds(
    Entry,
    st.uuids().map(lambda one: one.urn),
    st.integers(0, 10**14 - 1).map(lambda n: f"{n:014}"),
    DIGESTS,
    DIGESTS,
)


@given(st.lists(ENTRIES, max_size=5), st.dates(), DIGESTS)
def test_a_manifest_reads_back(entries: list[Entry], day: date, previous: str | None) -> None:
    head = Head(day, previous, len(entries))
    text = "".join(lines(head, entries))
    assert parse_head(text) == head
    assert [parse_entry(line) for line in text.splitlines()[4:]] == entries


def test_what_is_no_manifest(tmp_path: Path) -> None:
    path = tmp_path / "x"
    for text in (b"", b"\xff", b"backfile-manifest 1\nday 2026-13-01\nprevious -\ncaptures 0\n"):
        path.write_bytes(text)
        with pytest.raises(ManifestBroken):
            read(path)
    path.write_text("".join(lines(Head(date(2026, 3, 1), None, 2), ())))
    with pytest.raises(ManifestBroken, match="as many"):
        read(path)


@given(st.none() | st.dates(), st.none() | st.dates(), st.dates(min_value=date(2, 1, 1)))
def test_a_day_is_written_once_it_is_over_and_never_again(
    last: date | None, first: date | None, today: date
) -> None:
    day = day_to_write(last, first, today, waiting=True)
    assert day is None or (day < today and (last is None or day > last))
    assert day_to_write(last, first, today, waiting=False) is None
    assert replace(Head(today, None, 0)) == Head(today, None, 0)
