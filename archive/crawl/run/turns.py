"""Whose turn it is, when several crawls share threads and hosts. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field


@dataclass(slots=True)
class Turns:
    """Fair shares for crawls, named by their numbers: of the threads, and of each host that several of them want.

    Between two requests of one crawl to a host, each other crawl that waits for that host gets one.
    """

    _count: int = 0
    _last: dict[int, int] = field(default_factory=dict)  # when each crawl had its last turn
    _at: dict[str, dict[int, int]] = field(default_factory=dict)  # the same at each host that several want

    @property
    def contested(self) -> bool:
        """Whether there is a host that several want."""
        return bool(self._at)

    def order(self, crawls: Iterable[int]) -> list[int]:
        """Crawls, the one whose last turn is longest ago first."""
        return sorted(crawls, key=lambda crawl: (self._last.get(crawl, 0), crawl))

    def took(self, crawl: int) -> None:
        """A crawl has had a turn."""
        self._count += 1
        self._last[crawl] = self._count

    def left(self, crawl: int, host: str, waiting: Collection[int]) -> None:
        """A crawl is done with a host for the moment; ``waiting`` are the crawls that have something to ask it."""
        self._count += 1
        had = self._at.pop(host, {})
        if set(waiting) - {crawl}:
            self._at[host] = {one: had.get(one, 0) for one in waiting} | {crawl: self._count}

    def after_others(self, crawl: int) -> set[str]:
        """The hosts at which others come before a crawl."""
        return {
            host
            for host, last in self._at.items()
            if crawl in last and any(other < last[crawl] for other in last.values())
        }

    def forget(self, crawl: int) -> None:
        """A crawl goes on no more."""
        self._last.pop(crawl, None)
        for host, last in list(self._at.items()):
            last.pop(crawl, None)
            if len(last) < 2:
                del self._at[host]
