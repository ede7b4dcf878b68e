"""Made-up articles for benchmarks: a seeded generator of text with the shape of a language (Zipf's law for words,
Heaps' for names), not with its sense. The same seed gives the same articles on every machine."""

from __future__ import annotations

import random
from bisect import bisect
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import accumulate

from indexer.model import Document
from tests.benchmarks.questions import Question

_ONSETS = [*"bcdfghjklmnprstvw", "br", "ch", "dr", "fl", "gr", "pl", "pr", "qu", "sh", "st", "th", "tr"]
_VOWELS = [*"aeiou", "ai", "ea", "ee", "oa", "ou"]
_CODAS = ["", "", "n", "r", "s", "l", "t", "nd", "st", "ck", "m", "ng"]
_ENDINGS = ["", "", "", "s", "ed", "ing", "er", "ly"]
_VOCABULARY = 30_000
_FIRST_DAY = datetime(2010, 1, 1, 6, tzinfo=UTC)


class MadeUp:
    """Articles, and questions about them."""

    def __init__(self, seed: int = 7) -> None:
        self._random = random.Random(seed)  # noqa: S311  (repeatable, not secret)
        self.words = self._vocabulary()
        self._weights = list(accumulate(1.0 / (rank + 2.7) for rank in range(len(self.words))))
        self.sources = [self._name() + " Notes" for _ in range(12)]
        self.authors = [f"{self._name()} {self._name()}" for _ in range(60)]
        self.labels = [self.words[rank].capitalize() for rank in range(400, 700)]

    def documents(self, count: int) -> Iterator[Document]:
        """``count`` Documents of 80 to 800 words."""
        for number in range(count):
            yield self._document(number)

    def questions(self, count: int) -> list[str]:
        """A mix of what readers type: one to three words, phrases, OR, exclusions, prefixes, misspellings, fields."""
        return [question.text for question in self.mixed(count)]

    def mixed(self, count: int) -> list[Question]:
        """As ``questions``, taken apart for engines with a language of their own."""
        return [self._question(number) for number in range(count)]

    def _document(self, number: int) -> Document:
        source = self._random.randrange(len(self.sources))
        published = _FIRST_DAY + timedelta(minutes=self._random.randrange(15 * 365 * 24 * 60))
        return Document(
            id=f"{number:010x}",
            url=f"https://notes{source}.example/{published:%Y/%m}/{self._word()}-{number}.html",
            title=self._sentence(3, 9).rstrip("."),
            text=" ".join(self._sentence(5, 25) for _ in range(self._random.randint(8, 50))),
            source=self.sources[source],
            site=f"notes{source}.example",
            published=published,
            author=self._random.choice(self.authors),
            labels=tuple(self._random.sample(self.labels, self._random.randint(0, 5))),
            lang=self._random.choice(("en", "en", "en", "en", "fr", "de")),
            kind=self._random.choice(("post", "post", "post", "page", "related")),
            status=self._random.choice(("live", "live", "live", "changed", "gone")),
            captures=self._random.randint(1, 9),
            memento="20240101000000",
            method="platform:made-up",
        )

    def _question(self, number: int) -> Question:
        one, two, three = (self._rarer() for _ in range(3))
        forms = (
            Question("word", (one,)), Question("and", (one, two)), Question("and", (one, two, three)),
            Question("word", (self._word(),)), Question("or", (one, two)), Question("exclusion", (one, two)),
            Question("phrase", (self._word(), self._word())), Question("prefix", (one[:4],)),
            Question("fuzzy", (one,)), Question("label", value=self._label(), words=(self._word(),)),
            Question("date", value=str(self._random.randint(2010, 2024)), words=(one,)), Question("field", (one,)),
        )  # fmt: skip
        return forms[number % len(forms)]

    def _vocabulary(self) -> list[str]:
        words: dict[str, None] = {}
        while len(words) < _VOCABULARY:
            syllables = "".join(self._syllable() for _ in range(self._random.choice((1, 1, 2, 2, 3))))
            words[syllables + self._random.choice(_ENDINGS)] = None
        return sorted(words, key=lambda word: (len(word) // 3, self._random.random()))

    def _syllable(self) -> str:
        return "".join(self._random.choice(part) for part in (_ONSETS, _VOWELS, _CODAS))

    def _label(self) -> str:
        return self._random.choice(self.labels)

    def _name(self) -> str:
        return (self._syllable() + self._syllable()).capitalize()

    def _word(self) -> str:
        return self.words[bisect(self._weights, self._random.random() * self._weights[-1])]

    def _rarer(self) -> str:
        return self.words[self._random.randrange(20, 3000)]

    def _sentence(self, least: int, most: int) -> str:
        return " ".join(self._word() for _ in range(self._random.randint(least, most))).capitalize() + "."
