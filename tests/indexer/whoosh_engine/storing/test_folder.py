"""The index's folder: whose it is, which generation is live, and what a failure leaves."""

from __future__ import annotations

import errno
import os
import pickle
import shutil
from pathlib import Path

import orjson
import pytest
from whoosh import fields, index

from archive.errors import BackfileError, NotWritable
from indexer.errors import IndexOutdated, IndexUnreadable, NotOurIndex
from indexer.model import Batch, Query
from indexer.whoosh_engine.engine import WhooshEngine
from indexer.whoosh_engine.storing.folder import IndexFolder, writing
from tests.conftest import MovableClock
from tests.indexer.made_up import a_document


class Trap:
    """Unpickling this leaves a mark."""

    def __init__(self, mark: Path) -> None:
        self.mark = mark

    def __reduce__(self) -> tuple[object, tuple[str, int]]:
        return os.open, (str(self.mark), os.O_CREAT | os.O_WRONLY)


@pytest.fixture
def engine(tmp_path: Path, clock: MovableClock) -> WhooshEngine:
    opened = WhooshEngine.open(tmp_path / "index")
    opened.apply(Batch(put=(a_document("one", "first words"),)), checkpoint=3)
    return opened


def live(tmp_path: Path) -> Path:
    return tmp_path / "index" / (tmp_path / "index" / "CURRENT").read_text()


def test_a_foreign_index_is_never_opened(tmp_path: Path, clock: MovableClock) -> None:
    folder = tmp_path / "index" / "000009"
    folder.mkdir(parents=True)
    (tmp_path / "index" / "CURRENT").write_text("000009")
    index.create_in(str(folder), fields.Schema(text=fields.TEXT))
    mark = tmp_path / "executed"
    (folder / "_MAIN_1.toc").write_bytes(pickle.dumps(Trap(mark)))
    foreign = WhooshEngine.open(tmp_path / "index")
    with pytest.raises(NotOurIndex, match="not written by Backfile"):
        foreign.search(Query("x"))
    with pytest.raises(NotOurIndex):
        foreign.apply(Batch(), checkpoint=1)
    assert foreign.checkpoint() == 0
    assert not mark.exists()


def test_another_form_is_told_with_the_way_out(
    engine: WhooshEngine, tmp_path: Path, clock: MovableClock
) -> None:
    mark = live(tmp_path) / "BACKFILE"
    mark.write_bytes(orjson.dumps(orjson.loads(mark.read_bytes()) | {"form": 0}))
    newer = WhooshEngine.open(tmp_path / "index")
    with pytest.raises(IndexOutdated, match="backfile index --rebuild"):
        newer.count()
    assert newer.checkpoint() == 0  # so that sync is asked to work, and rebuilds


def test_a_damaged_index_is_told(engine: WhooshEngine, tmp_path: Path, clock: MovableClock) -> None:
    toc = next(live(tmp_path).glob("*.toc"))
    toc.write_bytes(toc.read_bytes()[:200])
    with pytest.raises(IndexUnreadable, match="backfile index --rebuild"):
        WhooshEngine.open(tmp_path / "index").count()


def test_damaged_postings_and_documents_are_told(
    engine: WhooshEngine, tmp_path: Path, clock: MovableClock
) -> None:
    segment = next(live(tmp_path).glob("*.seg"))
    content = bytearray(segment.read_bytes())
    packed = content.index(b"x\x01")  # where the zlib stream of the Document begins
    content[packed : packed + 40] = bytes(40)
    segment.write_bytes(content)
    with pytest.raises(IndexUnreadable):
        WhooshEngine.open(tmp_path / "index").get("one")


def test_what_is_built_beside_is_not_seen_until_it_is_adopted(
    engine: WhooshEngine, tmp_path: Path, clock: MovableClock
) -> None:
    reader = WhooshEngine.open(tmp_path / "index")
    assert reader.count() == 1
    old = live(tmp_path)
    fresh = engine.beside("0 ")
    fresh.apply(
        Batch(put=(a_document("two", "second words"), a_document("three", "third words"))), checkpoint=9
    )
    assert (fresh.count(), reader.count(), reader.checkpoint()) == (2, 1, 3)
    engine.adopt(fresh)
    assert (reader.count(), reader.checkpoint(), engine.count(), fresh.count()) == (2, 9, 2, 2)
    assert not old.exists()


def test_an_interrupted_rebuild_is_cleared_by_the_next(engine: WhooshEngine, tmp_path: Path) -> None:
    engine.beside("0 ")
    engine.beside("0 ")
    assert len([path for path in (tmp_path / "index").iterdir() if path.is_dir()]) == 2
    assert engine.count() == 1


def test_a_reader_keeps_its_snapshot_when_its_folder_goes(engine: WhooshEngine, tmp_path: Path) -> None:
    edition = engine.edition()
    shutil.rmtree(live(tmp_path))
    (part,) = edition.parts
    assert part.segment.document(0).id == "one"


def test_a_folder_that_cannot_be_written_is_told(unwritable: Path) -> None:
    with pytest.raises(NotWritable):
        WhooshEngine.open(unwritable / "index").apply(Batch(), checkpoint=1)


def test_a_file_where_the_folder_should_be_is_told(tmp_path: Path, clock: MovableClock) -> None:
    (tmp_path / "index").write_text("")
    with pytest.raises(BackfileError):
        WhooshEngine.open(tmp_path / "index").apply(Batch(), checkpoint=1)


def test_a_full_disk_has_its_own_word(tmp_path: Path) -> None:
    with pytest.raises(BackfileError, match="is full"), writing(tmp_path):
        raise OSError(errno.ENOSPC, "No space left on device")


def test_a_failed_commit_leaves_nothing_and_frees_the_lock(engine: WhooshEngine) -> None:
    broken = a_document("broken", "x", labels=(None,))  # what no analysis takes
    with pytest.raises(TypeError):
        engine.apply(Batch(put=(a_document("two", "second"), broken)), checkpoint=4)
    assert (engine.count(), engine.checkpoint()) == (1, 3)
    engine.apply(Batch(put=(a_document("two", "second"),)), checkpoint=4)
    assert (engine.count(), engine.checkpoint()) == (2, 4)


def test_the_current_name_is_read_strictly(tmp_path: Path) -> None:
    folder = IndexFolder(tmp_path)
    assert folder.current() is None
    (tmp_path / "CURRENT").write_text("")
    assert folder.current() is None


def test_a_name_that_is_none_is_told_and_a_rebuild_heals_it(engine: WhooshEngine, tmp_path: Path) -> None:
    (tmp_path / "index" / "CURRENT").write_bytes(b"\xb000001")
    with pytest.raises(IndexUnreadable):
        engine.count()
    fresh = engine.beside("0 ")
    fresh.apply(Batch((a_document("two", "words"),)), checkpoint=4)
    engine.adopt(fresh)
    assert list(engine.ids()) == ["two"]
    assert engine.problems() == []
