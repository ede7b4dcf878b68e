"""A text's sketch: a few numbers that tell how much of two texts is the same, and where in them what is not.

MinHash (Broder, "On the resemblance and containment of documents", 1997) in one permutation (Li, Owen, Zhang, NIPS 2012):
runs of words are hashed into ``BINS`` bins, and of each bin the least hash is kept. Of two texts, the lesser hash of a bin
is a run picked at random from all that either has: both have it, or one of them. Beside each is kept where in its text it
stands, so that what a syndicator puts before and behind a text is told from what differs within.
"""

from __future__ import annotations

import re
import unicodedata
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from indexer.language.folding import INVISIBLE
from indexer.language.scripts import dense_class, mark_class

BINS = 64
EMPTY = 0xFFFF
"""The value of a bin into which no run fell."""

_PLACES = slice(2 * BINS, 3 * BINS)
_TITLE = slice(3 * BINS, 3 * BINS + 4)
SIZE = 3 * BINS + 4
"""Bytes of a sketch: ``BINS`` 16-bit values, then as many places, each in 1/255 of the text, then a sum of the title."""

NONE = b"\xff\xff" * BINS + bytes(SIZE - 2 * BINS)
"""The sketch of a text too short for one: like no other, not even its own kind."""

_LEAST = 8
"""Words of a text that can be a copy at all."""

_WHOLE = 48
"""A text of fewer words, or one that says the same few over and over, is a copy only of one that is the same word for word,
under the same title: most of what it has in common with others, it has by chance or because a template brings it along."""

_FEWEST = 24  # bins that are filled: half of those that as many words fill which are all different
_LONGEST = 60_000  # characters that are looked at: some ten thousand words
_RUN = 3
_RUN_OF_CHARACTERS = 4  # in scripts without spaces, of which a word has two or so
_RUN_OF_LETTERS = 8  # in those of them that have an alphabet, of which a word has four or five with its marks
_DENSE = re.compile(f"[{dense_class()}]")
_ALPHABETS = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]")  # Thai, Lao, Burmese, Khmer
_OPTIONAL = re.compile(f"[{INVISIBLE}\u0300-\u036f\u0591-\u05bd\u05bf-\u05c7\u064b-\u065f\u0670]+")
"""What a text may have or not: invisible characters, accents that NFKC leaves apart (of "İ", of a stressed Russian vowel),
the vowels of Hebrew and Arabic."""
_SIGN = re.compile(rf"[^\w\x00-\x7f{mark_class()}]+")  # marks are letters in India and Thailand
_ONE_LETTER = (("ي", "ی"), ("ى", "ی"), ("ك", "ک"), ("ё", "е"))
"""Letters that one site writes as another: Persian on an Arabic keyboard, Russian in print."""
_LETTERS = bytes(code if code >= 0x80 or chr(code).isalnum() else 0x20 for code in range(256)).lower()
"""Of UTF-8 what is no letter or digit of ASCII is a space: cutting bytes is ten times quicker than a regular expression."""

_FACTOR = np.uint64(0x9E3779B97F4A7C15)  # odd, of many bits
_BIN_NUMBERS = np.arange(1, BINS + 1, dtype=np.uint64)


def sketch_of(text: str, title: str = "") -> bytes:
    """The sketch of a text: ``SIZE`` bytes; ``NONE`` for one of hardly any words. Signs, case and typography don't count."""
    words, of_each, run = _words(text[:_LONGEST])
    count = len(words) // of_each
    if count < _LEAST:
        return NONE
    hashes = np.fromiter(map(crc32, words), np.uint64, len(words))
    told = crc32(b" ".join(_words(title)[0])).to_bytes(4, "little")
    least = _least(hashes, run) if count >= _WHOLE else None
    return (least or _of_whole(hashes, told)) + told


def _words(text: str) -> tuple[list[bytes], int, int]:
    """The words of a text; where most of them are characters of a script without spaces, how many make a word, and how
    many of them are a run."""
    if text.isascii():
        return _parted(text), 1, _RUN
    text = _OPTIONAL.sub("", unicodedata.normalize("NFKC", text).casefold())
    for written, meant in _ONE_LETTER:
        text = text.replace(written, meant)
    text, characters = _DENSE.subn(r" \g<0> ", _SIGN.sub(" ", text))
    if 6 * characters <= len(text):  # each has two spaces now
        return _parted(text), 1, _RUN
    of_alphabets = len(_ALPHABETS.findall(text))
    return (
        (_parted(text), 4, _RUN_OF_LETTERS)
        if 2 * of_alphabets > characters
        else (_parted(text), 2, _RUN_OF_CHARACTERS)
    )


def _parted(text: str) -> list[bytes]:
    return text.encode("utf-8", "surrogatepass").translate(_LETTERS).split()


