"""The list of pages in a package, which viewers show and search (WACZ 1.1.1 §5.2)."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC

from archive.model import Capture, Page
from archive.timestamp import iso

PAGES = "pages/pages.jsonl"
HEADER = {"format": "json-pages-1.0", "id": "pages", "title": "All pages"}


@dataclass(frozen=True, slots=True)
class Words:
    """An article's own words, for viewers that search in them."""

    title: str = ""
    text: str = ""


WordsOf = Callable[[str], Words | None]
"""The words of the Page with an id, from whoever knows them; None when nobody does."""


def header_line(*, has_text: bool) -> bytes:
    """The first line of the list."""
    return _line({**HEADER, "hasText": has_text})


def shown(captures: Sequence[Capture]) -> Capture | None:
    """The capture that a viewer opens for a Page: the newest that shows it, one from the web if there is one; of captures
    that come oldest first."""
    good = [one for one in captures if one.shows_article] or list(captures)
    return next(reversed([one for one in good if one.live] or good), None)


def page_line(page: Page, capture: Capture, words: Words | None) -> bytes:
    """A Page at its capture. Times are whole seconds, by which viewers look captures up."""
    fields = {
        "id": page.id,
        "url": capture.url,
        "ts": iso(capture.captured_at.astimezone(UTC).replace(microsecond=0)),
        "title": page.facts.title or (words.title if words else "") or page.url,
        "text": words.text if words else "",
    }
    return _line({name: value for name, value in fields.items() if value})


def _line(fields: dict[str, object]) -> bytes:
    return json.dumps(fields, ensure_ascii=False).encode("utf-8", "replace")
