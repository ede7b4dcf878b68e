"""The query language as tables: what a reader may type, and what bounds it.

The parser of each engine, the parameters of a URL, the notices and the help page are all driven by ``FIELDS``,
``OPERATORS`` and ``BOUNDS``: there is no second list.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class FieldKind(Enum):
    """How what follows ``field:`` is read."""

    WORDS = "words"  # analysed, one word or a "phrase"
    IN_ORDER = "in order"  # analysed words, one after the other
    EXACT = "exact"  # one value, case ignored
    SITE = "site"  # a host name, or a domain that hosts lie in
    BEFORE = "before"  # a date: published before it
    AFTER = "after"  # a date: published on it or later
    YEAR = "year"
    LINK = "link"  # an address, a host, or how an address begins (``indexer.linked``)


@dataclass(frozen=True, slots=True)
class Field:
    """A ``field:`` that can be typed."""

    name: str
    kind: FieldKind
    help: str
    example: str


@dataclass(frozen=True, slots=True)
class Operator:
    """A sign or word with a meaning."""

    sign: str
    help: str
    example: str


@dataclass(frozen=True, slots=True)
class Bound:
    """A limit on what one question may cost, and what the answer says when it was met."""

    limit: int
    notice: str

    @property
    def text(self) -> str:
        return self.notice.format(limit=f"{self.limit:,}")


FIELDS: dict[str, Field] = {
    field.name: field
    for field in (
        Field("title", FieldKind.WORDS, "words of the title", "title:economy"),
        Field("author", FieldKind.WORDS, "the author's name, or part of it", 'author:"ada quill"'),
        Field("label", FieldKind.WORDS, "a label (tag, category) or a word of it", "label:gas"),
        Field("source", FieldKind.WORDS, "the source's name, or part of it", "source:harbour"),
        Field("site", FieldKind.SITE, "a host, or all hosts of a domain", "site:example.org"),
        Field("url", FieldKind.IN_ORDER, "words of the address, in their order", "url:2024/05"),
        Field(
            "links",
            FieldKind.LINK,
            "links to a page, to any of a host (example.org), or to what begins so (example.org/2024/*)",
            "links:https://example.org/a/page",
        ),
        Field("lang", FieldKind.EXACT, "the language, by its two-letter code", "lang:ar"),
        Field("kind", FieldKind.EXACT, "post, page or related", "kind:related"),
        Field("status", FieldKind.EXACT, "live, changed, gone, blocked or exported", "status:gone"),
        Field(
            "removed",
            FieldKind.WORDS,
            "words that an edit took out; an article that went as a whole is status:gone",
            'removed:"safe harbour"',
        ),
        Field("added", FieldKind.WORDS, "words that an edit put in", "added:correction"),
        Field("before", FieldKind.BEFORE, "published before a year, month or day", "before:2024-05"),
        Field("after", FieldKind.AFTER, "published in a year, month or day, or later", "after:2023"),
        Field("year", FieldKind.YEAR, "published in a year", "year:2024"),
    )
}

OPERATORS: tuple[Operator, ...] = (
    Operator("words", "all of them; where no text has all, any of them", "gas pipeline"),
    Operator('"…"', "these words in this order", '"cease fire"'),
    Operator('"…"~n', "in this order, at most n words from one to the next", '"gas prices"~3'),
    Operator("-", "without this word, phrase, group or field", "pipeline -oil"),
    Operator("AND", "both sides", "gas AND pipeline"),
    Operator("OR", "either side", "gas OR oil"),
    Operator("NOT", "without what follows", "gas NOT oil"),
    Operator("(…)", "a group", "(gas OR oil) price"),
    Operator("*", "words that begin so", "pipel*"),
    Operator("~", "words spelt nearly so; ~2 for two letters off", "pipline~"),
)

JOINS = tuple(operator.sign for operator in OPERATORS if operator.sign.isalpha() and operator.sign.isupper())
"""The operators that are words: AND, OR, NOT."""

BOUNDS: dict[str, Bound] = {
    "length": Bound(512, "Only the first {limit} characters were searched for."),
    "clauses": Bound(32, "Only the first {limit} words and phrases were searched for."),
    "words": Bound(
        128, "Only the first {limit} words (or characters of a script without spaces) were searched for."
    ),
    "phrases": Bound(12, "Only the first {limit} phrases were searched for in order, the others as words."),
    "repeats": Bound(64, "Words that come again were counted up to {limit} in all."),
    "nesting": Bound(8, "Groups go at most {limit} deep: the brackets were left out."),
    "prefix": Bound(2, "A word needs at least {limit} letters before *: it was searched as it is."),
    "expansions": Bound(
        1024, "More than {limit} words fit * or ~: only the first {limit} were searched for."
    ),
    "together": Bound(
        2048,
        "More than {limit} words fit all the * and ~ together: only the first of each were searched for.",
    ),
    "marks": Bound(
        2_000_000, "These texts are long: not every word that matched could be marked."
    ),  # characters
    "distance": Bound(2, "~ goes up to {limit} letters."),
    "spelt": Bound(
        3,
        "~ looks for one word of at least {limit} letters, in scripts that part words by spaces: elsewhere it was "
        "passed over.",
    ),
    "slop": Bound(1000, 'Of "…"~ words may be at most {limit} from one to the next.'),
    "depth": Bound(
        10_000, "Only the first {limit} results can be listed: narrow the search to see the others."
    ),
    "per_page": Bound(100, "A page lists at most {limit} results."),
    "values": Bound(50, "only the first {limit} values were used."),
    "value": Bound(300, "only the first {limit} characters of a value were used."),
}
