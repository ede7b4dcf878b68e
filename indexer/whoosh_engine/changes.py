"""Which edits of a Document show why it was found: ``added:`` and ``removed:`` with the sentences that answer them."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from indexer.model import Change, Document, Passage
from indexer.whoosh_engine.changed_words import Touched
from indexer.whoosh_engine.schema import CHANGE_FIELDS
from indexer.whoosh_engine.snippets import Span, Wanted, cut, find

MOST = 3
"""Edits that are shown of one Document."""


def wanted_changes(tree: Any, expansions: dict[str, set[str]]) -> dict[str, Wanted]:
    """What a query tree asks for of edits: by ``added`` and ``removed``, where it asks for anything."""
    wanted = {name: Wanted.of(tree, expansions, name) for name in CHANGE_FIELDS}
    return {name: asked for name, asked in wanted.items() if asked.cores}


def changes(document: Document, wanted: dict[str, Wanted]) -> tuple[Change, ...]:
    """The passages that have the most of what is wanted, oldest edit first."""
    found: list[tuple[int, int, int, Change]] = []
    for number, (earlier, later) in enumerate(pairwise(document.versions) if wanted else ()):
        for kind, asked in wanted.items():
            passages: tuple[Passage, ...] = getattr(later, kind)
            for passage in passages:
                spans = find(passage.text, asked)
                if not _answers(passage, spans):
                    continue
                shown = cut(passage.text, spans, 1)[0]
                different = len({term for _, _, term in spans})
                change = Change(kind, earlier.captured_at, later.captured_at, shown)
                found.append((-different, number, len(found), change))
    best = sorted(found, key=lambda each: each[:3])[:MOST]
    return tuple(change for _, _, _, change in sorted(best, key=lambda each: each[1:3]))


def _answers(passage: Passage, spans: list[Span]) -> bool:
    touched = Touched(passage)
    return any(touched(start, end) for start, end, _ in spans)
