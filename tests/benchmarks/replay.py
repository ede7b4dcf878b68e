"""Replay against pywb's: ``python -m tests.benchmarks.replay [--rounds N] [--threads N] [--json] [WARC…]``.

The same WARC files are served by Backfile and by pywb (in an environment of its own, made by ``.ci/peers``;
``BACKFILE_PEERS``), each in a process on loopback, and asked for the same captures in turn: rewritten ones (HTML, CSS), and
others, sent as archived. Without files the reference data is used (``BACKFILE_SHARED``). Ratios are ours
divided by pywb's: above 1 for requests a second, and below 1 for milliseconds, is better than pywb.
"""

from __future__ import annotations

import argparse
import http.client
import os
import random
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from archive.model import HTML
from tests.benchmarks.measuring import percentile, show
from tests.benchmarks.processes import cpu_seconds, start
from web.compose import build
from web.replay.address import escaped
from web.settings import Settings

KINDS = ("html", "css", "other")


@dataclass(frozen=True, slots=True)
class Wanted:
    """A capture that both are asked for."""

    stamp: str
    url: str
    kind: str


@dataclass(frozen=True, slots=True)
class Server:
    """A server under measurement: where, the path before a timestamp, and the process whose CPU time is counted."""

    name: str
    address: str
    prefix: str
    pid: int

    def path(self, wanted: Wanted) -> str:
        form = {"html": "mp_", "css": "cs_", "other": "im_"}[wanted.kind]
        return f"{self.prefix}{wanted.stamp}{form}/{escaped(wanted.url)}"


def reference(folder: Path) -> list[Path]:
    """The WARC files of the reference data, taken out of their WACZ where they lie in one."""
    data = Path(os.environ.get("BACKFILE_SHARED", "../shared")) / "data" / "warc"
    files = sorted(data.glob("02*.warc.gz"))
    for packed in sorted(data.glob("12*.wacz")):
        with zipfile.ZipFile(packed) as archive:
            for member in archive.namelist():
                if member.endswith(".warc.gz"):
                    files.append(folder / f"{packed.stem}-{Path(member).name}")
                    files[-1].write_bytes(archive.read(member))
    if not files:
        raise SystemExit(f"there are no WARC files in {data}: name some, or set BACKFILE_SHARED")
    return files


def taken(files: Sequence[Path], data: Path) -> list[Wanted]:
    """Import the files into a data folder of Backfile's; the captures with status 200, one for each address."""
    command = [sys.executable, "-P", "-m", "web", "--data", str(data), "import", *map(str, files)]
    subprocess.run(command, check=True, capture_output=True)
    backfile = build(Settings(data=data))
    try:
        found = {
            capture.url: Wanted(capture.timestamp, capture.url, _kind(capture.mime))
            for capture in backfile.catalogue.captures.iterate()
            if capture.status == 200 and capture.url.startswith("http")
        }
    finally:
        backfile.close()
    return list(found.values())


def _kind(mime: str) -> str:
    return "html" if mime in HTML else "css" if mime == "text/css" else "other"


@contextmanager
def ours(data: Path) -> Iterator[Server]:
    """Backfile's web process over a data folder."""
    process, address, _ = start({**os.environ, "BACKFILE_DATA": str(data)}, "--no-worker")
    try:
        yield Server("backfile", address, "/web/", process.pid)
    finally:
        process.terminate()
        process.communicate(timeout=60)


@contextmanager
def theirs(files: Sequence[Path], folder: Path) -> Iterator[Server]:
    """pywb over the same files."""
    bin_ = Path(os.environ.get("BACKFILE_PEERS", "")) / "pywb" / "bin"
    if not (bin_ / "wayback").exists():
        raise SystemExit("pywb is missing: sh .ci/peers FOLDER, then BACKFILE_PEERS=FOLDER")
    manager = [str(bin_ / "wb-manager")]
    subprocess.run([*manager, "init", "c"], cwd=folder, check=True, capture_output=True)
    subprocess.run(
        [*manager, "add", "c", *(str(file.resolve()) for file in files)],
        cwd=folder,
        check=True,
        capture_output=True,
    )
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [str(bin_ / "wayback"), "-b", "127.0.0.1", "-p", str(port)]
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _await(port)
        yield Server("pywb", f"http://127.0.0.1:{port}", "/c/", process.pid)
    finally:
        process.terminate()
        process.wait(timeout=60)


