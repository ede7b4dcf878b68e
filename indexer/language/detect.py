"""Which language a text is in: py3langid over a bounded piece, with the page's own word as a hint."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

MAX_SAMPLE = 4_000
MIN_LETTERS = 20
EVIDENCE = 800  # characters that are looked at of a text that no one has told the language of
ENOUGH_LETTERS = 200
NEAR = 0.25
"""A declared language holds when the model gives it at least this share of what it gives the likeliest."""

_ISO = re.compile(r"[a-z]{2}$")


@lru_cache(maxsize=1)
def _identifier() -> LanguageIdentifier:
    # Its model is large, and whoever only answers questions detects nothing.
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


def detect(text: str, hint: str | None = None) -> str | None:
    """The ISO 639-1 code, or None when there is too little to tell.

    ``hint`` is an HTML ``lang`` value (BCP 47). It decides when the text is too short, and between languages that the
    model finds about as likely, or where the likeliest has no code of two letters; otherwise the text does, for themes
    are often left in English.
    """
    declared = primary(hint)
    sample = text[:MAX_SAMPLE]
    if sum(letter.isalpha() for letter in sample) < MIN_LETTERS:
        return declared
    ranked: dict[str, float] = dict(_identifier().rank(sample))
    best = max(ranked, key=lambda code: ranked[code])
    near = declared is not None and ranked.get(declared, 0.0) >= NEAR * ranked[best]
    return declared if near else primary(best) or declared


def evident(text: str) -> str | None:
    """The language of a text that nothing is said of, where there is enough of it to be sure."""
    sample = text[:EVIDENCE]
    return detect(sample) if sum(map(str.isalpha, sample)) >= ENOUGH_LETTERS else None


def primary(tag: str | None) -> str | None:
    """The two-letter primary subtag of a BCP 47 tag, else None."""
    first = (tag or "").replace("_", "-").split("-")[0].strip().lower()
    return first if _ISO.match(first) else None
