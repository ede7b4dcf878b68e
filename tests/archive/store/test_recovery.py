"""What a crash may leave, and what start-up makes of it."""

from __future__ import annotations

import errno
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from archive.errors import DiskFull, WritingStopped
from archive.model import Capture, PageKind
from archive.store.catalogue import Catalogue
from archive.store.mementos import Mementos
from archive.store.recorder import PageSeen, Recorder
from archive.store.recovery.repair import Repairs, repair
from archive.store.warc import WarcStore
from tests.archive.exchanges import LONG, TARGET, URL, exchange
from tests.archive.store.failing_disk import FailingDisk
from tests.conftest import MovableClock


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def kept(recorder: Recorder, store: WarcStore) -> list[Capture]:
    """Three captures in an open segment."""
    captures = [recorder.keep(exchange(LONG + b"%d" % n, url=f"{URL}?{n}"), TARGET) for n in range(3)]
    store.close()
    return captures


@pytest.fixture
def mend(data: Path, catalogue: Catalogue, clock: MovableClock) -> Callable[[], Repairs]:
    return lambda: repair(data, catalogue)


def segment(data: Path) -> Path:
    return next((data / "warc").glob("backfile-*.warc.gz*"))


def everything_opens(captures: list[Capture], mementos: Mementos) -> None:
    for capture in captures:
        with mementos.open(capture) as memento:
            assert memento.payload.read().startswith(LONG)


def test_nothing_to_do(kept: list[Capture], mend: Callable[[], Repairs], data: Path) -> None:
    before = segment(data).read_bytes()
    assert mend().lines() == []
    assert segment(data).read_bytes() == before


def test_a_new_folder_needs_no_repair(mend: Callable[[], Repairs]) -> None:
    assert mend().lines() == []


@pytest.mark.parametrize("tail", [b"\x1f\x8b\x08 torn", bytes(5000), None])
def test_a_tail_is_set_aside_and_cut(
    tail: bytes | None,
    kept: list[Capture],
    mend: Callable[[], Repairs],
    data: Path,
    store: WarcStore,
    recorder: Recorder,
    mementos: Mementos,
) -> None:
    before = segment(data).read_bytes()
    if tail is None:  # whole records that the catalogue never heard of
        store.append(exchange())
        store.close()
        tail = segment(data).read_bytes()[len(before) :]
    else:
        segment(data).write_bytes(before + tail)
    repairs = mend()
    assert repairs.alarms == []
    assert f"Set aside {len(tail)} bytes" in repairs.done[0]
    assert segment(data).read_bytes() == before
    assert next((data / "set-aside").iterdir()).read_bytes() == tail
    assert mend().lines() == []
    later = recorder.keep(exchange(LONG + b"later", url=URL + "?later"), TARGET)
    assert later.locator.filename == kept[0].locator.filename
    everything_opens([*kept, later], mementos)


def test_a_shorter_segment_is_an_alarm_and_is_left_alone(
    kept: list[Capture], mend: Callable[[], Repairs], data: Path, recorder: Recorder, mementos: Mementos
) -> None:
    path = segment(data)
    path.write_bytes(path.read_bytes()[:-100])
    before = path.read_bytes()
    for _ in range(2):
        repairs = mend()
        assert repairs.done == []
        assert "100 bytes shorter" in repairs.alarms[0]
    later = recorder.keep(exchange(LONG + b"later", url=URL + "?later"), TARGET)
    assert later.locator.filename != kept[0].locator.filename
    assert path.read_bytes() == before
    everything_opens([*kept[:2], later], mementos)


def test_a_missing_segment_is_an_alarm(kept: list[Capture], mend: Callable[[], Repairs], data: Path) -> None:
    segment(data).unlink()
    assert "is missing" in mend().alarms[0]


@pytest.mark.parametrize("stop_before", ["sync", "rename", "sync_folder"])
@pytest.mark.parametrize("after", [0, 1])
def test_a_seal_that_was_cut_off_is_finished(
    stop_before: str,
    after: int,
    kept: list[Capture],
    mend: Callable[[], Repairs],
    data: Path,
    store: WarcStore,
    disk: FailingDisk,
    recorder: Recorder,
    catalogue: Catalogue,
    mementos: Mementos,
) -> None:
    disk.failing, disk.after = {stop_before: errno.EIO}, after
    with suppress(WritingStopped):
        store.seal()
    disk.failing = {}
    mend()
    assert mend().lines() == []
    everything_opens(kept, mementos)
    later = recorder.keep(exchange(LONG + b"later", url=URL + "?later"), TARGET)
    everything_opens([*kept, later], mementos)
    assert catalogue.captures.count() == 4


