"""The same files in pywb and in Backfile, for all tests that hold one against the other."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from archive.exchange.warc_import import import_file
from archive.store.recorder import Recorder
from tests.conftest import MovableClock
from tests.peers.pywb import Pywb, running
from tests.web.library import MARCH, Library
from web.compose import build
from web.settings import Settings

FILES = (
    "02_iana_org.warc.gz",
    "07_heritrix_server_not_modified.warc.gz",
    "12_wikipedia_multiwarc.wacz",
    "small/dupes.warc.gz",
    "small/example.warc.gz",
    "small/url-agnostic-orig.warc.gz",
    "small/url-agnostic-revisit.warc.gz",
)
"""Reference files that hold together; the others are broken on purpose."""


@pytest.fixture(scope="session")
def reference(shared: Path) -> list[Path]:
    return [shared / "data" / "warc" / name for name in FILES]


@pytest.fixture(scope="session")
def pywb(peers: Path, reference: list[Path], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pywb]:
    with running(peers, tmp_path_factory.mktemp("pywb"), reference) as started:
        yield started


@pytest.fixture(scope="session")
def holdings(reference: list[Path], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """A Backfile that has taken the same files in."""
    data = tmp_path_factory.mktemp("holdings") / "data"
    backfile = build(replace(Settings(), data=data), clock=MovableClock(MARCH))
    with backfile.archiving("a test") as archiving:
        for path in reference:
            import_file(path, archiving.catalogue, archiving.store)
        yield Library(backfile, Recorder(archiving.store, archiving.catalogue), archiving.erasure)
    backfile.close()
