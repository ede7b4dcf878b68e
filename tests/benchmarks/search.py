"""How quickly questions are answered, beside other engines: ``python -m tests.benchmarks.search [--documents N]
[--questions N] [--rounds N] [--peers] [--growth] [--keep FOLDER] [--json]``.

The same made-up articles (``made_up.py``, seeded) and the same mix of questions for Backfile and, with ``--peers``, for
stock Whoosh, SQLite FTS5 and tantivy (``pip install '.[bench]'``): twenty hits with what is stored of them, pieces of text
that show why, seven facets and a histogram by month. Everyone is asked each question once to warm up; then all take turns,
question by question, so that noise hits all alike. Of several rounds a question's median counts. Ratios are ours divided by
theirs: below 1 is quicker. ``--growth`` asks the same of a tenth of the articles. Milliseconds are told by the clock and by
the CPU time of the asking thread, which on a busy machine is what to compare.
"""

from __future__ import annotations

import argparse
import os
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import cycle, islice
from pathlib import Path
from typing import Any

from indexer.model import Query
from indexer.whoosh_engine.engine import WhooshEngine
from indexer.whoosh_engine.schema import FORM
from tests.benchmarks.kept import SEED, Built, Engine, Opener, built
from tests.benchmarks.made_up import MadeUp
from tests.benchmarks.measuring import percentile, show
from tests.benchmarks.ours import Ours
from tests.benchmarks.peers import found_peers
from tests.benchmarks.questions import KINDS, Question
from tests.benchmarks.reading_memory import memory_of, served_memory

OURS = f"ours-form{FORM}"
_OTHERS = 2_500  # questions that fill all that is kept
Figures = dict[str, object]


@dataclass
class Contestant:
    """An engine with what each question took it: milliseconds by the clock and of CPU, one of each for a round."""

    name: str
    index: Built
    engine: Engine
    wall: list[list[float]] = field(default_factory=list)
    cpu: list[list[float]] = field(default_factory=list)

    def ask(self, at: int, question: Question) -> None:
        started, cpu_started = time.perf_counter(), time.thread_time()
        self.engine.search(question)
        cpu, wall = time.thread_time() - cpu_started, time.perf_counter() - started
        self.wall[at].append(wall * 1000)
        self.cpu[at].append(cpu * 1000)

    def medians(self, clock: str) -> list[float]:
        return [statistics.median(each) for each in getattr(self, clock)]


def contest(contestants: Sequence[Contestant], questions: Sequence[Question], rounds: int) -> None:
    """Ask everyone everything, taking turns."""
    for one in contestants:
        one.wall, one.cpu = [[] for _ in questions], [[] for _ in questions]
    for question in questions:
        for one in contestants:
            one.engine.search(question)
    for turn in range(rounds):
        for at, question in enumerate(questions):
            first = (turn + at) % len(contestants)  # nobody always comes after the same one
            for one in (*contestants[first:], *contestants[:first]):
                one.ask(at, question)


def figures_of(contestants: Sequence[Contestant], questions: Sequence[Question], clock: str) -> Figures:
    """p50 and p95 of each, for all questions and for each class of them; ours divided by each peer's."""
    figures: Figures = {}
    for kind in ("all", *KINDS):
        asked = [at for at, question in enumerate(questions) if kind in ("all", question.kind)]
        times = {one.name: [one.medians(clock)[at] for at in asked] for one in contestants}
        figures[kind] = {name: _beside(values, times[OURS]) for name, values in times.items() if values}
    return figures


def _beside(values: Sequence[float], own: Sequence[float]) -> dict[str, float]:
    p50, p95 = percentile(values, 0.5), percentile(values, 0.95)
    ratios = {
        "ours / theirs, p50": percentile(own, 0.5) / p50,
        "ours / theirs, p95": percentile(own, 0.95) / p95,
    }
    return {"p50, ms": p50, "p95, ms": p95} | (ratios if values is not own else {})


