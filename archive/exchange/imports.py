"""Any file that somebody wants to take in, known by its bytes: WARC, WACZ, exports, also packed."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from archive.errors import ImportRefused
from archive.exchange.drafts import draft
from archive.exchange.export_import import Wishes, import_export
from archive.exchange.form import HEAD, Form, form_of
from archive.exchange.report import ImportReport
from archive.exchange.wacz import is_warc
from archive.exchange.warc_import import import_file as import_warc
from archive.exchange.zipped import SMALL, open_zip, refusal
from archive.store.catalogue import Catalogue
from archive.store.intake import Progress
from archive.store.segment import explain
from archive.store.warc import WarcStore

_GROWTH = 60  # what a packed export may unpack to, as a multiple of the file: markup repeats itself
_PIECE = 1024 * 1024
_EXPORTS = (Form.BLOGGER, Form.WXR)
_MEMBERS = (".atom", ".xml")
_MOST_FILES = 1000


def form_of_file(path: Path) -> Form:
    """What a file is. Raises ImportRefused when it can't be read."""
    try:
        if path.exists() and not path.is_file():
            raise ImportRefused(
                str(path), "it is no ordinary file"
            )  # to open a pipe would wait for its writer
        with path.open("rb") as file:
            return form_of(file.read(HEAD))
    except OSError as error:
        raise ImportRefused(str(path), error.strerror or "it can't be read") from None


def files_of(path: Path) -> list[Path]:
    """The file, or the exports in a folder as Takeout unpacks it. Raises ImportRefused for a folder without any."""
    try:
        if not path.is_dir():
            return [path]
    except OSError as error:  # a name that is too long
        raise ImportRefused(str(path), error.strerror or "it can't be read") from None
    found = [each for each in sorted(path.rglob("feed.atom")) if each.is_file() and not each.is_symlink()]
    if not found:
        raise ImportRefused(str(path), "it is a folder, and there is no feed.atom of Takeout in it")
    return found[:_MOST_FILES]


def import_file(
    path: Path,
    catalogue: Catalogue,
    store: WarcStore,
    *,
    wishes: Wishes = Wishes(),  # noqa: B008 -- frozen
    on_progress: Progress | None = None,
) -> ImportReport:
    """Take in a file. For the holder of the archive's role.

    WARC and WACZ as ``warc_import`` says, exports as ``export_import``; a zip file may hold several of these. Raises
    ImportRefused when there is nothing to take, and DiskFull and NotWritable.
    """
    form = form_of_file(path)
    if form is Form.ZIP and not _is_wacz(path):
        return _from_zip(path, catalogue, store, wishes, on_progress)
    if form is Form.GZIP:
        return _from_gzip(path, catalogue, store, wishes, on_progress)
    if form in _EXPORTS:
        report = ImportReport(str(path))
        import_export(
            path, path.name[:200], form, catalogue, store, report, wishes=wishes, on_progress=on_progress
        )
        return report
    if form in (Form.OPML, Form.FEED) or (form is Form.UNKNOWN and path.stat().st_size):
        raise ImportRefused(str(path), f"it is {form}")
    return import_warc(path, catalogue, store, on_progress=on_progress)


def _is_wacz(path: Path) -> bool:
    with open_zip(path, _GROWTH) as zipped:
        return any(map(is_warc, zipped.members))


def _from_zip(
    path: Path, catalogue: Catalogue, store: WarcStore, wishes: Wishes, on_progress: Progress | None
) -> ImportReport:
    report = ImportReport(str(path), export=True)
    with open_zip(path, _GROWTH) as zipped:
        members = [one for one in zipped.members if one.filename.lower().endswith(_MEMBERS)]
        for member in members[:_MOST_FILES]:
            name = f"{path.name}, {member.filename}"[:200]
            reason = refusal(member)
            if reason is not None:
                report.refuse(repr(member.filename[:200]), reason)
                continue
            if member.file_size > max(SMALL, path.stat().st_size * _GROWTH):
                report.refuse(member.filename[:200], f"it unpacks to more than {_GROWTH} times the zip file")
                continue
            with draft(store, "unpacked") as unpacked:
                with unpacked.open("xb") as target:
                    zipped.copy(member, target)
                _member(unpacked, name, catalogue, store, report, wishes, on_progress)
            if report.stopped:
                break
    if not (report.taken or report.held or report.known or report.stopped):
        why = "; ".join(f"{what}: {reason}" for what, reason in report.refused[:3])
        found = f"nothing in it could be taken ({why})" if why else "there is no export of a blog in it"
        raise ImportRefused(str(path), found)
    return report


def _member(
    unpacked: Path,
    name: str,
    catalogue: Catalogue,
    store: WarcStore,
    report: ImportReport,
    wishes: Wishes,
    on_progress: Progress | None,
) -> None:
    form = form_of_file(unpacked)
    if form not in _EXPORTS:
        return  # a theme, a list of something else
    try:
        import_export(unpacked, name, form, catalogue, store, report, wishes=wishes, on_progress=on_progress)
    except ImportRefused as refused:
        report.refuse(name, refused.reason)


def _from_gzip(
    path: Path, catalogue: Catalogue, store: WarcStore, wishes: Wishes, on_progress: Progress | None
) -> ImportReport:
    report = ImportReport(str(path))
    with draft(store, "unpacked") as unpacked:
        try:
            with path.open("rb") as source, unpacked.open("xb") as target:
                for piece in _gunzipped(source, path):
                    target.write(piece)
        except OSError as error:
            raise explain(store.folder, error) from error
        form = form_of_file(unpacked)
        if form not in _EXPORTS:
            raise ImportRefused(str(path), f"what is packed in it is {form}")
        name = path.name[:200]
        import_export(unpacked, name, form, catalogue, store, report, wishes=wishes, on_progress=on_progress)
    return report


def _gunzipped(source: BinaryIO, path: Path) -> Iterator[bytes]:
    room = max(SMALL, path.stat().st_size * _GROWTH)
    unpack = zlib.decompressobj(16 + zlib.MAX_WBITS)
    while piece := source.read(_PIECE):
        while piece:
            try:
                plain = unpack.decompress(piece, _PIECE)
            except zlib.error:
                raise ImportRefused(str(path), "its gzip data is broken") from None
            room -= len(plain)
            if room < 0:
                raise ImportRefused(str(path), f"it unpacks to more than {_GROWTH} times its size")
            yield plain
            piece = unpack.unconsumed_tail
            if unpack.eof:
                return
