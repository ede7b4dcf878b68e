"""kill -9 in the middle of archiving, again and again: nothing that was reported as kept is lost."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import IO

import pytest

from archive.store.catalogue import Catalogue
from archive.store.mementos import Mementos
from archive.store.proof.fixity import check
from archive.store.recovery.repair import repair
from archive.store.warc import WarcStore
from tests.archive.store.keeping import now

KILLS = 40
MOST_KILLS = 5 * KILLS
ROOT = Path(__file__).resolve().parents[3]


def one_life(seed: int, lifetime: float, asks: IO[str], says: IO[str]) -> tuple[dict[int, str], int]:
    """Let a child archive for so many seconds, kill it; what it said was kept, and how much it had to repair."""
    asks.write(f"{seed}\n")
    asks.flush()
    word, process, alarms, repairs = says.readline().split()
    assert (word, alarms) == ("ready", "0")
    time.sleep(lifetime)
    os.kill(int(process), signal.SIGKILL)
    kept: dict[int, str] = {}
    while (words := says.readline().split())[0] == "kept":
        kept[int(words[1])] = words[2]
    assert words == ["dead", str(-signal.SIGKILL)]
    return kept, int(repairs)


@pytest.mark.slow
def test_nothing_that_was_reported_is_lost(tmp_path: Path) -> None:
    data = tmp_path / "data"
    chance = random.Random(20260301)  # noqa: S311 -- when to kill
    kept: dict[int, str] = {}
    torn = 0
    command = [sys.executable, "-m", "tests.archive.store.keeping", str(data)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT
    ) as nursery:
        assert nursery.stdin is not None
        assert nursery.stdout is not None
        for seed in range(MOST_KILLS):
            if seed >= KILLS and len(kept) > KILLS and torn > KILLS // 10:
                break  # on a busy machine it takes more lives to have kept and torn enough
            said, repairs = one_life(seed, chance.uniform(0.0, 0.12), nursery.stdin, nursery.stdout)
            kept |= said
            torn += repairs
    assert len(kept) > KILLS
    assert torn > KILLS // 10, "the kills missed the writes"

    catalogue = Catalogue.open(data, now)
    try:
        assert repair(data, catalogue).alarms == []
        assert repair(data, catalogue).lines() == []
        held = {capture.id: capture for capture in catalogue.captures.iterate()}
        assert {number: held[number].sha256 for number in kept} == kept
        mementos = Mementos(WarcStore(data / "warc", catalogue.segments, clock=now), catalogue)
        for capture in held.values():
            with mementos.open(capture) as memento:
                assert memento.payload.read(1)
        assert check(catalogue, data) == []
    finally:
        catalogue.close()
