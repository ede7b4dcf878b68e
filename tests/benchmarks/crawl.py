"""How quickly a blog is archived: ``python -m tests.benchmarks.crawl [--pages N] [--runs N] [--profile FILE] [--json]``.

A made-up blog on loopback (feed, sitemap, posts of some 15 kB with links, a picture, a style sheet), served by another
process so that its work is not counted, is crawled the whole way: robots, fetch, WARC record, fsync, catalogue. Politeness
is off. Then it is crawled again with nothing changed, and indexed. CPU seconds are those of the crawling process.

Where Scrapy is installed (``pip install '.[bench]'``), it crawls the same blog in turn with us, in a process of its own, and
writes WARC too; the ratios are ours divided by its. It does not sync to disk, and keeps nothing but the WARC file.
"""

from __future__ import annotations

import argparse
import cProfile
import json
import multiprocessing
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from importlib.util import find_spec
from ipaddress import ip_network
from multiprocessing.connection import Connection
from pathlib import Path

from archive import uri
from archive.model import Crawl, Source, SourceKind, Trigger
from tests.benchmarks.made_up import MadeUp
from tests.benchmarks.measuring import resident_mb, show
from tests.origins.blog import TinyBlog
from web.compose import Archiving, build
from web.settings import Settings

LINKS = 40  # on a page, to other posts: what an archive list and a "popular posts" block give
WORDS = 900


def serve(pages: int, pipe: Connection) -> None:
    """Serve the blog until the other end of the pipe is closed."""
    blog = TinyBlog.of(pages, per_page=100)
    made_up, chosen = MadeUp(), random.Random(7)  # noqa: S311 - repeatable, not secret
    for document, post in zip(made_up.documents(pages), blog.posts.values(), strict=True):
        post.title = document.title
        post.text = f"{document.text[:120]} "
        others = chosen.choices(list(blog.posts), k=LINKS)
        words = " ".join(chosen.choices(made_up.words, k=WORDS))
        post.extra = (
            f"<p>{words}</p><ul>{''.join(f'<li><a href={path}>{path}</a></li>' for path in others)}</ul>"
        )
    with blog.origin:
        pipe.send(blog.origin.url("/"))
        with pipe:
            while True:
                try:
                    pipe.recv()
                except EOFError:
                    return


@contextmanager
def served(pages: int) -> Iterator[str]:
    """The address of a blog in a process of its own."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=serve, args=(pages, theirs), daemon=True)
    process.start()
    theirs.close()
    try:
        yield ours.recv()
    finally:
        ours.close()
        process.join(timeout=20)


class Spent:
    """Wall and CPU seconds of this process since it was made."""

    def __init__(self) -> None:
        self._wall = time.perf_counter()
        self._cpu = _cpu()

    def per(self, number: int, of: str) -> dict[str, float]:
        wall, cpu = time.perf_counter() - self._wall, _cpu() - self._cpu
        return {f"{of} a second": number / wall, f"CPU ms, {of}": 1000 * cpu / max(number, 1)}


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def crawled(archiving: Archiving, source: Source, name: str) -> dict[str, object]:
    """Crawl once; the figures by name."""
    crawls = archiving.catalogue.crawls
    spent = Spent()
    done: Crawl = archiving.crawler.run(crawls.request(source.id, Trigger.CLI))
    if done.error or done.progress.failed:
        raise SystemExit(f"the crawl went wrong: {done}")
    figures: dict[str, object] = {
        f"{name}: fetched": done.progress.fetched,
        f"{name}: bytes": done.progress.bytes,
    }
    return figures | {
        f"{name}: {key}": value for key, value in spent.per(done.progress.fetched, "fetches").items()
    }


def measure(
    pages: int, profiled: Callable[[Callable[[], dict[str, object]]], dict[str, object]]
) -> dict[str, object]:
    with served(pages) as url, tempfile.TemporaryDirectory() as folder:
        settings = Settings(data=Path(folder), min_delay=0, allow_networks=(ip_network("127.0.0.0/8"),))
        backfile = build(settings)
        try:
            source = backfile.catalogue.sources.add(
                url, uri.page_surt(url), "Made up", SourceKind.BLOGGER, every=timedelta(hours=6), related=0
            )
            with backfile.archiving("a benchmark") as archiving:
                figures = profiled(lambda: crawled(archiving, source, "first crawl"))
                figures |= crawled(archiving, source, "again, unchanged")
            with backfile.indexing("a benchmark") as sync:
                spent = Spent()
                put = sync.run().put
                figures |= {f"index: {key}": value for key, value in spent.per(put, "pages").items()}
        finally:
            backfile.close()
    return {"pages": pages, **figures, "memory after all, MB": resident_mb()}


def scrapy(pages: int) -> dict[str, float]:
    """Scrapy over the same blog; nothing when it is not installed."""
    if find_spec("scrapy") is None:
        return {}
    with served(pages) as url, tempfile.TemporaryDirectory() as folder:
        module = "tests.benchmarks.peers.scrapy_warc"
        command = [sys.executable, "-m", module, "--warc", f"{folder}/scrapy.warc.gz", url]
        done = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    if done["pages"] < pages:
        raise SystemExit(f"Scrapy did not get every page: {done}")
    return {
        "scrapy: fetches a second": done["answers"] / done["wall"],
        "scrapy: CPU ms, fetches": 1000 * done["cpu"] / done["answers"],
    }


def compared(runs: list[dict[str, object]]) -> dict[str, object]:
    """The median run of each figure, and the ratios to Scrapy within each run."""
    for run in runs:
        for figure in ("fetches a second", "CPU ms, fetches"):
            ours, theirs = run[f"first crawl: {figure}"], run.get(f"scrapy: {figure}")
            if isinstance(ours, float) and isinstance(theirs, float):
                run[f"ratio to scrapy: {figure}"] = ours / theirs
    return {name: statistics.median_low([float(str(run[name])) for run in runs]) for name in runs[0]}


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--pages", type=int, default=500)
    parser.add_argument(
        "--profile", type=Path, help="write the writing thread's cProfile of the first crawl here"
    )
    parser.add_argument("--runs", type=int, default=1, help="how often; the medians are shown")
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()

    def profiled(work: Callable[[], dict[str, object]]) -> dict[str, object]:
        if asked.profile is None:
            return work()
        profile = cProfile.Profile()
        try:
            return profile.runcall(work)
        finally:
            profile.dump_stats(asked.profile)

    runs = [{**measure(asked.pages, profiled), **scrapy(asked.pages)} for _ in range(asked.runs)]
    show(compared(runs), as_json=asked.json)


if __name__ == "__main__":
    main()
