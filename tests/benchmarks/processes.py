"""Start-up time of ``backfile serve`` and the memory of its two processes, over the data folder of a demo.

python -m tests.benchmarks.processes [--data DIR] [--runs N] [--json]
"""

from __future__ import annotations

import argparse
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

from tests.benchmarks.measuring import percentile, show

PAGES = ("/", "/search?q=river", "/search?q=ferry&lang=en", "/search.json?q=harbour")


def status(pid: int, name: str) -> float:
    """A figure of a process from its status file, in MB."""
    found = re.search(rf"{name}:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text(encoding="ascii"))
    return int(found[1]) / 1024 if found else 0.0


def cpu_seconds(pid: int) -> float:
    """User and system time of a process so far."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def children(pid: int) -> list[int]:
    """The processes that any thread of a process has started."""
    tasks = Path(f"/proc/{pid}/task").glob("*/children")
    return [int(child) for task in tasks for child in task.read_text(encoding="ascii").split()]


def start(environ: dict[str, str], *options: str) -> tuple[subprocess.Popen[str], str, float]:
    """Start the service; its process, its address, and the seconds until the first page was answered."""
    began = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-P", "-m", "web", "serve", "--port", "0", *options],
        env=environ,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert process.stdout is not None
    found = re.search(r"http://[^/\s]+", process.stdout.readline())
    assert found, "the service did not say where it is"
    with urllib.request.urlopen(found[0] + "/") as answer:
        answer.read()
    return process, found[0], time.perf_counter() - began


def ask(address: str, rounds: int) -> list[float]:
    """Milliseconds of every question, asked one after the other over HTTP; a first round is not counted."""
    took = []
    for number in range(rounds + 1):
        for path in PAGES:
            began = time.perf_counter()
            with urllib.request.urlopen(address + path) as answer:
                answer.read()
            if number:
                took.append((time.perf_counter() - began) * 1000)
    return took


def measure(data: Path, runs: int) -> dict[str, object]:
    environ = {**os.environ, "BACKFILE_DATA": str(data)}
    figures: dict[str, list[float]] = {}
    for _ in range(runs):
        process, address, took = start(environ)
        try:
            seen = {
                "serve: seconds to the first page": took,
                "serve: CPU seconds to it": cpu_seconds(process.pid),
            }
            milliseconds = ask(address, 10)
            seen |= {"pages over HTTP p50, ms": percentile(milliseconds, 0.5)}
            seen |= {"pages over HTTP p95, ms": percentile(milliseconds, 0.95)}
            time.sleep(3)  # the worker's own start
            for role, pids in (("web", [process.pid]), ("worker", children(process.pid))):
                seen[f"{role}: memory, MB"] = sum(status(pid, "VmRSS") for pid in pids)
                seen[f"{role}: of its own, MB"] = sum(status(pid, "RssAnon") for pid in pids)
        finally:
            process.terminate()
            process.communicate(timeout=60)
        for name, value in seen.items():
            figures.setdefault(name, []).append(value)
    return {name: statistics.median(values) for name, values in figures.items()}


def main() -> None:
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("--data", type=Path, help="a data folder; without one a demo is made first")
    options.add_argument("--runs", type=int, default=5)
    options.add_argument("--json", action="store_true")
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        figures: dict[str, object] = {}
        data = chosen.data
        if data is None:
            data = Path(folder) / "data"
            began = time.perf_counter()
            demo = [sys.executable, "-P", "-m", "web", "--data", str(data), "demo", "--exit"]
            subprocess.run(demo, check=True, stdout=subprocess.DEVNULL)
            figures["demo: seconds"] = time.perf_counter() - began
        figures |= measure(data, chosen.runs)
    show(figures, as_json=chosen.json)


if __name__ == "__main__":
    main()
