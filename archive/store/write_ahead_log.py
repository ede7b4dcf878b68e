"""SQLite's write-ahead log, read to see whether all that was committed to it is still there.

Each frame holds a checksum over all frames before it (sqlite.org/fileformat2.html §4). When a byte of one changes, SQLite
takes that frame for the end, and what was committed after it is gone without a word: so the chain is followed before SQLite
does. How far it was committed stands in the shared-memory file beside it (sqlite.org/walformat.html §2).
"""

from __future__ import annotations

import fcntl
import logging
import shutil
import struct
import sys
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from archive.store.segment import explain

log = logging.getLogger(__name__)

LOG_SUFFIX = "-wal"
INDEX_SUFFIX = "-shm"
DAMAGED_SUFFIX = "-wal.damaged"

_HEADER = 32
_FRAME = 24
_INDEX_HEADER = 48
_CONNECTED = 128  # the byte that every connection holds a lock on
_MAGICS = {0x377F0682: "<", 0x377F0683: ">"}


@dataclass(frozen=True, slots=True)
class LogDamage:
    """What is wrong with a log: ``sound`` frames, of ``committed`` (None: not known how many)."""

    sound: int
    committed: int | None
    problem: str


def is_open_elsewhere(database: Path) -> bool:
    """Whether another process has a connection to it. Only for a process that has none: closing the file that is looked at
    would give back its own locks."""
    query = struct.pack("hhqqi", fcntl.F_WRLCK, 0, _CONNECTED, 1, 0)
    with suppress(FileNotFoundError), database.with_name(database.name + INDEX_SUFFIX).open("r+b") as file:
        kind: int = struct.unpack("hhqqi", fcntl.fcntl(file, fcntl.F_GETLK, query))[0]
        return kind != fcntl.F_UNLCK
    return False


def damage(database: Path) -> LogDamage | None:
    """What is wrong with a database's log; None: all that was committed to it is there, or there is none.

    Also while others write to it. Only for a process that has no connection to it. Raises OSError.
    """
    path = database.with_name(database.name + LOG_SUFFIX)
    with suppress(FileNotFoundError):
        for _ in range(3):
            index = _committed(database.with_name(database.name + INDEX_SUFFIX))
            frames = path.read_bytes()
            found = _damage(frames, index)
            if found is None or path.read_bytes()[:_HEADER] == frames[:_HEADER]:
                return found  # otherwise it began anew meanwhile
    return None


def keep_if_damaged(database: Path) -> LogDamage | None:
    """Keep a damaged log beside the database, before SQLite drops it: its copy tells ``recovery`` that what was committed is
    missing in the catalogue, and stands in the WARC files. Raises NotWritable, DiskFull."""
    try:
        found = damage(database)
        kept = database.with_name(database.name + DAMAGED_SUFFIX)
        if found is not None and not kept.exists():
            log.warning(
                "%s%s: %s; what it held is kept as %s", database.name, LOG_SUFFIX, found.problem, kept.name
            )
            draft = kept.with_suffix(".new")
            shutil.copyfile(database.with_name(database.name + LOG_SUFFIX), draft)
            draft.replace(kept)
    except OSError as error:
        raise explain(database, error) from error
    return found


@dataclass(frozen=True, slots=True)
class _Index:
    """The beginning of the shared-memory file: how many frames are committed, under which salt."""

    frames: int
    salt: bytes


def _committed(path: Path) -> _Index | None:
    """None where it can't be believed, or is not there."""
    with suppress(FileNotFoundError):
        with path.open("rb") as file:
            header = file.read(2 * _INDEX_HEADER)
        for copy in (header[:_INDEX_HEADER], header[_INDEX_HEADER:]):
            if len(copy) < _INDEX_HEADER or not copy[12]:
                continue
            order = "<" if sys.byteorder == "little" else ">"
            if struct.pack(f"{order}2I", *_sum(copy[:40], order, 0, 0)) == copy[40:]:
                return _Index(int.from_bytes(copy[16:20], sys.byteorder), copy[32:40])
    return None


def _damage(log: bytes, index: _Index | None) -> LogDamage | None:
    if len(log) < _HEADER:
        return None
    salt, sound = log[16:24], 0
    chain = _Chain.of(log)
    if chain is None:
        lost = len(log) >= _HEADER + _FRAME and (index is None or index.frames > 0)
        return LogDamage(0, index.frames if index else None, "its header is damaged") if lost else None
    # After a power failure the index may be an older one: then it tells nothing.
    committed = index.frames if index is not None and index.salt == salt else None
    while (committed is None or sound < committed) and chain.follows(sound):
        sound += 1
    if committed is not None:
        return LogDamage(sound, committed, "a frame is damaged") if sound < committed else None
    if index is None and chain.goes_on(sound):
        return LogDamage(sound, None, "a frame is damaged")
    return None


class _Chain:
    """A log's frames, followed one by one."""

    def __init__(self, log: bytes, order: str, page: int, start: tuple[int, int]) -> None:
        self._log = log
        self._order = order
        self._size = _FRAME + page
        self._sum = start

    @classmethod
    def of(cls, log: bytes) -> _Chain | None:
        """None for a header that is damaged."""
        magic, _, page = struct.unpack(">3I", log[:12])
        order = _MAGICS.get(magic)
        if order is None:
            return None
        start = _sum(log[:24], order, 0, 0)
        return cls(log, order, page, start) if struct.pack(">2I", *start) == log[24:_HEADER] else None

    def follows(self, at: int) -> bool:
        """Whether the frame at that place (from 0) goes on from those before it."""
        frame = self._frame(at)
        if len(frame) < self._size or frame[8:16] != self._log[16:24]:
            return False
        found = _sum(frame[:8], self._order, *self._sum)
        found = _sum(frame[_FRAME:], self._order, *found)
        if struct.pack(">2I", *found) != frame[16:_FRAME]:
            return False
        self._sum = found
        return True

    def goes_on(self, after: int) -> bool:
        """Whether a frame behind that place is of this log, and not of one before it."""
        ends = (len(self._log) - _HEADER) // self._size
        return any(self._frame(at)[8:16] == self._log[16:24] for at in range(after + 1, ends))

    def _frame(self, at: int) -> bytes:
        start = _HEADER + at * self._size
        return self._log[start : start + self._size]


def _sum(data: bytes, order: str, first: int, second: int) -> tuple[int, int]:
    words = struct.unpack(f"{order}{len(data) // 4}I", data)
    for at in range(0, len(words), 2):
        first = (first + words[at] + second) & 0xFFFFFFFF
        second = (second + words[at + 1] + first) & 0xFFFFFFFF
    return first, second
