"""When a Source is due again."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from archive.crawl.cadence import next_due
from archive.model import Source, SourceKind

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
SOURCE = Source(1, "https://blog.example/", "example,blog)/", "Blog", SourceKind.BLOGGER, NOW, every=6 * HOUR)


def test_after_a_good_crawl_the_source_is_due_at_its_own_interval() -> None:
    assert next_due(SOURCE, NOW) == NOW + 6 * HOUR


@pytest.mark.parametrize(("failures", "hours"), [(1, 12), (2, 24), (3, 48), (5, 168), (40, 168)])
def test_failures_double_it_up_to_a_week(failures: int, hours: int) -> None:
    assert next_due(SOURCE, NOW, failures=failures) == NOW + hours * HOUR


def test_a_retry_after_always_counts() -> None:
    assert next_due(SOURCE, NOW, not_before=NOW + 20 * HOUR) == NOW + 20 * HOUR
    assert next_due(SOURCE, NOW, not_before=NOW + HOUR) == NOW + 6 * HOUR
