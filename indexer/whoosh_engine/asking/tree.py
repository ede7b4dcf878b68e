"""The query tree: what of it is ours beside Whoosh's nodes, and ways through it.

A leaf is a ``Clause``; ``SideBySide`` joins words with no operator between them; ``ByRules`` is a word as each language has
it. All else in a tree that the parser makes is Whoosh's.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from whoosh import query

from indexer.language.scripts import Script, script_of

TEXT = "text"
"""The field that is searched where none is named."""


class Clause(query.And):
    """What was typed as one: its parts hold together, but in a loose question (any of the words) they part, and
    what is ``apart`` is wanted beside them: the pieces of "left-wing"."""

    def __init__(self, parts: list[Any], typed: str, field: str = TEXT, apart: Sequence[Any] = ()) -> None:
        super().__init__(parts)
        self.typed = typed
        self.field = field
        self.apart = tuple(apart)

    @property
    def key(self) -> tuple[str, str]:
        """What tells it from other clauses: a word typed twice is one clause."""
        return self.field, self.typed

    @property
    def ranks(self) -> bool:
        """Whether it looks for words in the text: these can be loosened, filters can't."""
        return self.field == TEXT

    @property
    def plain(self) -> bool:
        """Whether it is words of the text, in a script that puts spaces between them, and nothing else."""
        return self.ranks and all(_is_plain(part) for part in self.subqueries)


class ByRules(query.Or):
    """A word or phrase as the rules of each language have it. ``subqueries[0]`` is asked of the texts of no other;
    ``codes[i]`` are the rules of the texts that ``subqueries[i]`` is asked of."""

    def __init__(self, subqueries: list[Any], codes: list[tuple[str, ...]]) -> None:
        super().__init__(subqueries)
        self.codes = codes

    @property
    def one_word(self) -> bool:
        """Whether it is a term by each of the rules: these weigh as one term, that all of their texts have."""
        terms = [child for child in self.subqueries if isinstance(child, query.Term)]
        return len(terms) == len(self.subqueries) and len({term.fieldname for term in terms}) == 1


class SideBySide(query.And):
    """Words that were typed side by side, with no operator between them: all of them are wanted, or any."""


def leaves(node: Any, *, positive: bool = False) -> Iterator[Clause]:
    """The clauses of a tree in order; with ``positive``, those that are not excluded."""
    if isinstance(node, Clause):
        yield node
    elif isinstance(node, query.Not):
        if not positive:
            yield from leaves(node.query)
    elif node is not None:
        for child in node.subqueries:
            yield from leaves(child, positive=positive)


def simple(node: Any) -> Iterator[Any]:
    """The parts of a tree that have no parts."""
    if isinstance(node, query.AndMaybe):
        yield from (*simple(node.a), *simple(node.b))
    elif isinstance(node, query.CompoundQuery):
        for child in node.subqueries:
            yield from simple(child)
    else:
        yield node


def tidy(node: Any) -> Any | None:
    """The tree without empty leaves, and without groups of one. None if nothing is left."""
    if isinstance(node, Clause):
        return node if node.subqueries else None
    if isinstance(node, query.Not):
        inner = tidy(node.query)
        return None if inner is None else query.Not(inner)
    if not isinstance(node, query.And | query.Or):
        return None
    kept = [inner for child in node.subqueries if (inner := tidy(child)) is not None]
    if len(kept) == 1:
        return kept[0]
    return type(node)(kept) if kept else None


def show(node: Any) -> str:
    """A tree in the words of the query language."""
    if isinstance(node, Clause):
        return node.typed
    if isinstance(node, query.Not):
        return f"NOT {_grouped(node.query)}"
    sign = " OR " if isinstance(node, query.Or) else " AND "
    return sign.join(_grouped(child) for child in node.subqueries)


def _grouped(node: Any) -> str:
    alone = isinstance(node, Clause | query.Not)
    return show(node) if alone else f"({show(node)})"


def _is_plain(node: Any) -> bool:
    if isinstance(node, query.Term):
        return script_of(node.text[0]) is not Script.DENSE
    alike = isinstance(node, ByRules | query.DisjunctionMax) and node.subqueries
    return bool(alike) and _is_plain(node.subqueries[0])
