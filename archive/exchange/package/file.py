"""The zip file of a package, written once from front to end, and what its datapackage.json says of each member."""

from __future__ import annotations

import hashlib
import json
import struct
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext, suppress
from datetime import UTC, datetime
from typing import Any, BinaryIO, Self

from archive.exchange.datapackage import DIGEST, PACKAGE

_TIME = struct.Struct("<HHBL")  # Info-ZIP's field of the time in UTC
_TIME_ID = 0x5455
_MODE = 0o100644 << 16
VERSION = "1.1.1"


class Member:
    """A member that is being written: counted and digested."""

    def __init__(self, stream: Any) -> None:
        self._stream = stream
        self._digest = hashlib.sha256()
        self.length = 0

    def write(self, data: bytes) -> None:
        """Append bytes."""
        self._stream.write(data)
        self._digest.update(data)
        self.length += len(data)

    @property
    def sha256(self) -> str:
        """Of what was written so far, in hex."""
        return self._digest.hexdigest()


class PackageFile:
    """Members one after the other. A context manager: what is not finished at its end is no package."""

    def __init__(self, target: BinaryIO, created: datetime) -> None:
        self._created = created
        self._zip = zipfile.ZipFile(target, "w", zipfile.ZIP_STORED, allowZip64=True)
        self._resources: list[dict[str, object]] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        with suppress(OSError) if kind is not None else nullcontext():
            self._zip.close()

    @contextmanager
    def member(self, path: str, *, deflated: bool = False) -> Iterator[Member]:
        """A member to be written. What viewers read by offset is stored, never deflated (WACZ 1.1.1 §4)."""
        with self._zip.open(self._info(path, deflated=deflated), "w", force_zip64=True) as stream:
            member = Member(stream)
            yield member
        self._resources.append(
            {
                "name": path.rpartition("/")[2],
                "path": path,
                "hash": f"sha256:{member.sha256}",
                "bytes": member.length,
            }
        )

    def finish(self, facts: dict[str, object]) -> None:
        """Write datapackage.json, with these facts of the whole, and its digest."""
        package = {"profile": "data-package", "wacz_version": VERSION, **facts, "resources": self._resources}
        described = _json(package)
        digest = {"path": PACKAGE, "hash": f"sha256:{hashlib.sha256(described).hexdigest()}"}
        for path, data in ((PACKAGE, described), (DIGEST, _json(digest))):
            self._zip.writestr(self._info(path, deflated=True), data)

    def _info(self, path: str, *, deflated: bool) -> zipfile.ZipInfo:
        """A member's entry. Members of any length are begun alike, with room for long sizes before the data. The field of
        the time is there for ReplayWeb.page, too: it takes an entry that has no such field in the list of members for one
        that has none before the data either, and would read from the wrong place."""
        at = self._created.astimezone(UTC)
        info = zipfile.ZipInfo(path, at.timetuple()[:6])
        info.compress_type = zipfile.ZIP_DEFLATED if deflated else zipfile.ZIP_STORED
        info.external_attr = _MODE
        info.create_system = 3
        info.extra = _TIME.pack(_TIME_ID, 5, 1, int(at.timestamp()) & 0xFFFFFFFF)
        return info


def _json(value: object) -> bytes:
    return json.dumps(value, indent=2, ensure_ascii=False).encode()
