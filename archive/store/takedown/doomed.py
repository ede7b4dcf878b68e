"""Which records of a WARC file are to be erased: what takedowns hide, the requests and notes beside it, and what our own
annotations tell of it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from archive.digest import sha256_label
from archive.errors import RecordDamaged
from archive.model import Capture, Takedown
from archive.store.annotation import NoAnnotation, Row, is_annotation, without
from archive.store.member import RecordReader, SharedMember
from archive.store.record import RecordHeader
from archive.store.takedown.erasing import Replacement
from archive.store.takedown.tombstone import Erased, is_tombstone, refill

_BESIDE = frozenset({"warc-concurrent-to", "warc-refers-to"})
_NEVER = frozenset({"warcinfo"})


@dataclass(frozen=True, slots=True)
class Doom:
    """What is to be erased by one Takedown: the records of the Captures that it hides, by id, what its rule closes, and the
    Pages whose facts are told of elsewhere."""

    takedown: Takedown
    records: frozenset[str]
    closes: Callable[[str], bool]
    pages: frozenset[str]

    def of_row(self, noun: str, row: Row) -> bool:
        """Whether a row that an annotation tells is of what was taken down."""
        match noun:
            case "pages":
                return row["id"] in self.pages or self.closes(str(row.get("url") or ""))
            case "links":
                return row["page_id"] in self.pages or self.closes(str(row.get("url") or ""))
            case "shown":
                return row["page_id"] in self.pages
            case _:
                return False


class Doomed:
    """Goes through a file from capture to capture: of what the catalogue knows only what is hidden is doomed, and what lies
    in between is looked at."""

    def __init__(self, dooms: Mapping[int, Doom], own: bool) -> None:
        self._dooms = dooms
        self._own = own

    def spans(self, path: Path, name: str, end: int, known: Mapping[int, Capture]) -> Iterator[Replacement]:
        """What of the first ``end`` bytes is to be replaced. ``known`` are the file's Captures by offset."""
        offset = 0
        with path.open("rb") as file:
            while offset < end:
                capture = known.get(offset)
                if capture is not None:
                    if capture.takedown_id in self._dooms:
                        yield self._tombstone(name, offset, capture)
                    offset += capture.locator.length
                    continue
                try:
                    reader = RecordReader(file, name, offset, end - offset)
                    content = reader.content.read() if self._own and is_annotation(reader.header) else b""
                    after = reader.finish()
                except (RecordDamaged, SharedMember):
                    later = [each for each in known if each > offset]
                    if not later:
                        return
                    offset = min(later)  # what can't be read is no record, and is told by `verify`
                    continue
                found = self._between(name, offset, after - offset, reader, content)
                if found is not None:
                    yield found
                offset = after

    def _tombstone(self, name: str, offset: int, capture: Capture) -> Replacement:
        takedown = self._dooms[capture.takedown_id or 0].takedown
        erased = Erased(capture.record_id, takedown.id, takedown.at, capture.record_sha256)
        return Replacement(name, offset, capture.locator.length, erased)

    def _between(
        self, name: str, offset: int, length: int, reader: RecordReader, content: bytes
    ) -> Replacement | None:
        header = reader.header
        if is_tombstone(header) or header.type in _NEVER:
            return None
        if content:
            return self._retold(name, offset, length, header, content)
        doom = next((one for one in self._dooms.values() if _belongs(header, one)), None)
        if doom is None:
            return None
        erased = Erased(
            header.record_id or f"{name}#{offset}", doom.takedown.id, doom.takedown.at, reader.sha256
        )
        return Replacement(name, offset, length, erased)

    def _retold(
        self, name: str, offset: int, length: int, header: RecordHeader, content: bytes
    ) -> Replacement | None:
        """An annotation without the rows of what was taken down; where that does not fit, nothing of it."""
        try:
            kept = without(
                content, lambda noun, row: any(one.of_row(noun, row) for one in self._dooms.values())
            )
        except NoAnnotation:
            return None
        if kept is None:
            return None
        changed = {
            "warc-block-digest": sha256_label(hashlib.sha256(kept).hexdigest()),
            "content-length": str(len(kept)),
        }
        fields = tuple((key, changed.get(key.lower(), value)) for key, value in header.fields)
        data = refill(RecordHeader(fields), kept, length)
        if data is not None:
            return Replacement(name, offset, length, data=data)
        takedown = next(iter(self._dooms.values())).takedown
        return Replacement(name, offset, length, Erased(f"{name}#{offset}", takedown.id, takedown.at))


def _belongs(header: RecordHeader, doom: Doom) -> bool:
    """Whether a record that no Capture names lies beside a doomed one, or is itself of what is closed."""
    named = {value.strip("<> ") for name, value in header.fields if name.lower() in _BESIDE}
    if named:
        return not named.isdisjoint(doom.records)
    return header.target_uri is not None and doom.closes(header.target_uri)
