"""A thousand flipped bits, in WARC files, catalogue, index and manifests: each is found, and none makes a traceback."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import pytest

from archive.errors import BackfileError
from archive.exchange.warc_import import import_file
from tests.archive.exchange.warcs import packed, posts
from tests.conftest import MovableClock
from tests.web.library import open_library
from web.settings import Settings
from web.verification import Verified, verify

FLIPS = {"warc": 400, "catalogue.sqlite": 300, "index": 250, "manifests": 50}
WORDS = "<title>Harbours</title><article><h1>Harbours</h1><p>" + "Words about harbours and tides. " * 20


@pytest.fixture
def data(tmp_path: Path, clock: MovableClock) -> Path:
    """A sealed segment, one that is being written, an import, two manifests, an index, and free pages in the catalogue."""
    folder = tmp_path / "data"
    with open_library(folder, clock, Settings(segment_bytes=6_000)) as library:
        for n in range(8):
            library.keep(
                f"https://blog.example/2026/0{n + 1}/post.html", f"{WORDS} {n}", at=clock(), page=True
            )
            clock.move(timedelta(hours=6))
        backfile = library.backfile
        backfile.notary.write_due()
        with backfile.catalogue.database.write() as connection:
            connection.exec_driver_sql("CREATE TABLE gone (text TEXT)")
            connection.exec_driver_sql("INSERT INTO gone VALUES (?)", ("words " * 9000,))
        with backfile.catalogue.database.write() as connection:
            connection.exec_driver_sql("DROP TABLE gone")
        library.index()
    source = tmp_path / "others.warc.gz"
    source.write_bytes(packed(posts(2)))
    with open_library(folder, clock) as library:
        import_file(source, library.backfile.catalogue, library.store)
        library.index()
    names = {path.name.split("-")[0] for path in (folder / "warc").iterdir()}
    assert names >= {"backfile", "import"}
    assert list((folder / "warc").glob("*.open")), "one is being written"
    return folder


def look(data: Path) -> Verified:
    return verify(Settings(data=data), sample=None, documents=1, on_progress=lambda *_: None)


def files(data: Path, kind: str) -> list[Path]:
    place = data / kind
    found = [place] if place.is_file() else [path for path in place.rglob("*") if path.is_file()]
    return [path for path in sorted(found) if path.stat().st_size]


def flipping(data: Path, kind: str, count: int, seed: int) -> list[tuple[Path, int]]:
    """Bits of the files of a kind: half of them anywhere, and half in each file as often, for small files matter too."""
    chance = random.Random(seed)  # noqa: S311 -- which bits to flip
    of_kind = files(data, kind)
    sizes = [path.stat().st_size for path in of_kind]
    anywhere = chance.choices(of_kind, sizes, k=count // 2) + chance.choices(of_kind, k=count - count // 2)
    return [(path, chance.randrange(8 * path.stat().st_size)) for path in anywhere]


def with_flip(path: Path, bit: int, then: Callable[[], Verified]) -> Verified:
    good = path.read_bytes()
    bad = bytearray(good)
    bad[bit // 8] ^= 1 << bit % 8
    path.chmod(0o644)
    path.write_bytes(bad)
    try:
        return then()
    finally:
        path.write_bytes(good)
        for suffix in ("-wal", "-shm"):
            path.with_name(path.name + suffix).unlink(missing_ok=True)


@pytest.mark.slow
@pytest.mark.timeout(300)
@pytest.mark.parametrize("kind", FLIPS)
def test_every_flipped_bit_is_found(kind: str, data: Path) -> None:
    assert look(data).faults == []
    for path, bit in flipping(data, kind, FLIPS[kind], seed=len(kind)):
        found = with_flip(path, bit, lambda: look(data))
        assert found.faults, (path.name, bit)
    assert look(data).faults == [], "and what is put right is found right"


def test_the_captures_that_are_hit_are_named(data: Path) -> None:
    path = data / "catalogue.sqlite"
    good = path.read_bytes()
    place = good.index(b"https://blog.example/2026/03/post.html")
    named = set[str]()
    while place >= 0:
        found = with_flip(path, 8 * place, lambda: look(data))
        named |= {fault.url for fault in found.faults if fault.url}
        place = good.find(b"https://blog.example/2026/03/post.html", place + 1)
    assert "https://blog.example/2026/04/post.html" in named, "its neighbours lie on the page that is hit"


def test_no_wrong_answer_from_a_damaged_catalogue(data: Path, clock: MovableClock) -> None:
    """Whoever reads a page that changed is told, and gets no other words."""
    path = data / "catalogue.sqlite"

    def answers() -> list[object]:
        told: list[object] = []
        with suppress(BackfileError), open_library(data, clock) as library:
            catalogue = library.backfile.catalogue
            told += [catalogue.pages.get(one) for one in sorted(catalogue.pages.all_ids())]
            told += list(catalogue.captures.iterate())
        return told

    right = answers()
    assert len(right) == 20
    keeping = path.read_bytes()
    for path, bit in flipping(data, "catalogue.sqlite", 60, seed=3):
        told = with_flip(path, bit, lambda: Verified(faults=answers()))  # type: ignore[arg-type]
        path.write_bytes(keeping)
        assert told.faults == right[: len(told.faults)]


def test_beside_a_process_that_archives(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.archive.store.keeping", str(folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write("5\n")
    process.stdin.flush()
    child = int(process.stdout.readline().split()[1])
    try:
        seen = set[int]()
        for _ in range(4):
            for _ in range(3):
                process.stdout.readline()
            found = look(folder)
            assert found.faults == []
            seen.add(found.checked["captures"])
        assert len(seen) > 1, "it went on meanwhile"
    finally:
        os.kill(child, signal.SIGKILL)
        process.stdin.close()
        while process.stdout.readline():
            pass
        process.wait()
        process.stdout.close()


def test_the_command_says_it(data: Path) -> None:
    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "web", "verify", *arguments, "--data", str(data)],
            capture_output=True,
            text=True,
            check=False,
            env=os.environ | {"PYTHONWARNINGS": "ignore"},
        )

    sound = run("--full", "--json")
    assert sound.returncode == 0, sound.stderr
    told = json.loads(sound.stdout)
    assert told["faults"] == []
    assert told["checked"]["captures"] == 10
    assert "All is as it was written." in run("--sample", "3").stdout
    for kind in FLIPS:
        path, bit = flipping(data, kind, 2, seed=1)[0]
        good = path.read_bytes()
        bad = bytearray(good)
        bad[bit // 8] ^= 1 << bit % 8
        path.chmod(0o644)
        path.write_bytes(bad)
        done = run("--full")
        path.write_bytes(good)
        assert done.returncode == 1, (path, bit, done.stdout)
        assert "Traceback" not in done.stderr
        assert path.name in done.stdout
