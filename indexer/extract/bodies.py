"""An article's text: what the platform marks as the body, then trafilatura, then a fallback of ours."""

from __future__ import annotations

from dataclasses import dataclass

from indexer.extract.cleaning import without_noise, without_tail
from indexer.extract.fallback import fallback_text
from indexer.extract.gaps import without_gaps
from indexer.extract.markup import Markup
from indexer.extract.platforms import platform_body
from indexer.extract.trafilatura_body import main_text


@dataclass(frozen=True, slots=True)
class Body:
    """A text and what won it: ``platform:<name>``, ``trafilatura``, ``fallback`` or ``none``."""

    text: str = ""
    method: str = "none"


def body_of(markup: Markup, title: str | None) -> Body:
    """The article's text in the form of ``rendering``; an empty one when the page shows none."""
    name, text = platform_body(markup)
    if name in ("told", "blogger"):  # where the container is the article's own, nothing in it is noise
        return Body(text, f"platform:{name}")
    if name:
        return Body(without_tail(without_noise(text, title)), f"platform:{name}")
    if text := main_text(markup):
        text = without_gaps(markup, text)
        return Body(without_tail(without_noise(text, title)), "trafilatura")
    if text := fallback_text(markup):
        return Body(without_tail(without_noise(text, title)), "fallback")
    return Body()
