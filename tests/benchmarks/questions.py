"""A question as every engine under measurement is asked it: what it is made of, and how it is typed in our language."""

from __future__ import annotations

from dataclasses import dataclass

KINDS = ("word", "and", "or", "phrase", "prefix", "fuzzy", "field", "date", "label", "exclusion")
"""The classes of question that are told apart in the figures."""


@dataclass(frozen=True, slots=True)
class Question:
    """``kind`` is one of ``KINDS``; ``words`` what is looked for; ``value`` the label or the year beside them."""

    kind: str
    words: tuple[str, ...]
    value: str = ""

    @property
    def text(self) -> str:
        """As a reader would type it into Backfile."""
        first, all_words = self.words[0], " ".join(self.words)
        return {
            "or": " OR ".join(self.words),
            "exclusion": f"{first} -{self.words[-1]}",
            "phrase": f'"{all_words}"',
            "prefix": f"{first}*",
            "fuzzy": f"{first}~",
            "field": f"title:{first}",
            "date": f"year:{self.value} {first}",
            "label": f"label:{self.value} {first}",
        }.get(self.kind, all_words)
