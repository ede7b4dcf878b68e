"""Start-up time of ``backfile serve`` and the memory of its two processes, over the data folder of a demo.

python -m tests.benchmarks.service [--data DIR] [--runs N] [--json]
"""

from __future__ import annotations

import argparse
import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

PAGES = ("/", "/search?q=river", "/search?q=ferry&lang=en", "/search.json?q=harbour")


def resident(pid: int) -> float:
    """Resident memory of a process, in MB."""
    found = re.search(r"VmRSS:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text(encoding="ascii"))
    return int(found[1]) / 1024 if found else 0.0


def children(pid: int) -> list[int]:
    return [
        int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
    ]


def start(environ: dict[str, str]) -> tuple[subprocess.Popen[str], str, float]:
    """Start the service; its process, its address, and the seconds until the first page was answered."""
    began = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-P", "-m", "web", "serve", "--port", "0"],
        env=environ,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    found = re.search(r"http://[^/\s]+", process.stdout.readline())
    assert found, "the service did not say where it is"
    with urllib.request.urlopen(found[0] + "/") as answer:
        answer.read()
    return process, found[0], time.perf_counter() - began


def measure(data: Path, runs: int) -> dict[str, float]:
    environ = {**os.environ, "BACKFILE_DATA": str(data)}
    seconds, web, worker = [], [], []
    for _ in range(runs):
        process, address, took = start(environ)
        try:
            seconds.append(took)
            for _ in range(10):
                for path in PAGES:
                    with urllib.request.urlopen(address + path) as answer:
                        answer.read()
            time.sleep(3)  # the worker's own start
            web.append(resident(process.pid))
            worker.append(sum(resident(child) for child in children(process.pid)))
        finally:
            process.terminate()
            process.communicate(timeout=60)
    return {
        "start_seconds": round(statistics.median(seconds), 2),
        "web_mb": round(statistics.median(web), 1),
        "worker_mb": round(statistics.median(worker), 1),
    }


def main() -> None:
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("--data", type=Path, help="a data folder; without one a demo is made first")
    options.add_argument("--runs", type=int, default=5)
    options.add_argument("--json", action="store_true")
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        figures: dict[str, float] = {}
        data = chosen.data
        if data is None:
            data = Path(folder) / "data"
            began = time.perf_counter()
            demo = [sys.executable, "-P", "-m", "web", "--data", str(data), "demo", "--exit"]
            subprocess.run(demo, check=True, stdout=subprocess.DEVNULL)
            figures["demo_seconds"] = round(time.perf_counter() - began, 1)
        figures |= measure(data, chosen.runs)
    if chosen.json:
        print(json.dumps(figures))
    else:
        for name, value in figures.items():
            print(f"{name:15} {value}")


if __name__ == "__main__":
    main()
