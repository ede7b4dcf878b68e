"""Words that are spelt nearly so: at most so many letters changed, left out, put in, or swapped with their neighbours."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

import numpy as np
from rapidfuzz.distance import OSA
from rapidfuzz.process import cdist


def near(word: str, words: Sequence[str], distance: int) -> list[str]:
    """Those of ``words`` (ascending by length) that are at most ``distance`` letters off, the nearest in length first."""
    least = bisect_left(words, len(word) - distance, key=len)
    fitting = words[least : bisect_right(words, len(word) + distance, lo=least, key=len)]
    if not fitting:
        return []
    off = cdist([word], fitting, scorer=OSA.distance, score_cutoff=distance, dtype=np.uint8)[0]
    found = [fitting[at] for at in np.flatnonzero(off <= distance).tolist()]
    return sorted(found, key=lambda other: abs(len(other) - len(word)))
