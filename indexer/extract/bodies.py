"""An article's text: what the platform marks as the body, then trafilatura, then a fallback of ours."""

from __future__ import annotations

from dataclasses import dataclass

from indexer.extract.linked_data import LinkedData
from indexer.extract.markup import Markup


@dataclass(frozen=True, slots=True)
class Body:
    """A text and what won it."""

    text: str = ""
    method: str = "none"


def body_of(markup: Markup, data: LinkedData, title: str | None) -> Body:
    """The article's text in the form of ``rendering``, or an empty one."""
    from indexer.extract.trafilatura_body import main_text

    text = main_text(markup)
    return Body(text, "trafilatura") if text else Body()
