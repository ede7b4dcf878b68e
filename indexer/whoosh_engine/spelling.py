"""Words that are spelt nearly so: at most so many letters changed, left out, put in, or swapped with their neighbours."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from rapidfuzz.distance import OSA
from rapidfuzz.process import cdist


def near(word: str, words: Sequence[str], distance: int) -> list[str]:
    """Those of ``words`` that are at most ``distance`` letters off, the nearest in length first."""
    fitting = [other for other in words if abs(len(other) - len(word)) <= distance]
    if not fitting:
        return []
    off = cdist([word], fitting, scorer=OSA.distance, score_cutoff=distance, dtype=np.uint8)[0]
    found = [fitting[at] for at in np.flatnonzero(off <= distance)]
    return sorted(found, key=lambda other: abs(len(other) - len(word)))
