"""The query language as tables: what a reader may type, what bounds it, and the parameters of a search's URL.

The parser of each engine, the notices and the help page are all driven by ``FIELDS``, ``OPERATORS`` and
``BOUNDS``: there is no second list.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum

from indexer.model import FACETS, FacetChoice, Query, Sort


class FieldKind(Enum):
    """How what follows ``field:`` is read."""

    WORDS = "words"  # analysed, one word or a "phrase"
    EXACT = "exact"  # one value, case ignored
    SITE = "site"  # a host name, or a domain that hosts lie in
    BEFORE = "before"  # a date: published before it
    AFTER = "after"  # a date: published on it or later
    YEAR = "year"


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
        Field("url", FieldKind.WORDS, "words of the address, in their order", "url:2024/05"),
        Field("lang", FieldKind.EXACT, "the language, by its two-letter code", "lang:ar"),
        Field("kind", FieldKind.EXACT, "post, page or related", "kind:related"),
        Field("status", FieldKind.EXACT, "live, changed or gone", "status:gone"),
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

BOUNDS: dict[str, Bound] = {
    "length": Bound(512, "Only the first {limit} characters were searched for."),
    "clauses": Bound(32, "Only the first {limit} words and phrases were searched for."),
    "nesting": Bound(8, "Groups go at most {limit} deep: the brackets were left out."),
    "prefix": Bound(2, "A word needs at least {limit} letters before *: it was searched as it is."),
    "expansions": Bound(
        1024, "More than {limit} words fit * or ~: only the first {limit} were searched for."
    ),
    "distance": Bound(2, "~ goes up to {limit} letters."),
    "depth": Bound(
        10_000, "Only the first {limit} results can be listed: narrow the search to see the others."
    ),
}

PER_PAGE = 20
MOST_PER_PAGE = 100
_CHOICES = (*FACETS, "month")


def parse_query(args: Mapping[str, str | Sequence[str]]) -> Query:
    """The parameters of a search's URL (INTERFACE.md, ``/search``) as a Query.

    Values may be strings or lists of them; a multi-dict with ``getlist`` (werkzeug's) is read whole. What is
    no valid value of its parameter is passed over: an old or mistyped URL still answers.
    """
    return Query(
        text=" ".join(_all(args, "q")).strip(),
        chosen={name: choice for name in _CHOICES if (choice := _choice(_all(args, name)))},
        since=_day(_first(args, "from")),
        until=_day(_first(args, "to")),
        sort=_sort(_first(args, "sort")),
        page=_number(_first(args, "page"), 1, 1, BOUNDS["depth"].limit),
        per_page=_number(_first(args, "per_page"), PER_PAGE, 1, MOST_PER_PAGE),
    )


def to_args(query: Query) -> list[tuple[str, str]]:
    """The shortest parameters that ``parse_query`` reads as this Query, in a fixed order."""
    args = [("q", query.text)] if query.text else []
    for name in _CHOICES:
        choice = query.chosen.get(name, FacetChoice())
        args += [(name, value) for value in choice.any_of]
        args += [(name, f"-{value}") for value in choice.none_of]
    if query.since:
        args.append(("from", query.since.isoformat()))
    if query.until:
        args.append(("to", query.until.isoformat()))
    if query.sort is not Sort.RELEVANCE:
        args.append(("sort", query.sort.value))
    if query.page != 1:
        args.append(("page", str(query.page)))
    if query.per_page != PER_PAGE:
        args.append(("per_page", str(query.per_page)))
    return args


def _all(args: Mapping[str, str | Sequence[str]], name: str) -> list[str]:
    getlist = getattr(args, "getlist", None)
    if getlist is not None:
        return [str(value) for value in getlist(name)]
    value = args.get(name, ())
    return [value] if isinstance(value, str) else list(value)


def _first(args: Mapping[str, str | Sequence[str]], name: str) -> str:
    return next(iter(_all(args, name)), "").strip()


def _choice(values: Iterable[str]) -> FacetChoice | None:
    wanted = dict.fromkeys(value.strip() for value in values)
    any_of = tuple(value for value in wanted if value and not value.startswith("-"))
    none_of = tuple(value[1:] for value in wanted if value.startswith("-") and len(value) > 1)
    return FacetChoice(any_of, none_of) if any_of or none_of else None


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _sort(text: str) -> Sort:
    try:
        return Sort(text)
    except ValueError:
        return Sort.RELEVANCE


def _number(text: str, default: int, least: int, most: int) -> int:
    plain = text.isascii() and text.isdecimal() and len(text) < 10
    return min(most, max(least, int(text))) if plain else default
