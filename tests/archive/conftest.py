"""A catalogue in a folder of its own, and the rest that tests of the archive share."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.store.catalogue import Catalogue
from tests.conftest import MovableClock


@pytest.fixture
def catalogue(tmp_path: Path, clock: MovableClock) -> Iterator[Catalogue]:
    opened = Catalogue.open(tmp_path / "data", clock)
    yield opened
    opened.close()
