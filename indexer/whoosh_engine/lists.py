"""Whole lists: all that answers a Query, beyond the pages that can be looked through."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import numpy as np

from indexer.model import Document, Query
from indexer.whoosh_engine.answer import find, find_each, in_order
from indexer.whoosh_engine.answering.evaluate import Search
from indexer.whoosh_engine.asking.parser import parse
from indexer.whoosh_engine.reading.edition import Edition
from indexer.whoosh_engine.reading.folded import told_first
from indexer.whoosh_engine.reading.matches import Ids
from indexer.whoosh_engine.schema import MISSING
from indexer.whoosh_engine.storing.record import microseconds


def every_answer(query: Query, edition: Edition) -> Iterator[str]:
    """The ids of all that ``answer`` would find, in no order."""
    yield from (key.decode() for key in edition.whole.keys[_found(query, edition)])


def every_document(query: Query, edition: Edition) -> Iterator[Document]:
    """All that ``answer`` would find, in its order; Documents are read one after the other."""
    search, parsed = Search(edition), parse(query.text, edition.rules)
    found, _ = find(query, parsed, search)
    for place in in_order(query, parsed, found, search, found.total):
        yield edition.whole.document(place.document)


def news(query: Query, edition: Edition, *, after: datetime | None, skip: int, most: int) -> list[Document]:
    """Of all that ``answer`` would find, what was news later than ``after``, the latest first, ties by id.

    A copy of what was told before is none. An edit is, of a copy too.
    """
    since = MISSING if after is None else microseconds(after)
    whole = edition.whole
    found, _ = find_each(query, parse(query.text, edition.rules), Search(edition))
    ids = found.matches.ids
    ids = told_first(found.filtered.repeated, ids, whole.news[ids], whole.changed[ids] != MISSING)
    moments = whole.news[ids]
    new = moments > since
    ids, moments = ids[new], moments[new]
    if len(ids) > skip + most:  # all that can be among the first, ties included
        last = np.partition(moments, -(skip + most))[-(skip + most)]
        ids, moments = ids[moments >= last], moments[moments >= last]
    order = np.lexsort((whole.keys[ids], -moments))
    return [whole.document(int(place)) for place in ids[order[skip : skip + most]]]


def _found(query: Query, edition: Edition) -> Ids:
    return find(query, parse(query.text, edition.rules), Search(edition))[0].matches.ids
