"""Whole lists: all that answers a Query, beyond the pages that can be looked through."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import numpy as np

from indexer.model import Document, Query
from indexer.whoosh_engine.answer import Found, find, in_order
from indexer.whoosh_engine.edition import Edition
from indexer.whoosh_engine.evaluate import Search
from indexer.whoosh_engine.parser import parse
from indexer.whoosh_engine.record import microseconds
from indexer.whoosh_engine.schema import MISSING


def every_answer(query: Query, edition: Edition) -> Iterator[str]:
    """The ids of all that ``answer`` would find, in no order."""
    for segment, matches, _ in _found(query, edition):
        yield from (key.decode() for key in segment.keys[matches.ids])


def every_document(query: Query, edition: Edition) -> Iterator[Document]:
    """All that ``answer`` would find, in its order; Documents are read one after the other."""
    search, parsed = Search(edition), parse(query.text, edition.rules)
    found, _ = find(query, parsed, search)
    for place in in_order(query, parsed, found, search, sum(len(matches.ids) for _, matches, _ in found)):
        yield found[place.part][0].document(place.document)


def news(query: Query, edition: Edition, *, after: datetime | None, skip: int, most: int) -> list[Document]:
    """Of all that ``answer`` would find, what was news later than ``after``, the latest first, ties by id."""
    since = MISSING if after is None else microseconds(after)
    places: list[tuple[int, bytes, int, int]] = []
    for at, (segment, matches, _) in enumerate(_found(query, edition)):
        moments = segment.news[matches.ids]
        new = moments > since
        ids, moments = matches.ids[new], moments[new]
        if len(ids) > skip + most:  # all that can be among the first, ties included
            last = np.partition(moments, -(skip + most))[-(skip + most)]
            ids, moments = ids[moments >= last], moments[moments >= last]
        keys = segment.keys[ids]
        places += [
            (-int(when), bytes(key), at, int(place))
            for when, key, place in zip(moments, keys, ids, strict=True)
        ]
    places.sort()
    return [edition.parts[at].segment.document(place) for _, _, at, place in places[skip : skip + most]]


def _found(query: Query, edition: Edition) -> Found:
    return find(query, parse(query.text, edition.rules), Search(edition))[0]
