"""How a crawl's budget for what lies around a Source is shared out. Pure.

By turns among the kinds of link, and within a kind among the hosts; of each the newest first: no kind and no host eats
everything.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from archive import uri
from archive.model import LinkKind, Target


def by_turns(candidates: Iterable[Target]) -> Iterator[Target]:
    """The candidates (of each kind and host the best first) in the order in which they are to be taken."""
    kinds: dict[LinkKind, dict[str, deque[Target]]] = {}
    for target in candidates:
        kinds.setdefault(target.kind, {}).setdefault(uri.host(target.url), deque()).append(target)
    turns = deque(deque(hosts.values()) for hosts in kinds.values())
    while turns:
        hosts = turns.popleft()
        waiting = hosts.popleft()
        yield waiting.popleft()
        if waiting:
            hosts.append(waiting)
        if hosts:
            turns.append(hosts)


@dataclass(slots=True)
class Budget:
    """What of it is left. ``total`` is for all kinds together but those with a budget of their own (``own``)."""

    total: int
    own: Mapping[LinkKind, int] = field(default_factory=dict)
    _spent: Counter[LinkKind] = field(default_factory=Counter)

    def left(self, kind: LinkKind) -> int:
        """How many more of this kind may be fetched."""
        if kind in self.own:
            return max(0, self.own[kind] - self._spent[kind])
        shared = sum(count for other, count in self._spent.items() if other not in self.own)
        return max(0, self.total - shared)

    def spend(self, kind: LinkKind, count: int = 1) -> None:
        """Take note that so many are fetched."""
        self._spent[kind] += count
