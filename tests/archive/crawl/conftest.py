"""What the crawl's tests share: a fetcher that may reach loopback, and an archive in a temporary folder."""

from __future__ import annotations

from collections.abc import Iterator
from ipaddress import ip_network

import pytest

from archive.crawl.egress.fetcher import FetchSettings, HttpFetcher

LOOPBACK = (ip_network("127.0.0.0/8"), ip_network("::1/128"))


@pytest.fixture
def fetcher() -> Iterator[HttpFetcher]:
    """A fetcher with small bounds: 1 MiB, 1 second."""
    made = HttpFetcher(
        FetchSettings(
            allow_networks=LOOPBACK,
            user_agent="Backfile/test (+https://example.org)",
            max_bytes=1024 * 1024,
            max_seconds=1.0,
            connect_seconds=2.0,
        )
    )
    yield made
    made.close()
