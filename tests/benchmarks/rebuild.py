"""What a rebuild of the index costs, extraction included.

python -m tests.benchmarks.rebuild [--pages N] [--plain] [--verify] [--disk] [--json]

Made-up articles are kept through the store, without a crawl, and indexed by a process of its own, whose memory is told at
each tenth of the way: what grows with the number of Pages shows. ``--plain`` takes a text out of its page with a regular
expression instead of an extraction, so that many Pages can be had. ``--verify`` proves the index against the archive after
that, whole and by a sample of 100.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from datetime import timedelta
from html import escape
from pathlib import Path

from archive.crawl.egress.fetcher import utc_now
from archive.model import LinkKind, PageKind, Target
from archive.store.catalogue import Catalogue
from archive.store.mementos import Mementos
from archive.store.recorder import PageSeen, Recorder
from archive.store.warc import WarcStore
from indexer.document import DocumentMaker
from indexer.fixity import examine_index
from indexer.model import Article, Document
from indexer.report import SyncProgress
from indexer.sync import Sync
from indexer.whoosh_engine.engine import WhooshEngine
from tests.archive.exchanges import NOON, exchange
from tests.benchmarks.made_up import MadeUp
from tests.benchmarks.measuring import anonymous_mb, show
from tests.killed.lives import in_memory

_PARAGRAPH = re.compile(rb"<p>(.*?)</p>", re.DOTALL)
_TITLE = re.compile(rb"<title>(.*?)</title>")


def plain(html: bytes, _: str | None, /) -> Article:
    """The text of these pages without what real extraction costs."""
    title = _TITLE.search(html)
    text = b"\n".join(_PARAGRAPH.findall(html)).decode()
    return Article(text=text, title=title[1].decode() if title else None, lang="en", method="fallback")


def page_of(document: Document) -> bytes:
    """An article as a blog shows it."""
    sentences = re.split(r"(?<=\.) ", document.text)
    paragraphs = "".join(
        f"<p>{escape(' '.join(sentences[start : start + 5]))}</p>" for start in range(0, len(sentences), 5)
    )
    labels = "".join(f"<a rel=tag href=/label/{label}>{label}</a> " for label in document.labels)
    menu = "".join(f"<li><a href=/{year}>{year}</a></li>" for year in range(2010, 2025))
    return (
        f"<!doctype html><html lang=en><head><title>{escape(document.title)}</title></head><body><ul>{menu}</ul>"
        f"<article><h1>{escape(document.title)}</h1><span class=author>{escape(document.author or '')}</span>"
        f"{paragraphs}{labels}</article><footer>All rights reserved.</footer></body></html>"
    ).encode()


def fill(data: Path, pages: int) -> None:
    """An archive of so many articles, one capture each."""
    catalogue = Catalogue.open(data, utc_now)
    store = WarcStore(data / "warc", catalogue.segments, clock=utc_now)
    recorder = Recorder(store, catalogue)
    for number, document in enumerate(MadeUp().documents(pages)):
        sent = exchange(page_of(document), url=document.url, at=NOON + timedelta(seconds=number))
        recorder.keep(sent, Target(document.url, LinkKind.SEED), page=PageSeen(document.url, PageKind.POST))
    store.close()
    catalogue.close()


def measure(data: Path, *, without_extraction: bool, verify: bool) -> dict[str, object]:
    """Rebuild the index of an archive in this process."""
    catalogue = Catalogue.open(data, utc_now)
    mementos = Mementos(WarcStore(data / "warc", catalogue.segments, clock=utc_now), catalogue)
    engine = WhooshEngine.open(data / "index")
    documents = DocumentMaker(mementos, plain) if without_extraction else DocumentMaker(mementos)
    sync = Sync(catalogue, mementos, engine, documents=documents, clock=utc_now)
    memory: dict[int, float] = {}

    def note(progress: SyncProgress) -> None:
        tenth = 10 * progress.done // max(1, progress.total)
        memory[tenth] = max(memory.get(tenth, 0.0), anonymous_mb())

    wall, cpu = time.monotonic(), time.process_time()
    report = sync.rebuild(on_progress=note)
    wall, cpu = time.monotonic() - wall, time.process_time() - cpu
    figures: dict[str, object] = {
        "pages": report.put,
        "failed": report.failed,
        "pages a second": report.put / wall,
        "CPU a page, ms": cpu / report.put * 1000,
        "index, MB": sum(path.stat().st_size for path in (data / "index").rglob("*.seg")) / 1e6,
        "memory of its own by tenths, MB": [round(memory[tenth]) for tenth in sorted(memory)],
        "peak with mapped files, MB": peak_mb(),
    }
    if verify:
        for name, sample in (("sample of 100", 100), ("whole", None)):
            cpu = time.process_time()
            found = examine_index(engine, catalogue, mementos, documents=documents, sample=sample)
            figures[f"verify, {name}: faults"] = len(found.faults)
            figures[f"verify, {name}: CPU, s"] = time.process_time() - cpu
        figures["peak with mapped files after verify, MB"] = peak_mb()
    engine.close()
    catalogue.close()
    return figures


def peak_mb() -> float:
    """The most memory that this process has had."""
    found = re.search(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text("ascii"))
    return int(found[1]) / 1024 if found else 0.0


def main() -> None:
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("--pages", type=int, default=10_000)
    options.add_argument("--plain", action="store_true")
    options.add_argument("--verify", action="store_true")
    options.add_argument("--disk", action="store_true")
    options.add_argument("--json", action="store_true")
    options.add_argument("--measure", type=Path, help=argparse.SUPPRESS)
    chosen = options.parse_args()
    if chosen.measure is not None:
        figures = measure(chosen.measure, without_extraction=chosen.plain, verify=chosen.verify)
        print(json.dumps(figures))
        return
    with ExitStack() as stack:
        data = (
            Path(stack.enter_context(tempfile.TemporaryDirectory()))
            if chosen.disk
            else stack.enter_context(in_memory())
        )
        began = time.process_time()
        fill(data, chosen.pages)
        filled = (time.process_time() - began) / chosen.pages * 1000
        command = [sys.executable, "-m", "tests.benchmarks.rebuild", "--measure", str(data)]
        command += ["--plain"] * chosen.plain + ["--verify"] * chosen.verify
        done = subprocess.run(command, check=True, capture_output=True, text=True)
    show({**json.loads(done.stdout), "keeping a page, CPU ms": filled}, as_json=chosen.json)


if __name__ == "__main__":
    main()
