"""WARC and WACZ files of others taken into the archive: kept byte for byte where they are sound, and catalogued."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from archive.errors import ImportRefused
from archive.exchange.drafts import draft
from archive.exchange.report import ImportReport
from archive.exchange.retelling import Retelling
from archive.exchange.rewriting import Rewritten, rewrite_sound, rewrite_stream
from archive.exchange.wacz import open_wacz
from archive.store.catalogue import Catalogue
from archive.store.intake import Progress, Taken, damage_words, take_in
from archive.store.member import ENDS_EARLY, SharedMember, drain
from archive.store.scan import Damage, scan
from archive.store.seal import seal_file
from archive.store.segment import explain
from archive.store.sums import sha256_of
from archive.store.warc import WarcStore

_GZIP = b"\x1f\x8b"
_WARC = b"WARC/"
_ZIP = b"PK\x03\x04"
_ARC = b"filedesc:"


def import_file(
    path: Path, catalogue: Catalogue, store: WarcStore, *, on_progress: Progress | None = None
) -> ImportReport:
    """Take in a ``.warc``, ``.warc.gz`` or ``.wacz`` file, known by its content. For the holder of the archive's role.

    A file with one gzip member per record is kept as it is; any other is rewritten to that form, records unchanged. A
    damaged one loses only what is damaged; a response that breaks off is kept as far as it goes, marked so. Taken twice,
    nothing is doubled. Can be cut off at any point and done again. ``on_progress`` is called with bytes done and total.
    Raises ImportRefused when there is nothing to take, and DiskFull and NotWritable.
    """
    report = ImportReport(str(path))
    try:
        magic = _magic(path)
        if magic.startswith(_ZIP):
            _import_wacz(path, catalogue, store, report, on_progress)
        else:
            _import_warc(path, magic, catalogue, store, report, on_progress)
    except OSError as error:
        raise explain(store.folder, error) from error
    report.already = report.already and not report.taken
    return report


def _magic(path: Path) -> bytes:
    if path.exists() and not (path.is_file() or path.is_dir()):
        raise ImportRefused(str(path), "it is no ordinary file")  # to open a pipe would wait for its writer
    try:
        with path.open("rb") as file:
            return file.read(16)
    except OSError as error:
        raise ImportRefused(str(path), error.strerror or "it can't be read") from None


def _import_wacz(
    path: Path, catalogue: Catalogue, store: WarcStore, report: ImportReport, on_progress: Progress | None
) -> None:
    with open_wacz(path) as wacz:
        report.refused += wacz.refused
        done, alike = 0, 0
        names: set[str] = set()
        for member in wacz.warcs:
            with draft(store, "unpacked") as unpacked:
                with unpacked.open("xb") as target:
                    wacz.copy(member, target)
                shifted = _shifted(on_progress, done, wacz.size)
                label = f"{path}, {member.filename[:200]}"
                try:
                    magic = _magic(unpacked)
                    names.add(_import_warc(unpacked, magic, catalogue, store, report, shifted, label))
                except ImportRefused as refused:
                    report.refused.append((member.filename[:200], refused.reason))
            done += member.file_size
            alike += report.already
            report.already = False
        report.already = 0 < alike == len(wacz.warcs)
        report.notices += Retelling(wacz, catalogue, store, names).apply()
        report.notices += wacz.notices
    if not report.taken and not report.known and not report.already:
        why = "; ".join(f"{what}: {reason}" for what, reason in report.refused[:3])
        raise ImportRefused(str(path), f"there is nothing in it to take ({why or 'no captures'})")


def _shifted(on_progress: Progress | None, done: int, total: int) -> Progress | None:
    if on_progress is None:
        return None
    return lambda now, _: on_progress(min(done + now, total), total)


def _import_warc(
    path: Path,
    magic: bytes,
    catalogue: Catalogue,
    store: WarcStore,
    report: ImportReport,
    on_progress: Progress | None,
    label: str | None = None,
) -> str:
    """One WARC file into a segment of its own, whose name comes from its bytes (and is returned): the same file is known
    again."""
    label = label or str(path)
    if not magic.startswith((_GZIP, _WARC)):
        kind = (
            "an ARC file, the form before WARC; convert it first, for instance with `warcio recompress`"
            if magic.startswith(_ARC)
            else "no WARC file"
        )
        raise ImportRefused(label, f"it is {kind}" if magic else "it is empty")
    name = f"import-{sha256_of(path)[:24]}.warc.gz"
    known = catalogue.segments.get(name)
    if known is not None and known.sealed:
        report.already = True
        return name
    with draft(store, name) as target:
        rewritten = _prepare(path, target, packed=magic.startswith(_GZIP))
        if not rewritten.records and not rewritten.clipped_kept:
            words = "; ".join(damage_words(rewritten.damages)) or "it holds no records"
            raise ImportRefused(label, f"there is no whole WARC record in it ({words})")
        _place(target, name, store)
    taken = take_in(store.folder / name, name, catalogue, on_progress=on_progress)
    _settle(name, taken, catalogue, store, report, label)
    if rewritten.damages:
        report.broken = _broken(label, rewritten, taken)
    return name


def _prepare(source: Path, target: Path, *, packed: bool) -> Rewritten:
    """The file in the form that we keep: as it is where that will do."""
    if not packed:
        return rewrite_stream(source, target, packed=False)
    spans: list[tuple[int, int]] = []
    damages: list[Damage] = []
    try:
        for one in scan(source, lambda _, content: drain(content)):
            if isinstance(one, Damage):
                damages.append(one)
            else:
                spans.append((one.offset, one.length))
    except SharedMember:
        return rewrite_stream(source, target, packed=True)
    if any(damage.reason == ENDS_EARLY for damage in damages):
        # Some writers let a record go over several members.
        rewritten = rewrite_stream(source, target, packed=True)
        if rewritten.records > len(spans):
            return rewritten
        target.unlink()
    return rewrite_sound(source, target, spans, damages)


def _place(target: Path, name: str, store: WarcStore) -> None:
    descriptor = os.open(target, os.O_RDONLY | os.O_CLOEXEC)
    try:
        store.disk.sync(descriptor)
    finally:
        os.close(descriptor)
    store.disk.rename(target, store.folder / name)
    store.disk.sync_folder(store.folder)


def _settle(
    name: str, taken: Taken, catalogue: Catalogue, store: WarcStore, report: ImportReport, label: str
) -> None:
    """Seal the segment, or take it away when it brought nothing new."""
    report.add(taken)
    path = store.folder / name
    if taken.captures or any(True for _ in _captures_in(name, taken, catalogue)):
        seal_file(store.folder, name, path.stat().st_size, catalogue.segments, store.disk)
        return
    path.unlink()
    if taken.known:
        report.already = True
        return
    why = "; ".join(dict.fromkeys(reason for _, reason in taken.refused))
    raise ImportRefused(label, f"it holds no capture that can be taken{f' ({why[:300]})' if why else ''}")


def _captures_in(name: str, taken: Taken, catalogue: Catalogue) -> Iterator[int]:
    """Captures that an earlier, cut-off import of this file left in the catalogue."""
    if taken.known:
        yield from (one.id for one in catalogue.captures.iterate() if one.locator.filename == name)


def _broken(label: str, rewritten: Rewritten, taken: Taken) -> str:
    where = " (counted in its unpacked bytes)" if rewritten.unpacked else ""
    clipped = (
        "; the response that breaks off there was kept as far as it goes" if rewritten.clipped_kept else ""
    )
    return (
        f"{label} is damaged: {'; '.join(damage_words(rewritten.damages))}{where}{clipped}. "
        f"{taken.captures} {'capture was' if taken.captures == 1 else 'captures were'} taken."
    )
