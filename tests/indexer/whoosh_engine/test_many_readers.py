"""Threads that search while another process writes and merges: stock Whoosh's readers copy segments and share one
position in them, and fail here with CorruptIndexError."""

from __future__ import annotations

import subprocess
import sys
import threading
from dataclasses import replace
from pathlib import Path

import pytest

from indexer.model import Batch, FacetChoice, Query
from indexer.whoosh_engine.engine import WhooshEngine
from tests.conftest import MovableClock
from tests.indexer.made_up import a_document

THREADS = 16
ROUNDS = 2
FIXED = 60
"""Documents that no write touches: what they answer never changes."""

WRITER = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from indexer.model import Batch
from indexer.whoosh_engine.engine import WhooshEngine
from tests.indexer.made_up import a_document

engine = WhooshEngine.open(Path(sys.argv[1]))
for number in range(40):
    put = tuple(a_document(f"moving{n}", f"shifting sands {number}") for n in range(number % 7 + 1))
    engine.apply(Batch(put=put, delete=(f"moving{number % 5}x",)), checkpoint=100 + number)
    engine.merge()
print(engine.checkpoint())
"""


def asks(
    engine: WhooshEngine, done: threading.Event, problems: list[BaseException], rounds: list[int]
) -> None:
    question = Query("steady words", chosen={"author": FacetChoice(("Ada Quill",))})
    own = 0
    try:
        while (
            not done.is_set() or own < ROUNDS
        ):  # on a busy machine the writer may end before the second round
            results = engine.search(question)
            assert results.total == FIXED // 2
            assert all("Steady" in hit.document.text for hit in results.hits)
            assert {v.count for f in results.facets if f.name == "author" for v in f.values} == {FIXED // 2}
            assert engine.search(Query('"steady words"')).total == FIXED
            assert engine.search(Query("stea*", with_facets=False)).total == FIXED
            assert engine.get("fixed7") is not None
            own += 1
            rounds.append(1)
    except BaseException as problem:  # noqa: BLE001  (told to the test's own thread)
        problems.append(problem)


@pytest.mark.slow
def test_readers_are_right_while_another_process_writes_and_merges(
    tmp_path: Path, clock: MovableClock
) -> None:
    engine = WhooshEngine.open(tmp_path)
    for start in range(0, FIXED, 10):
        numbers = range(start, start + 10)
        put = [a_document(f"fixed{n}", "Steady words " * 30 + f"number{n}") for n in numbers]
        put = [
            replace(d, author="Ada Quill" if n % 2 else "Ben Rook") for n, d in zip(numbers, put, strict=True)
        ]
        engine.apply(Batch(put=tuple(put)), checkpoint=start)
    done, problems, rounds = threading.Event(), list[BaseException](), list[int]()
    threads = [threading.Thread(target=asks, args=(engine, done, problems, rounds)) for _ in range(THREADS)]
    for thread in threads:
        thread.start()
    writing = subprocess.run(
        [sys.executable, "-c", WRITER, str(tmp_path)],
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )
    done.set()
    for thread in threads:
        thread.join()
    assert writing.stdout.strip() == "139", writing.stderr
    assert problems == []
    assert len(rounds) >= ROUNDS * THREADS
    assert engine.checkpoint() == 139
    assert engine.search(Query("sands")).total == 7
