"""A batch of Documents as what a segment is given: for who writes it, and for who reads what was written against it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from indexer.language.glossary import Glossary
from indexer.model import Document
from indexer.whoosh_engine.schema import Posting, is_valued
from indexer.whoosh_engine.storing.harvest import Harvest
from indexer.whoosh_engine.storing.posting_lists import PostingLists
from indexer.whoosh_engine.storing.record import record_of

_Postings = tuple[list[int], list[float], list[bytes]]


@dataclass(frozen=True, slots=True)
class Analysed:
    """By the names of fields: the postings and lengths of the Documents, and their values of columns."""

    postings: dict[str, PostingLists]
    lengths: dict[str, NDArray[np.int64]]
    columns: dict[str, list[int | bytes]]


def analysed(documents: Sequence[Document], schema: Any, glossary: Glossary) -> Analysed:
    """Documents, numbered from 0, by the rules of their languages."""
    glossary.forget_when_full()
    harvest = Harvest(glossary)
    made = dict[str, dict[str, _Postings]]()  # by field and term
    columns = dict[str, list[int | bytes]]()
    for number, record in enumerate(map(record_of, documents)):
        harvest.add(number, record.words, record.rules)
        _add(made, number, record.postings)
        for name, value in record.columns.items():
            columns.setdefault(name, []).append(value)
    postings = harvest.postings() | {
        name: _lists([(term.encode(), terms[term]) for term in sorted(terms)], valued=is_valued(schema[name]))
        for name, terms in made.items()
        if terms
    }
    lengths = {
        name: np.bincount(lists.ids, lists.weights, len(documents)).astype(np.int64)
        for name, lists in postings.items()
        if schema[name].scorable
    }
    return Analysed(postings, lengths, columns)


def _add(made: dict[str, dict[str, _Postings]], number: int, postings: dict[str, list[Posting]]) -> None:
    for name, found in postings.items():
        terms = made.setdefault(name, {})
        for term, weight, value in found:
            ids, weights, values = terms.setdefault(term, ([], [], []))
            ids.append(number)
            weights.append(weight)
            values.append(value)


def _lists(terms: list[tuple[bytes, _Postings]], *, valued: bool) -> PostingLists:
    return PostingLists(
        [term for term, _ in terms],
        np.array([len(found[0]) for _, found in terms], np.int64),
        np.array([n for _, found in terms for n in found[0]], np.int64),
        np.array([weight for _, found in terms for weight in found[1]], np.float64),
        [value for _, found in terms for value in found[2]] if valued else [],
    )
