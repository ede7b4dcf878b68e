"""How much of which WARC file is committed."""

from __future__ import annotations

import pytest

from archive.store.catalogue import Catalogue
from archive.store.segments import Segment
from tests.archive.made_up import NOON


def test_grows_and_is_sealed(catalogue: Catalogue) -> None:
    segments = catalogue.segments
    assert segments.commit("b.warc.gz", 100) == Segment("b.warc.gz", 100, False, None, NOON)
    assert segments.commit("b.warc.gz", 100).committed == 100
    assert segments.commit("b.warc.gz", 5_000_000_000).committed == 5_000_000_000
    sealed = segments.seal("b.warc.gz", "f" * 64, 5_000_000_001)
    assert sealed == Segment("b.warc.gz", 5_000_000_001, True, "f" * 64, NOON)
    assert segments.seal("a.warc.gz", "0" * 64, 7).sealed, "an imported file comes sealed"
    assert [each.name for each in segments.all()] == ["a.warc.gz", "b.warc.gz"]
    assert segments.get("b.warc.gz") == sealed
    assert segments.get("c.warc.gz") is None


def test_what_is_committed_is_never_taken_back(catalogue: Catalogue) -> None:
    catalogue.segments.commit("a.warc.gz", 100)
    with pytest.raises(ValueError, match="100 bytes"):
        catalogue.segments.commit("a.warc.gz", 99)
    catalogue.segments.seal("a.warc.gz", "f" * 64, 100)
    with pytest.raises(ValueError, match="100 bytes"):
        catalogue.segments.commit("a.warc.gz", 101)
