"""No byte of the index can change without a word."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from indexer.errors import IndexProblem
from indexer.model import Batch
from indexer.whoosh_engine.engine import WhooshEngine
from indexer.whoosh_engine.storing.digests import parse, text_of
from tests.indexer.made_up import a_document


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "index"


@pytest.fixture
def engine(folder: Path) -> WhooshEngine:
    """Three commits, with a deletion among them."""
    opened = WhooshEngine.open(folder)
    for number in range(3):
        documents = tuple(a_document(f"{number}-{n}", f"words of harbour {n}") for n in range(3))
        opened.apply(Batch(documents, ("0-1",) if number else ()), checkpoint=number + 1)
    return opened


def found(folder: Path) -> bool:
    """Whether a process that looks now is told."""
    try:
        return bool(WhooshEngine.open(folder).problems())
    except IndexProblem:
        return True


def test_a_sound_index(engine: WhooshEngine, folder: Path) -> None:
    assert engine.problems() == []
    assert [path.name for path in folder.glob("*/*.sums")] == ["_MAIN_3.sums"]


def test_no_index(tmp_path: Path) -> None:
    assert WhooshEngine.open(tmp_path / "none").problems() == []


def test_any_flipped_bit_is_found(engine: WhooshEngine, folder: Path) -> None:
    chance = random.Random(3)  # noqa: S311 -- which bits to flip
    files = [path for path in folder.rglob("*") if path.is_file() and path.stat().st_size]
    assert {path.name for path in files} >= {"CURRENT", "BACKFILE", "_MAIN_3.toc", "_MAIN_3.sums"}
    for path in files:
        good = path.read_bytes()
        for bit in chance.sample(range(8 * len(good)), min(20, 8 * len(good))):
            bad = bytearray(good)
            bad[bit // 8] ^= 1 << bit % 8
            path.write_bytes(bad)
            assert found(folder), (path, bit)
        path.write_bytes(good)
    assert not found(folder)


def test_a_list_that_is_missing(engine: WhooshEngine, folder: Path) -> None:
    (path,) = folder.glob("*/*.sums")
    path.unlink()
    assert "missing" in engine.problems()[0][1]
    engine.apply(Batch((a_document("new", "words"),)), checkpoint=9)
    assert engine.problems() == [], "the next commit makes it again"


def test_a_commit_that_was_cut_off_before_its_renaming(engine: WhooshEngine, folder: Path) -> None:
    (path,) = folder.glob("*/*.sums")
    path.with_name("_MAIN_4.sums").write_text(text_of({"_MAIN_4.toc": "0" * 64}))
    assert engine.problems() == []


def test_a_list_reads_back() -> None:
    digests = {"b": "1" * 64, "a": "2" * 64}
    assert parse(text_of(digests).encode()) == digests
    assert parse(text_of(digests).encode()[:-1]) is None
    assert parse(b"") is None
    assert parse(b"\xff") is None