def _mixed(hashes: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Every bit of each spread over all of it (the finalizer of MurmurHash3)."""
    hashes = (hashes ^ (hashes >> np.uint64(33))) * np.uint64(0xFF51AFD7ED558CCD)
    hashes = (hashes ^ (hashes >> np.uint64(33))) * np.uint64(0xC4CEB9FE1A85EC53)
    return hashes ^ (hashes >> np.uint64(33))


def _least(hashes: NDArray[np.uint64], length: int) -> bytes | None:
    """The least runs of so many words; None where the text says the same few over and over."""
    end = len(hashes) - length + 1
    runs = hashes[:end]
    for at in range(1, length):
        runs = runs * _FACTOR + hashes[at : end + at]
    runs = _mixed(runs)
    order = np.argsort(runs, kind="stable")  # of a run that comes again, its first place
    scaled = (runs[order] >> np.uint64(32)) * np.uint64(BINS)
    bins = (scaled >> np.uint64(32)).astype(np.int64)
    firsts = np.concatenate(([0], np.flatnonzero(bins[1:] != bins[:-1]) + 1))
    if len(firsts) < _FEWEST:
        return None
    filled = bins[firsts]
    values = np.full(BINS, EMPTY, np.uint16)
    values[filled] = np.minimum((scaled[firsts] >> np.uint64(16)) & np.uint64(0xFFFF), np.uint64(EMPTY - 1))
    places = np.zeros(BINS, np.uint8)
    places[filled] = order[firsts] * 255 // max(1, len(runs) - 1)
    return values.tobytes() + places.tobytes()


def _of_whole(hashes: NDArray[np.uint64], title: bytes) -> bytes:
    """A sketch that is another one, in every bin, if one word of text or title is."""
    one = np.uint64(crc32(title, crc32(hashes.tobytes())) | len(hashes) << 32)
    values = (_mixed(_BIN_NUMBERS * _FACTOR + one) >> np.uint64(48)).astype(np.uint16)
    return np.minimum(values, EMPTY - 1).tobytes() + bytes(BINS)


LEAST_SHARED = 0.62
"""Of all that either text has, what copies share at least: what comes before and behind may be three fifths of the text."""

LEAST_WITHIN = 0.75
"""The same between the first and the last that they share: what is changed within may be a word in twenty. Both are
measured, ``tests/benchmarks/README.md``: below it are series by one template, above it copies with corrections."""


def alike(one: NDArray[np.uint8], other: NDArray[np.uint8]) -> NDArray[np.bool_]:
    """Which of several pairs of sketches (two arrays of rows of ``SIZE`` bytes) are of copies of one text."""
    shared, within = resemblance(one, other)
    told: NDArray[np.bool_] = (shared >= LEAST_SHARED) & (within >= LEAST_WITHIN)
    return told


LEAST_OF_TWINS = 0.9
"""What two addresses of one post on one site share at least: no syndicator put anything around it. Below are posts that
share a frame, or a column of links that outweighs their text."""


def twins(one: NDArray[np.uint8], other: NDArray[np.uint8]) -> NDArray[np.bool_]:
    """Which of several pairs of sketches are of one text under one title, nearly without a change."""
    shared, within = resemblance(one, other)
    told: NDArray[np.bool_] = (
        (titles_of(one) == titles_of(other)) & (shared >= LEAST_OF_TWINS) & (within >= LEAST_WITHIN)
    )
    return told


def titles_of(rows: NDArray[np.uint8]) -> NDArray[np.uint32]:
    """What tells the titles of sketches (rows) apart: one number each."""
    return np.ascontiguousarray(rows[:, _TITLE]).view(np.uint32)[:, 0]


def resemblance(
    one: NDArray[np.uint8], other: NDArray[np.uint8]
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Of each pair of sketches: which part of all that either text has both have; and the same between the first and the
    last that both have, without what either has before and behind it."""
    ours, theirs = _values(one), _values(other)
    here, there = one[:, _PLACES], other[:, _PLACES]
    both = (ours == theirs) & (ours != EMPTY)
    only_ours, only_theirs = ours < theirs, theirs < ours
    shared = both.sum(1)
    inner = (only_ours & _between(both, here)).sum(1) + (only_theirs & _between(both, there)).sum(1)
    either = shared + only_ours.sum(1) + only_theirs.sum(1)
    return _part(shared, either), _part(shared, shared + inner)


def _values(rows: NDArray[np.uint8]) -> NDArray[np.uint16]:
    return np.ascontiguousarray(rows[:, : 2 * BINS]).view(np.uint16)


def _between(both: NDArray[np.bool_], places: NDArray[np.uint8]) -> NDArray[np.bool_]:
    first = np.where(both, places, 255).min(1, keepdims=True)
    last = np.where(both, places, 0).max(1, keepdims=True)
    between: NDArray[np.bool_] = (places > first) & (places < last)
    return between


def _part(some: NDArray[np.int64], of: NDArray[np.int64]) -> NDArray[np.float32]:
    part: NDArray[np.float32] = (some / np.maximum(of, 1)).astype(np.float32)
    return part
