"""Small collections that never were, in several segments and with deletions, and what can be typed to search them."""

from __future__ import annotations

import random
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from hypothesis import strategies as st

from indexer.model import Batch, Document, Passage, Version
from indexer.whoosh_engine.engine import WhooshEngine
from tests.indexer.made_up import a_document, on

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
ALL_WORDS = (*WORDS, "Haus", "Häuser", "house", "S-300", "don't", "北京市", "서울은")
"""And those that are another term in another language, or more than one."""


@dataclass(frozen=True)
class Corpus:
    """Documents by commit, and the ids of those that a last commit deletes."""

    batches: tuple[tuple[Document, ...], ...]
    gone: tuple[str, ...]


@st.composite
def corpora(draw: st.DrawFn, *, whole: bool = False) -> Corpus:
    """Texts alone, without titles and names; or ``whole`` Documents in three languages, with names, dates and edits."""
    sizes = draw(st.lists(st.integers(1, 12), min_size=1, max_size=4))
    rng = random.Random(draw(st.integers(0, 2**32)))  # noqa: S311
    make = _a_whole_one if whole else _a_text
    batches = tuple(
        tuple(make(rng, f"{batch}-{number}") for number in range(size)) for batch, size in enumerate(sizes)
    )
    ids = [document.id for batch in batches for document in batch]
    return Corpus(batches, tuple(rng.sample(ids, draw(st.integers(0, len(ids) // 3)))))


def _a_text(rng: random.Random, name: str) -> Document:
    words = rng.choices(WORDS, range(len(WORDS), 0, -1), k=rng.randint(1, 30))
    return a_document(name, " ".join(words), title="", source="", lang="en")


def _a_whole_one(rng: random.Random, name: str) -> Document:
    lang = rng.choice(["en", "de", "en", None])
    versions = [Version(1, on(2024), "1" * 64)]
    if rng.random() < 0.5:
        versions.append(Version(2, on(2025), "2" * 64, _passages(rng), _passages(rng)))
    return a_document(
        name,
        _some_words(rng, 30),
        title=_some_words(rng, 4),
        author=rng.choice([None, "Ada Gas", "Ben Storm"]),
        labels=tuple(rng.sample(WORDS, rng.randint(0, 2))),
        lang=lang,
        kind=rng.choice(["post", "page"]),
        status=rng.choice(["live", "gone"]),
        published=rng.choice([None, on(2023, 3), on(2024, 5), on(2024, 6)]),
        versions=tuple(versions),
    )


def _passages(rng: random.Random) -> tuple[Passage, ...]:
    return tuple(_a_passage(rng) for _ in range(rng.randint(0, 2)))


def _a_passage(rng: random.Random) -> Passage:
    text = " ".join(rng.choices(WORDS[:5], k=rng.randint(1, 9)))
    places = [match.span() for match in re.finditer(r"\w+", text)]
    return Passage(text, tuple(sorted(rng.sample(places, rng.randint(1, min(2, len(places)))))))


def _some_words(rng: random.Random, most: int) -> str:
    return " ".join(rng.choices(ALL_WORDS, range(len(ALL_WORDS), 0, -1), k=rng.randint(1, most)))


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


def typed() -> st.SearchStrategy[str]:
    """Questions in all of the query language, and such as are none."""
    word = st.sampled_from(ALL_WORDS)
    field = st.sampled_from(
        ["title:", "label:", "author:", "added:", "removed:", "words:", "-", "-title:", "-added:"]
    )
    several = st.lists(word, min_size=2, max_size=4).map(" ".join)
    leaf = st.one_of(
        word,
        several,
        st.builds(lambda words, slop: f'"{words}"~{slop}', several, st.integers(1, 4)),
        word.map(lambda word: f"{word[:3]}*"),
        st.builds(lambda word, off: f"{word}~{off}", word, st.integers(1, 3)),
        st.builds(str.__add__, field, word),
        st.builds(lambda field, words: f'{field}"{words}"', field, several),
        st.sampled_from(
            [
                "year:2024",
                "before:2024-06",
                "after:2023",
                "lang:de",
                "kind:page",
                "status:gone",
                "site:example.com",
            ]
        ),
        st.text(max_size=6),
    )

    def joined(parts: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
        sign = st.sampled_from([" AND ", " OR ", " ", " NOT "])
        return st.builds(lambda one, sign, other: f"({one}{sign}{other})", parts, sign, parts)

    return st.recursive(leaf, joined, max_leaves=5)
