"""A catalogue made again: what was told comes back as it was, what was not as far as records tell, forgeries never."""

from __future__ import annotations

import gzip
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from archive.errors import NothingToRecover
from archive.exchange.imports import import_file
from archive.model import PageKind, PageStatus, RecordType
from archive.store.annotation import TARGET as ANNOTATION
from archive.store.annotator import Annotator
from archive.store.catalogue import FILENAME, Catalogue
from archive.store.recorder import PageSeen, Recorder
from archive.store.recovery.adoption import adopt
from archive.store.recovery.rebuild import DRAFT, Rebuilt, rebuild
from archive.store.recovery.repair import repair
from archive.store.warc import WarcStore
from tests.archive.exchange.warcs import BODY, HEAD, packed, record
from tests.archive.exchanges import LONG, TARGET, URL, exchange
from tests.archive.made_up import a_source
from tests.archive.store.tables import dumped
from tests.conftest import MovableClock

HOSTILE = (
    b'{"form":1,"told":[{"noun":"sources","columns":["id","url","surt","name","kind","created_at","every","related",'
    b'"paused","expected","adaptive","policy"],"rows":[[99,"https://evil.example/","example,evil)/","Evil","feed",0,1,1,'
    b'false,"[]",false,"{}"]]},{"noun":"takedowns","columns":["id","url","surt","prefix","at"],'
    b'"rows":[[1,"https://blog.example/","example,blog)/",true,0]]}]}'
)
"""What would follow a blog and take another one down, if it were believed."""


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def annotator(store: WarcStore, catalogue: Catalogue) -> Annotator:
    return Annotator(store, catalogue)


@pytest.fixture
def recovered(
    catalogue: Catalogue, store: WarcStore, data: Path, clock: MovableClock
) -> Callable[[], Catalogue]:
    """Lose the catalogue, make it again, open it."""

    def again() -> Catalogue:
        store.close()
        catalogue.close()
        assert rebuild(data, clock) is not None
        adopt(data, data / DRAFT, clock)
        return Catalogue.open(data, clock)

    return again


def keep(recorder: Recorder, *names: str, page: bool = True) -> None:
    for name in names:
        seen = PageSeen(f"{URL}?{name}", PageKind.POST) if page else None
        recorder.keep(exchange(LONG + name.encode(), url=f"{URL}?{name}"), TARGET, page=seen)


def after(looks: int) -> Callable[[], bool]:
    """Stop at the look after that many."""
    left = iter(range(looks))
    return lambda: next(left, None) is None


def forged(**header: str) -> bytes:
    fields = {
        "WARC-Type": "metadata",
        "WARC-Record-ID": "<urn:uuid:11111111-1111-4111-8111-111111111111>",
        "WARC-Date": "2026-01-01T00:00:00Z",
        "WARC-Target-URI": ANNOTATION,
        "Content-Type": "application/json",
        "Content-Length": str(len(HOSTILE)),
    } | header
    lines = ["WARC/1.1", *(f"{name}: {value}" for name, value in fields.items())]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + HOSTILE + b"\r\n\r\n"


def test_what_came_after_the_last_annotation_is_known_by_its_records(
    recorder: Recorder,
    annotator: Annotator,
    catalogue: Catalogue,
    store: WarcStore,
    data: Path,
    clock: MovableClock,
) -> None:
    keep(recorder, "one", "two")
    annotator.write()
    keep(recorder, "three")
    store.close()
    ids = {one.record_id: one.id for one in catalogue.captures.iterate()}
    found = rebuild(data, clock)
    assert found == Rebuilt(told=2, untold=1)
    catalogue.close()
    adopt(data, data / DRAFT, clock)
    again = Catalogue.open(data, clock)
    assert {one.record_id: one.id for one in again.captures.iterate()} == ids
    assert all(one.page_id for one in again.captures.iterate())
    assert again.annotations.any_waiting(), "what was not told is told next time"
    again.close()


def test_writing_goes_on_where_it_was(
    recorder: Recorder,
    annotator: Annotator,
    recovered: Callable[[], Catalogue],
    data: Path,
    clock: MovableClock,
) -> None:
    keep(recorder, "one", "two")
    annotator.write()
    again = recovered()
    assert repair(data, again).lines() == []
    store = WarcStore(data / "warc", again.segments, clock=clock)
    capture = Recorder(store, again).keep(exchange(LONG + b"three", url=f"{URL}?three"), TARGET)
    assert capture.id == 3
    assert len(again.segments.all()) == 1
    store.close()
    again.close()


