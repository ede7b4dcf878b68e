"""Every change of a byte is found, with the capture that it hits."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from archive.model import Capture
from archive.store.catalogue import Catalogue
from archive.store.proof.fixity import Fault, check
from archive.store.recorder import Recorder
from archive.store.seal import seal_file
from archive.store.warc import WarcStore
from tests.archive.exchanges import LONG, NOON, TARGET, URL, exchange


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def captures(recorder: Recorder, store: WarcStore) -> list[Capture]:
    """Four responses and a revisit in a sealed segment."""
    kept = [recorder.keep(exchange(LONG + b"%d" % n, url=f"{URL}?{n}"), TARGET) for n in range(4)]
    kept.append(recorder.keep(exchange(LONG + b"0", at=NOON + timedelta(days=1)), TARGET))
    store.seal()
    return kept


@pytest.fixture
def verify(catalogue: Catalogue, data: Path) -> Callable[[], list[Fault]]:
    return lambda: check(catalogue, data)


def file_of(captures: list[Capture], data: Path) -> Path:
    path = data / "warc" / captures[0].locator.filename
    path.chmod(0o644)
    return path


def test_all_is_well(captures: list[Capture], verify: Callable[[], list[Fault]]) -> None:
    assert verify() == []


def test_any_flipped_bit_is_found(
    captures: list[Capture], data: Path, verify: Callable[[], list[Fault]], catalogue: Catalogue
) -> None:
    path = file_of(captures, data)
    good = path.read_bytes()
    chance = random.Random(7)  # noqa: S311 -- which bits to flip
    for bit in chance.sample(range(8 * len(good)), 100):
        bad = bytearray(good)
        bad[bit // 8] ^= 1 << bit % 8
        path.write_bytes(bad)
        assert verify(), bit
    path.write_bytes(good)
    assert verify() == []


def test_the_capture_that_is_hit_is_named(captures: list[Capture], data: Path, catalogue: Catalogue) -> None:
    path = file_of(captures, data)
    good = bytearray(path.read_bytes())
    hit = captures[2]
    good[hit.locator.offset + hit.locator.length // 2] ^= 0xFF
    path.write_bytes(good)
    faults = [fault for fault in check(catalogue, data, sample=100) if fault.capture_id is not None]
    assert [(fault.capture_id, fault.offset, fault.url) for fault in faults] == [
        (hit.id, hit.locator.offset, hit.url)
    ]
    assert str(hit.id) in str(faults[0])
    assert "backup" in str(faults[0])


def test_a_byte_that_changes_nothing_of_what_unpacks(
    captures: list[Capture], data: Path, catalogue: Catalogue
) -> None:
    path = file_of(captures, data)
    good = bytearray(path.read_bytes())
    good[captures[1].locator.offset + 5] ^= 0x10  # of the time in the gzip header
    path.write_bytes(good)
    (fault,) = check(catalogue, data, sample=100)
    assert fault.capture_id == captures[1].id
    assert "SHA-256 of the record" in fault.problem


def test_a_request_that_no_capture_names_is_checked_too(
    captures: list[Capture], data: Path, verify: Callable[[], list[Fault]]
) -> None:
    path = file_of(captures, data)
    good = bytearray(path.read_bytes())
    first = captures[0].locator
    good[first.offset + first.length + 40] ^= 0xFF
    path.write_bytes(good)
    assert [fault.capture_id for fault in verify()] == [None, None]


@pytest.mark.parametrize(("change", "words"), [(-10, "shorter"), (10, "longer")])
def test_another_length(
    change: int, words: str, captures: list[Capture], data: Path, catalogue: Catalogue
) -> None:
    path = file_of(captures, data)
    good = path.read_bytes()
    path.write_bytes(good[:change] if change < 0 else good + bytes(change))
    assert words in check(catalogue, data, sample=1)[0].problem


def test_a_missing_file(captures: list[Capture], data: Path, verify: Callable[[], list[Fault]]) -> None:
    file_of(captures, data).unlink()
    faults = verify()
    assert "missing" in faults[0].problem
    assert len(faults) == 6


def test_the_checksum_beside_a_segment(
    captures: list[Capture], data: Path, verify: Callable[[], list[Fault]]
) -> None:
    beside = file_of(captures, data).with_name(f"{captures[0].locator.filename}.sha256")
    right = beside.read_text()
    beside.chmod(0o644)
    beside.write_text(right.upper())
    (fault,) = verify()
    assert fault.filename == beside.name
    assert right.strip() in fault.advice
    beside.unlink()
    assert "missing" in verify()[0].problem


def test_any_flipped_bit_of_a_segment_that_is_being_written_is_found(
    recorder: Recorder, store: WarcStore, data: Path, verify: Callable[[], list[Fault]]
) -> None:
    for n in range(3):
        recorder.keep(exchange(LONG + b"%d" % n, url=f"{URL}?{n}"), TARGET)
    path = data / "warc" / f"{store.end[0]}.open"
    good = path.read_bytes()
    chance = random.Random(8)  # noqa: S311 -- which bits to flip
    for bit in chance.sample(range(8 * len(good)), 100):
        bad = bytearray(good)
        bad[bit // 8] ^= 1 << bit % 8
        path.write_bytes(bad)
        assert verify(), bit
    path.write_bytes(good + b"a record that is not committed yet")
    assert verify() == []


def test_a_segment_that_changed_is_not_gone_on_with(
    recorder: Recorder, store: WarcStore, data: Path, catalogue: Catalogue
) -> None:
    recorder.keep(exchange(), TARGET)
    name, *_ = store.end
    store.close()
    path = data / "warc" / f"{name}.open"
    bad = bytearray(path.read_bytes())
    bad[60] ^= 1
    path.write_bytes(bad)
    recorder.keep(exchange(url=f"{URL}?next"), TARGET)
    assert store.end[0] != name
    seal_file(data / "warc", name, len(bad), catalogue.segments, store.disk)
    assert any(fault.filename == name for fault in check(catalogue, data)), "a seal does not make it sound"


def test_a_sample_and_its_progress(captures: list[Capture], catalogue: Catalogue, data: Path) -> None:
    seen: list[tuple[int, int]] = []
    check(catalogue, data, sample=3, on_progress=lambda done, total: seen.append((done, total)))
    assert seen == [(1, 4), (2, 4), (3, 4), (4, 4)]
    seen.clear()
    check(catalogue, data, on_progress=lambda done, total: seen.append((done, total)))
    assert seen[-1] == (6, 6)
