"""Where lives are lived."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.killed.lives import in_memory


@pytest.fixture
def folder() -> Iterator[Path]:
    """A data folder in memory, where there is such a place: writes are many, and what is tried is their order."""
    with in_memory() as made:
        yield made
