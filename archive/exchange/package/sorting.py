"""Lines sorted by their bytes in bounded memory: runs on disk, then merged."""

from __future__ import annotations

import heapq
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

_RUN = 16 * 1024 * 1024  # bytes held in memory
_MOST_RUNS = 200  # files that are open at once


class SortedLines:
    """Lines in any order in, sorted and each once out. ``folder`` holds the runs, and is the caller's to remove."""

    def __init__(self, folder: Path, *, run: int = _RUN) -> None:
        self._folder = folder
        self._run = run
        self._lines: list[bytes] = []
        self._held = 0
        self._runs: list[Path] = []

    def add(self, line: bytes) -> None:
        """Take in a line, which has no line end in it."""
        self._lines.append(line)
        self._held += len(line) + 64
        if self._held >= self._run:
            self._spill()

    def __iter__(self) -> Iterator[bytes]:
        last: bytes | None = None
        for line in self._merged(self._runs, sorted(self._lines)):
            if line != last:
                yield line
            last = line

    def _spill(self) -> None:
        self._write(iter(sorted(self._lines)))
        self._lines.clear()
        self._held = 0
        if len(self._runs) >= _MOST_RUNS:
            merged, self._runs = self._runs, []
            self._write(self._merged(merged, []))
            for path in merged:
                path.unlink()

    def _write(self, lines: Iterator[bytes]) -> None:
        with tempfile.NamedTemporaryFile(dir=self._folder, delete=False) as file:
            file.writelines(line + b"\n" for line in lines)
        self._runs.append(Path(file.name))

    def _merged(self, runs: list[Path], rest: list[bytes]) -> Iterator[bytes]:
        with ExitStack() as stack:
            opened = [stack.enter_context(path.open("rb")) for path in runs]
            streams = [(line.rstrip(b"\n") for line in file) for file in opened]
            yield from heapq.merge(*streams, rest)
