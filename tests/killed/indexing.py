"""A process whose children bring an index up to its archive, or rebuild it, until they are killed:
``python -m tests.killed.indexing``.

Orders and words are those of ``crawling.py``: a child says what is held once that was reported to it.
"""

from __future__ import annotations

import os
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from archive.store.catalogue import Catalogue
from archive.store.mementos import Mementos
from archive.store.warc import WarcStore
from indexer.document import DocumentMaker
from indexer.language.detect import detect
from indexer.model import Article
from indexer.report import SyncProgress
from indexer.sync import Sync
from indexer.whoosh_engine.engine import WhooshEngine
from tests.killed.crawling import fork_for_each, say
from tests.killed.mortal import MortalDisk, Steps

BATCH = 3  # so that a run is many commits


def now() -> datetime:
    return datetime.now(UTC)


def words_of(html: bytes, _: str | None, /) -> Article:
    """The text of the made-up pages, without what real extraction costs."""
    text = re.sub(r"<[^>]*>", " ", html.decode())
    return Article(text=text, title=text.split()[0], lang="en", method="fallback")


def documents(catalogue: Catalogue, data: Path) -> DocumentMaker:
    """What makes Documents of these pages."""
    return DocumentMaker(
        Mementos(WarcStore(data / "warc", catalogue.segments, clock=now), catalogue), words_of
    )


def index_on(order: dict[str, Any]) -> None:
    """Follow the archive, or rebuild, and say what is held."""
    data, steps = Path(order["data"]), Steps(order["dies"], order["nth"])
    catalogue = Catalogue.open(data, now)
    engine = WhooshEngine.open(data / "index", disk=MortalDisk(steps))
    maker = documents(catalogue, data)
    sync = Sync(catalogue, maker.mementos, engine, documents=maker, clock=now, batch=BATCH)
    say("ready", os.getpid())

    def show(progress: SyncProgress) -> None:
        if progress.done == progress.resumed > 0:
            say("resumed")
        say("held", engine.checkpoint())

    report = sync.rebuild(on_progress=show) if order["rebuild"] else sync.run(on_progress=show)
    say("held", report.checkpoint)
    say("done", int(report.rebuilt))
    catalogue.close()


def main() -> None:
    detect("what each child needs is read once, before they are forked", None)
    fork_for_each(index_on)


if __name__ == "__main__":
    main()
