"""What an import took of a file, what it left and why: one shape for every kind of file."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from archive.exchange.exported import Passed
from archive.store.intake import Taken

MOST_REFUSALS = 100
"""Refusals that are told one by one; the rest are counted."""


@dataclass(slots=True)
class ImportReport:
    """Of WARC files: ``responses``, ``revisits``, ``resources``, ``conversions``, ``others`` (kept, but no captures) and
    ``doubts`` (taken, but a claim in the record is false). Of exports: ``articles``, those ``held`` from the live web,
    what was ``passed`` over. ``pages`` are new ones, ``known`` was here before, ``taken_down`` may not
    come back. ``refused`` and ``doubts`` are pairs of
    what and why, ``notices`` sentences; ``broken`` is a sentence that says where the file is damaged; ``already``: all
    of it was here before; ``stopped``: it can be gone on with.
    """

    path: str
    responses: int = 0
    revisits: int = 0
    resources: int = 0
    conversions: int = 0
    articles: int = 0
    pages: int = 0
    held: int = 0
    known: int = 0
    taken_down: int = 0
    others: int = 0
    passed: Counter[Passed] = field(default_factory=Counter)
    refused: list[tuple[str, str]] = field(default_factory=list)
    left: int = 0  # how much ``refused`` stands for, of an export
    unlisted: int = 0  # refusals beyond MOST_REFUSALS
    doubts: list[tuple[str, str]] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    broken: str | None = None
    already: bool = False
    stopped: bool = False
    export: bool = False

    @property
    def taken(self) -> int:
        """How many Captures are new."""
        return self.responses + self.revisits + self.resources + self.conversions + self.articles

    def summary(self) -> str:
        """One line for people."""
        if self.already:
            return "already here"
        return self._of_export() if self.export else self._of_warc()

    def add(self, taken: Taken) -> None:
        """Count in what was made of one WARC file."""
        self.responses += taken.responses
        self.revisits += taken.revisits
        self.resources += taken.resources
        self.conversions += taken.conversions
        self.pages += taken.pages
        self.known += taken.known
        self.taken_down += taken.taken_down
        self.others += taken.others
        self.refused += taken.refused
        self.doubts += taken.doubts

    def refuse(self, what: str, why: str, *, number: int = 1) -> None:
        """Count what is not taken, and say why as long as the list is one for people."""
        self.left += number
        if len(self.refused) < MOST_REFUSALS:
            self.refused.append((what, why))
        else:
            self.unlisted += 1

    def doubt(self, what: str, why: str) -> None:
        """Say what is wrong with something that was taken all the same, as long as the list is one for people."""
        if len(self.doubts) < MOST_REFUSALS:
            self.doubts.append((what, why))

    def _of_warc(self) -> str:
        parts = [_n(self.responses, "response", "responses"), _n(self.revisits, "revisit", "revisits")]
        parts += _counted(
            (self.resources, "resource", "resources"),
            (self.conversions, "article from an export or a feed", "articles from exports or feeds"),
            (self.known, "capture that was here already", "captures that were here already"),
            (self.taken_down, "passed over, as it was taken down", "passed over, as they were taken down"),
            (self.others, "other record kept in the file", "other records kept in the file"),
            (len(self.refused) + self.unlisted, "refused", "refused"),
            (len(self.doubts), "with a digest that does not hold", "with a digest that does not hold"),
        )
        return f"took {', '.join(parts)}; {_n(self.pages, 'new page', 'new pages')}"

    def _of_export(self) -> str:
        parts = [f"took {_n(self.articles, 'article', 'articles')}, {self.pages} of them new here"]
        parts += _counted(
            (self.held, "held already", "held already"),
            (self.known, "taken before", "taken before"),
            (self.left, "refused", "refused"),
        )
        passed = words_of(self.passed)
        return "; ".join([*parts, *([f"passed over: {passed}"] if passed else [])])


def words_of(passed: Counter[Passed]) -> str:
    """What was passed over, and how much of each: ``drafts (2), comments (41)``."""
    return ", ".join(f"{kind} ({number})" for kind, number in sorted(passed.items()) if number)


def _counted(*numbers: tuple[int, str, str]) -> list[str]:
    return [_n(number, one, many) for number, one, many in numbers if number]


def _n(number: int, one: str, many: str) -> str:
    return f"{number:,} {one if number == 1 else many}"
