"""A store, a recorder and mementos over the test's catalogue."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.store.catalogue import Catalogue
from archive.store.mementos import Mementos
from archive.store.recorder import Recorder
from archive.store.warc import WarcStore
from tests.archive.store.failing_disk import FailingDisk
from tests.conftest import MovableClock


@pytest.fixture
def disk() -> FailingDisk:
    return FailingDisk()


@pytest.fixture
def store(
    tmp_path: Path, catalogue: Catalogue, clock: MovableClock, disk: FailingDisk
) -> Iterator[WarcStore]:
    made = WarcStore(tmp_path / "data" / "warc", catalogue.segments, clock=clock, disk=disk)
    yield made
    made.close()


@pytest.fixture
def recorder(store: WarcStore, catalogue: Catalogue) -> Recorder:
    return Recorder(store, catalogue)


@pytest.fixture
def mementos(store: WarcStore, catalogue: Catalogue) -> Mementos:
    return Mementos(store, catalogue)
