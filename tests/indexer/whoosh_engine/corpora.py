"""Small collections that never were, in several segments and with deletions, and what can be typed to search them."""

from __future__ import annotations

import random
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from hypothesis import strategies as st

from indexer.model import Batch, Document
from indexer.whoosh_engine.engine import WhooshEngine
from tests.indexer.made_up import a_document

WORDS = (
    "gas",
    "gases",
    "oil",
    "oils",
    "grain",
    "grains",
    "ship",
    "ships",
    "shipping",
    "wind",
    "storm",
    "storms",
)
"""Few, so that they meet in many texts; some share a stem, some only a beginning."""


@dataclass(frozen=True)
class Corpus:
    """Documents by commit, and the ids of those that a last commit deletes."""

    batches: tuple[tuple[Document, ...], ...]
    gone: tuple[str, ...]


@st.composite
def corpora(draw: st.DrawFn) -> Corpus:
    """Texts alone, without titles and names: a document is its words."""
    sizes = draw(st.lists(st.integers(1, 12), min_size=1, max_size=4))
    rng = random.Random(draw(st.integers(0, 2**32)))  # noqa: S311
    batches = tuple(
        tuple(_a_text(rng, f"{batch}-{number}") for number in range(size)) for batch, size in enumerate(sizes)
    )
    ids = [document.id for batch in batches for document in batch]
    return Corpus(batches, tuple(rng.sample(ids, draw(st.integers(0, len(ids) // 3)))))


def _a_text(rng: random.Random, name: str) -> Document:
    words = rng.choices(WORDS, range(len(WORDS), 0, -1), k=rng.randint(1, 30))
    return a_document(name, " ".join(words), title="", source="", lang="en")


@contextmanager
def indexed(corpus: Corpus) -> Iterator[WhooshEngine]:
    """An engine that holds a corpus."""
    with tempfile.TemporaryDirectory() as folder:
        engine = WhooshEngine.open(Path(folder))
        for number, batch in enumerate(corpus.batches):
            engine.apply(Batch(put=batch), checkpoint=number)
        if corpus.gone:
            engine.apply(Batch(delete=corpus.gone), checkpoint=len(corpus.batches))
        yield engine
        engine.close()


def plainly_typed() -> st.SearchStrategy[str]:
    """Questions that mean the same to Whoosh's own parser: words, phrases and groups with operators between all of them."""
    leaf = st.one_of(_words(), _phrases())

    def joined(parts: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
        sign = st.sampled_from([" AND ", " OR "])
        return st.builds(
            lambda sign, found: f"({sign.join(found)})", sign, st.lists(parts, min_size=2, max_size=3)
        )

    return st.recursive(leaf, joined, max_leaves=6)


def _words() -> st.SearchStrategy[str]:
    return st.sampled_from(WORDS)


def _phrases() -> st.SearchStrategy[str]:
    words = st.lists(st.sampled_from(WORDS), min_size=2, max_size=3)
    return st.builds(
        lambda words, slop: f'"{" ".join(words)}"' + (f"~{slop}" if slop > 1 else ""),
        words,
        st.integers(1, 3),
    )
