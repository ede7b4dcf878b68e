"""Copies among more documents than can be held against each other: mirrors of one text, and posts by one template.

Each of a crowd is held against the few of it that are likeliest to be originals, and what is a copy of one of them is done
with: of a text that hundreds have, the first is soon among them; a template costs some passes over its posts.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from indexer.whoosh_engine.reading.provenance import SERIES, Mask, Numbers, Provenance
from indexer.whoosh_engine.reading.whole import Whole
from indexer.wording.sketch import alike, titles_of, twins

_MOST = 2_000
"""Documents of a crowd that is looked at: what more have in common is a template's, a wall's or a notice's."""
_LEADERS = 8  # of a crowd, that the others are held against


def led(whole: Whole, crowds: Sequence[Numbers], provenance: Provenance) -> tuple[Numbers, Mask]:
    """Pairs of an original and a copy of it, in rows; and which of all documents are found to be of a series. ``crowds``:
    documents that have something in common, of each crowd the likelier originals first."""
    series = np.zeros(whole.size, np.bool_)
    found = [np.zeros((0, 2), np.int64)]
    for crowd in crowds:
        if len(crowd) > _MOST:
            continue
        rows = whole.sketches(crowd)
        able = _able(provenance.sources[crowd], titles_of(rows))
        waiting, rows = crowd[able], rows[able]
        for _ in range(_LEADERS):
            if len(waiting) < 2:
                break
            original, others = np.broadcast_to(waiting[0], len(waiting) - 1), waiting[1:]
            row, their = np.broadcast_to(rows[0], rows[1:].shape), rows[1:]
            same, told = twins(row, their), alike(row, their)
            credible = provenance.credible(original, others, same)
            series[original[:1]] |= np.count_nonzero(told & ~credible) >= SERIES
            like = others[told]
            series[like] |= provenance.of_series(like)
            told &= credible & (same | ~(series[original] | series[others]))
            found.append(np.stack((original[told], others[told]), axis=1))
            waiting, rows = others[~told], their[~told]
    return np.concatenate(found), series


def _able(sources: NDArray[np.int32], titles: NDArray[np.uint32]) -> Mask:
    """Which can be copies of another at all: in a crowd of one Source those with the title of another."""
    if (sources != sources[:1]).any():
        return np.ones(len(sources), np.bool_)
    _, which, counts = np.unique(titles, return_inverse=True, return_counts=True)
    able: Mask = counts[which] > 1
    return able
