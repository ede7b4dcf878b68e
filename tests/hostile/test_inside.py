"""No way leads inside: every spelling, answer of a resolver and kind of link to an address that is not public.

Real crawls with real servers: what listens inside counts who comes, and the crawling process tells of every connection
that it made (Python's ``socket.connect`` audit event).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.hostile.bench import TRAPS_ADDRESS, crawling
from tests.hostile.case import TRAP
from tests.hostile.inside import Inside
from tests.hostile.ways import WAYS, Vectors
from tests.origins.origin import Origin

_TURNED_AWAY = re.compile(
    "(?:refused|failed): its address .* is not on the public internet|failed: there is no host called "
)


@contextmanager
def _crawled(data: Path, allowed: list[str], way: str) -> Iterator[tuple[Vectors, Inside, Mapping[str, Any]]]:
    with ExitStack() as stack:
        outer = stack.enter_context(Origin(host=TRAPS_ADDRESS, name=TRAP))
        vectors = Vectors(outer.port)
        WAYS[way](vectors)
        outer.routes = {"*": lambda request: vectors.answer(request)}
        inside = Inside(outer.port)
        stack.callback(inside.close)
        process = stack.enter_context(crawling())
        order = {
            "data": str(data),
            "url": outer.url("/"),
            "kind": "wordpress",
            "related": 5000,
            "most": None,
            "feed": None,
            "sitemap": None,
            "targets": [(path if "://" in path else outer.url(path), kind) for path, kind in vectors.targets],
            "seconds": 5.0,
            "names": {TRAP: [TRAPS_ADDRESS], "localhost.example": ["127.0.0.1"]} | vectors.names,
            "allowed": allowed,
            "bundle": None,
        }
        yield vectors, inside, process.run(order)


@pytest.mark.parametrize("way", WAYS)
def test_no_way_leads_inside(tmp_path: Path, way: str) -> None:
    with _crawled(tmp_path / "data", [f"{TRAPS_ADDRESS}/32"], way) as (vectors, inside, account):
        assert inside.visits == []
        assert set(account["connected"]) == {TRAPS_ADDRESS}
        outer = {TRAP, *(name for name in vectors.names if name[0] in "rb")}
        for url, told in account["says"].items():
            host = url.removeprefix("http://").rpartition(":")[0]
            if host not in outer:
                assert _TURNED_AWAY.match(told), f"{url}: {told}"
        for url in account["captures"]:
            assert url.removeprefix("http://").rpartition(":")[0] in outer, url


def test_the_ways_are_many() -> None:
    vectors = Vectors(80)
    for way in WAYS.values():
        way(vectors)
    assert vectors.count >= 800


@pytest.mark.parametrize("way", ["spelt", "linked", "listed", "rebound"])
def test_the_ways_do_lead_inside_where_that_is_allowed(tmp_path: Path, way: str) -> None:
    """Otherwise the test above would prove nothing."""
    allowed = ["127.0.0.0/8", "::1/128", "0.0.0.0/32"]
    with _crawled(tmp_path / "data", allowed, way) as (_, inside, account):
        assert "127.0.0.1" in inside.visits
        assert "127.0.0.1" in account["connected"]
