"""Indexes of made-up articles, built once and used again by later runs (``--keep FOLDER``).

FOLDER/<engine>-<documents>-<seed>[-form<FORM>]/   the index, and BUILT.json: what building it cost
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import orjson

from indexer.model import Document
from tests.benchmarks.made_up import MadeUp
from tests.benchmarks.questions import Question

SEED = 7
_COST = "BUILT.json"


class Engine(Protocol):
    """An engine under measurement."""

    def load(self, documents: Iterator[Document]) -> None: ...

    def search(self, question: Question) -> int:
        """The whole answer, as a reader sees it; returns how many articles there are in it."""
        ...


class Opener(Protocol):
    def __call__(self, folder: Path, /) -> Engine: ...


@dataclass(frozen=True, slots=True)
class Built:
    """An index, and the articles a second that it was built with, by the clock and by CPU time."""

    folder: Path
    rate: float
    cpu_rate: float


def built(keep: Path, name: str, opener: Opener, documents: int) -> Built:
    """The index of so many articles, built now unless it is there already. An index that was cut off is built again."""
    folder = keep / f"{name}-{documents}-{SEED}"
    if not folder.exists():
        part = _unused(folder)
        engine, source = opener(part), _Timed(MadeUp(SEED).documents(documents))
        started, cpu_started = time.perf_counter(), time.process_time()
        engine.load(iter(source))
        seconds = time.perf_counter() - started - source.seconds
        cpu_seconds = time.process_time() - cpu_started - source.cpu_seconds
        del engine
        cost = {"documents": documents, "seconds": seconds, "cpu_seconds": cpu_seconds}
        (part / _COST).write_bytes(orjson.dumps(cost))
        part.rename(folder)
    cost = orjson.loads((folder / _COST).read_bytes())
    return Built(folder, documents / cost["seconds"], documents / cost["cpu_seconds"])


def _unused(folder: Path) -> Path:
    """A place beside it that no other run has begun."""
    number = 1
    while (part := folder.with_name(f"{folder.name}.part{number}")).exists():
        number += 1
    return part


class _Timed:
    """Articles, and the time that making them up took: it is nobody's."""

    def __init__(self, documents: Iterator[Document]) -> None:
        self._documents = documents
        self.seconds = self.cpu_seconds = 0.0

    def __iter__(self) -> Iterator[Document]:
        while True:
            started, cpu_started = time.perf_counter(), time.process_time()
            document = next(self._documents, None)
            self.seconds += time.perf_counter() - started
            self.cpu_seconds += time.process_time() - cpu_started
            if document is None:
                return
            yield document
