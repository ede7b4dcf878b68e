"""The second half of a takedown: the bytes go, after what is still wanted of them elsewhere has a place of its own.

The order: payloads that are wanted elsewhere are passed on → the catalogue forgets → the rule is told in the WARC files →
the bytes are replaced in them → what lies around is looked through → the catalogue's own free pages go → it is noted. Until
that note all of it is done again at the next start, from the top, and each step finds what the one before it left.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from archive.model import Takedown
from archive.store.annotator import Annotator
from archive.store.catalogue import Catalogue
from archive.store.takedown.doomed import Doom, Doomed
from archive.store.takedown.erasing import Eraser, Replacement
from archive.store.takedown.leftovers import Leftovers
from archive.store.takedown.promotion import Promotion
from archive.store.warc import OWN_SEGMENT, WarcStore

log = logging.getLogger(__name__)

Step = Callable[[str], None]
"""Called with the name of each step that is done: where tests kill it."""


@dataclass(slots=True)
class Erasures:
    """What was done: Takedowns whose bytes are gone, records replaced, payloads passed on, and files removed, by name."""

    takedowns: list[int] = field(default_factory=list)
    records: int = 0
    promoted: int = 0
    removed: list[str] = field(default_factory=list)


class Erasure:
    """For the one process that holds the archive's role."""

    def __init__(
        self, data: Path, store: WarcStore, catalogue: Catalogue, *, step: Step = lambda _: None
    ) -> None:
        self._data = data
        self._store = store
        self._catalogue = catalogue
        self._step = step
        self.done = Erasures()
        """All that was done so far."""
        self._eraser = Eraser(data, store.folder, catalogue.segments, store.disk, step=step)

    def run(self) -> Erasures:
        """Erase what Takedowns hide; nothing where all is erased. Can be cut off anywhere and done again. Raises DiskFull,
        NotWritable, WritingStopped, and the catalogue's errors."""
        done = self.done
        self._eraser.finish()
        open_ones = self._catalogue.takedowns.unfinished()
        if not open_ones:
            return done
        promotion = Promotion(self._store, self._catalogue)
        for takedown in open_ones:
            self._catalogue.takedowns.apply(takedown)
            done.promoted += promotion.promote(takedown)
        self._step("promoted")
        dooms = {takedown.id: self._doom(takedown) for takedown in open_ones}
        for takedown in open_ones:
            self._catalogue.takedowns.forget(takedown)
        self._step("forgotten")
        Annotator(self._store, self._catalogue).write()
        self._store.seal()
        self._step("sealed")
        found = self._spans(dooms)
        self._eraser.erase(found)
        done.records += len(found)
        self._step("erased")
        done.removed += Leftovers(self._data).clear(dooms.values())
        self._step("cleared")
        self._catalogue.database.compact()
        self._step("compacted")
        for takedown in open_ones:
            self._catalogue.takedowns.note(takedown.id, erased_at=self._catalogue.clock())
            done.takedowns.append(takedown.id)
            log.info("takedown %s: its bytes are erased", takedown.id)
        return done

    def _doom(self, takedown: Takedown) -> Doom:
        takedowns = self._catalogue.takedowns
        hidden = takedowns.hidden_captures(takedown.id)
        return Doom(
            takedown,
            frozenset(one.record_id for one in hidden),
            takedowns.closes(takedown),
            frozenset(takedowns.pages_of(takedown)),
        )

    def _spans(self, dooms: dict[int, Doom]) -> list[Replacement]:
        found: list[Replacement] = []
        for segment in self._catalogue.segments.all():
            path = self._store.folder / segment.name
            own = OWN_SEGMENT.fullmatch(segment.name) is not None
            if not path.is_file():
                continue
            with self._catalogue.database.unveiled():
                known = {one.locator.offset: one for one in self._catalogue.captures.in_file(segment.name)}
            if own or any(one.takedown_id in dooms for one in known.values()):
                found += Doomed(dooms, own).spans(path, segment.name, segment.committed, known)
        return found
