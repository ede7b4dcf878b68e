"""What was typed → a Whoosh query tree, within bounds. Built from Whoosh's parser and its plug-ins.

Whoosh's parser cuts the text into nodes (words, phrases, groups, operators); what each of them asks is made by
``clauses.py``, as one written word may be several terms. Nothing that is typed raises.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from itertools import islice, pairwise
from typing import Any

from whoosh import qparser, query
from whoosh.qparser import plugins, syntax

from indexer.language.function_words import SENTENCE, holds_a_sentence
from indexer.language.scripts import dense_class
from indexer.querylang import BOUNDS, JOINS
from indexer.whoosh_engine.asking import clauses
from indexer.whoosh_engine.asking.bounding import bounded
from indexer.whoosh_engine.asking.clauses import Misread, Rules
from indexer.whoosh_engine.asking.signs import FIELD, ready
from indexer.whoosh_engine.asking.tree import TEXT, Clause, SideBySide, leaves, show, tidy
from indexer.whoosh_engine.kept import Kept

_NOT = r"(?:^|(?<=[\s(]))(?:NOT(?=\s)|-(?=[^\s-]))"
_PREFIX = r'(?P<text>[^\s*"()]+)\*(?=[\s)]|$)'
_FUZZY = r'(?<=[^\s"()])~(?P<maxdist>[0-9])?(?P<prefix>\b\B)?(?=[\s)]|$)'
_MOST_NEIGHBOURS = 16  # pairs: of each the places of two words are read
_LONG_RUN = re.compile(f"[{dense_class()}]{{8}}")  # says as much as five words
_BYTES_A_LETTER = 250  # of what is made of a question, nearly


@dataclass(frozen=True)
class Parsed:
    """A question as understood. ``strict`` wants all words, ``loose`` any of them (None where that would be
    the same); both are None when nothing was asked. ``neighbours`` are the phrases of each two words that were typed side
    by side. ``notices`` say what was bounded or not understood."""

    strict: Any | None
    loose: Any | None
    neighbours: tuple[Any, ...]
    notices: tuple[str, ...]

    @property
    def is_sentence(self) -> bool:
        """Whether it is a question in a sentence rather than a list of keywords: enough words side by side, and
        among them words that only hold sentences together, or a question mark."""
        words = {leaf.typed for leaf in leaves(self.loose and self.strict, positive=True) if leaf.ranks}
        if len(words) < SENTENCE and not any(map(_LONG_RUN.search, words)):
            return False
        return any(map(holds_a_sentence, words))

    @property
    def understood_as(self) -> str:
        return "" if self.strict is None else show(self.strict)


_PARSED: Kept[tuple[str, Rules], Parsed] = Kept(4 * 1024 * 1024)


class _SideBySideGroup(syntax.GroupNode):
    """Whoosh's node for what no operator joins. No AndGroup: an AND beside it would be merged into it."""

    qclass = SideBySide


