"""A package written: chosen, copied, indexed, described; a draft beside its place until it is whole."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import BinaryIO

from archive.errors import ExportRefused, ExportStopped, ExportTooLarge, ExportUnwritable, NotWritable
from archive.exchange.package import index, told
from archive.exchange.package.copying import Copying
from archive.exchange.package.file import PackageFile
from archive.exchange.package.gathering import Gathering
from archive.exchange.package.pages import PAGES, WordsOf, header_line, page_line, shown
from archive.exchange.package.selection import Chosen, Everything
from archive.exchange.package.sorting import SortedLines
from archive.exchange.package.told import ToldPage
from archive.exchange.package.warcs import PackageWarcs
from archive.model import Capture, Page, Source
from archive.store.catalogue import Catalogue
from archive.store.disk import Disk
from archive.store.mementos import Mementos
from archive.store.segment import explain
from archive.store.warc import WarcStore
from archive.timestamp import iso

WARC_BYTES = 1_000_000_000
"""Bytes after which a package's next record goes into another WARC file."""

DRAFT = ".new"
_PIECE = 1024 * 1024
_BATCH = 50  # Pages at a time, with all their captures

Step = Callable[[str, int, int], None]
"""Called with what is being done, how much of it is, and how much there is (0: not known)."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """What a package may hold that is made while somebody waits: captures, and bytes of their records. Redirects from
    elsewhere are left out of it."""

    captures: int
    bytes: int


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a package is to hold. ``page_ids`` None: everything."""

    title: str
    page_ids: Iterable[str] | None = None
    warc_bytes: int = WARC_BYTES
    bounds: Bounds | None = None


@dataclass(slots=True)
class Packed:
    """What a package holds, as it was at ``begun``. ``damaged``: captures that were left out, for their records are not
    what was written."""

    begun: datetime
    pages: int = 0
    captures: int = 0
    bytes: int = 0
    damaged: list[Capture] = field(default_factory=list)


class Watch:
    """Tells how far the work is, and stops it when it is asked to."""

    def __init__(self, on_step: Step | None = None, stop: Callable[[], bool] | None = None) -> None:
        self._on_step = on_step
        self._stop = stop

    def step(self, doing: str, done: int, total: int) -> None:
        """Tell of one more. Raises ExportStopped."""
        if self._stop is not None and self._stop():
            raise ExportStopped
        if self._on_step is not None:
            self._on_step(doing, done, total)


@dataclass(frozen=True, slots=True)
class PackageWriter:
    """Writes packages out of an archive, which it only reads: a service that is running goes on. ``software`` is what it
    calls itself, ``words_of`` gives the pages' own words."""

    catalogue: Catalogue
    mementos: Mementos
    store: WarcStore
    software: str
    words_of: WordsOf | None = None

    def write(self, target: Path, wanted: Wanted, watch: Watch = Watch()) -> Packed:  # noqa: B008 -- it holds nothing
        """Write a package to ``target``: beside it first, so that whatever lay there stays until the new one is whole. The
        file's time is that at which it was begun: what was taken down since may be in it.

        Raises ExportStopped, ExportRefused when there is nothing to hold, DiskFull, ExportUnwritable.
        """
        disk = Disk()
        self._require_place(target)
        draft = target.with_name(target.name + DRAFT)
        try:
            draft.unlink(missing_ok=True)
            with draft.open("x+b") as file:
                packed = self.write_to(file, target.parent, wanted, watch)
                file.flush()
                disk.sync(file.fileno())
            os.utime(draft, (packed.begun.timestamp(),) * 2)
            disk.rename(draft, target)
            disk.sync_folder(target.parent)
        except OSError as error:
            why = explain(target, error)
            if isinstance(why, NotWritable):
                raise ExportUnwritable(str(target), why.reason) from error
            raise why from error
        finally:
            with suppress(OSError):  # where the folder is none, as above
                draft.unlink()
        return packed

    def _require_place(self, target: Path) -> None:
        """A package takes the place of what has its name. Raises ExportUnwritable when that is not a file that may go."""
        if not target.name:
            raise ExportUnwritable(str(target), "it is no name of a file")
        if os.path.lexists(target) and not target.is_file():
            raise ExportUnwritable(str(target), "what is there is no ordinary file")
        if target.resolve().is_relative_to(self.store.folder.resolve()):
            raise ExportUnwritable(str(target), "that folder is for the archive's own files")

    def write_to(self, file: BinaryIO, beside: Path, wanted: Wanted, watch: Watch = Watch()) -> Packed:  # noqa: B008
        """Write a package to a file; what is put aside meanwhile lies in a folder ``beside`` it."""
        with tempfile.TemporaryDirectory(prefix=".backfile-", dir=beside) as folder:
            packed = _Writing(self, file, Path(folder), wanted, watch).run()
        packed.bytes = file.tell()
        return packed


