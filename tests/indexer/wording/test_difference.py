"""What became of a text's words: both texts come back, nothing differs from itself, and the worst still ends."""

from __future__ import annotations

import random
import time
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.wording.alignment import aligned
from indexer.wording.difference import Difference, Kind, difference
from indexer.wording.furniture import without_furniture
from indexer.wording.typography import unset

WORDS = st.sampled_from(
    ["fog", "ferry", "the", "Night", "112", "6.40", "don’t", "don't", "–", "-", "…", "...", "“", '"', ".", "!", ",", "\n",
     "\n\n", "12 views\n", "\nRelated posts\n", "https://a.example/?utm_source=x", "北の", "桟橋。", "кофе", "كتاب", "קטן",
     "ก็", "e\u0301", "\u200f", "(tm)", "™", " "]
)  # fmt: skip
TEXTS = st.lists(WORDS, max_size=30).map(" ".join) | st.text(max_size=40)
SENTENCES = [
    f"The {name} left the quay at {hour} with {hour + 9} on board."
    for hour, name in enumerate(("heron", "plover", "tern", "gull", "skua"))
]


def sides(found: Difference, before: str, after: str) -> tuple[str, str]:
    """Both texts, put together from the pieces."""
    old = "".join(before[slice(*piece.before)] for piece in found.pieces)
    return old, "".join(after[slice(*piece.after)] for piece in found.pieces)


def of(found: Difference, kind: Kind, before: str, after: str) -> list[str]:
    stretches = [
        (before[slice(*one.before)] + after[slice(*one.after)]).strip()
        for one in found.pieces
        if one.kind is kind
    ]
    return [stretch for stretch in stretches if stretch]


@given(TEXTS, TEXTS)
def test_the_pieces_are_both_texts(before: str, after: str) -> None:
    assert sides(difference(before, after), before, after) == (before, after)


@given(TEXTS)
def test_nothing_differs_from_itself(text: str) -> None:
    assert not difference(text, text).changed


@given(TEXTS, TEXTS)
def test_texts_of_one_wording_do_not_differ(before: str, after: str) -> None:
    if unset(without_furniture(before)) == unset(without_furniture(after)):
        assert not difference(before, after).changed


@given(TEXTS, TEXTS)
def test_the_other_way_round_what_was_added_is_removed(before: str, after: str) -> None:
    there, back = difference(before, after), difference(after, before)
    assert there.changed == back.changed
    if not any(found.words(Kind.MOVED) for found in (there, back)):
        assert there.words(Kind.ADDED) - there.words(Kind.REMOVED) == back.words(Kind.REMOVED) - back.words(
            Kind.ADDED
        )
    for found in (there, back):
        assert all(piece.before[0] == piece.before[1] for piece in found.pieces if piece.kind is Kind.ADDED)
        assert all(piece.after[0] == piece.after[1] for piece in found.pieces if piece.kind is Kind.REMOVED)


@given(st.lists(st.integers(0, 60), min_size=1, max_size=30), st.integers(0, 29), st.integers(0, 29))
def test_one_edit_the_other_way_round_is_the_same_words(numbers: list[int], first: int, last: int) -> None:
    words = [f"w{number}x" for number in numbers]
    before, after = " ".join(words), " ".join([*words[: min(first, last)], *words[max(first, last) :]])
    there, back = difference(before, after), difference(after, before)
    assert there.words(Kind.REMOVED) == back.words(Kind.ADDED) == len(words) - len(after.split())
    assert there.words(Kind.ADDED) == back.words(Kind.REMOVED) == 0


