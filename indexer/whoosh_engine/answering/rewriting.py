"""A query tree as Whoosh's own searcher answers it rightly.

Nodes of ours become nodes of Whoosh's, and those whose matchers are wrong become those of ``nodes.py``. What is inside a
node that is not known here (a span, a nested document) is asked as it is.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from whoosh import query

from indexer.whoosh_engine.answering import nodes
from indexer.whoosh_engine.answering.nodes import Note, most_of
from indexer.whoosh_engine.asking.tree import ByRules
from indexer.whoosh_engine.schema import CHANGE_FIELDS, among
from indexer.whoosh_engine.storing.changed_words import PASSAGE_GAP

_RULES = "rules"  # the field with the rules that a text was analysed by


def rewritten(node: Any, note: Note) -> Any:
    """The tree that finds the same, with the same scores. ``note`` hears what a prefix and its like stand for."""

    def again(child: Any) -> Any:
        return rewritten(child, note)

    if isinstance(node, query.FuzzyTerm) and node.prefixlength == 1 and node.text:
        most = most_of(node)
        node = nodes.Spelt(node.fieldname, node.text, node.boost, node.maxdist, 1, node.constantscore)
        node.most = most
    if isinstance(node, query.MultiTerm):
        return nodes.Expanded(node, note)
    for kind, rewrite in _REWRITES.items():
        if isinstance(node, kind):
            return rewrite(node, again)
    known = isinstance(node, query.CompoundQuery) and not isinstance(node, query.Sequence)
    return node.apply(again) if known or isinstance(node, query.WrappingQuery) else node


def _all(node: Any, again: Callable[[Any], Any]) -> Any:
    wanted = [again(child) for child in node.subqueries if not isinstance(child, query.Not)]
    unwanted = [again(child.query) for child in node.subqueries if isinstance(child, query.Not)]
    needed = nodes.AllOf(wanted, boost=node.boost) if wanted or not unwanted else nodes.Everything()
    return nodes.Without(needed, nodes.AnyOf(unwanted)) if unwanted else needed


def _any(node: Any, again: Callable[[Any], Any]) -> Any:
    return nodes.AnyOf([again(child) for child in node.subqueries], node.boost, node.minmatch, node.scale)


def _by_rules(node: Any, again: Callable[[Any], Any]) -> Any:
    elsewhere = [code for codes in node.codes for code in codes]
    apart = []
    for child, codes in zip(node.subqueries, node.codes, strict=True):
        ruled = nodes.AnyOf([query.Term(_RULES, code) for code in codes or elsewhere])
        apart.append(query.Require(again(child), ruled) if codes else nodes.Without(again(child), ruled))
    together = nodes.AnyOf(apart, node.boost)
    return nodes.Weighed(together) if node.one_word else together


def _best(node: Any, again: Callable[[Any], Any]) -> Any:
    return nodes.Best([again(child) for child in node.subqueries], node.boost)


def _maybe(node: Any, again: Callable[[Any], Any]) -> Any:
    return nodes.Favoured(again(node.a), again(node.b))


def _and_not(node: Any, again: Callable[[Any], Any]) -> Any:
    return nodes.Without(again(node.a), again(node.b))


def _not(node: Any, again: Callable[[Any], Any]) -> Any:
    return nodes.Without(nodes.Everything(), again(node.query))


def _constant(node: Any, again: Callable[[Any], Any]) -> Any:
    return nodes.Constant(again(node.child), node.score)


def _every(node: Any, again: Callable[[Any], Any]) -> Any:
    return nodes.Everything(node.fieldname)


def _between(node: Any, again: Callable[[Any], Any]) -> Any:
    return nodes.Between(node)


def _phrase(node: Any, again: Callable[[Any], Any]) -> Any:
    if not node.words:
        return query.NullQuery
    if node.fieldname in CHANGE_FIELDS and len(node.words) > 1:
        return _edited_phrase(node)
    return query.Phrase(node.fieldname, node.words, node.slop, node.boost, degrade=True)


def _edited_phrase(node: Any) -> Any:
    """A phrase among the words of edited sentences, at least one of whose words the edit touched: the same place is in the
    field of what changed, too."""
    field, slop = among(node.fieldname), min(node.slop, PASSAGE_GAP)
    words = [query.Term(field, word) for word in node.words]
    edited = [query.Term(node.fieldname, word) for word in node.words]
    touched = [
        query.SpanNear2([*words[:at], edited[at], *words[at + 1 :]], slop=slop) for at in range(len(words))
    ]
    return query.Require(nodes.AllOf(words, node.boost), nodes.AnyOf(touched))


_REWRITES: dict[type, Callable[[Any, Callable[[Any], Any]], Any]] = {
    ByRules: _by_rules,  # before Or, which it is too
    query.And: _all,
    query.Or: _any,
    query.DisjunctionMax: _best,
    query.AndMaybe: _maybe,
    query.AndNot: _and_not,
    query.Not: _not,
    query.ConstantScoreQuery: _constant,
    query.Every: _every,
    query.NumericRange: _between,
    query.Phrase: _phrase,
}
