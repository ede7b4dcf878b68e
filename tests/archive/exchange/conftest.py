"""An archive to import into."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from archive.exchange.report import ImportReport
from archive.exchange.warc_import import import_file
from archive.store.catalogue import Catalogue
from archive.store.mementos import Mementos
from archive.store.warc import WarcStore
from tests.conftest import MovableClock

Take = Callable[[Path | bytes], ImportReport]


@pytest.fixture
def store(tmp_path: Path, catalogue: Catalogue, clock: MovableClock) -> Iterator[WarcStore]:
    made = WarcStore(tmp_path / "data" / "warc", catalogue.segments, clock=clock)
    yield made
    made.close()


@pytest.fixture
def mementos(store: WarcStore, catalogue: Catalogue) -> Mementos:
    return Mementos(store, catalogue)


@pytest.fixture
def take(tmp_path: Path, catalogue: Catalogue, store: WarcStore) -> Take:
    """Imports a file, or these bytes as one."""

    def import_it(what: Path | bytes) -> ImportReport:
        if isinstance(what, bytes):
            path = tmp_path / "given.warc.gz"
            path.write_bytes(what)
            what = path
        return import_file(what, catalogue, store)

    return import_it
