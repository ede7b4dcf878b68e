"""A text cut into what a comparison takes as one: words, numbers, signs; single characters where no space parts words.

How something is set (``typography``) is no part of what an atom says, and what machines write (``furniture``) says nothing:
so two texts that the digest holds for one have the same atoms.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from indexer.language.scripts import dense_class, mark_class
from indexer.wording.typography import unset

_INSIDE = "\u00ad\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069"  # characters that nobody sees
_LETTER = rf"(?![{dense_class()}])[^\W_]"
_WORD = rf"{_LETTER}(?:(?:{_LETTER})|[{mark_class()}{_INSIDE}×]|['’‘ʼ´＇](?={_LETTER}))*"
_ATOM = re.compile(
    r"https?://\S+"  # with what it hands on to whom, which `unset` takes out
    r"|\((?:tm|r|c)\)"
    r"|\d+(?:[.,:]\d+)+"
    rf"|{_WORD}"
    rf"|[{dense_class()}][{mark_class()}]*"
    r"|''|(?:\. ?){2}\.|-{2,}"
    r"|\S"
)
_ENDS = frozenset(".!?؟") | {"..."}
_ENDS_ALWAYS = frozenset("。！？।")  # also where a letter follows at once
_MOST_TOGETHER = 400  # atoms of a sentence: what is longer is none


MOST = 250_000
"""Atoms of a text; in one that has more, each line is taken as one."""


@dataclass(slots=True)
class Atoms:
    """The atoms of a text, in order: what each says, how many words it is (signs are none), and where it starts and ends.
    ``sentences`` are the numbers of the atoms that a sentence (or a line) begins with. ``noise``: stretches between atoms
    that say nothing."""

    says: list[str] = field(default_factory=list)
    words: list[int] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    sentences: list[int] = field(default_factory=list)
    noise: list[tuple[int, int]] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.says)

    def add(self, says: str, words: int, start: int) -> None:
        """Append one atom."""
        self.says.append(says)
        self.words.append(words)
        self.starts.append(start)


def atoms_of(text: str, kept_of: Sequence[str | None]) -> Atoms | None:
    """The atoms of a text, of whose lines so much is kept (``furniture.kept_lines``); None for more than ``MOST``."""
    found = Atoms()
    at = 0
    for line, kept in zip(text.split("\n"), kept_of, strict=True):
        if not line:
            at += 1
            continue
        if kept == line:
            _add(found, line, at)
        elif kept:
            _add_kept(found, line, kept, at)
        elif line.strip():
            found.noise.append((at, at + len(line)))
        at += len(line) + 1
        if len(found) > MOST:
            return None
    return found


def lines_of(text: str, kept_of: Sequence[str | None] | None = None) -> Atoms:
    """The same with each line as one atom: as it stands, if it is not said what of it is kept."""
    found = Atoms()
    at = 0
    lines = text.split("\n")
    for line, kept in zip(lines, lines if kept_of is None else kept_of, strict=True):
        if kept and (says := kept.strip() if kept_of is None else unset(kept)):
            found.sentences.append(len(found))
            found.add(says, len(kept.split()), at)
        elif line.strip():
            found.noise.append((at, at + len(line)))
        at += len(line) + 1
    return found


def _add(found: Atoms, line: str, at: int) -> None:
    count = begins = len(found.says)
    before = -_MOST_TOGETHER
    says_add, words_add, starts_add = found.says.append, found.words.append, found.starts.append
    for says, start, end in _cut(line):
        if count == begins or count - before >= _MOST_TOGETHER:
            if count > MOST:
                return
            found.sentences.append(count)
            before = count
        says_add(says)
        words_add(says[0].isalnum())
        starts_add(at + start)
        count += 1
        if says in _ENDS_ALWAYS or (says in _ENDS and not line[end : end + 1].isalnum()):
            begins = count


def _add_kept(found: Atoms, line: str, kept: str, at: int) -> None:
    """A line of which a part is furniture: what of it is kept, in order, is the author's."""
    wanted = [says for says, _, _ in _cut(kept)]
    begins = len(found.says)
    for says, start, end in _cut(line):
        place = len(found.says) - begins
        if place < len(wanted) and wanted[place] == says:
            if not place:
                found.sentences.append(begins)
            found.add(says, says[0].isalnum(), at + start)
        else:
            found.noise.append((at + start, at + end))


def _cut(line: str) -> Iterator[tuple[str, int, int]]:
    for match in _ATOM.finditer(line):
        if says := _said(match[0]):
            yield says, match.start(), match.end()


@lru_cache(maxsize=131_072)
def _said(written: str) -> str:
    return written if written.isascii() and written.isalnum() else unset(written)
