"""A writer that is killed at any moment: the index opens, holds all of a commit or nothing, and is writable."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from indexer.model import Batch, Query
from indexer.whoosh_engine.engine import WhooshEngine
from tests.conftest import MovableClock
from tests.indexer.made_up import a_document

KILLS = 8
PER_COMMIT = 3

WRITER = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from indexer.model import Batch
from indexer.whoosh_engine.engine import WhooshEngine
from tests.indexer.made_up import a_document

engine = WhooshEngine.open(Path(sys.argv[1]))
number = engine.checkpoint()
print("ready", flush=True)
while True:
    number += 1
    put = tuple(a_document(f"{number}-{n}", f"commit{number} " * 40) for n in range(int(sys.argv[2])))
    engine.apply(Batch(put=put), checkpoint=number)
    print(number, flush=True)
    engine.merge()
"""


@pytest.mark.slow
def test_nothing_acknowledged_is_lost_and_nothing_is_half_there(tmp_path: Path, clock: MovableClock) -> None:
    pauses = random.Random(5)  # noqa: S311
    for _ in range(KILLS):
        writer = subprocess.Popen(
            [sys.executable, "-c", WRITER, str(tmp_path), str(PER_COMMIT)], stdout=subprocess.PIPE, text=True
        )
        assert writer.stdout is not None
        assert writer.stdout.readline() == "ready\n"
        time.sleep(pauses.uniform(0.02, 0.25))
        writer.kill()
        told = writer.communicate()[0].split()
        engine = WhooshEngine.open(tmp_path)
        checkpoint = engine.checkpoint()
        assert checkpoint >= int(told[-1] if told else 0)
        assert engine.count() == checkpoint * PER_COMMIT
        assert engine.search(Query(f"commit{checkpoint}")).total == (PER_COMMIT if checkpoint else 0)
    engine.apply(Batch(put=(a_document("after", "still writable"),)), checkpoint=checkpoint + 1)
    assert engine.search(Query("writable")).total == 1
