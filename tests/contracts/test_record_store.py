"""What every store of records must do (``archive.ports.RecordStore``), with each store as a parameter."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from archive.errors import RecordDamaged
from archive.model import Capture, Exchange, Locator, RecordType
from archive.ports import RecordStore
from archive.store.catalogue import Catalogue
from archive.store.warc import WarcStore
from tests.archive.exchanges import LONG, NOON, TARGET, exchange, not_modified
from tests.conftest import MovableClock

Opener = Callable[[Path, Catalogue, MovableClock], WarcStore]


def one_segment(folder: Path, catalogue: Catalogue, clock: MovableClock) -> WarcStore:
    return WarcStore(folder, catalogue.segments, clock=clock)


def a_segment_for_each(folder: Path, catalogue: Catalogue, clock: MovableClock) -> WarcStore:
    return WarcStore(folder, catalogue.segments, clock=clock, segment_bytes=1)


@pytest.fixture(params=[one_segment, a_segment_for_each])
def store(request: pytest.FixtureRequest, tmp_path: Path, clock: MovableClock) -> Iterator[RecordStore]:
    opener: Opener = request.param
    catalogue = Catalogue.open(tmp_path, clock)
    opened = opener(tmp_path / "warc", catalogue, clock)
    yield opened
    opened.close()
    catalogue.close()


def read(store: RecordStore, at: Locator) -> tuple[list[str], bytes]:
    """A record's header lines and its block."""
    with store.open(at) as stream:
        head, _, rest = stream.read().partition(b"\r\n\r\n")
    assert rest.endswith(b"\r\n\r\n")
    return head.decode().split("\r\n"), rest[:-4]


def test_what_was_appended_is_read_back_byte_for_byte(store: RecordStore) -> None:
    sent = exchange(LONG)
    wire = sent.response.read()
    capture = store.append(sent)
    header, block = read(store, capture.locator)
    assert header[0] == "WARC/1.1"
    assert {"WARC-Type: response", f"WARC-Target-URI: {TARGET.url}"} <= set(header)
    assert block == wire


def test_the_capture_tells_what_was_written(store: RecordStore) -> None:
    capture = store.append(exchange(LONG))
    assert (capture.id, capture.url, capture.status, capture.mime) == (0, TARGET.url, 200, "text/html")
    assert (capture.captured_at, capture.timestamp) == (NOON, "20260301120000")
    assert capture.sha256 == hashlib.sha256(LONG).hexdigest()
    assert capture.record_type is RecordType.RESPONSE


@pytest.mark.parametrize("again", [lambda: exchange(LONG), not_modified], ids=["the same", "304"])
def test_what_is_known_becomes_a_revisit_without_a_body(
    store: RecordStore, again: Callable[[], Exchange]
) -> None:
    first = store.append(exchange(LONG))
    second = store.append(again(), original=first)
    header, block = read(store, second.locator)
    assert second.record_type is RecordType.REVISIT
    assert "WARC-Type: revisit" in header
    assert f"WARC-Refers-To: <{first.record_id}>" in header
    assert LONG not in block
    assert second.sha256 == first.sha256


def test_every_record_is_found_by_its_own_locator_whatever_came_after(store: RecordStore) -> None:
    bodies = [b"%d " % number * 50 for number in range(20)]
    kept: list[Capture] = [store.append(exchange(body)) for body in bodies]
    assert len({capture.locator for capture in kept}) == len(kept)
    for body, capture in reversed(list(zip(bodies, kept, strict=True))):
        assert read(store, capture.locator)[1].endswith(body)


@pytest.mark.parametrize(
    "nowhere",
    [Locator("backfile-20260301120000-99999.warc.gz", 0, 10), Locator("../secret.key", 0, 10)],
)
def test_a_locator_that_leads_nowhere_is_damage_and_no_way_out_of_the_archive(
    store: RecordStore, nowhere: Locator
) -> None:
    store.append(exchange(LONG))
    with pytest.raises(RecordDamaged), store.open(nowhere) as stream:
        stream.read()


def test_a_locator_beside_its_record_is_damage(store: RecordStore) -> None:
    at = store.append(exchange(LONG)).locator
    with pytest.raises(RecordDamaged), store.open(Locator(at.filename, at.offset + 1, at.length)) as stream:
        stream.read()
