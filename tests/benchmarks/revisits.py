"""What a page costs on disk, with revisits and without: ``python -m tests.benchmarks.revisits [--pages N] [--visits N]
[--json]``.

Made-up articles are each visited several times, a week apart. A tenth of them changed since the last visit; of the
others half the servers send the same bytes again and half answer 304. Without revisits each answer is stored whole (a 304
as the page that it stands for). Bytes are those of the WARC file, requests and all.
"""

from __future__ import annotations

import argparse
import io
import random
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from archive.model import Exchange, LinkKind, RecordType, Target
from archive.store.catalogue import Catalogue
from archive.store.recorder import Recorder
from archive.store.warc import WarcStore
from archive.uri import surt
from tests.benchmarks.imports import NOON, articles
from tests.benchmarks.measuring import show

CHANGED, NOT_MODIFIED = 0.1, 0.45
_UNCHANGED = b'HTTP/1.1 304 Not Modified\r\nETag: "x"\r\n\r\n'


def visits(pages: int, times: int, *, conditional: bool) -> Iterator[Exchange]:
    """Each page once in each round; with ``conditional`` some of them as a 304."""
    chance = random.Random(7)  # noqa: S311 - repeatable, not secret
    bodies = {one.url: one for one in articles(pages)}
    for number in range(times):
        for url, one in bodies.items():
            drawn = chance.random() if number else 1.0
            if drawn < CHANGED:
                changed = one.response.getvalue() + b"<p>Added."  # type: ignore[attr-defined]
                one = bodies[url] = replace(one, response=io.BytesIO(changed))
            at = one.started_at + timedelta(days=7 * number)
            if conditional and CHANGED <= drawn < CHANGED + NOT_MODIFIED:
                yield replace(
                    one,
                    started_at=at,
                    status=304,
                    response=io.BytesIO(_UNCHANGED),
                    body_offset=len(_UNCHANGED),
                    headers=(),
                )
            else:
                yield replace(one, started_at=at)


def stored(pages: int, times: int, *, revisits: bool) -> tuple[int, list[int]]:
    """Bytes of the WARC file, and those of each revisit record."""
    with tempfile.TemporaryDirectory() as folder:
        catalogue = Catalogue.open(Path(folder), lambda: NOON)
        store = WarcStore(Path(folder) / "warc", catalogue.segments, clock=lambda: NOON)
        recorder = Recorder(store, catalogue)
        lengths = []
        for one in visits(pages, times, conditional=revisits):
            if not revisits:
                store.append(one)
                continue
            known = catalogue.captures.latest(surt(one.url)) if one.status == 304 else None
            capture = recorder.keep(one, Target(one.url, LinkKind.POST), original=known)
            if capture.record_type is RecordType.REVISIT:
                lengths.append(capture.locator.length)
        size = store.end[1]
        catalogue.close()
    return size, lengths


def measure(pages: int, times: int) -> dict[str, object]:
    size, lengths = stored(pages, times, revisits=True)
    whole, _ = stored(pages, times, revisits=False)
    seen = pages * times
    return {
        "pages": pages,
        "visits of each": times,
        "revisit records": len(lengths),
        "bytes of a revisit record": sum(lengths) / len(lengths),
        "bytes a visit, with revisits": size / seen,
        "bytes a visit, without": whole / seen,
        "bytes a page, with revisits": size / pages,
        "bytes a page, without": whole / pages,
        "with divided by without": size / whole,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=200)
    parser.add_argument("--visits", type=int, default=5)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    show(measure(asked.pages, asked.visits), as_json=asked.json)


if __name__ == "__main__":
    main()
