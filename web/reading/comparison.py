"""Two captures of an article compared: their words, and what else their pages say of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from archive.errors import RecordError
from archive.model import Capture
from archive.store.mementos import Mementos
from indexer.model import Article
from indexer.texts import Texts
from indexer.wording.difference import Difference, Kind, difference
from web.reading.history import capture_json
from web.wording import LANGUAGES, WALLS, day

MOST_BYTES = 3 * 1024 * 1024
"""Of a page that are read while somebody waits; longer ones are compared up to there."""


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two captures. ``problem``: why there is no text of it, in words."""

    capture: Capture
    article: Article
    problem: str | None = None


@dataclass(frozen=True, slots=True)
class Fact:
    """What either page says of the article; None where it says nothing."""

    name: str
    before: str | None
    after: str | None

    @property
    def differs(self) -> bool:
        return self.before != self.after


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two captures; ``words`` and ``title`` are the differences, None where one of them has no text."""

    before: Side
    after: Side
    words: Difference | None
    title: Difference | None
    facts: tuple[Fact, ...]

    @property
    def differing(self) -> list[str]:
        """What differs though no word of the text does, in words."""
        before, after = self.before, self.after
        said = ["the title"] if self.title is not None and self.title.changed else []
        said += [f"the {fact.name.lower()}" for fact in self.facts if fact.differs]
        if before.article.text != after.article.text:
            said.append("how the text is set, or what the page counts")
        if not said and before.capture.sha256 != after.capture.sha256:
            said.append("the page around the text")
        return said

    def counted(self, kind: Kind) -> int:
        """How many words of text and title were added, removed or moved."""
        return sum(found.words(kind) for found in (self.words, self.title) if found is not None)


def compare(mementos: Mementos, earlier: Capture, later: Capture) -> Comparison:
    """Both captures read and compared. Never raises for what can't be read: the side says so."""
    before, after = _side(mementos, earlier), _side(mementos, later)
    both = before.problem is None and after.problem is None
    old, new = before.article, after.article
    return Comparison(
        before,
        after,
        difference(old.text, new.text) if both else None,
        difference(old.title or "", new.title or "") if both else None,
        _facts(old, new) if both else (),
    )


def _side(mementos: Mementos, capture: Capture) -> Side:
    if not capture.shows_article:
        return Side(capture, Article(), _instead(capture))
    try:
        article = Texts(mementos, most=MOST_BYTES).of(capture)
    except RecordError as error:
        return Side(capture, Article(), f"its record can’t be read back: {str(error).rstrip('.')}")
    if not article.text.strip():
        return Side(capture, article, "no text could be made out on its page")
    return Side(capture, article)


def _instead(capture: Capture) -> str:
    """What a capture shows that is not the article."""
    if capture.wall is not None:
        return f"it met {WALLS[capture.wall][1]}"
    if 300 <= capture.status < 400:
        return f"it is a redirect ({capture.status})"
    if capture.status != 200:
        return f"the server answered {capture.status}"
    return f"it is no page but {capture.mime or 'of an unknown kind'}"


def _facts(old: Article, new: Article) -> tuple[Fact, ...]:
    def moment(published: datetime | None) -> str | None:
        return day(published) if published is not None else None

    def named(lang: str | None) -> str | None:
        return LANGUAGES.get(lang, lang) if lang else None

    def listed(labels: tuple[str, ...]) -> str | None:
        return ", ".join(sorted(labels)) or None

    facts = (
        Fact("Author", old.author, new.author),
        Fact("Date of publication", moment(old.published), moment(new.published)),
        Fact("Labels", listed(old.labels), listed(new.labels)),
        Fact("Language", named(old.lang), named(new.lang)),
    )
    return tuple(fact for fact in facts if fact.before or fact.after)


def comparison_json(compared: Comparison) -> dict[str, Any]:
    """A comparison as JSON; the pieces' texts, one after another, are each side's whole text."""
    old, new = compared.before.article, compared.after.article
    words = compared.words
    return {
        "from": {**capture_json(compared.before.capture), "problem": compared.before.problem},
        "to": {**capture_json(compared.after.capture), "problem": compared.after.problem},
        "changed": bool(words and words.changed),
        "coarse": bool(words and words.coarse),
        "words": {kind.value: compared.counted(kind) for kind in (Kind.ADDED, Kind.REMOVED, Kind.MOVED)},
        "title": {"from": old.title, "to": new.title},
        "facts": [
            {"name": fact.name, "from": fact.before, "to": fact.after, "differs": fact.differs}
            for fact in compared.facts
        ],
        "pieces": [
            {
                "kind": piece.kind.value,
                "from": old.text[slice(*piece.before)],
                "to": new.text[slice(*piece.after)],
                "move": piece.move,
            }
            for piece in (words.pieces if words else ())
        ],
    }
