"""Questions that are made to cost much: each kind is one way of asking, seeded, as parameters of a search's URL."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from indexer.model import FACETS, Sort
from indexer.querylang import BOUNDS, FIELDS

Parameters = dict[str, list[str]]
_DENSE = "的一是不了人我在有他这为之大来以个中上们石油价格选举天然气"
_ARABIC = "الانتخاباتوالغازوأسعارالنفط"
_HEBREW = "הבחירותומחיריהגזוהנפט"
_WORDS_OF_FIELDS = ("title", "author", "label", "source", "url", "added", "removed")


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What the asked collection has: its words, the most frequent first, and values of its facets."""

    words: list[str]
    values: dict[str, list[str]]


class HostileQuestions:
    """A generator of questions; the same seed asks the same."""

    def __init__(self, vocabulary: Vocabulary, seed: int = 11) -> None:
        self._random = random.Random(seed)  # noqa: S311  (repeatable, not secret)
        self._words = vocabulary.words
        self._common = vocabulary.words[:60]
        self._values = vocabulary.values

    def questions(self, count: int) -> Iterator[tuple[str, Parameters]]:
        """``count`` questions with the name of their kind, the kinds in turn."""
        kinds = list(KINDS.items())
        for number in range(count):
            name, kind = kinds[number % len(kinds)]
            yield name, kind(self)

    # Words

    def commonest(self) -> Parameters:
        return asked(" ".join(self._random.sample(self._common, 32)))

    def either_of_the_commonest(self) -> Parameters:
        return asked(" OR ".join(self._random.sample(self._common, 32)))

    def any_of_the_commonest(self) -> Parameters:
        return asked(" ".join([*self._random.sample(self._common, 31), "qqxzv"]))

    def one_word_again_and_again(self) -> Parameters:
        return asked(f"{self._random.choice(self._common[:9])} " * 170)

    def a_sentence(self) -> Parameters:
        return asked("what is the " + " ".join(self._random.sample(self._common, 28)) + "?")

    def words_without_spaces(self) -> Parameters:
        sign = self._random.choice([",", "/", "+", "|", "-", ".", "'", "_", "&"])
        return asked(sign.join(self._random.choices(self._common, k=110)))

    def words_of_many_languages(self) -> Parameters:
        return asked(
            " ".join(
                self._random.sample(
                    [*self._common, "выборы", "السوق", "בחירות", "elections", "économies"], 32
                )
            )
        )

    # Phrases

    def a_long_phrase(self) -> Parameters:
        return asked('"' + " ".join(self._random.choices(self._common[:12], k=100)) + '"')

    def loose_phrases(self) -> Parameters:
        return asked(
            " OR ".join(f'"{one} {other}"~1000' for one, other in self._pairs(self._common[:20], 22))
        )

    def phrases(self) -> Parameters:
        return asked(" ".join(f'"{one} {other}"' for one, other in self._pairs(self._common[:8], 32)))

    def phrases_without(self) -> Parameters:
        return asked(" ".join(f'-"{one} {other}"' for one, other in self._pairs(self._common[:20], 32)))

    # Expansions

    def beginnings(self) -> Parameters:
        return asked(" OR ".join(f"{start}*" for start in self._starts(32)))

    def beginnings_in_fields(self) -> Parameters:
        starts = self._starts(32)
        return asked(" OR ".join(f"{self._random.choice(_WORDS_OF_FIELDS)}:{start}*" for start in starts))

    def beginnings_of_addresses(self) -> Parameters:
        return asked("url:ht* OR url:20* OR links:no* OR links:example.org/* OR site:no* OR url:htm*")

    def misspelt(self) -> Parameters:
        return asked(" OR ".join(f"{word}~2" for word in self._random.sample(self._words, 32)))

    def short_and_misspelt(self) -> Parameters:
        return asked(" ".join(f"{word[:3]}~2" for word in self._random.sample(self._words, 32)))

    def long_and_misspelt(self) -> Parameters:
        letter = self._random.choice("aeost")
        return asked(" ".join(f"{letter * self._random.randint(3, 48)}~2" for _ in range(16)))

    # Shapes

    def deep_groups(self) -> Parameters:
        text = self._random.choice(self._common)
        for depth in range(7):
            join = ("OR", "AND", "OR -", "AND NOT")[depth % 4]
            text = f"({text} {join} {self._random.choice(self._common)} {self._random.choice(self._common)})"
        return asked(text)

    def brackets(self) -> Parameters:
        return asked(
            self._random.choice(["(" * 256 + ")" * 256, "(a" * 170, ")(" * 256, "((a) OR (b)) " * 39])
        )

    def without_everything(self) -> Parameters:
        return asked(" ".join(f"-{word}" for word in self._random.sample(self._common, 32)))

    def without_a_group(self) -> Parameters:
        return asked(
            "NOT (" + " OR ".join(f"(NOT {word})" for word in self._random.sample(self._common, 24)) + ")"
        )

    def every_field(self) -> Parameters:
        return asked(" OR ".join(f"{name}:{self._random.choice(self._common)}" for name in FIELDS))

    def edits(self) -> Parameters:
        return asked(
            " OR ".join(f'removed:"{a} {b}"~999 OR added:{a}' for a, b in self._pairs(self._common[:9], 8))
        )

    def signs(self) -> Parameters:
        pieces = [
            *"\"()*~-:^[]{}\\/.,'“”",
            " ",
            " AND ",
            " OR ",
            " NOT ",
            *(f"{name}:" for name in FIELDS),
            *self._common,
        ]
        return asked("".join(self._random.choices(pieces, k=200)))

    def dates(self) -> Parameters:
        years = [self._random.randint(1, 9999) for _ in range(32)]
        return asked(
            " OR ".join(f"{self._random.choice(['before', 'after', 'year'])}:{year:04}" for year in years)
        )

    # Parameters

    def thousands_of_values(self) -> Parameters:
        parameters = asked(self._random.choice(self._common))
        for name in FACETS:
            values = self._values.get(name) or ["x"]
            parameters[name] = [
                self._random.choice(["", "-"]) + self._random.choice(values) for _ in range(500)
            ]
        return parameters

    def all_values(self) -> Parameters:
        parameters = asked(self._random.choice(["", *self._common[:5]]))
        return parameters | {name: list(values) for name, values in self._values.items()}

    def the_deepest_page(self) -> Parameters:
        words = " OR ".join(self._random.sample(self._common, 5))
        sort = self._random.choice(list(Sort)).value
        return asked(self._random.choice(["", words])) | {
            "sort": [sort],
            "page": ["100"],
            "per_page": ["100"],
        }

    def beyond_the_deepest_page(self) -> Parameters:
        return asked(self._random.choice(self._common)) | {
            "page": ["9" * 30],
            "per_page": ["9" * 30],
            "sort": ["changed"],
        }

    def many_of_each(self) -> Parameters:
        return {
            name: ["9" * 400] * 60 for name in ("q", "from", "to", "sort", "page", "year", "month", "facet")
        }

    # Writing

    def a_dense_run(self) -> Parameters:
        return asked(self._run(_DENSE, 512))

    def a_dense_phrase(self) -> Parameters:
        return asked('"' + self._run(_DENSE, 300) + '" ' + self._run(_DENSE, 200) + "*")

    def an_arabic_run(self) -> Parameters:
        return asked(self._run(_ARABIC, 250) + " " + " ".join(self._run(_ARABIC, 5) + "*" for _ in range(30)))

    def a_hebrew_run(self) -> Parameters:
        return asked('״"'.join(self._run(_HEBREW, 4) for _ in range(80)))

    def marks(self) -> Parameters:
        mark = self._random.choice(["\u0301", "\u0651", "\u05b8", "\u20dd", "\ufe0f"])
        return asked((self._random.choice(["e", "غ", "ה", "", "石"]) + mark * 60) * 8)

    def what_nobody_sees(self) -> Parameters:
        signs = [
            "\u200b",
            "\u200d",
            "\u202e",
            "\u2066",
            "\x00",
            "\ufeff",
            "\u00ad",
            "\u061c",
            "\ud800",
            "\udfff",
            "\x1b",
            "\u2028",
        ]
        return asked("".join(self._random.choices([*signs, *self._common[:9], " ", '"', "title:"], k=300)))

    def joined_letters(self) -> Parameters:
        return asked(self._random.choice(["a-", "a.", "a'", "1,000,", "a&", "a\u200c", "א״", "aa-"]) * 170)

    def one_letter(self) -> Parameters:
        return asked(self._random.choice("aeiouتה石") * self._random.choice([3, 48, 100, 512]))

    # What helps those who found nothing

    def nonsense(self) -> Parameters:
        words = ["".join(self._random.choices("abcdefghijklmnopqrstuvwxyz", k=9)) for _ in range(6)]
        return asked(" AND ".join(words)) | {"lang": ["en"], "author": ["nobody"], "year": ["1900"]}

    def nearly_words(self) -> Parameters:
        words = [
            word[:1] + self._random.choice("aeiou") + word[1:] + "q"
            for word in self._random.sample(self._words, 6)
        ]
        return asked(" AND ".join(words))

    def quoted_nonsense(self) -> Parameters:
        words = self._random.sample(self._common[:20], 8)
        return asked(" ".join(f'"{word} xqzvk {word}"' for word in words)) | {
            "kind": ["none"],
            "from": ["2010"],
        }

    def _pairs(self, words: list[str], count: int) -> list[tuple[str, str]]:
        return [(self._random.choice(words), self._random.choice(words)) for _ in range(count)]

    def _starts(self, count: int) -> list[str]:
        return [self._random.choice(self._words)[:2] for _ in range(count)]

    def _run(self, letters: str, count: int) -> str:
        return "".join(self._random.choices(letters, k=count))


def asked(text: str) -> Parameters:
    """The parameters of a question, not longer than what is read of it."""
    return {"q": [text[: BOUNDS["length"].limit]]}


KINDS: dict[str, Callable[[HostileQuestions], Parameters]] = {
    name.replace("_", " "): kind
    for name, kind in vars(HostileQuestions).items()
    if callable(kind) and not name.startswith("_") and name != "questions"
}
"""What there is of them, by name."""
