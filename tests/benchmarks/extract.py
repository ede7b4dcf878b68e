"""Extraction against the gold pages: ``python -m tests.benchmarks.extract [--json] [--whole] [--check]``.

Runs the gold set's own ``score.py`` over the same pages with our extractor and with trafilatura, and prints the
figures beside each other, CPU time a page included. ``--check`` exits 1 when a figure is under its floor: the
command for continuous integration. Needs the reference data (``BACKFILE_SHARED``, else ``../shared``).
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from indexer.extract import extract

ROOT = Path(__file__).resolve().parents[2]
OURS = ("--callable", "tests.benchmarks.extract:score")
PEER = ("--extractor", "trafilatura")

FLOORS = {
    "body/fulltext-human": 0.987,
    "body/fulltext-llm-reviewed": 0.95,
    "body/blogger-structural": 1.0,
    "segments/segments-human": 0.958,
    "meta/title/blogger": 1.0,
    "meta/author/blogger": 1.0,
    "meta/date/blogger": 1.0,
    "meta/title/wordpress": 0.855,
    "meta/author/wordpress": 0.845,
    "meta/date/wordpress": 0.934,
    "meta/title/rest": 0.91,
    "meta/author/rest": 0.74,
    "meta/date/rest": 0.905,
}
"""Least figures over the whole development half of the gold set, a little under what was measured."""


def score(html: bytes, url: str | None) -> dict[str, str | None]:
    """Our Article in the form that score.py reads; the date is the day in the page's own time zone."""
    article = extract(html, url)
    day = article.published.date().isoformat() if article.published else None
    return {"text": article.text, "title": article.title, "author": article.author, "date": day}


def shared_folder() -> Path:
    """Where the reference data lies."""
    return Path(os.environ.get("BACKFILE_SHARED") or ROOT.parent / "shared")


def run(extractor: tuple[str, str], *options: str) -> dict[str, Any]:
    """The report of score.py for one extractor."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.json"
        script = shared_folder() / "data" / "gold" / "score.py"
        command = [sys.executable, str(script), *extractor, "--json", str(report), *options]
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env=environment)
        loaded: dict[str, Any] = json.loads(report.read_text())
        return loaded


def figures(report: dict[str, Any]) -> dict[str, float]:
    """A report as flat names and figures: F1 of bodies and segments, accuracy of facts, CPU milliseconds a page."""
    flat = {f"body/{name}": row["F1"] for name, row in report["body"].items()}
    flat |= {f"segments/{name}": row["F1"] for name, row in report["segments"].items()}
    flat |= {f"meta/{name}": row["acc"] for name, row in report["meta"].items()}
    return flat | {"cpu_ms_per_page": report["cpu_ms_per_page"], "errors": report["errors"]}


def shortfalls(ours: dict[str, float]) -> list[str]:
    """What is under its floor, in words."""
    return [f"{name} is {ours[name]}, under {least}" for name, least in FLOORS.items() if ours[name] < least]


def main() -> int:
    """Print both; exit status 1 for ``--check`` with a shortfall."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--json", action="store_true", help="print one JSON document")
    parser.add_argument(
        "--subset", action="store_true", help="the subset of the published table, not all pages"
    )
    parser.add_argument("--check", action="store_true", help="ours alone, against the floors")
    chosen = parser.parse_args()
    options = ("--subset",) if chosen.subset else ()
    ours = figures(run(OURS, *options))
    peer = {} if chosen.check else figures(run(PEER, *options))
    if chosen.json:
        print(json.dumps({"ours": ours, "trafilatura": peer}, indent=1))
    else:
        print(f"{'':44}{'ours':>8}{'trafilatura':>14}")
        for name, value in ours.items():
            print(f"{name:44}{value:8}{peer.get(name, ''):>14}")
    missed = shortfalls(ours) if chosen.check else []
    for line in missed:
        print(line, file=sys.stderr)
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
