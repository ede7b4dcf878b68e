"""One process per role."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from archive.errors import FolderInUse, NotWritable
from archive.store.locks import RoleLock, holder

HOLDING = """
import sys, time
from pathlib import Path
from archive.store.locks import RoleLock
with RoleLock(Path(sys.argv[1]), "archive", "backfile crawl --all"):
    print("ready", flush=True)
    time.sleep(60)
"""


def test_one_at_a_time(tmp_path: Path) -> None:
    with RoleLock(tmp_path, "archive", "backfile worker"):
        with pytest.raises(FolderInUse) as caught, RoleLock(tmp_path, "archive", "backfile crawl"):
            pass
        assert f"`backfile worker` (process {os.getpid()})" in str(caught.value)
        assert caught.value.role == "archive"
    with RoleLock(tmp_path, "archive", "backfile crawl"):
        assert holder(tmp_path, "archive") == f"`backfile crawl` (process {os.getpid()})"
    assert holder(tmp_path, "archive") is None


def test_roles_and_folders_are_apart(tmp_path: Path) -> None:
    with (
        RoleLock(tmp_path, "archive", "one"),
        RoleLock(tmp_path, "index", "two"),
        RoleLock(tmp_path / "other", "archive", "three"),
    ):
        assert holder(tmp_path, "schedule") is None
        assert holder(tmp_path / "nowhere", "schedule") is None


def test_a_lock_can_be_taken_again(tmp_path: Path) -> None:
    lock = RoleLock(tmp_path, "index", "backfile index")
    for _ in range(3):
        with lock:
            assert holder(tmp_path, "index")
    lock.release()


def test_given_back_when_the_block_fails(tmp_path: Path) -> None:
    def fail() -> None:
        with RoleLock(tmp_path, "index", "backfile index"):
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert holder(tmp_path, "index") is None


def test_a_process_that_is_killed_gives_it_back(tmp_path: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", HOLDING, str(tmp_path)], stdout=subprocess.PIPE) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == b"ready\n"
        with pytest.raises(FolderInUse, match=rf"`backfile crawl --all` \(process {child.pid}\)"):
            RoleLock(tmp_path, "archive", "backfile crawl").acquire()
        child.send_signal(signal.SIGKILL)
    with RoleLock(tmp_path, "archive", "backfile crawl"):
        pass


def test_to_look_does_not_get_in_the_way(tmp_path: Path) -> None:
    stop = threading.Event()

    def look() -> None:
        while not stop.is_set():
            holder(tmp_path, "archive")

    threads = [threading.Thread(target=look) for _ in range(2)]
    for each in threads:
        each.start()
    try:
        for _ in range(30):
            with RoleLock(tmp_path, "archive", "backfile crawl"):
                pass
    finally:
        stop.set()
        for each in threads:
            each.join()


def test_a_place_that_can_not_be_written(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file")
    for data in (tmp_path / "data", Path("/proc/backfile")):
        with pytest.raises(NotWritable):
            RoleLock(data, "archive", "backfile crawl").acquire()


def test_there_are_three_roles(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="no such role"):
        RoleLock(tmp_path, "kitchen", "cook")