def _await(port: int) -> None:
    for _ in range(300):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise SystemExit("pywb did not start within 30 s")


def ask(server: Server, one: Wanted) -> tuple[int, float]:
    """Ask for one capture: the status, and the milliseconds until all of it was there.

    Over a connection of its own: pywb's server now and then answers nothing on one that is kept.
    """
    place = urlsplit(server.address)
    connection = http.client.HTTPConnection(place.hostname or "", place.port, timeout=60)
    began = time.perf_counter()
    try:
        connection.request("GET", server.path(one), headers={"Accept-Encoding": "identity"})
        answer = connection.getresponse()
        answer.read()
    finally:
        connection.close()
    return answer.status, (time.perf_counter() - began) * 1000


def round_of(server: Server, wanted: list[Wanted], threads: int) -> dict[str, float]:
    """All captures once, shared out among the threads; the figures by name."""
    began, cpu = time.perf_counter(), cpu_seconds(server.pid)
    with ThreadPoolExecutor(threads) as pool:
        answers = list(pool.map(lambda one: ask(server, one), wanted))
    wall, cpu = time.perf_counter() - began, cpu_seconds(server.pid) - cpu
    if bad := [one.url for one, (status, _) in zip(wanted, answers, strict=True) if status != 200]:
        raise SystemExit(f"{server.name} did not answer with 200 for {bad[:3]}")
    figures = {"requests a second": len(wanted) / wall, "CPU ms a request": 1000 * cpu / len(wanted)}
    for kind in ("all", *KINDS):
        of_kind = [ms for one, (_, ms) in zip(wanted, answers, strict=True) if kind in ("all", one.kind)]
        if of_kind:
            figures[f"{kind}: p50, ms"] = percentile(of_kind, 0.5)
            figures[f"{kind}: p95, ms"] = percentile(of_kind, 0.95)
    return figures


def measure(files: list[Path], folder: Path, rounds: int, threads: int) -> dict[str, object]:
    wanted = taken(files, folder / "data")
    chosen = random.Random(7)  # noqa: S311 - repeatable, not secret
    seen: dict[str, list[float]] = {}
    (folder / "pywb").mkdir()
    with ours(folder / "data") as backfile, theirs(files, folder / "pywb") as pywb:
        # The first time warms both up, and leaves out what one of them does not show. Large pages are then remembered by
        # Backfile: what they take the first time is a figure of its own.
        first = {one: [ask(server, one) for server in (backfile, pywb)] for one in wanted}
        wanted = [one for one in wanted if all(status == 200 for status, _ in first[one])]
        for name, at in (("backfile", 0), ("pywb", 1)):
            of_pages = [first[one][at][1] for one in wanted if one.kind == "html"]
            seen[f"{name}: html, first time and alone: p95, ms"] = [percentile(of_pages, 0.95)]
        for _ in range(rounds):
            chosen.shuffle(wanted)
            figures = {server.name: round_of(server, wanted, threads) for server in (backfile, pywb)}
            for name, value in figures["backfile"].items():
                other = figures["pywb"][name]
                seen.setdefault(f"backfile: {name}", []).append(value)
                seen.setdefault(f"pywb: {name}", []).append(other)
                seen.setdefault(f"ratio: {name}", []).append(value / max(other, 1e-9))
    medians = {name: statistics.median(values) for name, values in seen.items()}
    order = sorted(medians, key=lambda name: ("backfile", "pywb", "ratio").index(name.partition(":")[0]))
    counts = {kind: sum(one.kind == kind for one in wanted) for kind in KINDS}
    return {
        "captures": len(wanted),
        **{f"of them {kind}": number for kind, number in counts.items()},
        "threads": threads,
        **{name: medians[name] for name in order},
    }


def main() -> None:
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("files", nargs="*", type=Path, help="WARC files; without any, the reference data")
    options.add_argument("--rounds", type=int, default=5)
    options.add_argument("--threads", type=int, default=4)
    options.add_argument("--json", action="store_true")
    chosen = options.parse_args()
    folder = Path(tempfile.mkdtemp())
    try:
        files = chosen.files or reference(folder)
        figures = measure(files, folder, chosen.rounds, chosen.threads)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    show(figures, as_json=chosen.json)


if __name__ == "__main__":
    main()
