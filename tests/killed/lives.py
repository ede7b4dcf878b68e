"""Crawls that are killed again and again, and what must be true of each when it has come to its end all the same."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from archive import uri
from archive.crawl.egress.fetcher import utc_now
from archive.crawl.frontier.frontier import Frontier
from archive.model import CrawlState, TargetState
from archive.store.catalogue import FILENAME, Catalogue
from archive.store.mementos import Mementos
from archive.store.proof.fixity import check
from archive.store.recovery.repair import repair
from archive.store.warc import WarcStore
from tests.archive.crawl.bench import empty_catalogue
from tests.killed.mortal import REPAIRS, STEPS
from tests.killed.world import FLAKY, World

_MEMORY = Path("/dev/shm")
ROOT = Path(__file__).resolve().parents[2]
DEATHS_A_CRAWL = 7  # an address at which ten processes die is given up
LONGEST = 0.3  # seconds until a kill at random


@dataclass(frozen=True, slots=True)
class Death:
    """How a life is to end: at a step, or (``step`` None) so many seconds after its start-up."""

    step: str | None = None
    nth: int = 1
    after: float = 0.0


@dataclass(slots=True)
class Figures:
    """What came of it all."""

    rounds: int = 0
    kills: int = 0
    crawls: int = 0
    kept: int = 0
    lost: int = 0
    twice: int = 0
    alarms: int = 0
    left: int = 0  # to be repaired by hand, or never fetched
    repairs: int = 0
    steps: Counter[str] = field(default_factory=Counter)
    offences: list[str] = field(default_factory=list)  # what was asked for once too often, in words


@contextmanager
def in_memory() -> Iterator[Path]:
    """A folder in memory, where there is one: hundreds of crawls wait for a disk longer than for anything else, and a kill,
    unlike a power cut, takes nothing from there that it would leave on a disk."""
    within = _MEMORY if os.access(_MEMORY, os.W_OK) else None
    with tempfile.TemporaryDirectory(
        prefix="backfile-killed-", dir=within, ignore_cleanup_errors=True
    ) as made:
        yield Path(made)


class Nursery:
    """The process whose children crawl, or do what another module says."""

    def __init__(self, module: str = "tests.killed.crawling") -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", module],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
        )

    def close(self) -> None:
        self._process.communicate(timeout=10)

    def live(self, order: dict[str, Any], death: Death | None) -> Iterator[list[str]]:
        """What a child that is told to do something says, line by line, until it is dead."""
        asks, says = self._process.stdin, self._process.stdout
        assert asks is not None
        assert says is not None
        step, nth = (death.step, death.nth) if death else (None, 0)
        asks.write(json.dumps({**order, "dies": step, "nth": nth}) + "\n")
        asks.flush()
        yield from self._lines(says, death)

    def _lines(self, says: IO[str], death: Death | None) -> Iterator[list[str]]:
        while True:
            words = says.readline().split()
            assert words, "the process whose children are killed is gone"
            if words[0] == "ready" and death is not None and death.step is None:
                threading.Timer(death.after, _kill, [int(words[1])]).start()
            yield words
            if words[0] == "dead":
                return


def _kill(process: int) -> None:
    with suppress(ProcessLookupError):
        os.kill(process, signal.SIGKILL)


class Lives:
    """Runs crawls of a world, each in a fresh folder, through the deaths that are chosen for it."""

    def __init__(self, folder: Path, world: World, nursery: Nursery, seed: int) -> None:
        self._folder = folder
        self._world = world
        self._nursery = nursery
        self._chance = random.Random(seed)  # noqa: S311 -- when to kill
        self._plan = self._deaths()
        self.figures = Figures()

    def run(self, kills: int) -> Figures:
        """Kill so many times; each crawl comes to its end and is looked through. A step that a life never came to, as it had
        ended before, is then what the first life of another crawl ends at."""
        while self.figures.kills < kills:
            self._crawl(min(DEATHS_A_CRAWL, kills - self.figures.kills))
        for step in sorted({*STEPS, *REPAIRS} - self.figures.steps.keys()) if kills > len(STEPS) else ():
            deaths = [Death("within write"), Death(step)] if step in REPAIRS else [Death(step)]
            self._plan = iter(deaths)
            self._crawl(len(deaths))
        return self.figures

    def _deaths(self) -> Iterator[Death]:
        """Each named step in turn, repair's after a death that makes it necessary, and as many at random between."""
        while True:
            for step in self._chance.sample(STEPS, len(STEPS)):
                yield Death(
                    step,
                    self._chance.choice((1, 1, 2, 3))
                    if "rename" not in step
                    else self._chance.choice((1, 2)),
                )
                yield Death(after=self._chance.uniform(0, LONGEST))
            for step in REPAIRS:
                yield Death("within write", self._chance.randint(1, 3))
                yield Death(step)

    def _crawl(self, deaths: int) -> None:
        self._world.forget()
        figures = self.figures
        data = self._folder / f"crawl-{figures.crawls}"
        figures.crawls += 1
        data.mkdir()
        (data / FILENAME).write_bytes(empty_catalogue())
        kept: dict[int, tuple[str, str]] = {}
        lives: dict[str, int] = {}  # by URL: the life in which it was kept
        for life in range(1, deaths + 2):
            death = next(self._plan) if life <= deaths else None
            killed = self._live(data, death, life, kept, lives)
            if not killed:
                break
        else:
            raise AssertionError("a crawl that nobody kills did not come to its end")
        self._look_through(data, kept, lives, life)

    def _live(
        self,
        data: Path,
        death: Death | None,
        life: int,
        kept: dict[int, tuple[str, str]],
        lives: dict[str, int],
    ) -> bool:
        self.figures.rounds += 1
        order = {"data": str(data), "blogs": self._world.blogs}
        for words in self._nursery.live(order, death):
            if words[0] == "ready":
                self.figures.alarms += int(words[2])
                self.figures.repairs += int(words[3])
            elif words[0] == "kept":
                kept[int(words[1])] = words[2], words[3]
                lives.setdefault(words[3], life)
            elif words[0] == "dead":
                killed = int(words[1]) == -signal.SIGKILL
                assert killed or int(words[1]) == 0, f"it died of {words[1]}"
        if killed:
            self.figures.kills += 1
            self.figures.steps[(death and death.step) or "at random"] += 1
        return killed

    def _look_through(
        self, data: Path, kept: dict[int, tuple[str, str]], lives: dict[str, int], last: int
    ) -> None:
        """Nothing lost, nothing twice, nothing to repair by hand."""
        figures = self.figures
        figures.kept += len(kept)
        for url, count in self._world.asked().items():
            allowed = lives.get(url, last)  # once in each life, until it was kept
            if url.endswith(
                FLAKY
            ):  # every other answer is a 503: that one is asked for again within the same life
                allowed *= 2
            if (more := count - allowed) > 0:
                figures.twice += more
                figures.offences.append(f"{url}: {count} times, kept in life {lives.get(url)} of {last}")
        catalogue = Catalogue.open(data, utc_now)
        try:
            repairs = repair(data, catalogue)
            figures.alarms += len(repairs.alarms)
            figures.left += len(repairs.lines()) + len(check(catalogue, data))
            self._look_at_captures(data, catalogue, kept)
            for crawl in catalogue.crawls.recent(2):
                assert crawl.state is CrawlState.DONE, crawl.error
                counts = Frontier(catalogue.database).counts(crawl.id)
                figures.left += counts[TargetState.QUEUED] + counts[TargetState.LEASED]
                mine = sum(one.crawl_id == crawl.id for one in catalogue.captures.iterate())
                assert crawl.progress.fetched == mine
        finally:
            catalogue.close()

    def _look_at_captures(self, data: Path, catalogue: Catalogue, kept: dict[int, tuple[str, str]]) -> None:
        held = {capture.id: (capture.sha256, capture.url) for capture in catalogue.captures.iterate()}
        self.figures.lost += sum(held.get(number) != what for number, what in kept.items())
        mementos = Mementos(WarcStore(data / "warc", catalogue.segments, clock=utc_now), catalogue)
        for capture in catalogue.captures.iterate():
            with mementos.open(capture) as memento:
                memento.payload.read()
        pages = [catalogue.pages.by_surt(uri.page_surt(url)) for url in self._world.articles]
        self.figures.left += pages.count(None)
