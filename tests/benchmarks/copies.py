"""How well copies of a text are told from others: ``python -m tests.benchmarks.copies [--texts FILE] [--pairs N] [--json]``.

Each text is altered in the ways in which copies differ (what a syndicator puts around it, another typography, small edits),
and in those in which other texts resemble it (one of a series by the same template, a quotation, an excerpt, the same
story in other words). The texts are made up (``made_up.py``, seeded); ``--texts`` takes others: JSON lines with ``text``.
"""

from __future__ import annotations

import argparse
import json
import random
import re
from collections.abc import Callable
from pathlib import Path

import numpy as np

from indexer.wording.sketch import LEAST_SHARED, LEAST_WITHIN, resemblance, sketch_of
from tests.benchmarks.made_up import MadeUp
from tests.benchmarks.measuring import show

SEED = 11
_SENTENCE = re.compile(r"[^.!?。！？।۔؟\n]+[.!?。！？।۔؟\n]*")
_LONGEST = 40  # words of a sentence: Thai has no signs at the ends of its own
_DENSE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
_THAI = re.compile(r"[\u0e00-\u0eff]")

Sentences = list[list[str]]


class Alterer:
    """Changes a text, with words of ``others`` for what is new in it."""

    def __init__(self, others: list[Sentences], chance: random.Random) -> None:
        self._others = others
        self._chance = chance

    def words(self, count: int) -> list[str]:
        """A run of words of another text."""
        said: list[str] = []
        while len(said) < count:
            said += self._chance.choice(self._chance.choice(self._others))
        return said[:count]

    def edited(self, text: Sentences, part: float) -> Sentences:
        """Every so many words another one."""
        return [
            [self.words(1)[0] if self._chance.random() < part else word for word in sentence]
            for sentence in text
        ]

    def framed(self, text: Sentences, before: int, behind: int) -> Sentences:
        """With so many words before and behind it."""
        return [self.words(before), *text, self.words(behind)]

    def interrupted(self, text: Sentences, times: int, count: int) -> Sentences:
        """With so many lines of so many words between its sentences."""
        found = list(text)
        for _ in range(times):
            found.insert(self._chance.randrange(1, max(2, len(found))), self.words(count))
        return found

    def series(self, text: Sentences, kept: float) -> Sentences:
        """The same sentences in their places, but for those that are told anew: another one of a series."""
        return [sentence if self._chance.random() < kept else self.words(len(sentence)) for sentence in text]

    def retold(self, text: Sentences) -> Sentences:
        """Half of the words are others, and the order of sentences is another."""
        found = self.edited(text, 0.5)
        self._chance.shuffle(found)
        return found


def _length(text: Sentences) -> int:
    return sum(map(len, text))


def _part(text: Sentences, start: float, end: float) -> Sentences:
    return text[int(len(text) * start) : max(1, int(len(text) * end))]


