"""Copies through commits, merges and takedowns: what is folded is a matter of the texts, not of how they came in."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from indexer.model import Batch, Document, Query, Sort
from indexer.whoosh_engine.engine import WhooshEngine
from tests.indexer.made_up import a_document, on
from tests.indexer.prose import prose, syndicated


class Hiding:
    """What is hidden, changed at will."""

    def __init__(self) -> None:
        self.pages: frozenset[str] = frozenset()

    def mark(self) -> object:
        return sorted(self.pages)

    def hidden_pages(self) -> frozenset[str]:
        return self.pages


def made(texts: int) -> list[Document]:
    """Of each text an original and up to three copies, some of them edited a good deal."""
    chance = random.Random(3)  # noqa: S311  (repeatable, not secret)
    found = []
    for text in range(texts):
        words = prose(text, 24)
        for copy in range(1 + text % 4):
            said = syndicated(words, f"Site {copy}") if copy else words
            cut = said.split(" ")[: len(said.split(" ")) - copy * chance.randint(0, 60)]
            found.append(
                a_document(
                    f"t{text:02}c{copy}", " ".join(cut), published=on(2024, 1 + copy), source=f"Pier {copy}"
                )
            )
    return found


def folds(engine: WhooshEngine) -> list[tuple[str, list[str]]]:
    hits = engine.search(Query(sort=Sort.OLDEST, per_page=100)).hits
    return [(hit.document.id, [copy.id for copy in hit.copies]) for hit in hits]


@pytest.mark.parametrize("seed", range(3))
def test_the_same_whatever_the_order_and_the_segments(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311
    documents = made(24)
    whole = WhooshEngine.open(tmp_path / "whole")
    whole.apply(Batch(put=tuple(documents)), checkpoint=1)
    chance.shuffle(documents)
    pieces = WhooshEngine.open(tmp_path / "pieces")
    while documents:
        some, documents = (
            documents[: chance.randint(1, 6)],
            documents[chance.randint(0, 5) :],
        )  # some come twice
        pieces.apply(Batch(put=tuple(some)), checkpoint=1)
        folds(pieces)  # a reader that looks on keeps what it found
        if chance.random() < 0.2:
            pieces.forget()  # merges
    missing = [document for document in made(24) if pieces.get(document.id) is None]
    pieces.apply(Batch(put=tuple(missing)), checkpoint=2)
    assert folds(pieces) == folds(whole)
    assert folds(WhooshEngine.open(tmp_path / "pieces")) == folds(whole)
    assert any(copies for _, copies in folds(whole))


def test_what_is_hidden_folds_nothing_away_and_is_named_nowhere(tmp_path: Path) -> None:
    hiding = Hiding()
    engine = WhooshEngine.open(tmp_path, hiding)
    engine.apply(
        Batch(put=tuple(a_document(name, prose(1), source=f"Pier {name}") for name in "abc")), checkpoint=1
    )
    assert folds(engine) == [("a", ["b", "c"])]
    hiding.pages = frozenset("a")
    assert folds(engine) == [("b", ["c"])]
    assert [copy.id for copy in engine.copies("b")] == ["c"]
    assert engine.copies("a") == []
    assert engine.search(Query()).folded == 1
    hiding.pages = frozenset("ab")
    assert (folds(engine), engine.search(Query()).folded) == ([("c", [])], 0)
    hiding.pages = frozenset()
    assert folds(engine) == [("a", ["b", "c"])]


def test_a_crowd_is_one_text_before_a_merge_and_after_it(tmp_path: Path) -> None:
    """Past the bound to which all are paired, and below it again."""
    documents = [a_document(f"n{at:03}", prose(1), source=f"Pier {at}") for at in range(120)]
    engine = WhooshEngine.open(tmp_path)
    engine.apply(Batch(put=tuple(documents)), checkpoint=1)
    assert engine.search(Query()).hits[0].copied == 119
    engine.apply(Batch(delete=tuple(document.id for document in documents[10:])), checkpoint=2)
    assert [len(copies) for _, copies in folds(engine)] == [9]
    engine.forget()
    assert [len(copies) for _, copies in folds(engine)] == [9]
