"""What kill -9 costs a crawl: ``python -m tests.benchmarks.kills [--rounds N] [--seed N] [--disk] [--json]``.

Two small blogs and their neighbours, on six loopback addresses, are crawled at once by a process that is killed so many
times: at each named step in turn, within start-up repair, and at random between. ``--disk`` keeps the data in the temporary
folder on disk instead of in memory, so that fsync is real.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path

from tests.benchmarks.measuring import show
from tests.killed.lives import Lives, Nursery, in_memory
from tests.killed.world import world


def main() -> None:
    """Kill, look through, and print what was lost, fetched twice and left to repair."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=300)
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
        nursery = Nursery()
        stack.callback(nursery.close)
        figures = Lives(folder, stack.enter_context(world()), nursery, wanted.seed).run(wanted.rounds)
    shown = {
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
        "seconds": time.monotonic() - began,
    }
    show(shown, as_json=wanted.json)


if __name__ == "__main__":
    main()
