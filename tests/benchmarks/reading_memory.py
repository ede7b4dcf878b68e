"""What memory it takes to answer: an engine alone in a process of its own, and Backfile's web process with all its pages."""

from __future__ import annotations

import multiprocessing
import os
import tempfile
import urllib.parse
import urllib.request
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.benchmarks.kept import Opener
from tests.benchmarks.processes import start, status
from tests.benchmarks.questions import Question

Memory = dict[str, float]
CLIENTS = 8


def memory_of(opener: Opener, folder: Path, questions: Sequence[Question]) -> Memory:
    """Megabytes of a process that has opened an index and answered these: all that is resident, its own, and of mapped files
    (which the system drops when it needs the room)."""
    context = multiprocessing.get_context("spawn")
    with context.Pool(1) as pool:
        return pool.apply(_answered, (opener, folder, questions))


def _answered(opener: Opener, folder: Path, questions: Sequence[Question]) -> Memory:
    engine = opener(folder)
    for question in questions:
        engine.search(question)
    return _memory(os.getpid())


def served_memory(index: Path, questions: Sequence[Question], others: Iterable[str]) -> tuple[Memory, float]:
    """The same of the process of ``backfile serve --no-worker`` over this index, asked over HTTP; and the most that was
    resident after ``CLIENTS`` at once have asked it the other questions too."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "index").symlink_to(index.resolve())
        process, address, _ = start({**os.environ, "BACKFILE_DATA": folder}, "--no-worker")

        def ask(question: str) -> None:
            with urllib.request.urlopen(
                f"{address}/search?{urllib.parse.urlencode({'q': question})}"
            ) as answer:
                answer.read()

        try:
            for question in questions:
                ask(question.text)
            after = _memory(process.pid)
            with ThreadPoolExecutor(CLIENTS) as clients:
                for _ in clients.map(ask, others):
                    pass
            return after, status(process.pid, "VmHWM")
        finally:
            process.terminate()
            process.wait()


def _memory(pid: int) -> Memory:
    figures = {"resident memory": "VmRSS", "memory of its own": "RssAnon", "mapped files": "RssFile"}
    return {name: status(pid, figure) for name, figure in figures.items()}