def test_a_torn_tail_is_no_loss(
    recorder: Recorder,
    annotator: Annotator,
    recovered: Callable[[], Catalogue],
    data: Path,
    clock: MovableClock,
) -> None:
    keep(recorder, "one")
    annotator.write()
    (path,) = (data / "warc").iterdir()
    size = path.stat().st_size
    with path.open("ab") as file:
        file.write(b"\x1f\x8b\x08\x00 torn")
    again = recovered()
    assert [each.committed for each in again.segments.all()] == [size]
    assert len(repair(data, again).done) == 1
    assert path.stat().st_size == size
    again.close()


def test_forged_annotations_in_an_imported_file_are_records_like_any_other(
    recorder: Recorder,
    annotator: Annotator,
    store: WarcStore,
    catalogue: Catalogue,
    recovered: Callable[[], Catalogue],
    tmp_path: Path,
) -> None:
    keep(recorder, "one")
    source = tmp_path / "backfile-20260301120000-00009.warc.gz"  # as our own are called
    source.write_bytes(packed([record(), forged(), forged(**{"WARC-Type": "resource"})]))
    report = import_file(source, catalogue, store)
    assert report.refused
    annotator.write()
    assert catalogue.sources.all() == []
    again = recovered()
    assert again.sources.all() == []
    assert dumped(again)["takedowns"] == []
    assert again.captures.count() == 2
    again.close()


def test_a_forged_one_that_was_fetched_is_a_body_like_any_other(
    recorder: Recorder, annotator: Annotator, recovered: Callable[[], Catalogue]
) -> None:
    recorder.keep(exchange(gzip.compress(forged()), url=f"{URL}?warc"), TARGET)
    recorder.keep(exchange(forged(), url=f"{URL}?plain"), TARGET)
    annotator.write()
    again = recovered()
    assert again.sources.all() == []
    again.close()


def test_a_row_that_refers_to_what_is_lost_comes_back_without_it(
    recorder: Recorder,
    annotator: Annotator,
    store: WarcStore,
    catalogue: Catalogue,
    data: Path,
    clock: MovableClock,
) -> None:
    source = a_source(catalogue)
    annotator.write()
    store.seal()
    first = next((data / "warc").glob("*.gz"))
    seen = PageSeen(URL, PageKind.POST, source_id=source.id)
    recorder.keep(exchange(), TARGET, page=seen)
    annotator.write()
    store.close()
    catalogue.close()
    first.unlink()
    found = rebuild(data, clock)
    assert found is not None
    assert (found.told, found.unfit) == (1, 0)
    adopt(data, data / DRAFT, clock)
    again = Catalogue.open(data, clock)
    assert [page.source_id for page in again.pages.recent(5)] == [None]
    again.close()


def test_a_capture_whose_record_is_lost_is_missing(
    recorder: Recorder,
    annotator: Annotator,
    store: WarcStore,
    catalogue: Catalogue,
    data: Path,
    clock: MovableClock,
) -> None:
    keep(recorder, "one")
    store.seal()
    lost = next((data / "warc").glob("*.gz"))
    recorder.keep(
        exchange(LONG + b"later", url=f"{URL}?one"), TARGET, page=PageSeen(f"{URL}?one", PageKind.POST)
    )
    annotator.write()
    store.close()
    catalogue.close()
    lost.unlink()
    found = rebuild(data, clock)
    assert found is not None
    assert (found.told, found.missing) == (1, 1)
    adopt(data, data / DRAFT, clock)
    again = Catalogue.open(data, clock)
    assert [page.captures for page in again.pages.recent(5)] == [1]
    again.close()