class _Writing:
    """One package on its way."""

    def __init__(
        self, archive: PackageWriter, file: BinaryIO, folder: Path, wanted: Wanted, watch: Watch
    ) -> None:
        self._archive = archive
        self._catalogue = archive.catalogue
        self._wanted = wanted
        self._watch = watch
        self._created = self._catalogue.clock()
        self._package = PackageFile(file, self._created)
        self._lines = SortedLines(folder)
        self._page_ids = SortedLines(folder)  # each with 0 where it was asked for, 1 where it came along
        self._told_pages = tempfile.TemporaryFile(dir=folder)  # noqa: SIM115 -- closed in run
        self._told_captures = tempfile.TemporaryFile(dir=folder)  # noqa: SIM115
        self._sources: dict[int, Source] = {each.id: each for each in self._catalogue.sources.all()}
        self._named_sources: set[int] = set()
        self._packed = Packed(self._created)

    def run(self) -> Packed:
        with self._package, self._told_pages, self._told_captures:
            chosen, filenames, total = self._chosen()
            self._copy(chosen, filenames, total)
            if not self._packed.captures:
                raise ExportRefused(self._wanted.title, "the archive holds no capture of it")
            self._index()
            self._pages(chosen)
            self._told()
            self._package.finish(self._facts())
        return self._packed

    def _chosen(self) -> tuple[Chosen, set[str] | None, int]:
        """What goes in, the files in which it lies (None: all), and how much it is."""
        if self._wanted.page_ids is None:
            return Everything(self._catalogue.captures.last_id()), None, self._catalogue.captures.count()
        gathering = Gathering(self._catalogue, self._archive.mementos)
        for done, page_id in enumerate(self._wanted.page_ids, 1):
            self._watch.step("choosing pages", done, 0)
            if gathering.page(page_id):
                self._page_ids.add(f"{page_id} 0".encode())
            self._hold(len(gathering.selection), gathering.bytes)
        if self._wanted.bounds is None:  # they are looked for among all that the archive has
            for done, _ in enumerate(gathering.redirects(), 1):
                self._watch.step("looking for redirects", done, 0)
        return gathering.selection, gathering.filenames, len(gathering.selection)

    def _hold(self, captures: int, size: int) -> None:
        bounds = self._wanted.bounds
        if bounds is not None and (captures > bounds.captures or size > bounds.bytes):
            raise ExportTooLarge(self._wanted.title)

    def _copy(self, chosen: Chosen, filenames: set[str] | None, total: int) -> None:
        copying = Copying(self._catalogue.captures, self._archive.store, chosen)
        came_along = b"0" if filenames is None else b"1"
        with PackageWarcs(
            self._package,
            self._lines,
            software=self._archive.software,
            title=self._wanted.title,
            created=self._created,
            most_bytes=self._wanted.warc_bytes,
        ) as warcs:
            for segment in self._catalogue.segments.all():
                if filenames is not None and segment.name not in filenames:
                    continue
                for copied in copying.of_segment(segment):
                    warcs.add(copied)
                    if copied.capture is not None:
                        self._packed.captures += 1
                        self._tell_capture(copied.capture, came_along)
                    self._watch.step("copying captures", self._packed.captures, total)
        self._packed.damaged = copying.damaged

    def _tell_capture(self, capture: Capture, came_along: bytes) -> None:
        if capture.page_id is not None:
            self._page_ids.add(capture.page_id.encode() + b" " + came_along)
        self._told_captures.write(told.capture_line(capture) + b"\n")

    def _index(self) -> None:
        listing = bytearray()  # a line for a thousand captures
        with self._package.member("indexes/index.cdx.gz") as member:
            for block, listed in index.blocks(self._lines):
                member.write(block)
                listing += listed
        with self._package.member("indexes/index.idx", deflated=True) as member:
            member.write(bytes(listing))

    def _pages(self, chosen: Chosen) -> None:
        words_of = self._archive.words_of
        with self._package.member(PAGES, deflated=True) as member:
            member.write(header_line(has_text=words_of is not None) + b"\n")
            asked = _asked(self._page_ids)
            while some := dict(islice(asked, _BATCH)):
                pages, held = self._catalogue.pages.by_ids(some), self._catalogue.captures.of_pages(some)
                self._tell_pages(pages.values())
                for page in pages.values():
                    opened = shown([one for one in held.get(page.id, ()) if one.id in chosen])
                    if opened is None or not some[page.id]:
                        continue
                    words = words_of(page.id) if words_of is not None else None
                    member.write(page_line(page, opened, words) + b"\n")
                    self._packed.pages += 1
                    self._watch.step("listing pages", self._packed.pages, 0)

    def _tell_pages(self, pages: Collection[Page]) -> None:
        links = self._catalogue.links.of_pages([page.id for page in pages])
        for page in pages:
            source = self._sources.get(page.source_id) if page.source_id is not None else None
            found, shown_by = links.get(page.id, ((), None))
            given = ToldPage(page, source.surt if source else None, tuple(found), shown_by)
            self._told_pages.write(told.page_line(given) + b"\n")
            if source is not None:
                self._named_sources.add(source.id)

    def _told(self) -> None:
        with self._package.member(told.SOURCES, deflated=True) as member:
            member.write(told.header_line() + b"\n")
            for source_id in sorted(self._named_sources):
                member.write(told.source_line(self._sources[source_id]) + b"\n")
        for path, spooled in ((told.PAGES, self._told_pages), (told.CAPTURES, self._told_captures)):
            spooled.seek(0)
            with self._package.member(path, deflated=True) as member:
                member.write(told.header_line() + b"\n")
                while piece := spooled.read(_PIECE):
                    member.write(piece)

    def _facts(self) -> dict[str, object]:
        return {
            "title": self._wanted.title,
            "created": iso(self._created.replace(microsecond=0)),
            "software": self._archive.software,
        }


def _asked(lines: Iterable[bytes]) -> Iterator[tuple[str, bool]]:
    """Each Page's id once, and whether the Page was asked for; of lines that are sorted."""
    last = ""
    for line in lines:
        page_id, _, came_along = line.decode().partition(" ")
        if page_id != last:
            yield page_id, came_along == "0"
        last = page_id
