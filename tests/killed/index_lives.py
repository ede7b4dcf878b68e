"""An index whose writers are killed again and again, and what must be true of it after each death."""

from __future__ import annotations

import random
import signal
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from archive.model import LinkKind, PageKind, Target
from archive.store.catalogue import Catalogue
from archive.store.recorder import PageSeen, Recorder
from archive.store.warc import WarcStore
from indexer.fixity import examine_index
from indexer.model import Query
from indexer.whoosh_engine.engine import WhooshEngine
from tests.archive.exchanges import exchange
from tests.killed.indexing import documents, now
from tests.killed.lives import Death, Nursery
from tests.killed.mortal import INDEX_STEPS

PAGES = 24
CHANGED = 6  # of them, before each run; before a rebuild, which has to come beyond them, fewer
LONGEST = 0.3  # seconds until a kill at random; a rebuild takes longer
CALLS = {"write": 60, "scratch": 60, "remove": 60, "sync": 12, "rename": 8, "sync_folder": 4}
"""How often at least a run comes to a step; a rebuild three times as often."""
_FIRST = datetime(2026, 3, 1, tzinfo=UTC)


@dataclass(slots=True)
class IndexFigures:
    """What came of it all."""

    kills: int = 0
    lives: int = 0
    told: int = 0  # commits that were reported
    lost: int = 0  # what was reported and is not found, or is found as it was before
    unopened: int = 0  # indexes that did not open at once, or were not as they were written
    left: int = 0  # files that nobody clears up
    rebuilt: int = 0
    resumed: int = 0  # rebuilds that went on with what a dead one had left
    slowest: float = 0.0  # seconds until an index was open and had answered
    steps: Counter[str] = field(default_factory=Counter)
    works: Counter[str] = field(default_factory=Counter)


class IndexLives:
    """Runs the lives of one index over one archive that changes before each of them."""

    def __init__(self, data: Path, nursery: Nursery, seed: int) -> None:
        self._data = data
        self._nursery = nursery
        self._chance = random.Random(seed)  # noqa: S311 -- when to kill
        self._catalogue = Catalogue.open(data, now)
        self._store = WarcStore(data / "warc", self._catalogue.segments, clock=now)
        self._recorder = Recorder(self._store, self._catalogue)
        self._documents = documents(self._catalogue, data)
        self._words: dict[str, list[tuple[int, str]]] = {}  # by Page: what it says since which change
        self._count = 0
        self.figures = IndexFigures()
        self._change(PAGES)

    def close(self) -> None:
        self._store.close()
        self._catalogue.close()

    def run(self, kills: int) -> IndexFigures:
        """Kill so many times; look after each, and now and then, when one was let live, for what is left behind."""
        for number, (death, rebuild) in enumerate(self._plan(), 1):
            self._change(1 if rebuild else CHANGED)
            self._live(death, rebuild=rebuild)
            if number % 10 == 0 or self.figures.kills >= kills:
                self._change(1)
                self._live(None, rebuild=False)
                self._live(None, rebuild=True)
                self._change(1)
                self._live(None, rebuild=False)
                self._look_behind()
            if self.figures.kills >= kills:
                return self.figures
        raise AssertionError("the plan has no end")

    def _plan(self) -> Iterator[tuple[Death, bool]]:
        """Each named step in turn, in a run and in a rebuild, and as many at random between."""
        while True:
            for step in self._chance.sample(INDEX_STEPS, len(INDEX_STEPS)):
                most = CALLS[step.rpartition(" ")[2]]
                for rebuild in (False, True):
                    longer = 3 if rebuild else 1
                    yield Death(step, self._chance.randint(1, most * longer)), rebuild
                    yield Death(after=self._chance.uniform(0, LONGEST * longer)), rebuild

    def _change(self, number: int) -> None:
        """Give some Pages another text, each with a word of its own."""
        for page in self._chance.sample(range(PAGES), number):
            self._count += 1
            word, url = f"w{self._count}x", f"https://quay.example/{page}.html"
            body = f"<p>{word} {'the ferry left the quay in fog ' * 30}".encode()
            sent = exchange(body, url=url, at=_FIRST + timedelta(minutes=self._count))
            seen = PageSeen(url, PageKind.POST)
            capture = self._recorder.keep(sent, Target(url, LinkKind.SEED), page=seen)
            said = self._words.setdefault(str(capture.page_id), [])
            said.append((self._catalogue.changes.last(), word))

    def _live(self, death: Death | None, *, rebuild: bool) -> None:
        figures, held = self.figures, 0
        figures.lives += 1
        order = {"data": str(self._data), "rebuild": rebuild}
        for words in self._nursery.live(order, death):
            if words[0] == "held":
                held = max(held, int(words[1]))
                figures.told += 1
            elif words[0] == "resumed":
                figures.resumed += 1
            elif words[0] == "done":
                figures.rebuilt += int(words[1])
            elif words[0] == "dead":
                killed = int(words[1]) == -signal.SIGKILL
                assert killed or int(words[1]) == 0, f"it died of {words[1]}"
        if killed:
            figures.kills += 1
            figures.steps[(death and death.step) or "at random"] += 1
            figures.works["rebuild" if rebuild else "run"] += 1
        self._look(held)

    def _look(self, held: int) -> None:
        """It opens, answers, and has all that was reported, as new as that or newer."""
        began = time.perf_counter()
        engine = WhooshEngine.open(self._data / "index")
        checkpoint = engine.checkpoint()
        total = len(list(engine.found(Query("ferry", each_copy=True))))
        self.figures.slowest = max(self.figures.slowest, time.perf_counter() - began)
        self.figures.unopened += bool(engine.problems()) or total != engine.count()
        self.figures.lost += checkpoint < held
        for page_id, said in self._words.items():
            old = [word for seq, word in said if seq <= checkpoint]
            new = [word for seq, word in said if seq > checkpoint]
            document = engine.get(page_id)
            word = document.text.split()[0] if document is not None else None
            if word is None and not old:
                continue  # nobody said that it is there
            found = [hit.document.id for hit in engine.search(Query(str(word), each_copy=True)).hits]
            self.figures.lost += word not in {*old[-1:], *new} or found != [page_id]
        engine.close()

    def _look_behind(self) -> None:
        """After a life that came to its end: all of the archive, and no file but what it needs."""
        engine = WhooshEngine.open(self._data / "index")
        examined = examine_index(engine, self._catalogue, self._documents.mementos, documents=self._documents)
        self.figures.lost += len(examined.faults)
        self.figures.lost += engine.checkpoint() != self._catalogue.changes.last()
        (live,) = (path for path in (self._data / "index").iterdir() if path.is_dir())
        known = (".seg", ".toc", ".sums", "BACKFILE", "WRITELOCK")
        strange = [path for path in live.iterdir() if not path.name.endswith(known)]
        segments = {path.name for path in live.glob("*.seg")}
        needed = {f"{part.segment.name}.seg" for part in engine.edition().parts}
        self.figures.left += len(strange) + len(segments ^ needed) + len(list(live.glob("*.toc"))) - 1