COPIES: dict[str, Callable[[Alterer, Sentences], Sentences]] = {
    "word for word": lambda _, text: text,
    "a word corrected in two hundred": lambda by, text: by.edited(text, 0.005),
    "a word corrected in fifty": lambda by, text: by.edited(text, 0.02),
    "a line before and an author's note behind": lambda by, text: by.framed(text, 15, 40),
    "links of a fifth of its length behind": lambda by, text: by.framed(text, 5, _length(text) // 5),
    "a standfirst and links, a third of its length": lambda by, text: by.framed(
        text, _length(text) // 8, _length(text) // 5
    ),
    "three lines of links within": lambda by, text: by.interrupted(text, 3, 8),
    "the last tenth cut off": lambda _, text: _part(text, 0, 0.9),
    "a sentence in twelve left out": lambda _, text: [s for at, s in enumerate(text) if at % 12 != 7],
    "framed, with links within, a word in a hundred corrected": lambda by, text: by.framed(
        by.interrupted(by.edited(text, 0.01), 2, 6), 20, 40
    ),
}
"""Ways in which a copy differs from its original."""

OTHERS: dict[str, Callable[[Alterer, Sentences], Sentences]] = {
    "another text": lambda by, text: [by.words(_length(text))],
    "of a series: a fifth is the template's": lambda by, text: by.series(text, 0.2),
    "of a series: two fifths are the template's": lambda by, text: by.series(text, 0.4),
    "of a series: three fifths are the template's": lambda by, text: by.series(text, 0.6),
    "a bulletin: a word or figure in eight is another": lambda by, text: by.edited(text, 0.125),
    "the same lines about the firm, two fifths of it": lambda by, text: [
        by.words(int(_length(text) * 0.6)), *_part(text, 0.6, 1)
    ],
    "the same introduction, two fifths of it": lambda by, text: [
        *_part(text, 0, 0.4), by.words(int(_length(text) * 0.6))
    ],
    "half of it quoted among words of another": lambda by, text: by.framed(
        _part(text, 0.2, 0.7), _length(text) // 3, _length(text) // 3
    ),
    "the first two fifths, to be read elsewhere": lambda by, text: by.framed(_part(text, 0, 0.4), 0, 8),
    "a live report that has grown to its double": lambda by, text: by.framed(text, _length(text), 0),
    "the same story in other words": lambda by, text: by.retold(text),
}  # fmt: skip
"""Ways in which another text is like it."""


def cut(text: str) -> Sentences:
    """Sentences of words; of a script without spaces each character is one, in Thai four characters."""
    found = []
    for sentence in _SENTENCE.findall(text):
        size = 4 if _THAI.search(sentence) else 1 if _DENSE.search(sentence) else 0
        characters = "".join(sentence.split())
        words = (
            [characters[at : at + size] for at in range(0, len(characters), size)]
            if size
            else sentence.split()
        )
        found += [words[at : at + _LONGEST] for at in range(0, len(words), _LONGEST)]
    return found


def said(text: Sentences) -> str:
    """The text of sentences."""
    return "\n".join(" ".join(sentence) for sentence in text)


def measure(texts: list[str], pairs: int, bins: tuple[float, float]) -> dict[str, object]:
    """Which part of the pairs of each way is told to be copies."""
    chance = random.Random(SEED)  # noqa: S311  (repeatable, not secret)
    cuts = [text for text in map(cut, texts) if len(text) >= 8 and _length(text) >= 80]
    by = Alterer(cuts, chance)
    figures: dict[str, object] = {"texts": len(cuts)}
    totals: dict[str, list[float]] = {"found": [], "taken": []}
    for title, ways, kept in (
        ("copies found", COPIES, "found"),
        ("others taken for copies", OTHERS, "taken"),
    ):
        for name, way in ways.items():
            chosen = [chance.choice(cuts) for _ in range(pairs)]
            ours = _rows([said(text) for text in chosen])
            theirs = _rows([said(way(by, text)) for text in chosen])
            shared, within = resemblance(ours, theirs)
            rate = float(((shared >= bins[0]) & (within >= bins[1])).mean())
            figures[f"{title}: {name}"] = rate
            totals[kept].append(rate)
    found, taken = float(np.mean(totals["found"])), float(np.mean(totals["taken"]))
    figures["recall"] = found
    figures["precision, where either is as frequent"] = found / (found + taken) if found + taken else 1.0
    return figures


def _rows(texts: list[str]) -> np.ndarray:
    return np.frombuffer(b"".join(map(sketch_of, texts)), np.uint8).reshape(len(texts), -1)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--texts", type=Path)
    parser.add_argument("--pairs", type=int, default=200)
    parser.add_argument("--shared", type=float, default=LEAST_SHARED)
    parser.add_argument("--within", type=float, default=LEAST_WITHIN)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    if asked.texts is None:
        texts = [document.text for document in MadeUp(SEED).documents(400)]
    else:
        lines = asked.texts.read_text("utf-8").splitlines()
        texts = [text for line in lines if (text := json.loads(line).get("text"))]
    show(measure(texts, asked.pairs, (asked.shared, asked.within)), as_json=asked.json)


if __name__ == "__main__":
    main()
