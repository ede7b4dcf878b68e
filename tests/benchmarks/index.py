"""How quickly Documents are indexed: ``python -m tests.benchmarks.index [--documents N] [--batch N] [--json]``.

Bulk load in batches, then one-document updates into what is there.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from dataclasses import replace
from itertools import islice
from pathlib import Path

from indexer.model import Batch
from indexer.whoosh_engine.engine import WhooshEngine
from tests.benchmarks.made_up import MadeUp
from tests.benchmarks.measuring import percentile, resident_mb, show


def load(engine: WhooshEngine, documents: int, batch: int, made_up: MadeUp) -> float:
    """Index made-up Documents; the seconds that it took, without those of making them up."""
    waiting = made_up.documents(documents)
    seconds = 0.0
    while chunk := tuple(islice(waiting, batch)):
        started = time.perf_counter()
        engine.apply(Batch(put=chunk), checkpoint=engine.checkpoint() + len(chunk))
        seconds += time.perf_counter() - started
    return seconds


def measure(documents: int, batch: int, updates: int) -> dict[str, object]:
    with tempfile.TemporaryDirectory() as folder:
        engine = WhooshEngine.open(Path(folder))
        seconds = load(engine, documents, batch, MadeUp())
        size = sum(path.stat().st_size for path in Path(folder).rglob("*") if path.is_file())
        changed = [replace(d, text=d.text + " Changed.") for d in MadeUp(8).documents(updates)]
        took = []
        for document in changed:
            started = time.perf_counter()
            engine.apply(Batch(put=(document,)), checkpoint=engine.checkpoint() + 1)
            took.append((time.perf_counter() - started) * 1000)
        return {
            "documents": documents,
            "batch": batch,
            "documents a second": documents / seconds,
            "one-document update p50, ms": percentile(took, 0.5),
            "one-document update p95, ms": percentile(took, 0.95),
            "one-document update most, ms": max(took),
            "index, MB": size / 1e6,
            "memory, MB": resident_mb(),
        }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=10_000)
    parser.add_argument("--batch", type=int, default=300)
    parser.add_argument("--updates", type=int, default=100)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    show(measure(asked.documents, asked.batch, asked.updates), as_json=asked.json)


if __name__ == "__main__":
    main()
