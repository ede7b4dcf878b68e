"""What was typed, as it is understood: bounds with a word, and words where signs can't be understood."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.querylang import BOUNDS, FIELDS, OPERATORS
from indexer.whoosh_engine.asking.parser import parse
from indexer.whoosh_engine.asking.tree import leaves


@pytest.mark.parametrize(
    ("typed", "understood"),
    [
        ("gas pipeline", "gas AND pipeline"),
        ('"cease fire" -oil', '"cease fire" AND NOT oil'),
        ("gas OR (oil AND NOT coal)", "gas OR (oil AND NOT coal)"),
        ("title:(gas OR oil)", "title:gas OR title:oil"),
        ("Title:gas", "title:gas"),
        ("pipel* pipline~ pipline~2", "pipel* AND pipline~ AND pipline~2"),
        ("“curly quotes”", '"curly quotes"'),
        ("S-300", "S-300"),
        ("http://example.com/a", "http://example.com/a"),
        ("and or not", "and AND or AND not"),
    ],
)
def test_understood(typed: str, understood: str) -> None:
    parsed = parse(typed)
    assert (parsed.understood_as, parsed.notices) == (understood, ())


@pytest.mark.parametrize(
    "typed", ["https://example.com/a", "at 10:30", "Luke 2:14", "Note: this", '"so: this"', "Re:"]
)
def test_not_every_colon_is_a_field(typed: str) -> None:
    assert not any("no field" in notice for notice in parse(typed).notices)


@pytest.mark.parametrize(
    ("typed", "understood"),
    [
        ("title:(gas", "title:gas"),
        ("title:(gas OR oil", "title:gas OR oil"),
        ("(label:((gas) oil", "label:gas AND oil"),
    ],
)
def test_a_field_keeps_its_word_when_brackets_are_left_out(typed: str, understood: str) -> None:
    parsed = parse(typed)
    assert parsed.understood_as == understood
    assert parsed.notices == ("The brackets don't match and were left out.",)


def test_what_is_no_field_is_searched_as_words() -> None:
    assert parse("nofield:x").understood_as == "nofield:x"


@pytest.mark.parametrize(
    ("typed", "notice"),
    [
        ("x" * 600, BOUNDS["length"].text),
        (" ".join(a + b for a in "bcdfg" for b in "aeiouxyz"), BOUNDS["clauses"].text),
        ("(" * 9 + "a" + ")" * 9, BOUNDS["nesting"].text),
        ("g*", BOUNDS["prefix"].text),
        ("pipeline~5", BOUNDS["distance"].text),
        ("石" * 200, BOUNDS["words"].text),
        ('"' + "石" * 200 + '"', BOUNDS["words"].text),
        ("gas " * 100, BOUNDS["repeats"].text),
        (" ".join(f'"gas w{n}"' for n in range(20)), BOUNDS["phrases"].text),
        ("*gas", "only at the end of a word"),
        ("(a b", "brackets"),
        ('"a b', "quotation mark"),
        ("before:soon", "no date"),
        ("nofield:x", "no field “nofield:”"),
        ("(-Lable:gas)", "no field “Lable:”"),
    ],
)
def test_what_is_bounded_or_not_understood_is_said(typed: str, notice: str) -> None:
    (said,) = parse(typed).notices
    assert notice in said


def test_at_most_as_many_clauses_as_the_bound() -> None:
    parsed = parse(" ".join(f"w{number}" for number in range(100)))
    assert len({leaf.key for leaf in leaves(parsed.strict)}) == BOUNDS["clauses"].limit


def test_words_that_are_typed_again_count_again() -> None:
    loose = parse("gas gas oil").loose
    assert loose is not None
    assert len(loose.subqueries) == 3


@pytest.mark.parametrize(
    "typed", ["gas", "gas AND oil", "gas OR oil", "-gas", "title:gas lang:en", "gas lang:en", ""]
)
def test_what_can_not_be_loosened(typed: str) -> None:
    assert parse(typed).loose is None


def test_filters_and_exclusions_hold_when_words_are_loosened() -> None:
    loose = parse("gas oil -coal lang:en").loose
    assert loose is not None
    assert [type(part).__name__ for part in loose.subqueries] == ["Or", "Not", "Clause"]


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("what is the price of gas", True),
        ("gas price europe winter storage", False),
        ("сколько очков уступила защита команды в сезоне", True),
        ("ما هو سعر الغاز في أوروبا", True),
        ("what is gas", False),
    ],
)
def test_sentences_are_told_from_keywords(typed: str, sentence: bool) -> None:
    assert parse(typed).is_sentence is sentence


SIGNS = st.sampled_from(
    [*"\"()*~-:^[]{}\\/.,'“”", " ", "AND", "OR", "NOT", "title:", "before:", "2024", "gas", "中文", "غاز"]
)


@settings(max_examples=400, deadline=None)
@given(
    st.one_of(
        st.text(max_size=80),
        st.lists(SIGNS, max_size=40).map("".join),
        st.lists(SIGNS, max_size=40).map(" ".join),
    )
)
def test_anything_is_understood_somehow(typed: str) -> None:
    parsed = parse(typed)
    words = {leaf.key for leaf in leaves(parsed.strict)}
    assert len(words) <= BOUNDS["clauses"].limit
    assert "could not be understood" not in " ".join(parsed.notices)
    assert isinstance(parsed.understood_as, str)


def test_every_example_of_the_help_page_is_understood() -> None:
    for example in [field.example for field in FIELDS.values()] + [
        operator.example for operator in OPERATORS
    ]:
        parsed = parse(example)
        assert parsed.strict is not None
        assert parsed.notices == ()


def test_few_beginnings_stand_for_many_words_each_and_many_for_a_share() -> None:
    def shares(typed: str) -> list[int]:
        return [part.most for leaf in leaves(parse(typed).strict) for part in leaf.subqueries]

    assert shares("gas* oil~") == [1024, 1024]
    assert shares(" ".join(f"ga{letter}* oi{letter}~" for letter in "abcdefghijklmnop")) == [64] * 32


def test_of_many_phrases_the_last_are_words() -> None:
    phrases = [f'"gas w{number}"' for number in range(20)]
    in_order = ["Phrase(" in repr(leaf) for leaf in leaves(parse(" ".join(phrases)).strict)]
    assert in_order == [True] * BOUNDS["phrases"].limit + [False] * 8
