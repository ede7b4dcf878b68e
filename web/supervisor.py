"""Keeps the worker process alive beside the web process."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
import threading
from collections.abc import Sequence

from web.settings import Settings

log = logging.getLogger(__name__)

SUPERVISED = "BACKFILE_SUPERVISED"
"""Set in the worker's environment: its standard input is a pipe of the web process; at its end the worker stops."""

RESTART_AFTER = (1.0, 2.0, 5.0, 15.0, 60.0)  # seconds before the n-th restart in a row
STEADY = 120.0  # seconds after which a worker counts as healthy again


class WorkerProcess:
    """The worker as a child process, started again when it dies. A context manager."""

    def __init__(self, settings: Settings, *, command: Sequence[str] | None = None) -> None:
        self._command = list(command or [sys.executable, "-P", "-m", "web", "worker"])
        self._environ = {**os.environ, **settings.environ(), SUPERVISED: "1"}
        self._stopping = threading.Event()
        self._process: subprocess.Popen[bytes] | None = None
        self._lock = threading.Lock()
        self._watch = threading.Thread(target=self._keep_alive, name="worker-watch", daemon=True)

    def __enter__(self) -> WorkerProcess:
        self._watch.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stopping.set()
        with self._lock:
            process = self._process
        if process is not None:
            self._end(process)
        self._watch.join(timeout=30)

    @property
    def pid(self) -> int | None:
        """The child's process id, while there is one."""
        with self._lock:
            return self._process.pid if self._process and self._process.poll() is None else None

    def _keep_alive(self) -> None:
        in_a_row = 0
        while not self._stopping.is_set():
            steady = threading.Event()
            timer = threading.Timer(STEADY, steady.set)
            timer.daemon = True
            timer.start()
            status = self._run_once()
            timer.cancel()
            if self._stopping.is_set():
                return
            in_a_row = 0 if steady.is_set() else in_a_row + 1
            wait = RESTART_AFTER[min(in_a_row, len(RESTART_AFTER)) - 1] if in_a_row else 0.0
            log.warning("the worker ended with status %s; starting it again in %g s", status, wait)
            self._stopping.wait(wait)

    def _run_once(self) -> int:
        with self._lock:
            if self._stopping.is_set():
                return 0
            self._process = process = subprocess.Popen(  # noqa: S603 - our own command
                self._command, env=self._environ, stdin=subprocess.PIPE, start_new_session=True
            )
        try:
            return process.wait()
        finally:
            if process.stdin:
                process.stdin.close()

    @staticmethod
    def _end(process: subprocess.Popen[bytes]) -> None:
        process.terminate()
        try:
            process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
