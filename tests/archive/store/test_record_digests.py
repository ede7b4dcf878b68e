"""Every way in which a record comes into the archive leaves its SHA-256: that of its bytes in the file."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

from archive.digest import digests_of
from archive.exchange.warc_import import import_file
from archive.model import Capture, Facts, PageKind, RecordType
from archive.store.catalogue import Catalogue
from archive.store.conversions import Made
from archive.store.recorder import Recorder
from archive.store.recovery.repair import repair
from archive.store.warc import WarcStore
from tests.archive.exchange.warcs import packed, posts
from tests.archive.exchanges import TARGET, URL, exchange, not_modified
from tests.conftest import MovableClock


def in_file(capture: Capture, store: WarcStore) -> str:
    path = store.path(capture.locator.filename)
    assert path is not None
    where = capture.locator
    return hashlib.sha256(path.read_bytes()[where.offset : where.offset + where.length]).hexdigest()


def assert_all_told(catalogue: Catalogue, store: WarcStore, count: int) -> None:
    kept = list(catalogue.captures.iterate())
    assert len(kept) == count
    assert [one.record_sha256 for one in kept] == [in_file(one, store) for one in kept]


def test_of_what_was_fetched(recorder: Recorder, catalogue: Catalogue, store: WarcStore) -> None:
    first = recorder.keep(exchange(), TARGET)
    again = recorder.keep(exchange(url=f"{URL}?again"), TARGET)
    recorder.keep(not_modified(), TARGET, original=first)
    assert again.record_type is RecordType.REVISIT
    assert_all_told(catalogue, store, 3)


def test_of_what_was_made(recorder: Recorder, catalogue: Catalogue, store: WarcStore, tmp_path: Path) -> None:
    export = tmp_path / "feed.atom"
    export.write_bytes(b"<feed>an export</feed>")
    origin = recorder.conversions.keep_export(export, digests_of(export.read_bytes()), "application/atom+xml")
    made = Made(URL, "urn:uuid:6b1f0000-0000-5000-8000-000000000000", b"<p>Words.", PageKind.POST, Facts())
    recorder.conversions.keep(origin, [made])
    assert_all_told(catalogue, store, 2)


def test_of_what_was_imported(catalogue: Catalogue, store: WarcStore, tmp_path: Path) -> None:
    source = tmp_path / "others.warc.gz"
    source.write_bytes(packed(posts(3)))
    import_file(source, catalogue, store)
    assert_all_told(catalogue, store, 3)


def test_of_what_a_repair_took_in(
    recorder: Recorder, catalogue: Catalogue, store: WarcStore, clock: MovableClock, tmp_path: Path
) -> None:
    recorder.keep(exchange(), TARGET)
    recorder.keep(exchange(url=f"{URL}?again"), TARGET)
    store.seal()
    elsewhere = tmp_path / "elsewhere"
    shutil.copytree(store.folder, elsewhere / "warc")
    fresh = Catalogue.open(elsewhere, clock)
    try:
        repair(elsewhere, fresh)
        digests = {one.record_id: one.record_sha256 for one in catalogue.captures.iterate()}
        assert {one.record_id: one.record_sha256 for one in fresh.captures.iterate()} == digests
    finally:
        fresh.close()
