"""Documents against what the index's postings, lengths and columns say of them.

A posting that is changed, lost or too many misleads a search, and no byte of a file need have changed for it. The Documents
are analysed again, as the writer does it. For all of them each posting is a number (a hash of term, weight and places), and
a field of a Document the sum of its own: the sums that the posting lists give are compared with those of the Documents. That
costs some 500 bytes a Document. For a few each posting is looked up in its list.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, islice, repeat
from typing import Any

import numpy as np
from numpy.typing import NDArray
from whoosh.util.numeric import byte_to_length, length_to_byte

from indexer.language.glossary import Glossary
from indexer.model import Document
from indexer.whoosh_engine.reading.edition import Edition, Part
from indexer.whoosh_engine.reading.segment import Segment
from indexer.whoosh_engine.schema import new_schema
from indexer.whoosh_engine.storing.posting_lists import PostingLists
from indexer.whoosh_engine.writing.analysed import Analysed, analysed

Misread = tuple[str, str]
"""The id of a Document, and what is wrong with what is said of it (a clause)."""

_AT_ONCE = 300  # Documents
_ALL = 2**64 - 1
_MISSING = "a word of it is missing among the postings of “{}”"
_OTHER = "the postings of “{}” are not those of its words"


@dataclass(frozen=True, slots=True)
class _Batch:
    """Documents analysed again; ``sums`` of their postings by field, where they were asked for."""

    ids: list[str]
    lengths: dict[str, NDArray[np.int64]]
    columns: dict[str, list[int | bytes]]
    sums: dict[str, NDArray[np.uint64]]


def proofread(edition: Edition, documents: Iterable[Document], *, thorough: bool) -> Iterator[Misread]:
    """Those of these Documents that the index would not find as it should. ``thorough`` goes through every posting of the
    index, and so finds those that are too many; else the words of these Documents are looked up."""
    glossary, schema, expected = Glossary(), new_schema(), dict[str, tuple[_Batch, int]]()
    waiting = iter(documents)
    while some := list(islice(waiting, _AT_ONCE)):
        found = analysed(some, schema, glossary)
        ids = [document.id for document in some]
        sums = {name: _sums(lists, len(ids)) for name, lists in found.postings.items() if thorough}
        columns = {name: values for name, values in found.columns.items() if name != "document"}
        batch = _Batch(ids, found.lengths, columns, sums)
        if thorough:
            expected |= {page_id: (batch, n) for n, page_id in enumerate(ids)}
        else:
            yield from _looked_up(edition, batch, found)
    if thorough:
        for part in edition.parts:
            yield from _gone_through(part, expected)


def _looked_up(edition: Edition, batch: _Batch, found: Analysed) -> Iterator[Misread]:
    for part in edition.parts:
        places = {n: place for n, page_id in enumerate(batch.ids) for place in part.find(page_id)}
        yield from _aside(part.segment, [(batch, n, place) for n, place in places.items()])
        missing = {
            (n, name)
            for name, lists in found.postings.items()
            for n in _not_there(part.segment, name, lists, places)
        }
        yield from ((batch.ids[n], _MISSING.format(name)) for n, name in sorted(missing))


def _not_there(segment: Segment, name: str, lists: PostingLists, places: dict[int, int]) -> Iterator[int]:
    """The numbers of Documents of which a posting is not in its list, or weighs otherwise."""
    for term, number, weight in zip(_term_of_each(lists), lists.ids.tolist(), lists.weights, strict=True):
        if number not in places:
            continue
        there = segment.postings(name, term)
        at = int(np.searchsorted(there.ids, places[number]))
        missing = at == len(there.ids) or there.ids[at] != places[number]
        if missing or there.weights[at] != np.float32(weight):
            yield number


def _gone_through(part: Part, expected: dict[str, tuple[_Batch, int]]) -> Iterator[Misread]:
    segment = part.segment
    keys = [key.decode() for key in segment.keys]
    there = [n for n, key in enumerate(keys) if (part.alive is None or part.alive[n]) and key in expected]
    known = [expected[keys[place]] for place in there]
    for name in sorted(segment.fields().union(*(batch.sums for batch, _ in known))):
        sums = np.zeros(segment.size, np.uint64)
        for term, found in segment.every_postings(name):
            sums[found.ids] += _numbers(repeat(term, len(found.ids)), found.weights, found.values)
        for place, (batch, n) in zip(there, known, strict=True):
            if sums[place] != (batch.sums[name][n] if name in batch.sums else 0):
                yield keys[place], _OTHER.format(name)
    yield from _aside(segment, [(batch, n, place) for place, (batch, n) in zip(there, known, strict=True)])


def _aside(segment: Segment, placed: list[tuple[_Batch, int, int]]) -> Iterator[Misread]:
    """What lies beside the postings: columns, and the lengths that scores are made of."""
    columns: dict[str, Any] = {}
    for batch, n, place in placed:
        for name, values in batch.columns.items():
            if name not in columns:
                columns[name] = segment.column(name)
            if columns[name][place] != values[n]:
                yield batch.ids[n], f"its value in the column “{name}” is another one"
        for name, lengths in batch.lengths.items():
            if segment.lengths(name)[place] != byte_to_length(length_to_byte(int(lengths[n]))):
                yield batch.ids[n], f"the length of its “{name}” is another one"


def _sums(lists: PostingLists, size: int) -> NDArray[np.uint64]:
    """Of each of the Documents the sum of its postings."""
    sums = np.zeros(size, np.uint64)
    np.add.at(sums, lists.ids, _numbers(_term_of_each(lists), lists.weights, lists.values))
    return sums


def _term_of_each(lists: PostingLists) -> Iterator[bytes]:
    return chain.from_iterable(map(repeat, lists.terms, lists.counts.tolist()))


def _numbers(terms: Iterable[bytes], weights: NDArray[Any], values: Iterable[bytes]) -> NDArray[np.uint64]:
    """A number for each posting; one of a field without values has none."""
    exact = weights.astype(np.float32).tolist()
    each = zip(terms, exact, values or repeat(b""), strict=False)
    return np.fromiter((hash(posting) & _ALL for posting in each), np.uint64, len(exact))
