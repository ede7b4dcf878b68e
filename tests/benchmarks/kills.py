"""What kill -9 costs a crawl, or the index: ``python -m tests.benchmarks.kills [--index] [--rounds N] [--seed N] [--disk]
[--json]``.

Two small blogs and their neighbours, on six loopback addresses, are crawled at once by a process that is killed so many
times: at each named step in turn, within start-up repair, and at random between. ``--disk`` keeps the data in the temporary
folder on disk instead of in memory, so that fsync is real.

With ``--index`` an index over a small archive that goes on changing is brought up to it and rebuilt in turn by a process
that is killed: at each write, sync, rename and removal of commits, merges, rebuilds and swaps, and at random between.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path

from tests.benchmarks.measuring import show
from tests.killed.index_lives import IndexLives
from tests.killed.lives import Lives, Nursery, in_memory
from tests.killed.world import world


def main() -> None:
    """Kill, look through, and print what was lost, fetched twice and left to repair."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=300)
    parser.add_argument("--index", action="store_true", help="kill writers of the index instead of crawls")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--disk", action="store_true")
    parser.add_argument("--json", action="store_true")
    wanted = parser.parse_args()
    began = time.monotonic()
    with ExitStack() as stack:
        folder = (
            Path(stack.enter_context(tempfile.TemporaryDirectory()))
            if wanted.disk
            else stack.enter_context(in_memory())
        )
        measure = of_index if wanted.index else of_crawls
        shown = measure(stack, folder, wanted.rounds, wanted.seed)
    show({**shown, "seconds": time.monotonic() - began}, as_json=wanted.json)


def of_crawls(stack: ExitStack, folder: Path, rounds: int, seed: int) -> dict[str, object]:
    """Crawls that are killed."""
    nursery = Nursery()
    stack.callback(nursery.close)
    figures = Lives(folder, stack.enter_context(world()), nursery, seed).run(rounds)
    return {
        "kills": figures.kills,
        "named steps": len(figures.steps) - 1,
        "kills at random": figures.steps["at random"],
        "crawls": figures.crawls,
        "captures reported": figures.kept,
        "captures lost": figures.lost,
        "fetched twice": figures.twice,
        "alarms": figures.alarms,
        "left to repair": figures.left,
        "repairs at start-up": figures.repairs,
    }


def of_index(stack: ExitStack, folder: Path, rounds: int, seed: int) -> dict[str, object]:
    """An index whose writers are killed."""
    nursery = Nursery("tests.killed.indexing")
    stack.callback(nursery.close)
    lives = IndexLives(folder, nursery, seed)
    stack.callback(lives.close)
    figures = lives.run(rounds)
    return {
        "kills": figures.kills,
        "named steps": len(figures.steps) - 1,
        "kills at random": figures.steps["at random"],
        "kills of runs": figures.works["run"],
        "kills of rebuilds": figures.works["rebuild"],
        "commits reported": figures.told,
        "lost or stale": figures.lost,
        "did not open, or not as written": figures.unopened,
        "files left behind": figures.left,
        "rebuilds gone on with": figures.resumed,
        "swaps": figures.rebuilt,
        "slowest to open and answer, ms": figures.slowest * 1000,
    }


if __name__ == "__main__":
    main()
