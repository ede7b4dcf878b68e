"""What a segment keeps by document: columns of numbers and of bytes, and the lengths of fields; written whole, in Whoosh's
form (``whoosh.columns``)."""

from __future__ import annotations

from array import array
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from whoosh.codec.whoosh3 import STORED_COLUMN, W3Codec
from whoosh.columns import NumericColumn, VarBytesColumn
from whoosh.util.numeric import byte_to_length

from indexer.whoosh_engine.storing.storage import MappedFile

_LENGTH_OF = np.array([byte_to_length(n) for n in range(256)], np.int64)
_LONGEST = int(_LENGTH_OF[-1])
Lengths = NDArray[np.uint8]


class SegmentColumns:
    """Writes the columns of one segment; what Whoosh calls a per-document writer."""

    def __init__(self, codec: Any, storage: Any, segment: Any) -> None:
        self._storage = storage
        self._segment = segment
        self._columns: dict[str, _Numbers | _Bytes] = {}
        self._lengths: dict[str, list[Lengths]] = {}
        self._totals: dict[str, int] = {}
        self._count = 0
        self.is_closed = False

    def put(
        self,
        schema: Any,
        columns: Mapping[str, Sequence[int | bytes]],
        lengths: Mapping[str, NDArray[np.int64]],
    ) -> None:
        """The values of new documents, and the lengths of their fields in words."""
        for name, values in columns.items():
            self._column(name, schema[name].column_type).put(values)
            self._count = len(values)
        for name, of in lengths.items():
            self._totals[name] = int(of.sum())
            self._lengths[name] = [
                np.where(of > _LONGEST, 255, np.searchsorted(_LENGTH_OF, of)).astype(np.uint8)
            ]

    def copy(self, schema: Any, reader: Any) -> NDArray[np.int64]:
        """Those of a segment's documents that are not deleted. Returns their places, -1 for the others."""
        documents, per_document = reader.doc_count_all(), reader._perdoc
        alive = np.ones(documents, np.bool_)
        alive[[*per_document.deleted_docs()]] = False
        for name in schema.names():
            column = schema[name].column_type
            if column is not None:
                self._column(name, column).copy(_file(per_document, name), alive)
            if schema[name].scorable:
                self._copy_lengths(name, _file(per_document, f"_{name}_len"), alive)
        places = np.where(alive, self._count + np.cumsum(alive) - 1, -1)
        self._count += int(alive.sum())
        return places

    def _copy_lengths(self, name: str, file: MappedFile, alive: NDArray[np.bool_]) -> None:
        kept = _every(file, "u1", 0, len(alive))[alive]
        self._lengths.setdefault(name, []).append(kept)
        self._totals[name] = self._totals.get(name, 0) + int(_LENGTH_OF[kept].sum())

    def lengths(self, name: str) -> Lengths | None:
        """The lengths of a field in Whoosh's one-byte form; None where no document has any."""
        of = self._lengths.get(name, [])
        return np.concatenate(of) if self._totals.get(name) else None

    def close(self) -> None:
        self._segment._fieldlengths = {name: total for name, total in self._totals.items() if total}
        for column in self._columns.values():
            column.close()
        for name in self._segment._fieldlengths:
            lengths = self.lengths(name)
            with self._create(f"_{name}_len") as file:
                file.write(b"" if lengths is None else lengths.tobytes())
        with self._create("_stored") as file:  # Whoosh's readers look for it, though nothing is in it
            STORED_COLUMN.writer(file).finish(self._count)
        self.is_closed = True

    def _column(self, name: str, column: Any) -> _Numbers | _Bytes:
        if name not in self._columns:
            kinds: dict[type, type[_Numbers | _Bytes]] = {NumericColumn: _Numbers, VarBytesColumn: _Bytes}
            self._columns[name] = kinds[type(column)](self._create(name), column)
        return self._columns[name]

    def _create(self, name: str) -> Any:
        return self._storage.create_file(W3Codec.column_filename(self._segment, name))


class _Numbers:
    """A number for each document, big-endian."""

    def __init__(self, file: Any, column: Any) -> None:
        self._file = file
        self._type = np.dtype(f">{column._typecode}")
        self._default = column.default_value()

    def put(self, values: Sequence[int | bytes]) -> None:
        self._file.write(np.array(values, self._type).tobytes())

    def copy(self, file: MappedFile, alive: NDArray[np.bool_]) -> None:
        values = _every(file, self._type, self._default, len(alive))
        self._file.write(values[alive].tobytes())

    def close(self) -> None:
        self._file.close()


class _Bytes:
    """Bytes for each document: one after another, then their lengths and, in a large segment, offsets."""

    def __init__(self, file: Any, column: Any) -> None:
        self._file = file
        self._column = column
        self._lengths = array("I")

    def put(self, values: Sequence[Any]) -> None:
        self._file.write(b"".join(values))
        self._lengths.extend(map(len, values))

    def copy(self, file: MappedFile, alive: NDArray[np.bool_]) -> None:
        if not file.view:
            self.put([b""] * int(alive.sum()))
            return
        values = self._column.reader(file, 0, len(file.view), len(alive))
        if alive.all():
            self._file.write(file.view[: sum(values._lengths)])
            self._lengths.extend(values._lengths)
        else:
            for place in np.flatnonzero(alive).tolist():
                self.put([values[place]])

    def close(self) -> None:
        ends = np.cumsum(np.array(self._lengths, np.int64))
        lengths = np.array(self._lengths, ">u4")
        offsets = (ends - lengths).astype(">i8")
        self._file.write(lengths.tobytes())
        if len(lengths) > self._column.write_offsets_cutoff:
            self._file.write(offsets.tobytes() + b"IqX")
        else:
            self._file.write(b"I")
        self._file.close()


def numbers_of(reader: Any, name: str, count: int) -> NDArray[np.int64]:
    """What a column of numbers says of each of ``count`` documents."""
    column = reader.schema[name].column_type
    return _every(_file(reader._perdoc, name), f">{column._typecode}", column.default_value(), count).astype(
        np.int64
    )


def lengths_of(reader: Any, name: str, count: int) -> NDArray[np.float32]:
    """The length of a field in each of ``count`` documents, in (weighted) words."""
    lengths: NDArray[np.uint8] = _every(_file(reader._perdoc, f"_{name}_len"), "u1", 0, count)
    return _LENGTH_OF[lengths].astype(np.float32)


def _every(file: MappedFile, of: str | np.dtype[Any], default: int, count: int) -> NDArray[Any]:
    values = np.full(count, default, of)
    there = np.frombuffer(file.get(0, len(file.view)), of)
    values[: len(there)] = there
    return values


def _file(per_document: Any, name: str) -> MappedFile:
    """A column of a segment; where it has none, an empty file."""
    if not per_document.has_column(name):
        return MappedFile(memoryview(b""))
    file, start, length = per_document._get_column_file(name)
    part: MappedFile = file.subset(start, length)
    return part
