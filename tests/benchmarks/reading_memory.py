"""What memory an engine takes to answer, in a process of its own."""

from __future__ import annotations

import multiprocessing
import re
from collections.abc import Sequence
from pathlib import Path

from tests.benchmarks.kept import Opener
from tests.benchmarks.questions import Question


def memory_of(opener: Opener, folder: Path, questions: Sequence[Question]) -> tuple[float, float]:
    """Megabytes of a process that has opened an index and answered these: its own, and of mapped files (which the system
    drops when it needs the room)."""
    context = multiprocessing.get_context("spawn")
    with context.Pool(1) as pool:
        return pool.apply(_answered, (opener, folder, questions))


def _answered(opener: Opener, folder: Path, questions: Sequence[Question]) -> tuple[float, float]:
    engine = opener(folder)
    for question in questions:
        engine.search(question)
    status = Path("/proc/self/status").read_text("ascii")
    own, mapped = (int(found) / 1024 for found in re.findall(r"Rss(?:Anon|File):\s+(\d+) kB", status))
    return own, mapped
