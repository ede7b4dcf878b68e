"""A process whose children archive until they are killed: ``python -m tests.archive.store.keeping DATA``.

For each number on standard input it forks a child (so that thirty starts cost no thirty imports). The child goes
through the real start-up, repair first, and says on standard output that a capture is kept once it was told so.
Bodies are noisy and mostly large, so that a kill mostly lands within a write.
"""

from __future__ import annotations

import itertools
import os
import random
import sys
from datetime import UTC, datetime
from pathlib import Path

from archive.store.catalogue import Catalogue
from archive.store.recorder import Recorder
from archive.store.recovery.repair import repair
from archive.store.warc import WarcStore
from tests.archive.exchanges import TARGET, exchange

SEGMENT_BYTES = 2_000_000


def now() -> datetime:
    return datetime.now(UTC)


def say(*words: object) -> None:
    """One line in one write: whole, or not there."""
    os.write(1, (" ".join(map(str, words)) + "\n").encode())


def archive_on(data: Path, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 -- made-up bodies
    catalogue = Catalogue.open(data, now)
    repairs = repair(data, catalogue)
    say("ready", os.getpid(), len(repairs.alarms), len(repairs.done))
    store = WarcStore(data / "warc", catalogue.segments, clock=now, segment_bytes=SEGMENT_BYTES)
    recorder = Recorder(store, catalogue)
    for number in itertools.count():
        body = chance.randbytes(chance.choice((10, 5_000, 300_000)))
        sent = exchange(body, url=f"https://blog.example/{seed}/{number}", at=now())
        capture = recorder.keep(sent, TARGET)
        say("kept", capture.id, capture.sha256)


def main(data: Path) -> None:
    for line in sys.stdin:
        child = os.fork()
        if not child:
            archive_on(data, int(line))
        _, status = os.waitpid(child, 0)
        say("dead", os.waitstatus_to_exitcode(status))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
