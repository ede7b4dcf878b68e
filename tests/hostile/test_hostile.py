"""Every hostile server, met by a real crawl: bounded in memory, time and disk; the crawl goes on and says what happened."""

from __future__ import annotations

import re
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from queue import SimpleQueue

import pytest

from tests.hostile import (
    bombs,
    connections,
    feeds,
    handshakes,
    heads,
    lengths,
    mazes,
    pages,
    redirects,
    sitemaps,
)
from tests.hostile.authority import Authority
from tests.hostile.bench import GOOD_ADDRESS, TRAPS_ADDRESS, Account, Crawling, account_of
from tests.hostile.case import Case

FAMILIES = (heads, lengths, connections, handshakes, bombs, redirects, feeds, sitemaps, pages, mazes)
CASES = {
    f"{family.__name__.rpartition('.')[2]}: {case.name}": case for family in FAMILIES for case in family.CASES
}
MIB = 1024 * 1024
MEMORY = 256 * MIB
DISK = 64 * MIB
SECONDS = 60.0
AT_ONCE = 3
# What no person should have to read: names of exceptions, numbers of errors, bytes as Python writes them.
_NOT_PLAIN = re.compile(
    r"[A-Za-z]+(?:Error|Exception|Warning)\b|Errno|Traceback|\bb['\"]|\\x[0-9a-f]{2}|\[SSL|<[a-z.]+ object"
)


class Bench:
    """Runs the chosen cases, a few at once: most of them wait most of the time."""

    def __init__(self, chosen: list[str], folder: Path) -> None:
        self._folder = folder
        self._authority = Authority(folder)
        self._free: SimpleQueue[Crawling] = SimpleQueue()
        self._all = [Crawling() for _ in range(AT_ONCE)]
        for process in self._all:
            self._free.put(process)
        self._pool = ThreadPoolExecutor(AT_ONCE)
        self._accounts: dict[str, Future[Account]] = {
            name: self._pool.submit(self._run, name) for name in chosen
        }

    def account(self, name: str) -> Account:
        return self._accounts[name].result()

    def close(self) -> None:
        self._pool.shutdown(cancel_futures=True)
        for process in self._all:
            process.close()

    def _run(self, name: str) -> Account:
        process = self._free.get()
        try:
            return account_of(CASES[name], process, self._folder / re.sub(r"\W+", "-", name), self._authority)
        finally:
            self._free.put(process)


@pytest.fixture(scope="module")
def bench(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    chosen = [
        item.callspec.params["name"]
        for item in request.session.items
        if item.path == request.path and hasattr(item, "callspec")
    ]
    made = Bench(chosen, tmp_path_factory.mktemp("hostile"))
    yield made
    made.close()


@pytest.mark.parametrize("name", CASES)
def test_a_hostile_server_is_survived(bench: Bench, name: str) -> None:
    case, account = CASES[name], bench.account(name)
    # The crawl went on: a page elsewhere is in the archive.
    assert account.good.startswith("<title>A quiet page"), account.ends
    # It stayed within its bounds.
    assert account.memory < MEMORY, f"{account.memory / MIB:.0f} MiB"
    assert account.bytes < DISK, f"{account.bytes / MIB:.0f} MiB on disk"
    assert max(account.seconds, account.cpu) < SECONDS
    assert len(account.asked) <= case.asked, account.asked
    assert account.pages - 1 <= case.articles
    assert set(account.connected) <= {TRAPS_ADDRESS, GOOD_ADDRESS}
    # The archive is sound.
    assert account.fixity == []
    assert_reported(case, account)


def assert_reported(case: Case, account: Account) -> None:
    """The report says what happened, in plain words."""
    assert re.match(case.ends, account.ends), account.ends
    for url, expected in case.says.items():
        told = account.says.get(url, "not met")
        assert re.search(expected, told), f"{url} is {told}; all: {account.says}"
    assert set(case.kept) <= account.captures.keys()
    for url, beginning in case.shows.items():
        assert account.captures.get(url, "").startswith(beginning), account.captures
    assert not set(case.lost) & account.captures.keys()
    for told in (account.ends, *account.says.values()):
        assert not _NOT_PLAIN.search(told), told
        assert "Backfile's own" not in told
        assert "could not be read; the log" not in told
        assert told.isprintable(), told


def test_there_are_enough_of_them() -> None:
    assert len(CASES) >= 150