def measure(
    documents: int, questions: int, rounds: int, keep: Path, peers: dict[str, Opener], *, growth: bool
) -> Figures:
    asked = MadeUp(SEED + 1).mixed(questions)
    openers = {OURS: Ours, **peers}
    contestants = [_entered(keep, name, opener, documents) for name, opener in openers.items()]
    contest(contestants, asked, rounds)
    figures: Figures = {"documents": documents, "questions": questions, "rounds": rounds}
    figures["load average"] = os.getloadavg()[0]
    for one in contestants:
        figures[f"indexed a second, {one.name}"] = one.index.rate
        figures[f"indexed a second of CPU, {one.name}"] = one.index.cpu_rate
    figures |= {f"by {clock}": figures_of(contestants, asked, clock) for clock in ("cpu", "wall")}
    if growth:
        smaller = [_entered(keep, name, opener, documents // 10) for name, opener in openers.items()]
        contest(smaller, asked, rounds)
        for one, small in zip(contestants, smaller, strict=True):
            grown = percentile(one.medians("cpu"), 0.95) / percentile(small.medians("cpu"), 0.95)
            figures[f"growth of p95 cpu from a tenth, {one.name}"] = grown
    used = {one.name: memory_of(openers[one.name], one.index.folder, asked) for one in contestants}
    others = MadeUp(SEED + 3).questions(_OTHERS)
    used["web process"], most = served_memory(contestants[0].index.folder, asked, others)
    figures["most resident, web process, eight clients, MB"] = most
    figures |= {f"{what}, {whose}, MB": mb for whose, each in used.items() for what, mb in each.items()}
    return figures | helpers(WhooshEngine.open(contestants[0].index.folder), questions)


def _entered(keep: Path, name: str, opener: Opener, documents: int) -> Contestant:
    index = built(keep, name, opener, documents)
    return Contestant(name, index, opener(index.folder))


def timed(ask: Callable[[str], object], questions: Sequence[str]) -> list[float]:
    """Milliseconds of CPU for each question, after one warm round."""
    for question in questions:
        ask(question)
    took = []
    for question in questions:
        started = time.thread_time()
        ask(question)
        took.append((time.thread_time() - started) * 1000)
    return took


def helpers(reader: WhooshEngine, questions: int) -> Figures:
    """What goes with a search: suggestions for what is typed letter by letter, and related articles; and questions that
    nobody has asked before."""
    made_up = MadeUp(SEED)
    names = [*made_up.authors, *made_up.labels, *(hit.document.title for hit in reader.search(Query()).hits)]
    wanted = islice(cycle(names), questions)
    typed = [name[: 2 + at % max(1, len(name) - 1)] for at, name in enumerate(wanted)]
    suggested = timed(reader.suggest, typed)
    related = timed(reader.related, list(islice(reader.ids(), questions)))
    unheard = []
    for question in MadeUp(SEED + 2).questions(questions):
        started = time.thread_time()
        reader.search(Query(question))
        unheard.append((time.thread_time() - started) * 1000)
    named = {"suggestions": suggested, "related articles": related, "questions not asked before": unheard}
    return {
        f"{name}, p{share * 100:.0f} cpu, ms": percentile(values, share)
        for name, values in named.items()
        for share in (0.5, 0.95)
    }


def rows(by_kind: Any, clock: str) -> Iterator[str]:
    """A table: p50/p95 in ms of each engine for each class of question, and in brackets ours divided by it."""
    names = list(by_kind["all"])
    yield f"{clock + ', ms':12}" + "".join(f"{name:>28}" for name in names)
    for kind, found in by_kind.items():
        cells = []
        for each in found.values():
            p50, p95, *ratios = each.values()
            cells.append(f"{p50:.2f}/{p95:.2f}" + (f" ({ratios[0]:.2f}/{ratios[1]:.2f})" if ratios else ""))
        yield f"{kind:12}" + "".join(f"{cell:>28}" for cell in cells)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--documents", type=int, default=10_000)
    parser.add_argument("--questions", type=int, default=200)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument(
        "--peers", nargs="*", metavar="NAME", help="all of them, or these: stock fts5 tantivy"
    )
    parser.add_argument("--growth", action="store_true")
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    peers = {} if asked.peers is None else found_peers(asked.peers)
    with tempfile.TemporaryDirectory() as folder:
        keep = asked.keep or Path(folder)
        figures = measure(asked.documents, asked.questions, asked.rounds, keep, peers, growth=asked.growth)
    if asked.json:
        show(figures, as_json=True)
    else:
        show({name: value for name, value in figures.items() if not isinstance(value, dict)}, as_json=False)
        for clock in ("cpu", "wall"):
            print("", *rows(figures[f"by {clock}"], clock), sep="\n")


if __name__ == "__main__":
    main()
