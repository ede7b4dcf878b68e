"""A disk that is really full: crawling halts with a clear word and loses nothing, reading goes on, room is all it wants.

On a small file system of its own. Where none may be mounted, whoever looks at what is free is told that there is nothing;
the property ``disk`` of the test says which it was.
"""

from __future__ import annotations

import json
import random
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from ipaddress import ip_network
from pathlib import Path
from typing import Any

import pytest

from archive.model import CrawlState, Source, SourceKind, Trigger
from archive.store.proof.fixity import check
from archive.store.room import free_bytes
from archive.uri import page_surt
from tests.origins.blog import TinyBlog
from web.app import create_app
from web.compose import Backfile, build
from web.settings import Settings
from web.worker import Worker

MB = 1 << 20
SIZE = 24 * MB
LEFT = 3 * MB  # when the crawl begins that needs more


@contextmanager
def mounted(folder: Path, size: int) -> Iterator[bool]:
    """A file system of that size in a folder; False where we may not."""
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)]
    try:
        done = subprocess.run(command, capture_output=True, check=False).returncode == 0
    except OSError:
        done = False
    try:
        yield done
    finally:
        if done:
            subprocess.run(["umount", "--lazy", str(folder)], check=True)


class SmallDisk:
    """A folder, and what is free on the disk that holds it."""

    def __init__(self, folder: Path, *, real: bool) -> None:
        self.folder = folder
        self.real = real
        self._looks = iter(range(40))

    @property
    def _others(self) -> Path:
        return self.folder / "others"

    def take_all_but(self, left: int) -> None:
        """Have a file of somebody else's grow until so many bytes are free."""
        if self.real:
            with suppress(OSError), self._others.open("ab", buffering=0) as file:
                while free_bytes(self.folder) > left:
                    file.write(bytes(4096))

    def make_room(self) -> None:
        self._looks = iter(range(10**6))
        self._others.unlink(missing_ok=True)

    def free(self, path: Path) -> int:
        if self.real:
            return free_bytes(path)
        return SIZE if next(self._looks, None) is not None else 0


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[SmallDisk]:
    with mounted(tmp_path / "small", SIZE) as real:
        yield SmallDisk(tmp_path / "small", real=real)


@pytest.fixture
def small() -> Iterator[TinyBlog]:
    with (blog := TinyBlog.of(3)).origin:
        yield blog


@pytest.fixture
def large() -> Iterator[TinyBlog]:
    """More than the disk has room for at first; it does not pack well."""
    blog = TinyBlog.of(20)
    chance = random.Random(5)  # noqa: S311 -- made-up bodies
    for post in blog.posts.values():
        post.extra = f"<!-- {chance.randbytes(100_000).hex()} -->"
    with blog.origin:
        yield blog


def opened(disk: SmallDisk, min_free: int) -> Backfile:
    settings = Settings(
        data=disk.folder / "data",
        min_delay=0,
        min_free=min_free,
        allow_networks=(ip_network("127.0.0.0/8"),),
    )
    return replace(build(settings), free=disk.free)


def follow(backfile: Backfile, blog: TinyBlog) -> Source:
    home = blog.origin.url("/")
    source = backfile.catalogue.sources.add(home, page_surt(home), "Tiny", SourceKind.BLOGGER)
    backfile.catalogue.crawls.request(source.id, Trigger.CLI)
    return source


READING = """
import sys
from click.testing import CliRunner
from web.cli import cli
for words in ("status", "search tide", "verify"):
    done = CliRunner().invoke(cli, ["--data", sys.argv[1], *words.split(), "--json"])
    assert done.exit_code == 0, (words, done.exception)
    print(done.stdout.strip())
"""


def told_by_another_process(data: Path) -> list[dict[str, Any]]:
    """What commands that only read say, when nothing of it is open in their process yet."""
    done = subprocess.run(
        [sys.executable, "-c", READING, str(data)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.mark.parametrize("min_free", [0, 2 * MB], ids=["to the last byte", "with a mark"])
def test_crawling_halts_reading_goes_on_and_room_is_enough(
    disk: SmallDisk,
    small: TinyBlog,
    large: TinyBlog,
    min_free: int,
    caplog: pytest.LogCaptureFixture,
    record_property: Callable[[str, object], None],
) -> None:
    record_property("disk", "a file system of its own" if disk.real else "injected")
    backfile = opened(disk, min_free)
    catalogue, worker = backfile.catalogue, Worker(backfile)
    try:
        follow(backfile, small)
        worker.crawl()
        worker.index_changes()
        indexed = backfile.engine.count()
        assert indexed
        disk.take_all_but(LEFT)
        source = follow(backfile, large)
        worker.crawl()
        crawl = catalogue.crawls.recent(1)[0]
        assert (crawl.state, crawl.error) == (CrawlState.RUNNING, None)
        asked, kept = len(large.origin.paths), {one.record_id for one in catalogue.captures.iterate()}
        assert asked > 3
        for _ in range(3):
            worker.crawl()
            worker.index_changes()
        assert len(large.origin.paths) == asked, "it does not ask for what it has no room for"
        words = ("is full",) if not min_free else ("Make room",)
        said = [record.message for record in caplog.records if any(word in record.message for word in words)]
        assert len(said) == 1, said
        disk.take_all_but(0)
        client = create_app(backfile).test_client()
        page = catalogue.pages.recent(1)[0]
        for path in ("/", "/search?q=tide", f"/page/{page.id}", f"/web/{page.url}"):
            assert client.get(path, follow_redirects=True).status_code == 200, path
        assert words[0] in client.get("/readyz").get_json()["short_of_room"]
        if disk.real and not min_free:
            status, search, verified = told_by_another_process(backfile.settings.data)
            assert (status["captures"], status["free"]) == (len(kept), 0)
            assert search["total"] > 0
            assert verified["faults"] == []
        disk.make_room()
        worker.crawl()
        worker.index_changes()
        (crawl,) = [one for one in catalogue.crawls.recent(9) if one.source_id == source.id]
        assert (crawl.state, crawl.error, crawl.progress.failed) == (CrawlState.DONE, None, 0)
        assert {one.url for one in catalogue.pages.of_source(source.id)} == set(large.urls)
        assert kept <= {one.record_id for one in catalogue.captures.iterate()}
        assert check(catalogue, backfile.settings.data) == []
        assert backfile.engine.count() == indexed + len(large.urls)
    finally:
        backfile.close()
