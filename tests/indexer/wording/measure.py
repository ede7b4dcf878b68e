"""How well a digest tells edits from noise."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from indexer.extract import extract
from indexer.wording import text_digest
from tests.indexer.wording.pairs import Pair
from tests.indexer.wording.themes import Theme


@dataclass
class Measure:
    """``precision``: of what was told as an edit, the share that is one; ``recall``: of the edits, the share told."""

    told_edits: int = 0
    missed: list[str] = field(default_factory=list)
    false: list[str] = field(default_factory=list)
    quiet: int = 0

    def count(self, name: str, *, edit: bool, told: bool) -> None:
        """One pair more."""
        if edit and told:
            self.told_edits += 1
        elif edit:
            self.missed.append(name)
        elif told:
            self.false.append(name)
        else:
            self.quiet += 1

    @property
    def precision(self) -> float:
        told = self.told_edits + len(self.false)
        return self.told_edits / told if told else 1.0

    @property
    def recall(self) -> float:
        edits = self.told_edits + len(self.missed)
        return self.told_edits / edits if edits else 1.0


def digest_of(html: str) -> str:
    """The digest of a page that has to have one."""
    digest = text_digest(extract(html.encode(), "https://harbour.example/2024/03/a-morning.html"))
    if digest is None:
        raise ValueError("the page has no text")
    return digest


def measured(pairs: Iterable[Pair], themes: Callable[[Pair], Iterable[Theme]]) -> Measure:
    """Every pair in each of its themes."""
    measure = Measure()
    for pair in pairs:
        for theme in themes(pair):
            before, after = theme(*pair.before), pair.reset(theme(*pair.after))
            told = digest_of(before) != digest_of(after)
            measure.count(f"{pair.name} ({theme.__name__})", edit=pair.edit, told=told)
    return measure
