"""How quickly Documents are indexed: ``python -m tests.benchmarks.index [--documents N] [--batch N] [--peers] [--json]``.

Bulk load in batches, a commit each, until nothing is left to merge; then one-document updates into what is there, each
looked for by a reader in another process, with the merges between them that a worker would do. ``--peers``: stock Whoosh
loads the same articles in one commit, with the fields that its documentation shows, and with fields for all that ours has,
as ours does in one commit; and with these fields in the same batches, of which it merges none by itself: to be set beside
ours before its merges, and after them.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import resource
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from itertools import islice
from multiprocessing.connection import Connection
from pathlib import Path

from indexer.model import Batch, Query
from indexer.sync import BATCH
from indexer.whoosh_engine.engine import WhooshEngine
from tests.benchmarks.made_up import MadeUp
from tests.benchmarks.measuring import percentile, resident_mb, show
from tests.benchmarks.peers.equal_whoosh import EqualWhoosh
from tests.benchmarks.peers.stock_whoosh import StockWhoosh

PEERS: dict[str, Callable[[Path], StockWhoosh | EqualWhoosh]] = {
    "stock Whoosh as documented": StockWhoosh,
    "stock Whoosh, equal work": EqualWhoosh,
}


class Stopwatch:
    """Seconds on the clock and of this process's CPU, of what runs in its ``with`` blocks."""

    def __init__(self) -> None:
        self.wall = self.cpu = 0.0

    def __enter__(self) -> None:
        self._began = time.perf_counter(), time.process_time()

    def __exit__(self, *_: object) -> None:
        self.wall += time.perf_counter() - self._began[0]
        self.cpu += time.process_time() - self._began[1]


def load(engine: WhooshEngine, documents: int, batch: int, made_up: MadeUp) -> float:
    """Index made-up Documents; the seconds that it took, without those of making them up."""
    watch, merging = timed_load(engine, documents, batch, made_up)
    return watch.wall + merging.wall


def timed_load(
    engine: WhooshEngine, documents: int, batch: int, made_up: MadeUp
) -> tuple[Stopwatch, Stopwatch]:
    """What the commits took, and what merging them took then."""
    waiting = made_up.documents(documents)
    watch, merging = Stopwatch(), Stopwatch()
    while chunk := tuple(islice(waiting, batch)):
        with watch:
            engine.apply(Batch(put=chunk), checkpoint=engine.checkpoint() + len(chunk))
    with merging:
        while engine.merge():
            pass
    return watch, merging


def measure(documents: int, batch: int, updates: int) -> dict[str, object]:
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        engine = WhooshEngine.open(folder)
        watch, merging = timed_load(engine, documents, batch, MadeUp())
        figures: dict[str, object] = {
            "documents": documents,
            "batch": batch,
            "load average": os.getloadavg()[0],
            **rates(documents, watch, merging),
            **{f"{kind}, before merges": rate for kind, rate in rates(documents, watch).items()},
            "segments at rest": len(list((folder / engine.generation().split(".")[0]).glob("*.seg"))),
            "memory at most, MB": peak_mb(),
            "memory after it, MB": resident_mb(),
            "index, MB": sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6,
        }
        return figures | updated(engine, folder, updates)


def updated(engine: WhooshEngine, folder: Path, updates: int) -> dict[str, object]:
    """What one-document updates cost, and when another process finds them."""
    walls, cpus, seen, merges = [], [], [], []
    with searching(folder) as found_at:
        for number, document in enumerate(MadeUp(8).documents(updates)):
            word = f"updated{number}"
            changed = Batch(put=(replace(document, text=f"{document.text} {word}"),))
            update, merge = Stopwatch(), Stopwatch()
            with update:
                engine.apply(changed, checkpoint=engine.checkpoint() + 1)
            committed = time.perf_counter()
            seen.append((found_at(word) - committed) * 1000)
            with merge:
                while engine.merge():
                    pass
            walls.append(update.wall * 1000)
            cpus.append(update.cpu * 1000)
            merges.append(merge.wall * 1000)
    return {
        "one-document update p50, ms": percentile(walls, 0.5),
        "one-document update p95, ms": percentile(walls, 0.95),
        "one-document update most, ms": max(walls),
        "of CPU p50, ms": percentile(cpus, 0.5),
        "of CPU p95, ms": percentile(cpus, 0.95),
        "found by another process p50, ms after": percentile(seen, 0.5),
        "found by another process most, ms after": max(seen),
        "merges between updates p95, ms": percentile(merges, 0.95),
        "merges between updates most, ms": max(merges),
    }


@contextmanager
def searching(folder: Path) -> Iterator[Callable[[str], float]]:
    """Another process that searches for a word until it finds it; says when that was (``time.perf_counter``)."""
    spawning = multiprocessing.get_context("spawn")
    ours, theirs = spawning.Pipe()
    process = spawning.Process(target=answer_when_found, args=(folder, theirs), daemon=True)
    process.start()
    ours.recv()

    def found_at(word: str) -> float:
        ours.send(word)
        return float(ours.recv())

    try:
        yield found_at
    finally:
        ours.send(None)
        process.join()


def answer_when_found(folder: Path, asked: Connection) -> None:
    engine = WhooshEngine.open(folder)
    engine.search(Query("warm"))
    asked.send("ready")
    while (word := asked.recv()) is not None:
        while not engine.search(Query(word)).total:
            time.sleep(0.001)
        asked.send(time.perf_counter())


def against_peers(documents: int, batch: int, batched: Mapping[str, object]) -> dict[str, object]:
    """What stock Whoosh does, and how many times quicker ours was in the same run: each in one commit, and in batches."""
    with tempfile.TemporaryDirectory() as folder:
        engine = WhooshEngine.open(Path(folder))
        at_once = rates(documents, *timed_load(engine, documents, documents, MadeUp()))
    figures: dict[str, object] = {f"{kind}, in one commit": rate for kind, rate in at_once.items()}
    for name, peer, size, ours in (
        *((name, peer, documents, at_once) for name, peer in PEERS.items()),
        ("stock Whoosh, equal work, in batches", EqualWhoosh, batch, batched),
    ):
        with tempfile.TemporaryDirectory() as folder:
            stock, watch, waiting = peer(Path(folder) / "index"), Stopwatch(), MadeUp().documents(documents)
            while chunk := tuple(islice(waiting, size)):
                with watch:
                    stock.load(chunk)
        for kind, rate in rates(documents, watch).items():
            figures[f"{name}: {kind}"] = rate
            figures[f"ours to {name}, {kind}"] = float(str(ours[kind])) / rate
            if ours is batched:
                figures[f"the same, {kind}, before merges"] = (
                    float(str(ours[f"{kind}, before merges"])) / rate
                )
    return figures


def rates(documents: int, *watches: Stopwatch) -> dict[str, float]:
    return {
        "documents a second": documents / sum(watch.wall for watch in watches),
        "documents a second of CPU": documents / sum(watch.cpu for watch in watches),
    }


def peak_mb() -> float:
    """The most memory that this process has had resident so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=10_000)
    parser.add_argument("--batch", type=int, default=BATCH)
    parser.add_argument("--updates", type=int, default=100)
    parser.add_argument("--peers", action="store_true")
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    figures = measure(asked.documents, asked.batch, asked.updates)
    if asked.peers:
        figures |= against_peers(asked.documents, asked.batch, figures)
    show(figures, as_json=asked.json)


if __name__ == "__main__":
    main()
