"""Small made-up articles in several languages (``texts``), and what stands around them on a page."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path


@dataclass(frozen=True)
class Story:
    """An article. ``paragraphs`` are HTML; ``extra`` is HTML behind them in the body (tables, lists, code)."""

    lang: str
    title: str
    paragraphs: tuple[str, ...]
    author: str = "Mara Linden"
    day: str = "2024-03-05"
    extra: str = ""

    def with_paragraph(self, number: int, old: str, new: str) -> Story:
        """The same with some words of one paragraph replaced."""
        text = self.paragraphs[number]
        if old not in text:
            raise ValueError(f"{old!r} is not in {text!r}")
        changed = (*self.paragraphs[:number], text.replace(old, new, 1), *self.paragraphs[number + 1 :])
        return replace(self, paragraphs=changed)


@dataclass(frozen=True)
class Frame:
    """What a site puts around an article, and machines into it. ``before`` and ``after`` are HTML within the body, ``meta``
    text in its line of facts."""

    views: int = 1204
    minutes: int = 5
    shares: int = 24
    token: str = "a81f0c3d9e"
    popular: tuple[str, ...] = (
        "How to read a tide table",
        "The lighthouse that moved",
        "Bread on a moving deck",
    )
    recent: tuple[str, ...] = ("Winter timetable", "A new pier", "Ropes and knots")
    comments: tuple[str, ...] = ("Lovely to read this on the train.",)
    advert: str = "Buy rope by the metre"
    before: str = ""
    after: str = ""
    meta: str = ""
    head: str = ""
    banner: str = ""
    footer: str = "© 2024 Harbour Notes"


def _read(lang: str) -> Story:
    """A text file: title, author and paragraphs, each set off by an empty line."""
    text = (Path(__file__).parent / "texts" / f"{lang}.txt").read_text(encoding="utf-8")
    title, author, *paragraphs = text.strip().split("\n\n")
    return Story(lang, title, tuple(paragraphs), author)


ENGLISH, GERMAN, FRENCH, SPANISH = _read("en"), _read("de"), _read("fr"), _read("es")
RUSSIAN, POLISH, ARABIC, CHINESE, JAPANESE = _read("ru"), _read("pl"), _read("ar"), _read("zh"), _read("ja")