@pytest.mark.parametrize(
    ("before", "after", "removed", "added"),
    [
        ("There were 112 boats.", "There were 121 boats.", ["112"], ["121"]),
        ("The fare is 6.40 now.", "The fare is 640 now.", ["6.40"], ["640"]),
        ("It was good.", "It was not good.", [], ["not"]),
        ("Das war gut für alle.", "Das war nicht gut für alle.", [], ["nicht"]),
        ("有好处的桥", "没有好处的桥", [], ["没"]),
        ("北の桟橋で会う", "西の桟橋で会う", ["北"], ["西"]),
        ("كان جيدا جدا", "كان سيئا جدا", ["جيدا"], ["سيئا"]),
        ("bread, letters and salt", "bread, letters, and salt", [], [","]),
        ("Don’t go — “now”…", 'Don\'t go - "later"...', ["now"], ["later"]),
        ("The dog has 4 comments on it.", "The dog has 9 comments on it.", ["4"], ["9"]),
        ("We left. It rained.", "We left. It rained. We came back.", [], ["We came back."]),
        ("We left. We came back.", "We came back.", ["We left."], []),
        ("It rained. We left. So did she.", "It rained. So did she.", ["We left."], []),
        ("We left at six. End.", "They came later. End.", ["We left at six."], ["They came later."]),
        ("The dog left.\n4 comments", "The cat left.\n9 comments", ["dog"], ["cat"]),
    ],
)
def test_what_changed_is_no_more_than_that(
    before: str, after: str, removed: list[str], added: list[str]
) -> None:
    found = difference(before, after)
    assert of(found, Kind.REMOVED, before, after) == removed
    assert of(found, Kind.ADDED, before, after) == added


def test_sentences_that_have_little_in_common_are_not_picked_apart() -> None:
    before = "Start. The harbour office of the town closed in May. End."
    after = "Start. Nobody in the valley knew what a lamp of glass cost. End."
    found = difference(before, after)
    assert len(of(found, Kind.REMOVED, before, after)) == len(of(found, Kind.ADDED, before, after)) == 1


@pytest.mark.parametrize("between", ["\n\n", " "], ids=["paragraphs", "sentences"])
def test_what_went_elsewhere_has_moved(between: str) -> None:
    before = between.join(SENTENCES)
    after = between.join([*SENTENCES[1:4], SENTENCES[0].replace(".", "!"), SENTENCES[4]])
    found = difference(before, after)
    gone, come = of(found, Kind.MOVED, before, after)
    assert gone == come == SENTENCES[0].removesuffix(".") or {gone, come} == {SENTENCES[0].removesuffix(".")}
    assert len({piece.move for piece in found.pieces if piece.kind is Kind.MOVED}) == 1
    assert found.words(Kind.REMOVED) == found.words(Kind.ADDED) == 0


def test_a_phrase_that_is_there_again_has_not_moved() -> None:
    before, after = "In the end we left. It rained.", "It rained. Nobody stayed in the end."
    assert difference(before, after).words(Kind.MOVED) == 0


def _million(*, words: str = "w") -> str:
    """A megabyte in sentences of twenty words that say nothing."""
    chosen = random.Random(words)  # noqa: S311 - the same ones each time
    said = chosen.choices([f"{words}{number}" for number in range(4000)], k=170_000)
    return ".\n".join(" ".join(said[at : at + 20]) for at in range(0, len(said), 20))


WORST: dict[str, Callable[[], tuple[str, str]]] = {
    "nothing in common": lambda: (_million(), _million(words="q")),
    "one word": lambda: ("start " + "word " * 200_000, "word " * 190_000 + "end"),
    "signs": lambda: ("!?" * 500_000, "?!" * 500_000 + "a"),
    "short sentences": lambda: ("c a. " * 200_000, "a c. " * 200_000),
    "no space": lambda: ("a" * 1_000_000, "b" * 1_000_000),
}


@pytest.mark.parametrize("name", WORST)
def test_the_worst_ends_soon(name: str) -> None:
    before, after = WORST[name]()
    started = time.process_time()
    found = difference(before, after)
    took = time.process_time() - started
    assert sides(found, before, after) == (before, after)
    assert took < 8  # on a quiet machine 1.2 s at most; with the square of the words it would be minutes
    assert found.coarse or name in ("no space", "one word")


def test_what_would_take_too_much_is_not_begun() -> None:
    assert aligned(["a"] + ["b"] * 20_000, ["b"] * 10_000 + ["a"]) is None