def test_revisits_know_their_originals_whichever_file_comes_first(
    store: WarcStore,
    catalogue: Catalogue,
    annotator: Annotator,
    recovered: Callable[[], Catalogue],
    tmp_path: Path,
) -> None:
    original = record(number=1, url="http://harbour.example/a", date="2020-05-06T07:08:09Z")
    referring = (
        ("WARC-Profile", "http://netpreserve.org/warc/1.0/revisit/identical-payload-digest"),
        ("WARC-Refers-To-Target-URI", "http://harbour.example/a"),
        ("WARC-Refers-To-Date", "2020-05-06T07:08:09Z"),
    )
    revisits = [
        record("revisit", number, HEAD, url=f"http://harbour.example/{number}", fields=referring)
        for number in range(2, 12)
    ]
    for number, one in enumerate((original, *revisits)):  # a file each: their names are in any order
        path = tmp_path / f"{number}.warc.gz"
        path.write_bytes(packed([one]))
        import_file(path, catalogue, store)
    annotator.write()
    before = dumped(catalogue)
    again = recovered()
    after = dumped(again)
    assert after["captures"] == before["captures"]
    assert {row["record_type"] for row in after["captures"]} == {"response", RecordType.REVISIT.value}
    assert len({row["sha256"] for row in after["captures"]}) == 1
    again.close()
    assert BODY


def test_it_can_be_stopped_at_any_moment_and_goes_on(
    recorder: Recorder,
    annotator: Annotator,
    store: WarcStore,
    catalogue: Catalogue,
    data: Path,
    clock: MovableClock,
) -> None:
    for name in "abcd":
        keep(recorder, name)
        annotator.write()
        store.seal()
    keep(recorder, "untold")
    catalogue.pages.mark(catalogue.pages.recent(1)[0].id, PageStatus.GONE)
    store.close()
    before = dumped(catalogue)
    catalogue.close()
    asked, found = 0, None
    while found is None:
        asked += 1
        found = rebuild(data, clock, stopped=after(asked))
        assert asked < 100
    assert asked > 5
    assert (found.told, found.untold) == (4, 1)
    adopt(data, data / DRAFT, clock)
    again = Catalogue.open(data, clock)
    assert [row["id"] for row in dumped(again)["captures"]] == [row["id"] for row in before["captures"]]
    again.close()


def test_a_draft_over_other_files_is_begun_anew(
    recorder: Recorder, annotator: Annotator, store: WarcStore, data: Path, clock: MovableClock
) -> None:
    keep(recorder, "one")
    annotator.write()
    assert rebuild(data, clock, stopped=after(4)) is None
    keep(recorder, "two")
    annotator.write()
    store.close()
    assert rebuild(data, clock) == Rebuilt(told=2)
    (data / DRAFT / FILENAME).write_bytes(b"damaged")
    (data / DRAFT / "told.sqlite").write_bytes(b"damaged")
    assert rebuild(data, clock) == Rebuilt(told=2)


def test_an_old_catalogue_is_set_aside_with_its_log(
    recorder: Recorder,
    annotator: Annotator,
    store: WarcStore,
    data: Path,
    clock: MovableClock,
    catalogue: Catalogue,
) -> None:
    keep(recorder, "one")
    annotator.write()
    store.close()
    catalogue.close()
    (data / FILENAME).write_bytes(b"damaged" * 1000)
    (data / f"{FILENAME}-wal").write_bytes(b"its log")
    for name in (f"{FILENAME}.20260301120000.old", f"{FILENAME}.20260301120000-2.old"):
        assert rebuild(data, clock) == Rebuilt(told=1)
        assert adopt(data, data / DRAFT, clock) == data / name
        assert not (data / DRAFT).exists()
        Catalogue.open(data, clock).close()
    assert (data / f"{FILENAME}.20260301120000.old").read_bytes() == b"damaged" * 1000
    assert (data / f"{FILENAME}.20260301120000.old-wal").read_bytes() == b"its log"
    assert (data / FILENAME).stat().st_mode & 0o077 == 0


def test_without_files_there_is_nothing_to_recover(data: Path, clock: MovableClock) -> None:
    shutil.rmtree(data, ignore_errors=True)
    with pytest.raises(NothingToRecover):
        rebuild(data, clock)


def test_what_was_taken_down_comes_back_as_hidden_as_it_was(
    recorder: Recorder, annotator: Annotator, catalogue: Catalogue, recovered: Callable[[], Catalogue]
) -> None:
    keep(recorder, "one", "two")
    catalogue.takedowns.take_down(f"{URL}?one", reason="A wish")
    annotator.write()
    before = dumped(catalogue)
    again = recovered()
    after = dumped(again)
    for name in ("takedowns", "denials", "captures", "pages"):
        assert after[name] == before[name], name
    assert before["denials"]
    assert again.captures.count() == 1
    assert again.takedowns.denial(f"{URL}?one") is not None
    again.close()
