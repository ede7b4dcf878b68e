"""Whether plain readers are answered while others ask what costs much: ``python -m tests.benchmarks.hammered --index FOLDER
[--hostile N] [--readers N] [--seconds S] [--json]``.

A real ``backfile serve`` over an index of made-up articles (``tests.benchmarks.hostile_queries`` says which). Readers ask
plain questions one after the other, first alone, then while hostile clients ask theirs as quickly as they are answered.
"""

from __future__ import annotations

import argparse
import http.client
import os
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import cycle
from pathlib import Path
from threading import Event
from urllib.parse import urlencode, urlsplit

from tests.benchmarks.hostile_queries import SEED, vocabulary
from tests.benchmarks.made_up import MadeUp
from tests.benchmarks.measuring import percentile, show
from tests.benchmarks.processes import start, status
from tests.hostile.questions import HostileQuestions

PATIENCE = 60  # seconds
Took = list[tuple[int, float]]
"""Of each answer its status, and the milliseconds until all of it was there."""


def plain_paths(seed: int) -> Iterator[str]:
    """What readers ask, for ever."""
    return cycle(f"/search?{urlencode({'q': question})}" for question in MadeUp(seed).questions(400))


def hostile_paths(seed: int) -> Iterator[str]:
    """What is made to cost much, for ever."""
    questions = HostileQuestions(vocabulary(MadeUp(SEED)), seed).questions(2_000)
    return cycle(
        f"/search?{urlencode(parameters, doseq=True, errors='replace')}"[:30_000]
        for _, parameters in questions
    )


def ask(address: str, paths: Iterator[str], enough: Callable[[], bool]) -> Took:
    """One client: one question after the other until it is enough."""
    took, host = Took(), urlsplit(address).netloc
    while not enough():
        began = time.perf_counter()
        connection = http.client.HTTPConnection(host, timeout=PATIENCE)
        connection.request("GET", next(paths))
        answer = connection.getresponse()
        answer.read()
        took.append((answer.status, (time.perf_counter() - began) * 1000))
        connection.close()
        if answer.status != 200:
            time.sleep(0.05)  # as soon as a client that does not listen would
    return took


def together(address: str, readers: int, hostile: int, seconds: float) -> tuple[Took, Took]:
    """What the readers' and the hostile clients' questions took, asked at once."""
    ended = Event()
    with ThreadPoolExecutor(readers + hostile) as clients:
        bad = [clients.submit(ask, address, hostile_paths(seed), ended.is_set) for seed in range(hostile)]
        time.sleep(2 if hostile else 0)
        until = time.monotonic() + seconds
        good = [
            clients.submit(ask, address, plain_paths(100 + seed), lambda: time.monotonic() > until)
            for seed in range(readers)
        ]
        plain = [one for client in good for one in client.result()]
        ended.set()
        return plain, [one for client in bad for one in client.result()]


def measure(index: Path, readers: int, hostile: int, seconds: float) -> dict[str, object]:
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "index").symlink_to(index.resolve())
        process, address, _ = start({**os.environ, "BACKFILE_DATA": folder}, "--no-worker")
        try:
            ask(address, plain_paths(99), _times(60))
            alone, _ = together(address, readers, 0, seconds)
            plain, bad = together(address, readers, hostile, seconds)
            memory = status(process.pid, "RssAnon")
        finally:
            process.terminate()
            process.communicate(timeout=PATIENCE)
    return {
        "readers": readers,
        "hostile clients": hostile,
        **_figures("readers alone", alone),
        **_figures("readers while hammered", plain),
        **_figures("hostile clients", bad),
        "memory of the web process, MB": memory,
    }


def _times(count: int) -> Callable[[], bool]:
    left = iter(range(count))
    return lambda: next(left, None) is None


def _figures(who: str, took: Took) -> dict[str, object]:
    milliseconds = [each for _, each in took]
    statuses = Counter(code for code, _ in took)
    return {
        f"{who}: answers": ", ".join(f"{count} of {code}" for code, count in sorted(statuses.items())),
        f"{who}: p50, ms": percentile(milliseconds, 0.5),
        f"{who}: p95, ms": percentile(milliseconds, 0.95),
        f"{who}: p99, ms": percentile(milliseconds, 0.99),
        f"{who}: most, ms": max(milliseconds),
    }


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--index", type=Path, required=True)
    parser.add_argument("--readers", type=int, default=2)
    parser.add_argument("--hostile", type=int, default=8)
    parser.add_argument("--seconds", type=float, default=30)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    show(measure(asked.index, asked.readers, asked.hostile, asked.seconds), as_json=asked.json)


if __name__ == "__main__":
    main()
