"""Captures opened: decoded, resolved, and never one page for another."""

from __future__ import annotations

import gzip
from dataclasses import replace
from datetime import timedelta

import pytest

from archive.decoding import Limits
from archive.errors import OriginalMissing, RecordDamaged
from archive.model import RecordType
from archive.store.catalogue import Catalogue
from archive.store.mementos import Mementos
from archive.store.recorder import Recorder
from archive.store.warc import WarcStore
from tests.archive.exchanges import LONG, NOON, TARGET, exchange

GZIPPED = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n"


def in_chunks(body: bytes) -> bytes:
    return b"%x\r\n%s\r\n0\r\n\r\n" % (len(body), body)


def test_codings_are_undone_and_headers_kept(recorder: Recorder, mementos: Mementos) -> None:
    packed = gzip.compress(LONG)
    capture = recorder.keep(exchange(in_chunks(packed), head=GZIPPED), TARGET)
    with mementos.open(capture) as memento:
        assert memento.payload.read() == LONG
        memento.payload.seek(3)
        assert memento.payload.read(5) == LONG[3:8]
        assert memento.headers[1] == ("Content-Encoding", "gzip")
        assert (memento.status, memento.problem, memento.original) == (200, None, capture)
    assert memento.payload.closed
    with mementos.raw(capture) as memento:
        assert memento.payload.read() == packed


def test_a_bomb_is_cut_and_told(recorder: Recorder, store: WarcStore, catalogue: Catalogue) -> None:
    capture = recorder.keep(exchange(in_chunks(gzip.compress(bytes(100_000))), head=GZIPPED), TARGET)
    with Mementos(store, catalogue, Limits(size=5000)).open(capture) as memento:
        assert len(memento.payload.read()) == 5000
        assert memento.problem is not None
        assert "cut" in memento.problem


def test_broken_chunks_give_what_there_is(recorder: Recorder, mementos: Mementos) -> None:
    head = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
    capture = recorder.keep(exchange(b"5\r\nhello\r\nff\r\nwor", head=head, truncated="disconnect"), TARGET)
    with mementos.open(capture) as memento:
        assert memento.payload.read() == b"hellowor"


def test_a_revisit_has_its_own_headers(recorder: Recorder, mementos: Mementos) -> None:
    recorder.keep(exchange(), TARGET)
    again = exchange(head=b"HTTP/1.1 203 Kept\r\nX-New: yes\r\n\r\n", at=NOON + timedelta(days=1))
    capture = recorder.keep(again, TARGET)
    assert capture.record_type is RecordType.REVISIT
    with mementos.open(capture) as memento:
        assert (memento.status, memento.headers) == (203, (("X-New", "yes"),))
        assert memento.payload.read() == LONG


def test_a_revisit_is_resolved_by_digest_where_its_uri_and_date_lead_nowhere(
    recorder: Recorder, mementos: Mementos
) -> None:
    first = recorder.keep(exchange(), TARGET)
    capture = recorder.keep(exchange(), TARGET)
    lost = replace(capture, refers_to_url="https://gone.example/", sha256="")
    with mementos.open(lost) as memento:
        assert memento.original == first


def test_a_missing_original_is_said(recorder: Recorder, mementos: Mementos) -> None:
    recorder.keep(exchange(), TARGET)
    capture = recorder.keep(exchange(), TARGET)
    orphan = replace(capture, refers_to_url=None, sha256="0" * 64, digest="A" * 32)
    with pytest.raises(OriginalMissing, match=r"original .* is not in this archive"), mementos.open(orphan):
        pass


def test_one_record_is_never_shown_for_another(recorder: Recorder, mementos: Mementos) -> None:
    one = recorder.keep(exchange(), TARGET)
    other = recorder.keep(exchange(b"<p>other</p>", url="https://blog.example/other"), TARGET)
    for wrong in (
        replace(one, locator=other.locator),
        replace(one, record_id="urn:uuid:00000000-0000-4000-8000-000000000000"),
        replace(one, record_type=RecordType.RESOURCE),
        replace(one, url="https://blog.example/else"),
    ):
        with pytest.raises(RecordDamaged, match="another record"), mementos.open(wrong):
            pass


def test_damage_is_said_with_its_place(recorder: Recorder, mementos: Mementos, store: WarcStore) -> None:
    capture = recorder.keep(exchange(), TARGET)
    at = capture.locator
    path = store.path(at.filename)
    assert path is not None
    data = bytearray(path.read_bytes())
    data[at.offset + at.length // 2] ^= 0x10
    path.write_bytes(data)
    with pytest.raises(RecordDamaged) as damaged, mementos.open(capture):
        pass
    assert (damaged.value.filename, damaged.value.offset) == (at.filename, at.offset)


def test_a_missing_file_is_said(recorder: Recorder, mementos: Mementos, store: WarcStore) -> None:
    capture = recorder.keep(exchange(), TARGET)
    path = store.path(capture.locator.filename)
    assert path is not None
    path.unlink()
    with pytest.raises(RecordDamaged, match="not in the archive's folder"), mementos.open(capture):
        pass
