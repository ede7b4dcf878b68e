"""The request and metadata records of an exchange, which the catalogue does not list: they lie beside its response."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from archive.errors import RecordDamaged
from archive.exchange.package.selection import Chosen
from archive.model import Capture
from archive.store.captures import Captures
from archive.store.member import RecordReader, SharedMember
from archive.store.record import RecordHeader

_KINDS = frozenset({"request", "metadata"})
_MOST = 100  # records read between two captures


@dataclass(frozen=True, slots=True)
class Span:
    """Where a record lies in its file."""

    offset: int
    length: int


class Companions:
    """Looks between the captures of a file for what belongs to those that are chosen."""

    def __init__(self, captures: Captures, chosen: Chosen) -> None:
        self._captures = captures
        self._chosen = chosen

    def between(
        self, file: BinaryIO, filename: str, start: int, end: int, beside: tuple[Capture | None, ...]
    ) -> Iterator[Span]:
        """The records from ``start`` to ``end`` that belong to a chosen capture; ``beside`` are those that lie before and
        after. What can't be read ends the search there."""
        near = [capture for capture in beside if capture is not None and capture.id in self._chosen]
        if not near:
            return
        for _ in range(_MOST):
            if start >= end:
                return
            try:
                reader = RecordReader(file, filename, start, end - start)
                after = reader.finish()
            except (RecordDamaged, SharedMember):
                return
            if reader.header.type in _KINDS and self._belongs(reader.header, near):
                yield Span(start, after - start)
            start = after

    def _belongs(self, header: RecordHeader, near: list[Capture]) -> bool:
        named = [
            value.strip("<> ")
            for name, value in header.fields
            if name.lower() in ("warc-concurrent-to", "warc-refers-to")
        ]
        if not named:  # as some writers leave it: of one URL and one moment
            return any((header.target_uri, header.date) == (one.url, one.captured_at) for one in near)
        ids = {one.record_id for one in near}
        return any(name in ids or self._is_chosen(name) for name in named)

    def _is_chosen(self, record_id: str) -> bool:
        found = self._captures.by_record_id(record_id)
        return found is not None and found.id in self._chosen
