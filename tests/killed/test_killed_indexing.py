"""kill -9 while the index is committed to, merged, rebuilt and swapped: at each step in turn, and at random."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.killed.index_lives import IndexLives
from tests.killed.lives import Nursery

KILLS = 40


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_an_index_survives_forty_kills(folder: Path) -> None:
    nursery = Nursery("tests.killed.indexing")
    lives = IndexLives(folder, nursery, seed=20261126)
    try:
        figures = lives.run(KILLS)
    finally:
        nursery.close()
        lives.close()
    assert figures.kills >= KILLS
    assert (figures.lost, figures.unopened, figures.left) == (0, 0, 0)
    assert figures.works["run"] > KILLS // 4
    assert figures.works["rebuild"] > KILLS // 4
    assert figures.resumed > 2
