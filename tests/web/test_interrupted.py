"""Ctrl-C during ``backup``, ``recover`` and ``index --rebuild``: nothing half is left to be taken for whole, and run again
they complete."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from archive.store.backups.inventory import whole_backups
from indexer.sync import Sync
from tests.conftest import MovableClock
from tests.web.library import MARCH, open_library
from tests.web.test_recover import backfile, comparable, rows_in
from web.compose import build
from web.settings import Settings

SEGMENTS = 40
INTERRUPTED = 130


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Many small files, so that there is a while in which to interrupt."""
    data = tmp_path_factory.mktemp("filled") / "data"
    with open_library(data, MovableClock(MARCH), Settings(segment_bytes=1)) as library:
        for number in range(SEGMENTS):
            library.keep(f"https://quay.example/{number}", f"<title>{number}</title><p>Words.", page=True)
    return data


@pytest.fixture
def data(filled: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(filled, tmp_path / "data"))


def interrupted(data: Path, *words: str, once: Callable[[], bool]) -> tuple[int, str]:
    """The status and the last words of a command that gets SIGINT once something is so."""
    process = subprocess.Popen(
        [sys.executable, "-m", "web", "--data", str(data), *words],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    until = time.monotonic() + 60
    while not once() and process.poll() is None and time.monotonic() < until:
        time.sleep(0.002)
    os.kill(process.pid, signal.SIGINT)
    _, said = process.communicate(timeout=60)
    return process.returncode, said


def test_a_backup(data: Path, tmp_path: Path) -> None:
    target = tmp_path / "backups"
    status, said = interrupted(
        data, "backup", str(target), once=lambda: any(target.glob("*.draft/catalogue.sqlite"))
    )
    assert status == INTERRUPTED, said
    assert "Traceback" not in said
    assert [path for path in target.iterdir() if path.is_dir()] == []
    assert backfile(data, "backup", str(target)).exit_code == 0
    assert len(list(whole_backups(target))) == 1


def test_a_recovery(data: Path) -> None:
    before = comparable(rows_in(data))["captures"]
    for path in data.glob("catalogue.sqlite*"):
        path.unlink()
    status, said = interrupted(data, "recover", once=(data / "recovery" / "told.sqlite").exists)
    assert status == INTERRUPTED, said
    assert "Traceback" not in said
    assert not (data / "catalogue.sqlite").exists()
    done = backfile(data, "recover", "--json")
    assert done.exit_code == 0, done.output
    found = json.loads(done.stdout)
    assert (found["captures"], found["untold"], found["missing"]) == (SEGMENTS, 0, 0)
    assert not (data / "recovery").exists()
    assert comparable(rows_in(data))["captures"] == before


def test_a_rebuild_of_the_index(data: Path) -> None:
    assert backfile(data, "index").exit_code == 0
    folder = data / "index"
    status, said = interrupted(
        data, "index", "--rebuild", once=lambda: len(list(folder.glob("*/_MAIN_1.toc"))) == 2
    )
    assert status == INTERRUPTED, said
    assert "What was done is kept" in said
    assert found(data) == SEGMENTS
    assert backfile(data, "index", "--rebuild").exit_code == 0
    assert found(data) == SEGMENTS
    assert backfile(data, "verify", "--full").exit_code == 0


def test_a_rebuild_says_that_it_goes_on(data: Path) -> None:
    stop = threading.Event()
    with closing(build(Settings(data=data))) as parts:
        sync = Sync(parts.catalogue, parts.mementos, parts.engine, clock=parts.clock, batch=1)
        sync.rebuild(stop=stop, on_progress=lambda told: stop.set() if told.done == 3 else None)
    again = backfile(data, "index", "--rebuild")
    assert again.exit_code == 0
    assert f"Going on with a rebuild that was cut off: 3 documents of {SEGMENTS} are there." in again.output
    assert f"The new index holds {SEGMENTS} documents" in again.output
    assert backfile(data, "index", "--fresh").exit_code == 2
    assert backfile(data, "index", "--drop", "--rebuild").exit_code == 2


def found(data: Path) -> int:
    """How many articles a search finds."""
    total: int = json.loads(backfile(data, "search", "words", "--json").output)["total"]
    return total
