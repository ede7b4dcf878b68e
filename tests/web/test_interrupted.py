"""Ctrl-C during ``backup`` and ``recover``: nothing half is left to be taken for whole, and run again they complete."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from archive.store.backups.inventory import whole_backups
from tests.conftest import MovableClock
from tests.web.library import MARCH, open_library
from tests.web.test_recover import backfile, comparable, rows_in
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
