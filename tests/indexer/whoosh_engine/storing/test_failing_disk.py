"""Each call of a commit, a merge, a rebuild and a swap fails in turn: the old commit stays whole, the error is clear,
nothing is left open or lying there, and with a sound disk it goes on."""

from __future__ import annotations

import errno
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path

import pytest

from archive.errors import BackfileError, DiskFull, NotWritable
from indexer.fixity import examine_index
from indexer.model import Batch, Query
from indexer.whoosh_engine.engine import WhooshEngine
from tests.archive.store.failing_disk import FailingDisk
from tests.conftest import MovableClock
from tests.indexer.made_up import a_document
from tests.indexer.world import World

SEGMENTS = 4  # segments of a size, before they are merged
ERRORS = {errno.ENOSPC: DiskFull, errno.EIO: NotWritable}


def batch(number: int) -> Batch:
    put = tuple(a_document(f"{number}-{n}", f"commit{number} " * 200) for n in range(2))
    return Batch(put, (f"{number - 1}-0",))


@pytest.fixture
def disk() -> FailingDisk:
    return FailingDisk()


@pytest.fixture
def engine(tmp_path: Path, disk: FailingDisk) -> WhooshEngine:
    opened = WhooshEngine.open(tmp_path / "index", disk=disk)
    opened.apply(batch(1), checkpoint=1)
    return opened


def names(folder: Path) -> set[str]:
    return {str(path) for path in folder.rglob("*") if not path.name.endswith("WRITELOCK")}


def left_open(folder: Path) -> list[str]:
    """Files of a folder that this process holds open though they have no name any more."""
    found = []
    for descriptor in Path("/proc/self/fd").iterdir():
        with suppress(OSError):
            found.append(str(descriptor.readlink()))
    return [path for path in found if path.startswith(str(folder)) and path.endswith("(deleted)")]


def faults(disk: FailingDisk, calls: int, step: int = 1) -> Iterator[int]:
    """Have each call fail in turn, or every ``step``-th, alone and with all after it; yields the error's number."""
    for turn, once in enumerate((True, False)):
        for after in range(turn % step, calls, step):
            for code in list(ERRORS)[after % 2 :: 2]:
                disk.failing, disk.after, disk.once = {"all": code}, after, once
                yield code
                disk.failing = {}


def told(code: int, act: Callable[[], object]) -> bool:
    """Whether it failed, with the word for this error."""
    try:
        act()
    except BackfileError as error:
        return isinstance(error, ERRORS[code]) and "index" in str(error)
    return False


def holds(folder: Path, checkpoint: int) -> None:
    """What a process that opens the index now finds, of as many commits."""
    reader = WhooshEngine.open(folder)
    assert reader.checkpoint() == checkpoint
    assert reader.count() == checkpoint + 1  # two of each, one of the one before deleted
    assert reader.search(Query(f"commit{checkpoint}", each_copy=True)).total == 2
    assert reader.search(Query(f"commit{checkpoint + 1}")).total == 0
    assert reader.problems() == []


def test_a_commit(engine: WhooshEngine, disk: FailingDisk, tmp_path: Path) -> None:
    folder, done = tmp_path / "index", 2
    disk.calls.clear()
    engine.apply(batch(done), checkpoint=done)
    calls = len(disk.calls)
    assert {"scratch", "write", "sync", "rename", "sync_folder", "remove"} <= set(disk.calls)
    failed = 0
    for code in faults(disk, calls):
        before, number = names(folder), done + 1
        failed += (failing := told(code, partial(engine.apply, batch(number), checkpoint=number)))
        # Where only the sync after the renaming failed, it is there all the same: whole, but not for certain.
        if failing and engine.checkpoint() == done:
            assert names(folder) == before
        assert failing or engine.checkpoint() == number
        done = engine.checkpoint()
        holds(folder, done)
        assert not left_open(folder)
    assert failed > calls, "most calls matter"
    engine.apply(batch(done + 1), checkpoint=done + 1)
    holds(folder, done + 1)


def test_a_merge(engine: WhooshEngine, disk: FailingDisk, tmp_path: Path) -> None:
    folder, done = tmp_path / "index", 1

    def fill() -> None:
        nonlocal done
        for _ in range(SEGMENTS):
            engine.apply(batch(done := done + 1), checkpoint=done)

    fill()
    disk.calls.clear()
    assert engine.merge()
    calls, failed = len(disk.calls), 0
    fill()
    for code in faults(disk, calls, step=5):
        before, generation = names(folder), engine.generation()
        failed += (failing := told(code, engine.merge))
        disk.failing = {}
        holds(folder, done)
        assert engine.count() == done + 1  # which lets go of what was merged
        assert not left_open(folder)
        if engine.generation() == generation:
            assert failing
            assert names(folder) == before
        else:
            fill()
    assert failed > calls // 5
    while engine.merge():
        holds(folder, done)


def test_a_rebuild_and_its_swap(tmp_path: Path, clock: MovableClock, disk: FailingDisk) -> None:
    world = World(tmp_path, clock, disk)
    for number in range(3):
        world.keep(f"post{number}", f"The number is n{number}.")
    world.sync().run()
    disk.calls.clear()
    world.sync(batch=2).rebuild()
    calls, failed, swapped = len(disk.calls), 0, 0
    for code in faults(disk, calls, step=5):
        failing = told(code, partial(world.sync(batch=2).rebuild, anew=disk.after % 2 == 0))
        failed += failing
        swapped += not failing
        reader = WhooshEngine.open(tmp_path / "index")
        assert (reader.checkpoint(), reader.count()) == (world.catalogue.changes.last(), 3)
        assert reader.search(Query("n1", each_copy=True)).total == 1
        assert reader.problems() == []
    assert failed > calls // 5
    assert swapped
    world.sync(batch=2).rebuild()
    assert examine_index(world.engine, world.catalogue, world.mementos).faults == []
    assert len([path for path in (tmp_path / "index").iterdir() if path.is_dir()]) == 1
    world.close()
