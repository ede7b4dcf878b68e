"""The process dies before each single call to the disk, one after the other: what was reported is there after a restart."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest

from archive.model import Capture
from archive.store.catalogue import Catalogue
from archive.store.disk import Disk
from archive.store.mementos import Mementos
from archive.store.proof.fixity import check
from archive.store.recorder import Recorder
from archive.store.recovery.repair import repair
from archive.store.warc import WarcStore
from tests.archive.exchanges import LONG, TARGET, URL, exchange
from tests.conftest import MovableClock


class Died(BaseException):
    """The process is gone: nothing after this reaches the disk."""


class MortalDisk(Disk):
    """Dies before its ``life``-th call; a write is torn in half."""

    def __init__(self, life: int) -> None:
        self.left = life

    def create(self, path: Path) -> int:
        self._live()
        return super().create(path)

    def write(self, descriptor: int, data: bytes | memoryview) -> int:
        try:
            self._live()
        except Died:
            if self.left == -1:
                super().write(descriptor, data[: len(data) // 2])
            raise
        return super().write(descriptor, data)

    def sync(self, descriptor: int) -> None:
        self._live()
        super().sync(descriptor)

    def sync_folder(self, folder: Path) -> None:
        self._live()
        super().sync_folder(folder)

    def cut(self, descriptor: int, length: int) -> None:
        self._live()
        super().cut(descriptor, length)

    def rename(self, old: Path, new: Path) -> None:
        self._live()
        super().rename(old, new)

    def _live(self) -> None:
        self.left -= 1
        if self.left < 0:
            raise Died


def archive_three(data: Path, clock: MovableClock, disk: Disk, kept: list[Capture]) -> None:
    """The real start-up, then captures over the end of a segment."""
    catalogue = Catalogue.open(data, clock)
    try:
        repair(data, catalogue, disk=disk)
        store = WarcStore(data / "warc", catalogue.segments, clock=clock, segment_bytes=1500, disk=disk)
        try:
            recorder = Recorder(store, catalogue)
            for number in range(3):
                body = LONG + b"%d %d" % (len(kept), number)
                kept.append(recorder.keep(exchange(body, url=f"{URL}?{len(kept)}"), TARGET))
        finally:
            store.close()
    finally:
        catalogue.close()


def assert_all_there(data: Path, clock: MovableClock, kept: list[Capture]) -> None:
    catalogue = Catalogue.open(data, clock)
    try:
        assert repair(data, catalogue).alarms == []
        assert repair(data, catalogue).lines() == []
        mementos = Mementos(WarcStore(data / "warc", catalogue.segments, clock=clock), catalogue)
        for capture in kept:
            assert catalogue.captures.get(capture.id) == capture
            with mementos.open(capture) as memento:
                assert memento.payload.read().startswith(LONG)
        assert check(catalogue, data) == []
    finally:
        catalogue.close()


def test_death_before_each_call(tmp_path: Path, clock: MovableClock) -> None:
    for life in itertools.count():
        data = tmp_path / str(life)
        kept: list[Capture] = []
        try:
            archive_three(data, clock, MortalDisk(life), kept)
        except Died:
            assert_all_there(data, clock, kept)
            continue
        assert life >= 30
        assert len(kept) == 3
        break


@pytest.mark.parametrize("first", [9, 21])
def test_death_in_the_repair_after_a_death(first: int, tmp_path: Path, clock: MovableClock) -> None:
    for life in range(0, 12, 2):
        data = tmp_path / str(life)
        kept: list[Capture] = []
        for lifetime in (first, life):
            try:
                archive_three(data, clock, MortalDisk(lifetime), kept)
            except Died:
                continue
        assert_all_there(data, clock, kept)