def test_sealed_in_the_folder_but_not_in_the_catalogue(
    kept: list[Capture], mend: Callable[[], Repairs], data: Path, catalogue: Catalogue, mementos: Mementos
) -> None:
    begun = segment(data)
    begun.rename(begun.with_name(kept[0].locator.filename))
    assert "Finished sealing" in mend().done[0]
    known = catalogue.segments.get(kept[0].locator.filename)
    assert known is not None
    assert known.sealed
    assert mend().lines() == []
    everything_opens(kept, mementos)


def test_a_segment_that_the_catalogue_does_not_know_is_taken_in(
    recorder: Recorder, store: WarcStore, data: Path, tmp_path: Path, clock: MovableClock
) -> None:
    first = recorder.keep(exchange(), TARGET, page=PageSeen(URL, PageKind.PAGE))
    second = recorder.keep(exchange(url=URL + "?again"), TARGET)
    store.seal()
    third = recorder.keep(exchange(LONG + b"open", url=URL + "?open"), TARGET)
    store.close()
    # The catalogue is lost; the WARC files are all that there is.
    fresh = tmp_path / "fresh"
    fresh.mkdir()
    (data / "warc").rename(fresh / "warc")
    catalogue = Catalogue.open(fresh, clock)
    try:
        repairs = repair(fresh, catalogue)
        assert repairs.alarms == []
        assert len(repairs.done) == 2
        found = {capture.record_id: capture for capture in catalogue.captures.iterate()}
        assert set(found) == {first.record_id, second.record_id, third.record_id}
        for capture in (first, second, third):
            again = found[capture.record_id]
            for name in (
                "url",
                "surt",
                "captured_at",
                "status",
                "mime",
                "digest",
                "sha256",
                "locator",
                "record_type",
            ):
                assert getattr(again, name) == getattr(capture, name), name
            assert again.page_id is not None
        assert repair(fresh, catalogue).lines() == []
        mementos = Mementos(WarcStore(fresh / "warc", catalogue.segments, clock=clock), catalogue)
        everything_opens(list(found.values()), mementos)
        assert [known.sealed for known in catalogue.segments.all()] == [True, False]
    finally:
        catalogue.close()


def test_a_segment_that_was_only_begun_goes_away(
    data: Path, mend: Callable[[], Repairs], kept: list[Capture]
) -> None:
    empty = data / "warc" / "backfile-20260301120000-00077.warc.gz.open"
    empty.write_bytes(b"")
    mend()
    assert not empty.exists()
    torn = data / "warc" / "backfile-20260301120000-00078.warc.gz.open"
    torn.write_bytes(b"\x1f\x8b\x08\x00 torn")
    mend()
    assert not torn.exists()
    assert mend().lines() == []


def test_drafts_are_cleaned_away(data: Path, mend: Callable[[], Repairs], kept: list[Capture]) -> None:
    draft = data / "warc" / "import-0123.warc.gz.new"
    draft.write_bytes(b"half")
    assert "left unfinished" in mend().done[0]
    assert not draft.exists()


def test_other_files_in_the_folder_are_left_alone(
    data: Path, mend: Callable[[], Repairs], kept: list[Capture], tmp_path: Path
) -> None:
    (tmp_path / "outside.warc.gz").write_bytes(b"outside")
    for name in ("notes.txt", "x.warc", ".hidden.warc.gz"):
        (data / "warc" / name).write_text("mine")
    (data / "warc" / "link.warc.gz").symlink_to(tmp_path / "outside.warc.gz")
    assert mend().lines() == []
    assert (tmp_path / "outside.warc.gz").read_bytes() == b"outside"


def test_no_room_to_set_a_tail_aside(
    kept: list[Capture], data: Path, catalogue: Catalogue, clock: MovableClock, disk: FailingDisk
) -> None:
    path = segment(data)
    path.write_bytes(path.read_bytes() + b"tail")
    before = path.read_bytes()
    disk.failing = {"sync": errno.ENOSPC}
    with pytest.raises(DiskFull):
        repair(data, catalogue, disk=disk)
    assert path.read_bytes() == before
