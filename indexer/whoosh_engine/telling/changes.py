"""Which edits of a Document show why it was found: ``added:`` and ``removed:`` with the sentences that answer them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from whoosh import query

from indexer.language.scripts import Script, script_of
from indexer.language.stemming import rules_of
from indexer.model import Change, Document, Passage
from indexer.whoosh_engine.asking.tree import ByRules, Clause, leaves
from indexer.whoosh_engine.schema import CHANGE_FIELDS
from indexer.whoosh_engine.storing.changed_words import Touched
from indexer.whoosh_engine.telling.snippets import Span, Wanted, cut, find

MOST = 3
"""Edits that are shown of one Document."""


@dataclass(frozen=True)
class Asked:
    """What is asked of one field: all of it, to be marked, and each clause for itself with the words of its phrase."""

    every: Wanted
    clauses: tuple[tuple[Wanted, tuple[frozenset[str], ...]], ...]

    def answered(self, passage: Passage, rules: str | None) -> bool:
        """Whether a passage answers one of the clauses by itself: with a word that the edit touched, and a whole phrase."""
        touched = Touched(passage)
        for wanted, phrases in self.clauses:
            spans = find(passage.text, wanted, rules)
            terms = {term for _, _, term in spans}
            if any(words <= terms for words in phrases) and any(
                touched(start, end) for start, end, _ in spans
            ):
                return True
        return False


def wanted_changes(tree: Any, expansions: dict[str, set[str]]) -> dict[str, Asked]:
    """What a query tree asks for of edits: by ``added`` and ``removed``, where it asks for anything."""
    found: dict[str, Asked] = {}
    for name in CHANGE_FIELDS:
        clauses = [clause for clause in leaves(tree, positive=True) if clause.field == name]
        if clauses:
            each = tuple((Wanted.of(clause, expansions, name), _phrases(clause)) for clause in clauses)
            found[name] = Asked(Wanted.of(tree, expansions, name), each)
    return found


def _phrases(clause: Clause) -> tuple[frozenset[str], ...]:
    """The words of a clause that is a phrase, as each language has them; of any other clause, none."""
    found = tuple(_words_of(clause.subqueries[0])) if len(clause.subqueries) == 1 else ()
    return found or (frozenset(),)


def _words_of(node: Any) -> Iterator[frozenset[str]]:
    if isinstance(node, ByRules | query.DisjunctionMax):
        for child in node.subqueries:
            yield from _words_of(child)
    elif isinstance(node, query.Phrase):
        # Pairs of characters overlap when they are found: they are not counted.
        yield frozenset(word for word in node.words if script_of(word[0]) is not Script.DENSE)
    else:
        yield frozenset()


def changes(document: Document, wanted: dict[str, Asked]) -> tuple[Change, ...]:
    """The passages that have the most of what is wanted, oldest edit first."""
    rules = rules_of(document.lang)
    found: list[tuple[int, int, int, Change]] = []
    for number, (earlier, later) in enumerate(pairwise(document.versions) if wanted else ()):
        for kind, asked in wanted.items():
            passages: tuple[Passage, ...] = getattr(later, kind)
            for passage in (each for each in passages if asked.answered(each, rules)):
                spans: list[Span] = find(passage.text, asked.every, rules)
                shown = cut(passage.text, spans, 1)[0]
                different = len({term for _, _, term in spans})
                change = Change(kind, earlier.captured_at, later.captured_at, shown)
                found.append((-different, number, len(found), change))
    best = sorted(found, key=lambda each: each[:3])[:MOST]
    return tuple(change for _, _, _, change in sorted(best, key=lambda each: each[1:3]))
