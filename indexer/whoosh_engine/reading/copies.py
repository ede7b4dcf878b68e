"""Which Documents of an edition are one text: its original and the copies of it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from indexer.whoosh_engine.reading.crowds import led
from indexer.whoosh_engine.reading.pairs import Linked
from indexer.whoosh_engine.reading.provenance import SERIES, Provenance
from indexer.whoosh_engine.reading.whole import Whole
from indexer.whoosh_engine.schema import MISSING

Ids = NDArray[np.int32]
Numbers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Copies:
    """The texts that more than one Document has. Their Documents, the *members*, are numbered through: one text after
    another, and of each the original first: one of a Source before one that is only related, the earliest published
    before others, then by id. ``documents[i]`` is where member i is in the edition, ``texts[i]`` the number of its text;
    ``members[document]`` is its number, -1 for a Document without copies.

    Each is a copy of the original itself: what is only like another copy is none (no chains).
    """

    documents: Ids
    texts: Numbers
    members: Ids

    def __len__(self) -> int:
        return len(self.texts)

    def text_of(self, document: int) -> int | None:
        """The number of a Document's text; None where it has no copies."""
        member = int(self.members[document]) if len(self) else -1
        return int(self.texts[member]) if member >= 0 else None

    def others_of(self, document: int) -> list[int]:
        """The others with the text of a Document, the original first; none where it has no copies."""
        text = self.text_of(document)
        if text is None:
            return []
        start, end = np.searchsorted(self.texts, (text, text + 1))
        return [other for other in self.documents[start:end].tolist() if other != document]


NO_COPIES = Copies(np.zeros(0, np.int32), np.zeros(0, np.int64), np.zeros(0, np.int32))
"""Where each Document is looked at on its own."""


def copies_of(whole: Whole, linked: Linked) -> Copies:
    """The copies among the living documents of an edition."""
    provenance = Provenance.of(whole)
    links, same, crowds = linked.links, linked.twins, linked.crowds
    if whole.alive is not None:
        alive = whole.alive[links].all(1)
        links, same = links[alive], same[alive]
        crowds = [crowd[whole.alive[crowd]] for crowd in crowds]
    nodes = _by_originality(whole, np.unique(np.concatenate([links.ravel(), *crowds])))
    if not len(nodes):
        return NO_COPIES
    ranks = np.full(whole.size, -1, np.int32)
    ranks[nodes] = np.arange(len(nodes), dtype=np.int32)
    of_crowds, series = led(whole, [crowd[np.argsort(ranks[crowd])] for crowd in crowds], provenance)
    credible = provenance.credible(links[:, 0], links[:, 1], same)
    series |= np.bincount(links[~credible].ravel(), minlength=whole.size) >= SERIES
    links = np.concatenate((links[credible & (same | ~series[links].any(1))], of_crowds))
    heads = _heads(ranks[links], len(nodes))
    kept = np.flatnonzero(np.bincount(heads, minlength=len(nodes))[heads] > 1)
    if not len(kept):
        return NO_COPIES
    order = kept[np.argsort(heads[kept], kind="stable")]
    documents = nodes[order].astype(np.int32)
    members = np.full(whole.size, -1, np.int32)
    members[documents] = np.arange(len(documents), dtype=np.int32)
    return Copies(documents, np.unique(heads[order], return_inverse=True)[1].astype(np.int64), members)


def _by_originality(whole: Whole, nodes: Numbers) -> Numbers:
    """What is likelier to be an original first."""
    related = np.isin(nodes, whole.postings("kind", b"related").ids)
    published = whole.published[nodes]
    published[published == MISSING] = -MISSING
    ordered: Numbers = nodes[np.lexsort((whole.keys[nodes], published, related))]
    return ordered


def _heads(links: NDArray[np.int32], count: int) -> Numbers:
    """For each rank the original that it is a copy of: the first of those linked to it that are copies of none, or itself.

    A rank is an original if no original before it is linked to it. What has nothing undecided before it is decided; then
    the same for what is left.
    """
    low, high = links.min(1), links.max(1)
    original = np.zeros(count, np.bool_)
    decided = np.zeros(count, np.bool_)
    while not decided.all():
        waits = np.zeros(count, np.bool_)
        waits[high[~decided[low]]] = True
        now = ~decided & ~waits
        original |= now
        decided |= now
        decided[high[original[low]]] = True
    heads = np.where(original, np.arange(count), count)
    of_copies = original[low] & ~original[high]
    np.minimum.at(heads, high[of_copies], low[of_copies])
    return heads
