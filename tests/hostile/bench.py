"""Runs Cases: each hostile server beside a good one, crawled by a process of its own."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.hostile.authority import Authority
from tests.hostile.case import GOOD, TRAP, Case
from tests.origins.origin import Answer, Origin

ROOT = Path(__file__).resolve().parents[2]
GOOD_PAGE = "<title>A quiet page</title><article class=entry-content><p>" + "Nothing odd is here. " * 40
TRAPS_ADDRESS, GOOD_ADDRESS = "127.81.0.1", "127.81.0.2"


@dataclass(frozen=True, slots=True)
class Account:
    """What came of a Case. URLs of the hostile server are paths here."""

    ends: str
    says: dict[str, str]
    captures: dict[str, str]
    pages: int
    fixity: list[str]
    connected: list[str]
    bytes: int
    memory: int
    seconds: float
    cpu: float
    asked: list[str]
    good: str


class Crawling:
    """The process whose children crawl."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.hostile.crawling"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
        )

    def run(self, order: dict[str, Any]) -> dict[str, Any]:
        """Hand over an order and wait for the account of it."""
        says, hears = self._process.stdin, self._process.stdout
        assert says is not None
        assert hears is not None
        says.write(json.dumps(order) + "\n")
        says.flush()
        account: dict[str, Any] = json.loads(hears.readline())
        assert "died" not in account, f"the crawling process died: {account['died']}"
        return account

    def close(self) -> None:
        self._process.communicate(timeout=10)


@contextmanager
def crawling() -> Iterator[Crawling]:
    """The process, for as long as it is needed."""
    process = Crawling()
    try:
        yield process
    finally:
        process.close()


def account_of(case: Case, process: Crawling, data: Path, authority: Authority) -> Account:
    """Run one Case."""
    with ExitStack() as stack:
        tls = authority.server(case.tls, TRAP) if case.tls else None
        trap = stack.enter_context(Origin(tls=tls, host=TRAPS_ADDRESS, name=TRAP))
        good = stack.enter_context(
            Origin({"/quiet": lambda _: Answer(GOOD_PAGE)}, host=GOOD_ADDRESS, name=GOOD)
        )
        trap.routes = dict(case.routes(trap))
        found = process.run({
            "data": str(data),
            "url": trap.url("/"),
            "kind": case.kind,
            "feed": case.feed and trap.url(case.feed),
            "related": 50,
            "most": case.most,
            "sitemap": case.sitemap and trap.url(case.sitemap),
            "targets": [
                *((path if "://" in path else trap.url(path), kind) for path, kind in case.targets),
                (good.url("/quiet"), "body"),
            ],
            "seconds": case.seconds,
            "names": {TRAP: [TRAPS_ADDRESS], GOOD: [GOOD_ADDRESS]} | {name: list(to) for name, to in case.names.items()},
            "allowed": [f"{TRAPS_ADDRESS}/32", f"{GOOD_ADDRESS}/32"],
            "bundle": str(authority.bundle) if case.tls else None,
        })  # fmt: skip
        here = trap.url("")
        return Account(
            **found
            | {
                name: {url.removeprefix(here): value for url, value in found[name].items()}
                for name in ("says", "captures")
            },
            asked=trap.paths,
            good=found["captures"].get(good.url("/quiet"), ""),
        )
