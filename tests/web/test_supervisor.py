"""The worker as the web process's child: how it ends."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

from web.settings import Settings
from web.supervisor import SUPERVISED, WorkerProcess

COMMAND = [sys.executable, "-P", "-m", "web", "worker"]


def started(data: Path) -> subprocess.Popen[str]:
    """A worker that is ready, as the supervisor starts it."""
    process = subprocess.Popen(
        COMMAND,
        env={**Settings(data=data).environ(), SUPERVISED: "1"},
        stdin=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stderr
    assert "ready" in process.stderr.readline()
    return process


def test_a_worker_that_is_told_to_stop_ends_well(tmp_path: Path) -> None:
    with started(tmp_path) as process:
        process.terminate()
        assert process.wait(timeout=30) == 0
        assert process.stderr
        assert "Fatal" not in process.stderr.read()


def test_a_worker_whose_web_process_is_gone_ends_well(tmp_path: Path) -> None:
    with started(tmp_path) as process:
        assert process.stdin
        process.stdin.close()
        assert process.wait(timeout=30) == 0


def test_a_worker_that_dies_is_started_again(tmp_path: Path) -> None:
    with WorkerProcess(Settings(data=tmp_path), command=["sleep", "60"]) as worker:
        first = soon(worker)
        subprocess.run(["kill", "-9", str(first)], check=True)
        assert soon(worker, other_than=first) != first


def soon(worker: WorkerProcess, other_than: int | None = None) -> int:
    """The process id of the child as soon as there is one."""
    end = time.monotonic() + 30
    while time.monotonic() < end:
        if (pid := worker.pid) is not None and pid != other_than:
            return pid
        time.sleep(0.05)
    raise AssertionError("there is no worker")
