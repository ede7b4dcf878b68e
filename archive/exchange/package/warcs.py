"""The WARC files of a package, begun one after the other as they fill."""

from __future__ import annotations

import hashlib
from contextlib import ExitStack
from datetime import datetime

from archive.exchange.package import index
from archive.exchange.package.copying import Copied
from archive.exchange.package.file import Member, PackageFile
from archive.exchange.package.sorting import SortedLines
from archive.exchange.package.warcinfo import warcinfo
from archive.model import Locator
from archive.timestamp import to_timestamp


class PackageWarcs:
    """Takes in records and puts a line for each capture into ``lines``. A context manager: closed, its files are whole."""

    def __init__(
        self,
        package: PackageFile,
        lines: SortedLines,
        *,
        software: str,
        title: str,
        created: datetime,
        most_bytes: int,
    ) -> None:
        self._package = package
        self._lines = lines
        self._software = software
        self._title = title
        self._created = created
        self._most_bytes = most_bytes
        self._begun = 0
        self._member: Member | None = None
        self._filename = ""
        self._open = ExitStack()

    def __enter__(self) -> PackageWarcs:
        return self

    def __exit__(self, *exception: object) -> None:
        self._open.close()

    def add(self, copied: Copied) -> None:
        """Write a record as it is."""
        member = self._writable()
        offset, digest = member.length, hashlib.sha256()
        for piece in copied.pieces:
            member.write(piece)
            digest.update(piece)
        if copied.capture is not None and copied.header is not None:
            where = Locator(self._filename, offset, member.length - offset)
            self._lines.add(index.line(copied.capture, copied.header, where, digest.hexdigest()))

    def _writable(self) -> Member:
        if self._member is None or self._member.length >= self._most_bytes:
            self._open.close()
            self._begun += 1
            self._filename = f"export-{to_timestamp(self._created)}-{self._begun:05}.warc.gz"
            self._member = self._open.enter_context(self._package.member(f"archive/{self._filename}"))
            self._member.write(
                warcinfo(self._filename, software=self._software, title=self._title, created=self._created)
            )
        return self._member
