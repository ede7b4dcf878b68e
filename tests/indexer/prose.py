"""Prose that never was: seeded texts long enough to be told apart, and what syndicators make of them."""

from __future__ import annotations

import random

_WORDS = (
    "harbour pilot ferry lantern keeper gull tide quay storm rope anchor mast deck cargo grain timber toll ledger clerk "
    "mayor council bridge river island village market winter summer morning evening letter signal engine bell chart compass "
    "crossing passenger captain crew lock canal dredger breakwater pier warehouse crane barrel salt herring net boat sail"
)
_VERBS = "said wrote carried opened closed sold bought counted lost found raised lowered crossed left reached named"


def prose(seed: int, sentences: int = 20, words: str = _WORDS) -> str:
    """The same text for the same seed; some twelve words a sentence."""
    chance, nouns, verbs = random.Random(seed), words.split(), _VERBS.split()  # noqa: S311  (repeatable, not secret)
    made = []
    for _ in range(sentences):
        sentence = [chance.choice(nouns) for _ in range(chance.randint(8, 14))]
        if words is _WORDS:
            sentence.insert(chance.randrange(1, len(sentence)), chance.choice(verbs))
        made.append(" ".join(sentence).capitalize() + ".")
    return " ".join(made)


def syndicated(text: str, site: str = "The Pier") -> str:
    """As another site sets it: a line before, a note and links behind, other signs, a word corrected."""
    set_anew = text.replace(". ", ".\n\n", 3).replace("harbour", "harbor", 1)
    return (
        f"This article originally appeared at {site}.\n\n{set_anew}\n\n“{site}” is a journal of the coast – subscribe "
        "here…\n\nRead also:\nWhat the ferries cost\nA winter on the island\nLetters to the clerk"
    )
