"""Documents that are made to cost much when they are indexed, searched or shown."""

from __future__ import annotations

import random
from collections.abc import Iterator

from indexer.model import Document
from tests.indexer.made_up import a_document


def extreme_documents(words: list[str], size: int = 1_000_000, seed: int = 5) -> Iterator[Document]:
    """Some Documents with texts of about ``size`` characters; ``words`` are the most frequent of the collection."""
    chance = random.Random(seed)  # noqa: S311  (repeatable, not secret)
    common = words[:60]
    count = size // 4
    texts = {
        "one-word": f"{common[0]} " * (size // (len(common[0]) + 1)),
        "common": " ".join(chance.choices(common, k=count)),
        "all-different": " ".join(f"w{number:x}" for number in range(count // 2)),
        "one-run": "a" * size,
        "joined": "-".join(chance.choices(common, k=count)),
        "apostrophes": "a'" * (size // 2),
        "marks": "e\u0301\u0302" * (size // 3),
        "arabic-marks": "وَالْغَازُ " * (size // 11),
        "dense": "".join(chance.choices("石油价格选举天然气的一是", k=size)),
        "nobody-sees": "\u200b\u202e\u00ad" * (size // 3),
        "signs": "<b>&\"'()*~ " * (size // 11),
        "spaces": " \n" * (size // 2) + common[0],
        "nearly": " ".join(f"{common[0]}{chance.choice('xyz')}" for _ in range(count)),
    }
    for name, text in texts.items():
        yield a_document(name, text, lang="en", title=f"{common[0]} {name}")
    yield a_document("labels", "Labels.", labels=tuple(f"Label {number}" for number in range(size // 1000)))
    yield a_document(
        "long-title",
        "Long.",
        title=" ".join(chance.choices(common, k=size // 100)),
        author="x" * (size // 100),
    )
