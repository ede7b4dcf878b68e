"""Words that are spelt nearly alike: insertions, deletions, substitutions and swapped neighbours."""

from __future__ import annotations

from collections.abc import Iterable, Iterator


class Spellings:
    """Words by first character and length, so that a search for near ones looks at few of them."""

    def __init__(self, words: Iterable[str]) -> None:
        self._shelves: dict[tuple[str, int], list[tuple[int, str]]] = {}
        for word in words:
            self._shelves.setdefault((word[0], len(word)), []).append((_letters(word), word))

    def near(self, word: str, distance: int) -> Iterator[str]:
        """Words at most ``distance`` letters off that share the first character; the nearest in length first."""
        letters, most = _letters(word), 2 * distance
        lengths = range(len(word) - distance, len(word) + distance + 1)
        for length in sorted(lengths, key=lambda each: abs(each - len(word))):
            shelf = self._shelves.get((word[0], length), ())
            # A change takes one letter away and brings one at most: this leaves a few in a hundred to compare.
            alike = [other for set_, other in shelf if (set_ ^ letters).bit_count() <= most]
            yield from (other for other in alike if within(word, other, distance))


def _letters(word: str) -> int:
    """The set of a word's letters as bits (letters 64 code points apart share one)."""
    bits = 0
    for letter in word:
        bits |= 1 << (ord(letter) & 63)
    return bits


def within(one: str, other: str, distance: int) -> bool:
    """Whether one word becomes the other by at most ``distance`` changes of a letter."""
    if abs(len(one) - len(other)) > distance:
        return False
    start = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), None)
    if start is None:
        return True  # one is the beginning of the other, and the lengths fit
    if not distance:
        return False
    one, other = one[start:], other[start:]
    if within(one[1:], other[1:], distance - 1) or within(one[1:], other, distance - 1):
        return True
    if within(one, other[1:], distance - 1):
        return True
    return one[:2] == other[1::-1] and len(other) > 1 and within(one[2:], other[2:], distance - 1)
