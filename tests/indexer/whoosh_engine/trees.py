"""Query trees at random, of all kinds of node that the parser makes."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st
from whoosh import query

from indexer.language.words import analyse_word
from indexer.whoosh_engine.asking.tree import ByRules
from indexer.whoosh_engine.schema import MISSING
from indexer.whoosh_engine.storing.dates import start_of
from tests.indexer.made_up import on
from tests.indexer.whoosh_engine.corpora import ALL_WORDS, WORDS

_STEMS = sorted(
    {part for word in ALL_WORDS for rules in (None, "de") for part in analyse_word(word, rules).parts}
)
_WORDS_OF = st.sampled_from(["text", "text", "text", "title", "label", "added", "removed"])
_EXACT = [
    ("lang", "de"),
    ("kind", "page"),
    ("status", "gone"),
    ("id", "0-0"),
    ("author_is", "Ada Gas"),
    ("rules", "en"),
]


def trees() -> st.SearchStrategy[Any]:
    """Trees of up to eight leaves."""
    whole = st.recursive(_leaves(), _groups, max_leaves=8)
    return st.one_of(whole, whole, whole.map(query.Not))


def _leaves() -> st.SearchStrategy[Any]:
    stem = st.sampled_from(_STEMS)
    word = st.builds(query.Term, _WORDS_OF, stem)
    phrase = st.builds(
        lambda field, words, slop: query.Phrase(field, words, slop=slop),
        _WORDS_OF,
        st.lists(stem, min_size=1, max_size=3),
        st.integers(1, 4),
    )
    return st.one_of(
        word,
        phrase,
        st.sampled_from(_EXACT).map(lambda each: query.Term(*each)),
        st.builds(
            query.Prefix, st.sampled_from(["words", "text", "label_is"]), stem.map(lambda stem: stem[:2])
        ),
        st.builds(
            lambda word, off: query.FuzzyTerm("words", word, maxdist=off, prefixlength=1),
            st.sampled_from(["gsa", "grian", "shippnig", *WORDS]),
            st.integers(1, 2),
        ),
        st.builds(
            lambda start, days: query.NumericRange("published", start, start + days * 86_400),
            st.sampled_from([MISSING + 1, start_of(on(2023, 3).date()), start_of(on(2024, 5).date())]),
            st.integers(0, 60),
        ),
        st.just(query.Every()),
        st.just(query.NullQuery),
    )


def _groups(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    several = st.lists(inner, min_size=1, max_size=4)
    excluded = inner.map(query.Not)
    term = st.builds(query.Term, st.just("text"), st.sampled_from(_STEMS))
    return st.one_of(
        several.map(query.And),
        several.map(query.Or),
        several.map(query.Or),
        several.map(query.DisjunctionMax),
        st.builds(
            lambda wanted, not_: query.And([*wanted, *not_]),
            several,
            st.lists(excluded, min_size=1, max_size=2),
        ),
        st.builds(query.AndMaybe, inner, inner),
        st.builds(lambda usual, german: ByRules([usual, german], [(), ("de",)]), term, term),
        st.builds(lambda *each: ByRules(list(each), [(), ("de",), ("en",)]), inner, inner, inner),
    )
