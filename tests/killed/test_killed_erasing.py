"""An erasure is killed at each of its steps, by a real SIGKILL, and gone on with by the next process.

Hidden always, erased in the end, and nothing else is lost.
"""

from __future__ import annotations

import os
import signal
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from archive import uri
from archive.store.catalogue import Catalogue
from archive.store.proof.fixity import check
from archive.store.recovery.repair import repair
from archive.store.takedown.erasure import Erasure
from archive.store.warc import WarcStore
from tests.conftest import MovableClock
from tests.web.library import MARCH, open_library
from web.app import create_app
from web.compose import build
from web.settings import Settings

STEPS = ("promoted", "forgotten", "sealed", "journal", "record", "unsealed", "erased", "cleared", "compacted")
GONE = "https://quay.example/2026/02/lighthouse.html"
COPY = "https://mirror.example/copy.html"
OTHER = "https://quay.example/2026/02/ferries.html"
BODY = f"<!doctype html><title>Dusk</title><p>{'A grumblewick lay in the harbour. ' * 40}"
ELSE = f"<!doctype html><title>Ferries</title><p>{'The ferries go. ' * 40}"


def erase(data: Path, clock: MovableClock, dies: str | None) -> None:
    """What a process does at its start, with a death in it."""

    def step(name: str) -> None:
        if name == dies:
            os.kill(os.getpid(), signal.SIGKILL)

    catalogue = Catalogue.open(data, clock)
    if repair(data, catalogue).alarms:
        raise AssertionError("the repair at the start has found a fault")
    store = WarcStore(data / "warc", catalogue.segments, clock=clock)
    Erasure(data, store, catalogue, step=step).run()
    store.close()
    catalogue.close()


def take_down(data: Path, clock: MovableClock) -> None:
    """Without the archive's role, so that nothing is erased yet."""
    with closing(Catalogue.open(data, clock)) as catalogue:
        catalogue.takedowns.take_down(GONE)


def in_a_child(data: Path, clock: MovableClock, dies: str | None) -> int:
    child = os.fork()
    if not child:
        status = 1
        try:
            erase(data, clock, dies)
            status = 0
        finally:
            os._exit(status)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def test_killed_at_every_step_in_turn(tmp_path: Path, clock: MovableClock) -> None:
    """Every step is died at once, one after the other, in the same archive: each start finds what the death before left."""
    data = tmp_path / "data"
    with open_library(data, clock) as library:
        library.keep(GONE, BODY, page=True)
        library.keep(OTHER, ELSE, page=True)
        library.keep(COPY, BODY, at=MARCH + timedelta(days=1), page=True)
    take_down(data, clock)
    for where in STEPS:
        assert in_a_child(data, clock, where) == -signal.SIGKILL, where
        with closing(build(Settings(data=data), clock=clock)) as reader:  # which does not hold the role
            assert create_app(reader).test_client().get(f"/web/{GONE}").status_code == 451
            assert reader.catalogue.captures.of_surt(uri.surt(GONE)) == []
    assert in_a_child(data, clock, None) == 0
    with open_library(data, clock) as library:
        catalogue = library.backfile.catalogue
        assert not catalogue.takedowns.unfinished()
        for url, body in ((COPY, BODY), (OTHER, ELSE)):
            (capture,) = catalogue.captures.of_surt(uri.surt(url))
            with library.backfile.mementos.open(capture) as memento:
                assert memento.payload.read() == body.encode()
        assert check(catalogue, data) == []


@pytest.mark.parametrize("where", ["journal", "record", "unsealed"])
def test_killed_once(tmp_path: Path, clock: MovableClock, where: str) -> None:
    data = tmp_path / "data"
    with open_library(data, clock) as library:
        library.keep(GONE, BODY, page=True)
        library.keep(OTHER, ELSE, page=True)
    take_down(data, clock)
    assert in_a_child(data, clock, where) == -signal.SIGKILL
    assert in_a_child(data, clock, None) == 0
    with open_library(data, clock) as library:
        assert not library.backfile.catalogue.takedowns.unfinished()
        assert len(library.backfile.catalogue.captures.of_surt(uri.surt(OTHER))) == 1
        assert check(library.backfile.catalogue, data) == []
