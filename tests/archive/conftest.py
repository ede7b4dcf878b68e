"""A catalogue in a folder of its own, which tests of the archive share."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.store.catalogue import FILENAME, Catalogue
from tests.archive.made_up import NOON
from tests.conftest import MovableClock


@pytest.fixture(scope="session")
def empty_catalogue(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty catalogue's file, to be copied: the migrations run once."""
    folder = tmp_path_factory.mktemp("empty")
    Catalogue.open(folder, lambda: NOON).close()
    return folder / FILENAME


@pytest.fixture
def catalogue(tmp_path: Path, empty_catalogue: Path, clock: MovableClock) -> Iterator[Catalogue]:
    data = tmp_path / "data"
    data.mkdir()
    shutil.copy(empty_catalogue, data / FILENAME)
    opened = Catalogue.open(data, clock)
    yield opened
    opened.close()
