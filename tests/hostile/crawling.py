"""A process whose children crawl hostile servers, one each: ``python -m tests.hostile.crawling``.

For each line of JSON on standard input it forks a child (so that a hundred cases cost no hundred imports), which runs
one crawl and writes an ``Account`` as a line of JSON on standard output. A child that takes too much memory or time
dies of it; then the line says so.
"""

from __future__ import annotations

import json
import os
import resource
import signal
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from ipaddress import ip_network
from pathlib import Path
from typing import Any

from archive import uri
from archive.crawl.egress.fetcher import FetchSettings, HttpFetcher
from archive.errors import RecordError
from archive.model import LinkKind, Policy, SourceKind, Target, Trigger
from archive.store.proof.fixity import check
from tests.archive.crawl.bench import Bench, empty_catalogue

MOST_BYTES = 8 * 1024 * 1024  # of one answer
MOST_SECONDS = 60
_ADDRESS_SPACE = 1536 * 1024 * 1024  # a net under the measure: threads and mapped files count here too
_OPENED = 60  # captures that are read back


def crawl(order: dict[str, Any]) -> dict[str, Any]:
    """One crawl as ordered, and what is to be known of it afterwards."""
    connected = _watch_connections()
    names: dict[str, list[str]] = {name: list(given) for name, given in order["names"].items()}
    data = Path(order["data"])
    spool = data / "spool"
    spool.mkdir(parents=True)
    tempfile.tempdir = str(spool)
    settings = FetchSettings(
        allow_networks=tuple(ip_network(one) for one in order["allowed"]),
        ca_bundle=Path(order["bundle"]) if order["bundle"] else None,
        max_bytes=MOST_BYTES,
        max_seconds=order["seconds"],
        connect_seconds=min(5.0, order["seconds"]),
    )
    fetcher = HttpFetcher(settings, resolver=_resolver(names))
    with Bench(data, fetcher=fetcher) as bench:
        source = bench.catalogue.sources.add(
            order["url"],
            uri.page_surt(order["url"]),
            "A trap",
            SourceKind(order["kind"]),
            related=order["related"],
            policy=Policy(max_targets=order["most"]),
            feed_url=order["feed"],
            sitemap_url=order["sitemap"],
        )
        asked = bench.catalogue.crawls.request(source.id, Trigger.CLI)
        bench.frontier.add(asked.id, [Target(url, LinkKind(kind), depth=1) for url, kind in order["targets"]])
        done = bench.crawler.run(asked)
        fetcher.close()
        entries = bench.frontier.of_kinds(done.id, set(LinkKind))
        return {
            "ends": f"{done.state}: {done.error or ''}",
            "says": {entry.target.url: f"{entry.state}: {entry.error or ''}" for entry in entries},
            "captures": _opened(bench),
            "pages": len(bench.catalogue.pages.all_ids()),
            "fixity": [str(problem) for problem in check(bench.catalogue, data)],
            "connected": sorted(set(connected)),
            "bytes": sum(file.stat().st_size for file in data.rglob("*") if file.is_file()),
        }


def _opened(bench: Bench) -> dict[str, str]:
    """The captures by URL, each with the beginning of its payload; all of the payload is read, as replay would."""
    found: dict[str, str] = {}
    for number, capture in enumerate(bench.catalogue.captures.iterate()):
        if number >= _OPENED:
            found.setdefault(capture.url, "")
            continue
        try:
            with bench.mementos.open(capture) as memento:
                first = memento.payload.read(100)
                while memento.payload.read(65536):
                    pass
            found[capture.url] = first.decode("latin-1")
        except RecordError as error:
            found[capture.url] = str(error)
    return found


def _watch_connections() -> list[str]:
    connected: list[str] = []

    def hook(event: str, given: tuple[Any, ...]) -> None:
        if event == "socket.connect" and isinstance(given[1], tuple):
            connected.append(str(given[1][0]))

    sys.addaudithook(hook)
    return connected


def _resolver(names: dict[str, list[str]]) -> Callable[[str, int], list[str]]:
    """Names as ordered; a name with ``then`` between its addresses gives one lot after the other, the last for good."""

    def resolve(host: str, _port: int) -> list[str]:
        given = names.get(host)
        if given is None:
            raise OSError("no such name")
        if "then" not in given:
            return given
        with lock:
            first = given[: given.index("then")]
            del given[: len(first) + 1]
        return first

    lock = threading.Lock()
    return resolve


def measured(order: dict[str, Any]) -> dict[str, Any]:
    """The same with the peak of this process's memory in bytes, and the seconds of CPU and clock that it took."""
    resource.setrlimit(resource.RLIMIT_AS, (_ADDRESS_SPACE, _ADDRESS_SPACE))
    signal.alarm(MOST_SECONDS)
    began, cpu = time.monotonic(), time.process_time()
    account = crawl(order)
    account["memory"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    account["seconds"], account["cpu"] = time.monotonic() - began, time.process_time() - cpu
    return account


def main() -> None:
    empty_catalogue()  # what each child needs is read once, before they are forked
    uri.site("http://trap.example/")
    for line in sys.stdin:
        child = os.fork()
        if not child:
            account = measured(json.loads(line))
            os.write(1, (json.dumps(account) + "\n").encode())
            os._exit(0)
        _, status = os.waitpid(child, 0)
        code = os.waitstatus_to_exitcode(status)
        if code:
            os.write(1, (json.dumps({"died": code}) + "\n").encode())


if __name__ == "__main__":
    main()
