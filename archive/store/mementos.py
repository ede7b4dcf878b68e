"""Captures opened: the payload as its server meant it, or as it was sent."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BufferedIOBase

from archive.decoding import STANDARD, Decoded, Limits, decode
from archive.errors import OriginalMissing, RecordDamaged
from archive.message import Head, read_head
from archive.model import Capture, Memento, RecordType
from archive.store.catalogue import Catalogue
from archive.store.describe import BARE
from archive.store.member import RecordReader
from archive.store.originals import original_of
from archive.store.record import RecordHeader
from archive.store.warc import WarcStore


@dataclass(frozen=True, slots=True)
class _Answer:
    """What a revisit's own record says: its HTTP head, and whether it is a 304."""

    head: Head | None
    not_modified: bool


@dataclass(frozen=True, slots=True)
class Sent:
    """A body as it was sent: ``body`` is ``size`` bytes to be read once, forward; ``original`` holds it."""

    original: Capture
    body: BufferedIOBase
    size: int


class Mementos:
    """Opens Captures. Safe to share between threads."""

    def __init__(self, store: WarcStore, catalogue: Catalogue, limits: Limits = STANDARD) -> None:
        self._store = store
        self._database = catalogue.database
        self._captures = catalogue.captures
        self._limits = limits

    @contextmanager
    def open(self, capture: Capture) -> Iterator[Memento]:
        """The Memento with its payload decoded, within bounds: what is over them is cut and told in ``problem``.

        A revisit has the payload of its original, and its own headers unless it is a 304. The payload is a seekable
        stream, closed at the end of the block. Raises RecordDamaged, OriginalMissing.
        """
        with self._opened(capture, content=True) as memento:
            yield memento

    @contextmanager
    def raw(self, capture: Capture) -> Iterator[Memento]:
        """As ``open``, with the content coding as it was sent; only transfer coding is undone."""
        with self._opened(capture, content=False) as memento:
            yield memento

    @contextmanager
    def sent(self, capture: Capture) -> Iterator[Sent]:
        """The body as it crossed the wire, no coding undone, whole however large it is: what the payload digests are over.

        Raises RecordDamaged, also while it is read, and OriginalMissing.
        """
        original = self._original(capture)
        with self._record(original) as record:
            head = _head(record, original)
            yield Sent(original, record.content, record.header.content_length - head.length)

    @contextmanager
    def _opened(self, capture: Capture, *, content: bool) -> Iterator[Memento]:
        answer = self._answer(capture) if capture.record_type is RecordType.REVISIT else None
        original = self._original(capture)
        with self._record(original) as record:
            head = _head(record, original)
            decoded = decode(record.content, head.headers, self._limits, content=content)
        with decoded.payload:
            yield _memento(capture, original, answer, head, decoded)

    def _original(self, capture: Capture) -> Capture:
        """The record with the payload. One that was taken down serves a revisit until the payload has another place: it
        was the original's address that was taken down, not the revisit's."""
        if capture.record_type is not RecordType.REVISIT:
            return capture
        original = original_of(capture, self._captures)
        if original is None:
            with self._database.unveiled():
                original = original_of(capture, self._captures)
        if original is None:
            raise OriginalMissing(capture.url, capture.digest or capture.sha256 or "no digest")
        return original

    def _answer(self, revisit: Capture) -> _Answer:
        with self._record(revisit) as record:
            head = read_head(record.content) if record.header.content_length else None
            return _Answer(head, record.header.not_modified or (head is not None and head.status == 304))

    @contextmanager
    def _record(self, capture: Capture) -> Iterator[RecordReader]:
        with self._store.open_record(capture.locator) as record:
            check_record(record.header, capture)
            yield record


def check_record(header: RecordHeader, capture: Capture) -> None:
    """Raises RecordDamaged when a record is another than the Capture's: never show one page for another."""
    if (
        header.type != capture.record_type
        or header.target_uri != capture.url
        or header.record_id not in (capture.record_id, None)
    ):
        raise RecordDamaged(
            capture.locator.filename,
            capture.locator.offset,
            "another record lies there than the catalogue says",
        )


def _head(record: RecordReader, capture: Capture) -> Head:
    if record.header.type in BARE:
        mime = record.header.get("Content-Type")
        return Head(200, "", (("Content-Type", mime),) if mime else (), 0)
    head = read_head(record.content)
    if head is None:
        raise RecordDamaged(
            capture.locator.filename, capture.locator.offset, "it holds no HTTP response that can be read"
        )
    return head


def _memento(
    capture: Capture, original: Capture, answer: _Answer | None, head: Head, decoded: Decoded
) -> Memento:
    shown = answer.head if answer is not None and not answer.not_modified else None
    return Memento(
        capture=capture,
        original=original,
        status=shown.status if shown is not None else head.status,
        headers=shown.headers if shown is not None else head.headers,
        payload=decoded.payload,
        problem=decoded.problem,
    )
