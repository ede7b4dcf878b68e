"""What hostile questions cost: ``python -m tests.benchmarks.hostile_queries [--documents N] [--queries N] [--index FOLDER]
[--json]``.

Made-up articles and some extreme texts (``tests.hostile.texts``), and questions that are made to cost much
(``tests.hostile.questions``), each asked once, alone: for each kind the slowest, wall clock and CPU, and the memory of the
process. ``--index`` takes an index of such articles that is there already, and only reads it.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from indexer.engine import SearchEngine
from indexer.model import Batch
from indexer.parameters import parse_query
from indexer.whoosh_engine.engine import WhooshEngine
from tests.benchmarks.index import load
from tests.benchmarks.made_up import MadeUp
from tests.benchmarks.measuring import anonymous_mb, percentile, show
from tests.hostile.questions import HostileQuestions, Parameters, Vocabulary
from tests.hostile.texts import extreme_documents

BOUND = 2.5
"""Seconds that no question may take (issue 5, SAFETY: bounds)."""
SEED = 7


@dataclass(frozen=True, slots=True)
class Asked:
    """One question: its kind, what it took in seconds, and what it found."""

    kind: str
    wall: float
    cpu: float
    found: int
    typed: str


def ask_all(engine: SearchEngine, questions: Iterable[tuple[str, Parameters]]) -> list[Asked]:
    """Each question as a reader of the page asks it, in turn."""
    answered = []
    for kind, parameters in questions:
        wall, cpu = time.perf_counter(), time.process_time()
        query, _ = parse_query(parameters)
        results = engine.search(query)
        took = time.perf_counter() - wall, time.process_time() - cpu
        answered.append(Asked(kind, *took, results.total, query.text[:60]))
    return answered


def vocabulary(made_up: MadeUp) -> Vocabulary:
    """What made-up articles have."""
    values = {
        "source": made_up.sources,
        "author": made_up.authors,
        "label": made_up.labels,
        "year": [str(year) for year in range(1990, 2030)],
        "lang": ["en", "fr", "de"],
        "kind": ["post", "page", "related"],
        "status": ["live", "changed", "gone"],
    }
    return Vocabulary(made_up.words, values)


def measure(folder: Path, queries: int) -> dict[str, object]:
    """The figures of an index that is there."""
    engine = WhooshEngine.open(folder)
    before = anonymous_mb()
    asked = ask_all(engine, HostileQuestions(vocabulary(MadeUp(SEED))).questions(queries))
    figures: dict[str, object] = {
        "documents": engine.count(),
        "questions": len(asked),
        "memory for answering, MB": anonymous_mb() - before,
        "wall p50, ms": percentile([one.wall for one in asked], 0.5) * 1000,
        "wall p95, ms": percentile([one.wall for one in asked], 0.95) * 1000,
        "wall most, ms": max(one.wall for one in asked) * 1000,
        "CPU most, ms": max(one.cpu for one in asked) * 1000,
        f"over {BOUND} s": sum(one.wall > BOUND for one in asked),
        f"over {BOUND} s of CPU": sum(one.cpu > BOUND for one in asked),
    }
    slowest: dict[str, Asked] = {}
    for one in asked:
        slowest[one.kind] = max(slowest.get(one.kind, one), one, key=lambda each: each.cpu)
    for one in sorted(slowest.values(), key=lambda each: -each.cpu):
        figures[f"{one.kind}, CPU most, ms"] = one.cpu * 1000
    return figures


def build(folder: Path, documents: int) -> None:
    """An index of made-up articles, with extreme ones among them."""
    engine, made_up = WhooshEngine.open(folder), MadeUp(SEED)
    load(engine, documents, 300, made_up)
    for document in extreme_documents(made_up.words):
        engine.apply(Batch(put=(document,)), checkpoint=engine.checkpoint() + 1)
    while engine.merge():  # as the worker does when nothing waits
        pass
    engine.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=10_000)
    parser.add_argument("--queries", type=int, default=2_000)
    parser.add_argument("--index", type=Path)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        if asked.index is None:
            build(Path(folder), asked.documents)
        show(measure(asked.index or Path(folder), asked.queries), as_json=asked.json)


if __name__ == "__main__":
    main()
