"""The catalogue's log after its process has died: a changed byte is told before SQLite drops what lies behind it."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from archive.store.catalogue import FILENAME, Catalogue
from archive.store.proof.catalogue_fixity import file_faults
from archive.store.proof.fixity import check
from archive.store.recovery.repair import repair
from archive.store.write_ahead_log import damage, is_open_elsewhere

LOG = f"{FILENAME}-wal"


def now() -> datetime:
    return datetime.now(UTC)


@pytest.fixture(scope="module")
def killed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, int]:
    """The folder of a process that archived until it was killed, with its log, and how many captures it had reported."""
    data = tmp_path_factory.mktemp("killed") / "data"
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.archive.store.keeping", str(data)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write("1\n")
    process.stdin.flush()
    reported, child = 0, 0
    while reported < 12:
        words = process.stdout.readline().split()
        child = int(words[1]) if words[0] == "ready" else child
        reported += words[0] == "kept"
    assert is_open_elsewhere(data / FILENAME)
    assert damage(data / FILENAME) is None, "while it is written to"
    os.kill(child, signal.SIGKILL)
    while words[0] != "dead":
        words = process.stdout.readline().split()
        reported += words[0] == "kept"
    process.stdin.close()
    process.wait()
    process.stdout.close()
    return data, reported


@pytest.fixture
def folder(killed: tuple[Path, int], tmp_path: Path) -> Path:
    return Path(shutil.copytree(killed[0], tmp_path / "data"))


def test_a_log_that_a_kill_left(folder: Path) -> None:
    assert (folder / LOG).stat().st_size > 0
    assert not is_open_elsewhere(folder / FILENAME)
    assert damage(folder / FILENAME) is None
    with (folder / LOG).open("ab") as file:
        file.write(bytes(3000))  # a frame that was being written
    assert damage(folder / FILENAME) is None


@pytest.mark.parametrize("with_index", [True, False])
def test_any_flipped_bit_is_found(with_index: bool, folder: Path) -> None:
    path = folder / LOG
    good = path.read_bytes()
    # What a kill left behind the last commit was nobody's yet (sqlite.org/walformat.html §2.1: mxFrame).
    index = (folder / f"{FILENAME}-shm").read_bytes()
    end = 32 + 4120 * int.from_bytes(index[16:20], sys.byteorder)
    assert 4120 < end <= len(good)
    if not with_index:
        (folder / f"{FILENAME}-shm").unlink()
        end -= 4120  # without it nothing tells whether the last frame was whole
    chance = random.Random(4)  # noqa: S311 -- which bits to flip
    for bit in [*range(0, 8 * 56, 31), *chance.sample(range(8 * end), 25)]:
        bad = bytearray(good)
        bad[bit // 8] ^= 1 << bit % 8
        path.write_bytes(bad)
        assert damage(folder / FILENAME) is not None, bit


def test_what_was_lost_with_the_log_is_taken_from_the_warc_files(
    folder: Path, killed: tuple[Path, int]
) -> None:
    path = folder / LOG
    bad = bytearray(path.read_bytes())
    bad[len(bad) // 2] ^= 1
    path.write_bytes(bad)
    (fault,) = file_faults(folder / FILENAME)
    assert "frames" in fault.problem
    catalogue = Catalogue.open(folder, now)
    try:
        assert catalogue.captures.count() < killed[1], "SQLite has dropped it"
        repairs = repair(folder, catalogue)
        assert any("log was damaged" in line for line in repairs.alarms)
        assert catalogue.captures.count() >= killed[1]
        assert check(catalogue, folder) == []
        assert repair(folder, catalogue).lines() == []
    finally:
        catalogue.close()
    assert file_faults(folder / FILENAME) == []