class _Parser(qparser.QueryParser):
    """Whoosh's parser with leaves of ours; collects notices as it goes, so one is made for each question."""

    def __init__(self, rules: Rules) -> None:
        self.notices: list[str] = []
        self._rules = rules
        self._alone: list[Clause] = []  # operators that had nothing to join, and became words
        super().__init__(
            TEXT,
            None,
            plugins=[
                plugins.PhrasePlugin(),
                plugins.GroupPlugin(),
                plugins.FieldsPlugin(FIELD, remove_unknown=False),
                plugins.OperatorsPlugin(AndNot=None, AndMaybe=None, Require=None, Not=_NOT),
                plugins.PrefixPlugin(_PREFIX),
                plugins.FuzzyTermPlugin(_FUZZY),
            ],
            phraseclass=self._phrase,
            group=_SideBySideGroup,
        )

    def term_query(self, fieldname: str, text: str, termclass: Any, **options: Any) -> Any:
        field = fieldname.lower()
        of_class: dict[Any, Callable[..., Clause | None]]
        of_class = {query.Prefix: clauses.prefix, query.FuzzyTerm: self._fuzzy}
        make = of_class.get(termclass, clauses.word)
        try:
            made = make(field, text, rules=self._rules) or Clause([], text, field)
        except Misread as misread:
            self.notices.append(str(misread))
            made = self._as_words(misread.field, text) or Clause([], text, field)
        if text in JOINS and field == TEXT:
            self._alone.append(made)
        return made

    def _as_words(self, field: str, text: str) -> Clause | None:
        try:
            return clauses.word(field, text, self._rules)
        except Misread as misread:
            self.notices.append(str(misread))
            return clauses.word(TEXT, text, self._rules)

    def without_alone(self, tree: Any) -> Any:
        """The tree without operators that had nothing to join; where there is nothing else, they are its words."""
        if self._alone and len(self._alone) < sum(1 for leaf in leaves(tree) if leaf.subqueries):
            for leaf in self._alone:
                leaf.subqueries = []
                self.notices.append(f"{leaf.typed} has nothing to join on one side and was passed over.")
        return tree

    def _fuzzy(self, field: str, text: str, rules: Rules) -> Clause | None:
        return clauses.fuzzy(field, text, 1, rules)

    def _phrase(self, field: str, texts: list[str], slop: int = 1, **options: Any) -> Any:
        typed = " ".join(texts)
        if slop > BOUNDS["slop"].limit:
            slop = BOUNDS["slop"].limit
            self.notices.append(BOUNDS["slop"].text)
        try:
            return clauses.phrase(field.lower(), typed, slop, self._rules) or Clause([], typed, field)
        except Misread as misread:
            self.notices.append(str(misread))
            return clauses.phrase(TEXT, typed, slop, self._rules)


def parse(typed: str, rules: Rules = ()) -> Parsed:
    """Understand a question that is asked of texts in languages with such ``rules``. Never raises: what can't be
    understood is searched as words, with a notice."""
    # A reader turns pages and chooses values under one question.
    known = _PARSED.get((typed, rules))
    if known is None:
        known = _PARSED.put((typed, rules), _understood(typed, rules), _BYTES_A_LETTER * (len(typed) + 10))
    return known


def _understood(typed: str, rules: Rules) -> Parsed:
    notices: list[str] = []
    text = ready(typed, notices)
    parser = _Parser(rules)
    try:
        tree = parser.parse(text, normalize=False)
    except Exception:  # noqa: BLE001  (whatever a third party's parser raises, a reader gets an answer)
        notices.append("The signs in this question could not be understood: it was searched as words.")
        tree = SideBySide([found for each in text.split() if (found := clauses.word(TEXT, each, rules))])
    strict = bounded(tidy(parser.without_alone(tree)), notices)
    return Parsed(
        strict, _loosened(strict), _neighbours(strict, rules), tuple(dict.fromkeys(notices + parser.notices))
    )


def _loosened(strict: Any | None) -> Any | None:
    """Any of the words instead of all: what was typed side by side is loosened; filters, exclusions and what
    AND joins hold. None where that is no other question."""
    optional: list[Any] = []
    held: list[Any] = []
    _part(strict, optional, held)
    if len(optional) < 2:
        return None
    return query.And([query.Or(optional), *held]) if held else query.Or(optional)


def _part(node: Any, optional: list[Any], held: list[Any]) -> None:
    if isinstance(node, SideBySide):
        for child in node.subqueries:
            _part(child, optional, held)
    elif isinstance(node, Clause) and node.ranks:
        optional += [*_parts(node), *node.apart]
    elif node is not None:
        held.append(node)


def _parts(clause: Any) -> list[Any]:
    """What a clause is made of when its parts may stand alone: the pairs of a Chinese run, for example."""
    return [
        part
        for child in clause.subqueries
        for part in (_parts(child) if isinstance(child, query.And | query.AndMaybe) else [child])
    ]


def _neighbours(node: Any, rules: Rules) -> tuple[Any, ...]:
    """The phrases of each two plain words side by side. Pairs of characters hold a run together by themselves."""
    if not isinstance(node, SideBySide):
        return ()
    found: list[Any] = []
    for one, other in islice(pairwise(node.subqueries), _MOST_NEIGHBOURS):
        if all(isinstance(each, Clause) and each.plain for each in (one, other)):
            phrase = clauses.phrase(TEXT, f"{one.typed} {other.typed}", 1, rules)
            found += phrase.subqueries if phrase is not None else ()
    return tuple(found)
