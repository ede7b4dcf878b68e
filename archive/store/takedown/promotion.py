"""Before an original is erased: a capture elsewhere that stands for the same payload becomes the record that holds it.

The revisit's own HTTP head and the original's body make a new response record under the revisit's address and date. Further
revisits of that payload find it by its digest. The Capture keeps its number, time and digests; its old record is hidden with
the original, and erased with it.
"""

from __future__ import annotations

import hashlib
import io
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from typing import BinaryIO, cast

from archive.decoding import is_chunked
from archive.digest import sha256_label
from archive.errors import RecordError
from archive.message import Head, read_head
from archive.model import Capture, RecordType, Takedown
from archive.store.catalogue import Catalogue
from archive.store.describe import BARE
from archive.store.exchange_record import new_record_id
from archive.store.originals import original_of
from archive.store.record import RecordHeader
from archive.store.warc import WarcStore
from archive.timestamp import iso

_PIECE = 64 * 1024
_IN_MEMORY = 8 * 1024 * 1024


class Promotion:
    """For the one process that holds the archive's role."""

    def __init__(self, store: WarcStore, catalogue: Catalogue) -> None:
        self._store = store
        self._catalogue = catalogue

    def promote(self, takedown: Takedown) -> int:
        """Give each payload that only a hidden record holds, and that is wanted elsewhere, a record of its own; returns how
        many that were. Cut off, it can be done again."""
        return sum(
            self._pass_on(hidden, takedown)
            for hidden in self._catalogue.takedowns.hidden_captures(takedown.id)
            if hidden.record_type is not RecordType.REVISIT
        )

    def _pass_on(self, hidden: Capture, takedown: Takedown) -> bool:
        """Whether a payload had to be passed on."""
        captures = self._catalogue.captures
        heirs = [one for one in captures.revisits_of(hidden) if original_of(one, captures) is None]
        with self._catalogue.database.unveiled():
            heirs = [one for one in heirs if (found := original_of(one, captures)) and found.id == hidden.id]
        for heir in sorted(heirs, key=lambda one: one.status == 304):  # a 304 has no head of its own to show
            try:
                self._keep(heir, hidden, takedown)
            except RecordError:
                continue  # what can't be read can't be passed on
            return True
        return False

    def _keep(self, heir: Capture, hidden: Capture, takedown: Takedown) -> None:
        with tempfile.SpooledTemporaryFile(_IN_MEMORY) as spooled:
            block = cast(BinaryIO, spooled)
            head = self._write_block(heir, hidden, block)
            size = block.tell()
            digest = _sha256(block)
            own = heir.status != 304
            made = replace(
                heir,
                record_type=RecordType.RESPONSE,
                record_id=new_record_id(),
                status=heir.status if own else head.status,
                mime=heir.mime if heir.mime != "unk" else hidden.mime,
                sha256=hidden.sha256,
                digest=heir.digest or hidden.digest,
                refers_to_url=None,
                refers_to_at=None,
            )
            block.seek(0)
            (stored,) = self._store.write([(_header(made, head, digest, size), _pieces(block))])
        ghost = replace(heir, id=0, page_id=None, takedown_id=takedown.id)
        with self._catalogue.transaction():
            self._catalogue.segments.commit(*self._store.end)
            self._catalogue.captures.replace_record(heir.id, stored.of(made))
            self._catalogue.captures.add(ghost)
            if heir.page_id is not None:
                self._catalogue.changes.add(heir.page_id)

    def _write_block(self, heir: Capture, hidden: Capture, block: BinaryIO) -> Head:
        """The head that the heir shows, and the body that is hidden."""
        with self._store.open_record(heir.locator) as record:
            raw = record.content.read() if record.header.content_length and heir.status != 304 else b""
        own = _head_of(raw)
        with self._store.open_record(hidden.locator) as record:
            theirs = None
            if record.header.type not in BARE:
                theirs = read_head(record.content)
            if own is None or (theirs is not None and is_chunked(own.headers) != is_chunked(theirs.headers)):
                # Chunks are part of a body as it was sent: the head that tells of them goes with it.
                with self._store.open_record(hidden.locator) as again:
                    raw = again.content.read(theirs.length) if theirs is not None else _bare(hidden)
                own = theirs or _head_of(raw)
            block.write(raw)
            while piece := record.content.read(_PIECE):
                block.write(piece)
        if own is None:
            raise RecordError(f"{heir.url} has no HTTP head to be kept under")
        return own


def _head_of(raw: bytes) -> Head | None:
    return read_head(io.BytesIO(raw)) if raw else None


def _bare(hidden: Capture) -> bytes:
    """A head for a payload that came without one."""
    return f"HTTP/1.1 200 OK\r\nContent-Type: {hidden.mime}\r\n\r\n".encode("latin-1", "replace")


def _header(made: Capture, head: Head, sha256: str, size: int) -> RecordHeader:
    payload = () if is_chunked(head.headers) else (("WARC-Payload-Digest", sha256_label(made.sha256)),)
    return RecordHeader(
        (
            ("WARC-Type", "response"),
            ("WARC-Record-ID", f"<{made.record_id}>"),
            ("WARC-Date", iso(made.captured_at)),
            ("WARC-Target-URI", made.url),
            *payload,
            ("WARC-Block-Digest", sha256_label(sha256)),
            ("Content-Type", "application/http;msgtype=response"),
            ("Content-Length", str(size)),
        )
    )


def _sha256(block: BinaryIO) -> str:
    block.seek(0)
    digest = hashlib.sha256()
    for piece in _pieces(block):
        digest.update(piece)
    return digest.hexdigest()


def _pieces(block: BinaryIO) -> Iterator[bytes]:
    while piece := block.read(_PIECE):
        yield piece
