"""How quickly a WARC file is taken in: ``python -m tests.benchmarks.imports [FILE…] [--pages N] [--pictures N] [--runs N]
[--json]``.

Without files two are made up: articles of some 15 kB with links, and pictures that do not pack. Each is taken in, and in
turn indexed by cdxj-indexer, in fresh processes; the time to start them does not count. MB are those of the file, 10^6
bytes.

Not the same work: cdxj-indexer reads each record once and writes a line. An import checks every member and every digest,
copies the file and syncs it, adds a Capture each to the catalogue, and reads the articles' facts and links.
"""

from __future__ import annotations

import argparse
import io
import multiprocessing
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from archive.message import read_head
from archive.model import Exchange
from archive.store.catalogue import Catalogue
from archive.store.warc import WarcStore
from tests.benchmarks.made_up import MadeUp
from tests.benchmarks.measuring import show

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
LINKS, WORDS, PICTURE = 40, 900, 15_000

Measured = tuple[float, float]
"""Seconds on the wall, seconds of CPU."""


def exchange(url: str, body: bytes, mime: str, number: int) -> Exchange:
    """An answer that was never asked for."""
    head = f"HTTP/1.1 200 OK\r\nContent-Type: {mime}\r\nContent-Length: {len(body)}\r\n\r\n".encode("ascii")
    read = read_head(io.BytesIO(head))
    assert read is not None
    return Exchange(
        url=url,
        started_at=NOON + timedelta(seconds=number),
        took=timedelta(milliseconds=20),
        request=f"GET {url} HTTP/1.1\r\nHost: blog.example\r\n\r\n".encode("ascii"),
        response=io.BytesIO(head + body),
        body_offset=len(head),
        status=read.status,
        headers=read.headers,
    )


def articles(count: int) -> Iterator[Exchange]:
    """Posts with links among themselves."""
    made_up, chosen = MadeUp(), random.Random(7)  # noqa: S311 - repeatable, not secret
    for number, document in enumerate(made_up.documents(count)):
        links = "".join(
            f'<li><a href="/post-{chosen.randrange(count)}">a post</a></li>' for _ in range(LINKS)
        )
        words = " ".join(chosen.choices(made_up.words, k=WORDS))
        page = (
            f"<!doctype html><title>{document.title}</title><article><h1>{document.title}</h1><p>{document.text}</p>"
            f"<p>{words}</p></article><ul>{links}</ul>"
        )
        yield exchange(
            f"https://blog.example/post-{number}", page.encode(), "text/html; charset=utf-8", number
        )


def pictures(count: int) -> Iterator[Exchange]:
    """Files that are no pages and do not pack."""
    noise = random.Random(7)  # noqa: S311 - repeatable, not secret
    for number in range(count):
        yield exchange(f"https://blog.example/{number}.jpg", noise.randbytes(PICTURE), "image/jpeg", number)


def written(folder: Path, name: str, exchanges: Iterator[Exchange]) -> Path:
    """A WARC file of our own with these."""
    catalogue = Catalogue.open(folder / name, lambda: NOON)
    store = WarcStore(folder / name / "warc", catalogue.segments, clock=lambda: NOON)
    for one in exchanges:
        store.append(one)
    filename, *_ = store.end
    store.close()
    catalogue.close()
    path = folder / f"{name}.warc.gz"
    (store.folder / f"{filename}.open").rename(path)
    return path


def take_in(path: str) -> Measured:
    """An import into a folder of its own."""
    from archive.discover import discovery  # noqa: F401 -- loaded with the first page otherwise
    from archive.exchange.imports import import_file

    with tempfile.TemporaryDirectory() as folder:
        catalogue = Catalogue.open(Path(folder), lambda: NOON)
        store = WarcStore(Path(folder) / "warc", catalogue.segments, clock=lambda: NOON)
        measured = _timed(lambda: import_file(Path(path), catalogue, store))
        catalogue.close()
    return measured


def index(path: str) -> Measured:
    """cdxj-indexer over the same file."""
    from cdxj_indexer.main import main as cdxj_indexer

    sys.stdout = io.StringIO()
    return _timed(lambda: cdxj_indexer([path]))


def _timed(work: Callable[[], object]) -> Measured:
    wall, cpu = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - wall, time.process_time() - cpu


def measure(path: Path, runs: int) -> dict[str, object]:
    """Both, in turn."""
    ours: list[Measured] = []
    theirs: list[Measured] = []
    context = multiprocessing.get_context("spawn")
    for _ in range(runs):
        for work, found in ((take_in, ours), (index, theirs)):
            with context.Pool(1) as pool:
                found.append(pool.apply(work, (str(path),)))
    size = path.stat().st_size / 1e6
    figures: dict[str, object] = {f"{path.name}, MB": size}
    for at, unit in enumerate(("on the wall", "of CPU")):
        mine, other = (statistics.median(each[at] for each in found) for found in (ours, theirs))
        figures |= {
            f"{path.name}, import, MB a second {unit}": size / mine,
            f"{path.name}, cdxj-indexer, MB a second {unit}": size / other,
            f"{path.name}, ours divided by its pace, {unit}": other / mine,
        }
    return figures


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--pages", type=int, default=500)
    parser.add_argument("--pictures", type=int, default=1000)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    figures: dict[str, object] = {}
    with tempfile.TemporaryDirectory() as folder:
        files: list[Path] = asked.files or [
            written(Path(folder), "articles", articles(asked.pages)),
            written(Path(folder), "pictures", pictures(asked.pictures)),
        ]
        for path in files:
            figures |= measure(path, asked.runs)
    show(figures, as_json=asked.json)


if __name__ == "__main__":
    main()
