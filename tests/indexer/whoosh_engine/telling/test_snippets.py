"""Snippets: they show why a text was found, in the reader's language, as plain text in runs."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.model import Snippet
from indexer.whoosh_engine.asking.parser import parse
from indexer.whoosh_engine.telling.snippets import MOST_SNIPPETS, Wanted, find, snippets
from tests.indexer.made_up import a_document


def cut(asked: str, text: str) -> tuple[Snippet, ...]:
    return snippets(a_document(text=text), Wanted.of(parse(asked).strict, {"helo": {"hello"}}))


def marked(asked: str, text: str) -> list[str]:
    return [run for snippet in cut(asked, text) for run, matched in snippet.runs if matched]


@pytest.mark.parametrize(
    ("asked", "text", "wanted"),
    [
        ("price", "Prices and pricing, not a priceless prize.", ["Prices", "pricing"]),
        ("happy", "Happy in their happiness", ["Happy", "happiness"]),
        ("hope", "Hoping against hope.", ["Hoping", "hope"]),
        ("cafe", "The Café was full.", ["Café"]),
        ("S-300", "An S-300, the S300 and an S 300.", ["S-300", "S300", "S", "300"]),
        ("выборы", "Президент говорил о выборах.", ["выборах"]),
        ("كتاب", "قرأت والكِتابَ أمس", ["والكِتابَ"]),
        ("经济", "中国经济增长", ["经济"]),
        ("中国经济", "中国经济增长", ["中国经济"]),
        ("한국", "한국은 넓다", ["한국"]),
        ("pric*", "The pricing of a price", ["pricing", "price"]),
        ("helo~", "Hello there", ["Hello"]),
        ('"gas prices"', "Gas prices rose", ["Gas", "prices"]),
        ("gas -oil", "Gas, not oil", ["Gas"]),
        ("title:gas", "Gas here", []),
        ("art", "The start of a cart", []),
        ("mueller", "Frau Müller kam", ["Müller"]),
        ("1000", "Of 1,000 boats", ["1,000"]),
        ("c++", "Written in C++ today", ["C++"]),
        ("economie", "Toute l'économie", ["l'économie"]),
        ("한국은", "한국의 항구", ["한국"]),
    ],
)
def test_what_matched_is_marked(asked: str, text: str, wanted: list[str]) -> None:
    assert marked(asked, text) == wanted


def test_several_pieces_in_the_order_of_the_text() -> None:
    filler = " and other things that were said at length there" * 20
    text = f"One gas field.{filler} Two gas pipelines together.{filler} Three gas.{filler} Four gas.{filler}"
    found = cut("gas pipelines", text)
    assert len(found) == MOST_SNIPPETS
    whole = ["".join(run for run, _ in snippet.runs) for snippet in found]
    assert "pipelines" in whole[1]  # the best is among them, in its place
    assert whole[0].startswith("One gas")
    assert whole[0].endswith(" …")
    assert whole[1].startswith("… ")
    assert all(len(piece) < 300 for piece in whole)


def test_the_beginning_where_nothing_matched() -> None:
    text = "A long beginning. " * 40
    (snippet,) = cut("elsewhere", text)
    assert snippet.runs[0][0].startswith("A long beginning.")
    assert snippet.runs[-1][0].endswith(" …")
    assert cut("elsewhere", "") == ()


@settings(max_examples=200, deadline=None)
@given(
    st.text(alphabet="gas oil中文كتاب\n.-é İ", max_size=400),
    st.sampled_from(["gas", "oil gas", "中文", "كتاب", "g*"]),
)
def test_snippets_are_pieces_of_the_text(text: str, asked: str) -> None:
    plain = " ".join(text.split())
    for snippet in cut(asked, text):
        piece = "".join(run for run, _ in snippet.runs).removeprefix("… ").removesuffix(" …")
        assert " ".join(piece.split()) in plain


def test_what_marking_may_cost_is_bounded_and_said() -> None:
    """A text of one word a hundred thousand times, and one whose every word is met and is another."""
    few, many = Wanted({"gas"}), Wanted({"gas"})
    assert 1000 < len(find("gas " * 100_000, few)) < 10_000
    for _ in range(40):
        find("gasx-" * 60_000, many)
    assert (few.effort.ended, many.effort.ended) == (False, True)
    assert find("gas", Wanted({"gas"})) == [(0, 3, "gas")]
