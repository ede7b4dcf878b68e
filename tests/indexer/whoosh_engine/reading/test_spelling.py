"""Near spellings, against the textbook's table."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from indexer.whoosh_engine.reading.spelling import near

WORDS = st.text(alphabet="abc", max_size=6)


def distance(one: str, other: str) -> int:
    """Optimal string alignment: changes of a letter, and swaps of neighbours that are not touched again."""
    rows = [[at + n if not (at and n) else 0 for n in range(len(other) + 1)] for at in range(len(one) + 1)]
    for i in range(1, len(one) + 1):
        for j in range(1, len(other) + 1):
            change = one[i - 1] != other[j - 1]
            rows[i][j] = min(rows[i - 1][j] + 1, rows[i][j - 1] + 1, rows[i - 1][j - 1] + change)
            if i > 1 and j > 1 and one[i - 1] == other[j - 2] and one[i - 2] == other[j - 1]:
                rows[i][j] = min(rows[i][j], rows[i - 2][j - 2] + 1)
    return rows[-1][-1]


@given(st.sets(WORDS), WORDS, st.integers(0, 2))
def test_near_words_are_all_that_are_within_the_distance(words: set[str], word: str, most: int) -> None:
    assert set(near(word, sorted(words, key=len), most)) == {
        other for other in words if distance(word, other) <= most
    }


@given(st.sets(WORDS), WORDS)
def test_those_of_the_same_length_come_first(words: set[str], word: str) -> None:
    found = [abs(len(other) - len(word)) for other in near(word, sorted(words, key=len), 2)]
    assert found == sorted(found)
