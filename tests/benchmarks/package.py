"""How quickly packages are written and taken in: ``python -m tests.benchmarks.package [--pages N] [--bytes N] [--json]``.

An archive of made-up pages, each seen twice (the second time as a revisit), exported whole and in part, and taken into
an empty archive.
"""

from __future__ import annotations

import argparse
import gzip
import random
import resource
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from archive.exchange.package.writing import Wanted
from archive.exchange.warc_import import import_file
from tests.archive.exchange.warcs import HEAD, record
from tests.benchmarks.measuring import anonymous_mb, show
from web.compose import build
from web.settings import Settings

_REVISIT = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"


def now() -> datetime:
    return datetime.now(UTC)


def records(pages: int, size: int) -> Iterator[bytes]:
    chance = random.Random(7)  # noqa: S311 -- made-up bodies
    for number in range(pages):
        url = f"http://harbour.example/{number % 97}/post-{number}"
        noise = chance.randbytes(size // 2).hex()
        body = f'<title>Post {number}</title><img src="/picture-{number % 50}.png"><p>{noise}'.encode()
        yield record(number=2 * number, url=url, content=HEAD + body)
        fields = (
            ("WARC-Profile", _REVISIT),
            ("WARC-Refers-To-Target-URI", url),
            ("WARC-Refers-To-Date", "2020-05-06T07:08:09Z"),
        )
        yield record("revisit", 2 * number + 1, HEAD, url=url, date="2021-05-06T07:08:09Z", fields=fields)


def measure(pages: int, size: int) -> dict[str, object]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with (folder / "made.warc.gz").open("wb") as file:
            for one in records(pages, size):
                file.write(gzip.compress(one, 1, mtime=0))
        backfile = build(Settings(data=folder / "one"), clock=now)
        with backfile.archiving("a benchmark") as archiving:
            taken = _timed(lambda: import_file(folder / "made.warc.gz", archiving.catalogue, archiving.store))
        before, target = anonymous_mb(), folder / "all.wacz"
        whole = _timed(lambda: backfile.packaging().write(target, Wanted("All")))
        after = anonymous_mb()
        some = list(backfile.catalogue.pages.ids())[:1000]
        part = _timed(lambda: backfile.packaging().write(folder / "some.wacz", Wanted("Some", some)))
        megabytes = target.stat().st_size / 1e6
        backfile.close()
        second = build(Settings(data=folder / "two"), clock=now)
        with second.archiving("a benchmark") as archiving:
            again = _timed(lambda: import_file(target, archiving.catalogue, archiving.store))
        second.close()
    return {
        "captures": 2 * pages,
        "package, MB": megabytes,
        "WARC taken in, MB a second of CPU": megabytes / taken,
        "export of everything, MB a second of CPU": megabytes / whole,
        "export of everything, captures a second of CPU": 2 * pages / whole,
        "memory that it took, MB": after - before,
        "export of 1,000 pages, pages a second of CPU": len(some) / part,
        "package taken in, MB a second of CPU": megabytes / again,
        "memory at most, MB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


def _timed(work: Callable[[], object]) -> float:
    """Seconds of CPU: other programs are about."""
    started = time.process_time()
    work()
    return time.process_time() - started


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=5_000)
    parser.add_argument("--bytes", type=int, default=20_000)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    show(measure(asked.pages, asked.bytes), as_json=asked.json)


if __name__ == "__main__":
    main()
