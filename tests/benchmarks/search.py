"""How quickly questions are answered: ``python -m tests.benchmarks.search [--documents N] [--questions N] [--json]``.

Made-up articles (``made_up.py``, seeded) and a mix of questions, each answered with twenty hits, snippets, all facets
and the histogram. ``--stock`` also asks stock Whoosh the same questions over the same articles (hits and facets as its
own means give them; no snippets).
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import cycle, islice
from pathlib import Path
from typing import TypeVar

from indexer.model import Query
from indexer.whoosh_engine.engine import WhooshEngine
from tests.benchmarks.index import load
from tests.benchmarks.made_up import MadeUp
from tests.benchmarks.measuring import anonymous_mb, percentile, show
from tests.benchmarks.peers.stock_whoosh import StockWhoosh
from tests.benchmarks.questions import Question

SEED = 7
Asked = TypeVar("Asked")


def timed(ask: Callable[[Asked], object], questions: Sequence[Asked]) -> list[float]:
    """Milliseconds for each question, after one warm round."""
    for question in questions:
        ask(question)
    took = []
    for question in questions:
        started = time.perf_counter()
        ask(question)
        took.append((time.perf_counter() - started) * 1000)
    return took


def measure(documents: int, questions: int, *, stock: bool) -> dict[str, object]:
    made_up = MadeUp(SEED)
    with tempfile.TemporaryDirectory() as folder:
        engine = WhooshEngine.open(Path(folder) / "ours")
        seconds = load(engine, documents, 300, made_up)
        asked = MadeUp(SEED + 1).questions(questions)
        before = anonymous_mb()
        reader = WhooshEngine.open(Path(folder) / "ours")
        started = time.perf_counter()
        reader.search(Query(asked[0]))
        cold = (time.perf_counter() - started) * 1000
        bare = timed(lambda text: reader.search(replace(Query(text), with_facets=False, per_page=0)), asked)
        whole = timed(lambda text: reader.search(Query(text)), asked)
        figures: dict[str, object] = {
            "documents": documents,
            "questions": questions,
            "indexed, documents a second": documents / seconds,
            "first question, ms": cold,
            "matching and ranking p50, ms": percentile(bare, 0.5),
            "matching and ranking p95, ms": percentile(bare, 0.95),
            "with facets and snippets p50, ms": percentile(whole, 0.5),
            "with facets and snippets p95, ms": percentile(whole, 0.95),
            "memory for reading, MB": anonymous_mb() - before,
        }
        figures |= helpers(reader, made_up, questions)
        if stock:
            figures |= against_stock(Path(folder) / "stock", documents, MadeUp(SEED + 1).mixed(questions))
        return figures


def helpers(reader: WhooshEngine, made_up: MadeUp, questions: int) -> dict[str, object]:
    """What goes with a search: suggestions for what is typed letter by letter, and related articles."""
    names = [*made_up.authors, *made_up.labels, *(hit.document.title for hit in reader.search(Query()).hits)]
    wanted = islice(cycle(names), questions)
    typed = [name[: 2 + at % max(1, len(name) - 1)] for at, name in enumerate(wanted)]
    suggested = timed(reader.suggest, typed)
    related = timed(reader.related, list(islice(reader.ids(), questions)))
    return {
        "suggestions p50, ms": percentile(suggested, 0.5),
        "suggestions p95, ms": percentile(suggested, 0.95),
        "related articles p50, ms": percentile(related, 0.5),
        "related articles p95, ms": percentile(related, 0.95),
    }


def against_stock(folder: Path, documents: int, asked: Sequence[Question]) -> dict[str, object]:
    engine = StockWhoosh(folder)
    started = time.perf_counter()
    engine.load(MadeUp(SEED).documents(documents))
    seconds = time.perf_counter() - started
    whole = timed(engine.search, asked)
    return {
        "stock Whoosh: documents a second": documents / seconds,
        "stock Whoosh: with facets p50, ms": percentile(whole, 0.5),
        "stock Whoosh: with facets p95, ms": percentile(whole, 0.95),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=10_000)
    parser.add_argument("--questions", type=int, default=200)
    parser.add_argument("--stock", action="store_true")
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    show(measure(asked.documents, asked.questions, stock=asked.stock), as_json=asked.json)


if __name__ == "__main__":
    main()
