"""kill -9 at random moments and at each named step of a crawl, 300 times: nothing lost, nothing twice, no repair by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.killed.lives import Lives, Nursery
from tests.killed.mortal import REPAIRS, STEPS
from tests.killed.world import world

KILLS = 300


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_a_crawl_survives_three_hundred_kills(folder: Path) -> None:
    nursery = Nursery()
    try:
        with world() as around:
            figures = Lives(folder, around, nursery, seed=20261126).run(KILLS)
    finally:
        nursery.close()
    assert figures.kills >= KILLS
    assert (figures.lost, figures.twice, figures.alarms, figures.left) == (0, 0, 0, 0), figures.offences
    assert set(STEPS) | set(REPAIRS) <= figures.steps.keys()
    assert figures.kept > KILLS
    assert figures.repairs > KILLS // 20, "the kills missed the writes"
